"""A question as files of questions hold it, whatever the file: between the formats and our bank.

Texts have no space around them, only "\\n" as line end, and no signs that are not written (see `decoding.clean`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.quizzes.formats import refusals

#: Bytes of a file, questions in it, answers of a question, characters of a text and of a short field.
MOST_BYTES, MOST_ITEMS, MOST_CHOICES, MOST_TEXT, MOST_WORDS = 32 * 1024 * 1024, 20_000, 100, 64 * 1024, 1_000


class Type(StrEnum):
    """The kinds of the bank; a short answer; an essay, which a person marks; a text without a question."""

    SINGLE = "single"
    MULTI = "multi"
    TRUEFALSE = "truefalse"
    MATCH = "match"
    ORDER = "order"
    NUMERIC = "numeric"
    SHORT = "short"
    ESSAY = "essay"
    DESCRIPTION = "description"


#: A picture of ours within a Markdown text, by its public id.
PICTURE = re.compile(r"!\[[^\]\n]*\]\(/pictures/([a-z2-7]{13})(?=[)\s])")
#: Ways a text may be meant; `moodle` is plain text whose lines are kept and whose tags are HTML.
TEXT_FORMATS = ("moodle", "html", "markdown", "plain")
#: The texts of the two answers to a statement, the true one first.
TRUE, FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose, an accepted form of a short answer, or a line to put in order. `fraction` is percent."""

    text: str
    fraction: float = 0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """Answers from `value` - `tolerance` to `value` + `tolerance`; None for any other answer (feedback only)."""

    value: float | None
    tolerance: float = 0
    fraction: float = 100
    feedback: str = ""

    @property
    def low(self) -> float | None:
        """The smallest answer that is taken."""
        return None if self.value is None else _plain(Decimal(str(self.value)) - Decimal(str(self.tolerance)))

    @property
    def high(self) -> float | None:
        """The largest answer that is taken."""
        return None if self.value is None else _plain(Decimal(str(self.value)) + Decimal(str(self.tolerance)))


def _plain(number: Decimal) -> float:
    return int(number) if number == number.to_integral_value() else float(number)


@dataclass(frozen=True, slots=True)
class Item:
    """A question. Which fields are used depends on the type:

    single, multi, truefalse, short   choices (true first)
    order                             choices in the right order
    match                             pairs of a left and a right side; "" on the left for a right side too many
    numeric                           numeric, unit
    essay                             rubric: what whoever marks it looks at

    `strict`: a short answer counts capitals. `code` is the question's own mark, `difficulty` 1 to 3, 0 for
    not said, `line` where it begins in the file, from 1.
    """

    type: str
    text: str
    name: str = ""
    text_format: str = "moodle"
    choices: tuple[Choice, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    numeric: tuple[Number, ...] = ()
    unit: str = ""
    strict: bool = False
    rubric: str = ""
    general_feedback: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    difficulty: int = 0
    code: str = ""
    line: int = 0


class Refused(NamedTuple):
    """A question that is not taken: the line of the fault, what to mend, and how the question begins.

    `source` is the question as it stands in the file (of a table its cells by field), so that it can be given back
    to be mended (`corrections`); "" where nothing can be told apart any more.
    """

    line: int
    why: RuleBroken
    text: str
    source: str | dict[str, str] = ""
    category: str = ""


class Warned(NamedTuple):
    """Something that was taken otherwise than it stands in the file."""

    line: int
    what: RuleBroken


class Reading(NamedTuple):
    """What a file says. `format` is one of `FORMATS`."""

    format: str
    items: list[Item]
    refused: list[Refused]
    warnings: list[Warned]


class Fault(Exception):
    """A reader's own: the question being read is refused for `why` at `line`."""

    def __init__(self, line: int, why: RuleBroken) -> None:
        super().__init__(type(why).__name__)
        self.line, self.why = line, why


def shortened(text: str) -> str:
    """The beginning of a text, on one line, to know it by."""
    words = " ".join(text[:400].split())
    return words if len(words) <= 80 else f"{words[:79]}…"


def check(item: Item) -> None:
    """Refuses what no question may be: without words, endless, or short of what its type needs. Raises RuleBroken."""
    if not item.text:
        raise refusals.NoText()
    if any(len(text) > MOST_TEXT for text in _long(item)):
        raise refusals.TooLong(limit=MOST_TEXT // 1024)
    if any(len(word) > MOST_WORDS for word in (item.name, item.category, item.unit, item.code, *item.tags)):
        raise refusals.NameTooLong(limit=MOST_WORDS)
    if len(item.choices) + len(item.pairs) + len(item.numeric) > MOST_CHOICES:
        raise refusals.TooManyChoices(limit=MOST_CHOICES)
    _check_answers(item)


def _long(item: Item) -> Iterable[str]:
    yield from (item.text, item.general_feedback, item.rubric)
    for choice in (*item.choices, *item.numeric):
        yield choice.feedback
    yield from (choice.text for choice in item.choices)
    yield from (side for pair in item.pairs for side in pair)


def _check_answers(item: Item) -> None:
    if item.type in (Type.SINGLE, Type.MULTI, Type.ORDER) and len(item.choices) < 2:
        raise refusals.TooFewAnswers()
    if item.type == Type.SHORT and not item.choices:
        raise refusals.TooFewForms()
    if any(not choice.text for choice in item.choices):
        raise refusals.EmptyAnswer()
    if item.type == Type.MATCH:
        if sum(bool(left) for left, _right in item.pairs) < 2:
            raise refusals.TooFewPairs()
        if any(not right for _left, right in item.pairs):
            raise refusals.EmptyAnswer()
    if item.type == Type.NUMERIC and not any(number.value is not None for number in item.numeric):
        raise refusals.NoNumberGiven()
    scored = item.type in (Type.SINGLE, Type.MULTI, Type.TRUEFALSE, Type.SHORT)
    if scored and not any(choice.fraction > 0 for choice in item.choices):
        raise refusals.NothingRight()
    if item.type == Type.NUMERIC and not any(number.fraction > 0 for number in item.numeric):
        raise refusals.NothingRight()


def named_usually(item: Item) -> bool:
    """Whether a statement's answers are true and false, and not words of its own."""
    return [choice.text for choice in item.choices] == [TRUE, FALSE]


def shares(texts: Sequence[str], right: Sequence[bool], *, several: bool = False) -> tuple[Choice, ...]:
    """Choices of which `right` says which are right, with the weights that mark as we do (`rules.grading`).

    Of one right answer it is worth all; of `several` each right one takes its share of 100, each wrong one its share
    away, so that ticking everything is worth nothing. Rounded as Moodle has them: a third is 33.33333.
    """
    count = sum(right)
    gain, loss = 100 / max(1, count), -100 / max(1, len(texts) - count)
    if not several:
        gain, loss = 100, 0
    fractions = [round(gain if yes else loss, 5) for yes in right]
    return tuple(Choice(text, plain_number(fraction)) for text, fraction in zip(texts, fractions, strict=True))


def plain_number(value: float) -> float:
    """33.5 as it is, 50.0 as 50."""
    return int(value) if value == int(value) else value
