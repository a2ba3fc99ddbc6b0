"""The sheet a learner writes on: what its fields are called, what is kept of them, how answers are said.

An answer that cannot be read yet (half an order, a number with a slip) is kept as it was given: nothing is
lost, it is worth nothing, and the page says what to mend.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from babel.numbers import format_decimal

from lms.core.errors import RuleBroken
from lms.core.words import language
from lms.quizzes.rules import grading
from lms.quizzes.rules.answers import AnswerUnclear, parse, unit
from lms.quizzes.rules.attempts import ROUNDING
from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.numbers import LONGEST
from lms.writing import text as writing

#: Largest number a phone may count to; the column holds a little more.
MOST = 2_000_000_000
NUMBER = re.compile(r"s(\d{1,4})", re.ASCII)
FIELD = re.compile(r"a(\d{1,4})(?:-(\d{1,4}))?", re.ASCII)


def number(text: Any) -> int | None:
    """A whole number from 0 to `MOST` in digits; None for anything else."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{1,10}", text, re.ASCII) or int(text) > MOST:
        return None
    return int(text)


def from_form(form: Any) -> dict[int, Any]:
    """What the fields of a form hold, by position: `a3` is question 3, `a3-0` its first line.

    `form` is a MultiDict. A question without any field is missing here: nothing was chosen.
    """
    found: dict[int, Any] = {}
    for name in form:
        shape = FIELD.fullmatch(name)
        if shape and shape[2] is None:
            found[int(shape[1])] = form.getlist(name)
        elif shape:
            lines = found.setdefault(int(shape[1]), {})
            if isinstance(lines, dict):
                lines[str(int(shape[2]))] = form[name]
    return found


def numbers(form: Any) -> dict[int, int]:
    """The number a phone gave to each answer of its sheet, by position: `s3` is that of question 3."""
    found = {}
    for name in form:
        shape, counted = NUMBER.fullmatch(name), number(form[name])
        if shape and counted is not None:
            found[int(shape[1])] = counted
    return found


def keep(kind: str, options: Any, raw: Any) -> Any:
    """What is stored of a raw answer: the answer, its words if they cannot be read yet, None if there is none."""
    try:
        return parse(kind, options, raw)
    except AnswerUnclear:
        if isinstance(raw, Mapping):
            return {str(line): str(place)[:4] for line, place in list(raw.items())[: len(options)]}
        return str(raw[-1] if isinstance(raw, list) else raw).strip()[:LONGEST]


def answer(kind: str, options: Any, value: Any) -> Any:
    """The answer in a stored value; None if there is none, or none that can be read."""
    try:
        return parse(kind, options, value)
    except RuleBroken:
        return None


def problem(kind: str, options: Any, value: Any) -> RuleBroken | None:
    """What to mend in a stored value; None while lines are still open, and when all is well."""
    if (
        isinstance(value, Mapping)
        and kind == Kind.ORDER
        and not all(str(value.get(str(n), "")) for n in range(len(options)))
    ):
        return None
    try:
        parse(kind, options, value)
    except RuleBroken as unclear:
        return unclear
    return None


def settled(stored: Any, sequence: int, given: Any, seen: int | None) -> Any:
    """What holds after a whole sheet came in: `given` if there is something, else what is stored.

    A field left empty clears the answer only if the sheet knew it (`seen`, the highest number on it): an old
    sheet from another phone takes nothing away.
    """
    if given is not None:
        return given
    return None if seen is not None and sequence <= seen else stored


def chosen(kind: str, value: Any, line: int) -> Any:
    """What stands in a field: whether an option is ticked, or the text of a line's select."""
    if kind in (Kind.SINGLE, Kind.TRUEFALSE):
        return value == line
    if kind == Kind.MULTI:
        return isinstance(value, list) and line in value
    if kind == Kind.ORDER and isinstance(value, list):
        return str(value.index(line) + 1)
    return str(value.get(str(line), "")) if isinstance(value, Mapping) else ""


def said(kind: str, options: Any, value: Any) -> list[str]:
    """An answer or a key in words, one line for each part; nothing for no answer, and for a key of no one form."""
    if kind == Kind.NUMERIC and isinstance(value, Mapping):
        return [f"{format_decimal(value['value'], locale=language())} {unit(options)}".strip()]
    if kind == Kind.SHORT and isinstance(value, Mapping):
        return list(value["accepted"])
    found = answer(kind, options, value)
    if found is None:
        return [str(value)] if isinstance(value, str) and value else []
    if kind == Kind.NUMERIC:
        return [f"{found} {unit(options)}".strip() if found[-1].isdigit() else found]
    if kind == Kind.SHORT:
        return [found]
    if kind == Kind.MATCH:
        return [f"{options['left'][int(left)]}: {options['right'][right]}" for left, right in found.items()]
    if kind == Kind.ORDER:
        return [f"{place}. {options[index]}" for place, index in enumerate(found, 1)]
    return [options[index] for index in (found if isinstance(found, list) else [found])]


@dataclass(frozen=True)
class Question:
    """A question as a page shows it: the frozen item, what was given, and what came of it."""

    item: Any
    #: The stored value that counts; None if there is none.
    value: Any
    sequence: int
    #: What came after the time was up, kept and not counted.
    late: Any
    marks: float
    #: What is known of the pictures in its texts.
    known: Mapping[str, Any] = field(default_factory=dict)
    #: Whether a trainer still has to mark the answer, and what one wrote to the learner.
    waits: bool = False
    remark: str | None = None
    #: Whether what counts came late, and a trainer let it count.
    counted: bool = False

    @property
    def looked(self) -> bool:
        """Whether the right answer was looked at in practice: the answer given stands."""
        return self.item.looked_at is not None

    @property
    def feedback(self) -> list[tuple[str, str]]:
        """(option, what is said about it) for each option chosen that something is said about."""
        options, told = self.item.options, self.item.feedback or {}
        if not isinstance(options, list) or self.item.kind == Kind.ORDER:
            return []
        return [(option, told[str(n)]) for n, option in enumerate(options) if str(n) in told and self.chosen(n)]

    @property
    def text(self) -> Any:
        """What is asked, to be shown."""
        return writing.brief(self.item.text, self.known)

    @property
    def explanation(self) -> Any:
        """Why the right answer is right, to be shown."""
        return writing.brief(self.item.explanation, self.known)

    @property
    def answered(self) -> bool:
        """Whether there is an answer that can be read."""
        return answer(self.item.kind, self.item.options, self.value) is not None

    @property
    def problem(self) -> RuleBroken | None:
        """What to mend."""
        return problem(self.item.kind, self.item.options, self.value)

    @cached_property
    def right(self) -> bool:
        """Whether it earned all its marks."""
        return self.marks >= self.item.worth - ROUNDING

    @property
    def partly(self) -> bool:
        """Whether it earned some, but not all."""
        return self.marks > 0 and not self.right

    @cached_property
    def said(self) -> list[str]:
        """The answer in words."""
        return said(self.item.kind, self.item.options, self.value)

    @cached_property
    def key(self) -> list[str]:
        """The right answer in words."""
        return said(self.item.kind, self.item.options, self.item.key)

    @property
    def choices(self) -> list[tuple[str, int, str, bool]]:
        """(id on the page, place, option, whether it is chosen) of each option to tick."""
        name, options = f"a{self.item.position}", enumerate(self.item.options)
        return [(f"{name}-{place}", place, text, self.chosen(place)) for place, text in options]

    def chosen(self, line: int) -> Any:
        """See `chosen`."""
        return chosen(self.item.kind, self.value, line)


def questions(lines: Iterable[Any]) -> list[Question]:
    """The questions of an attempt, from (item, answer or None), and perhaps the late answer or None."""
    rows = [(item, row, late[0] if late else None) for item, row, *late in lines]
    known = writing.facts(*(text for item, _row, _late in rows for text in (item.text, item.explanation)))
    return [_question(item, row, late, known) for item, row, late in rows]


def _question(item: Any, row: Any, late: Any, known: Mapping[str, Any]) -> Question:
    counted = late is not None and late.counted_at is not None
    marks, waits = (row.marks, row.waits) if row else (0.0, False)
    if row and marks is None and item.looked_at is not None:
        marks = grading.mark(item.kind, item.options, item.key, row.value, item.worth)
        waits = marks is None
    return Question(
        item,
        row.value if row else None,
        row.sequence if row else 0,
        late.value if late and not counted else None,
        marks or 0.0,
        known,
        waits=waits,
        remark=row.remark if row else None,
        counted=counted,
    )
