"""From a question of a file to the shapes of our bank (`rules.bank`), and back. Pure.

    short     options {"strict": whether capitals count}    key {"accepted": texts, "rubric": text}

A short answer without an accepted form, which an essay is, is marked by a person, who looks at the rubric.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from lms.quizzes.formats import refusals
from lms.quizzes.formats.items import FALSE, TRUE, Choice, Item, Number, Type, named_usually, shares
from lms.quizzes.formats.markup import as_markdown, as_plain
from lms.quizzes.rules.bank import Kind, check_question

#: What the answers to a statement are called on our pages.
STATEMENT = ["Đúng", "Sai"]
#: A kind that `rules.bank.Kind` does not have yet.
SHORT = "short"


class Question(NamedTuple):
    """A question in the shapes of the bank; text and explanation are Markdown, options are plain."""

    kind: str
    options: Any
    key: Any
    text: str
    explanation: str


class Banked(Protocol):
    """What a question of the bank shows of itself."""

    kind: str
    options: Any
    key: Any
    text: str
    explanation: str


def to_bank(item: Item) -> Question:
    """The question as the bank holds it. Raises RuleBroken, most of all QuestionIncomplete, for one it cannot hold.

    What is left of it outside (feedback of single answers, weights) `losses(…, "bank")` says.
    """
    kind, options, key = _shape(item)
    if kind != SHORT:
        check_question(kind, options, key)
    text = as_markdown(item.text, item.text_format)
    if not text:
        raise refusals.NoText()
    return Question(kind, options, key, text, as_markdown(item.general_feedback, item.text_format))


def _shape(item: Item) -> tuple[str, Any, Any]:
    texts = [as_plain(choice.text, item.text_format) for choice in item.choices]
    right = [place for place, choice in enumerate(item.choices) if choice.fraction > 0]
    match item.type:
        case Type.SINGLE:
            return Kind.SINGLE, texts, _best(item.choices)
        case Type.MULTI:
            return Kind.MULTI, texts, right
        case Type.TRUEFALSE:
            return Kind.TRUEFALSE, STATEMENT.copy() if named_usually(item) else texts, right[0] if right else None
        case Type.ORDER:
            return Kind.ORDER, texts, list(range(len(texts)))
        case Type.MATCH:
            return _match(item)
        case Type.NUMERIC:
            return _numeric(item)
        case Type.SHORT:
            forms = [choice.text for choice in item.choices if choice.fraction > 0 and choice.text != "*"]
            return SHORT, {"strict": item.strict}, {"accepted": forms, "rubric": ""}
        case Type.ESSAY:
            rubric = as_markdown(item.rubric, item.text_format)
            return SHORT, {"strict": False}, {"accepted": [], "rubric": rubric}
    raise refusals.NotAQuestion()


def _best(choices: Sequence[Choice]) -> int | None:
    most = max((choice.fraction for choice in choices), default=0)
    best = [place for place, choice in enumerate(choices) if choice.fraction == most > 0]
    if len(best) > 1:
        raise refusals.SeveralRight()
    return best[0] if best else None


def _match(item: Item) -> tuple[str, Any, Any]:
    """Right sides are named once each and sorted, so that their order gives nothing away."""
    sides = [tuple(as_plain(side, item.text_format) for side in pair) for pair in item.pairs]
    right = sorted({second for _first, second in sides}, key=lambda text: (text.casefold(), text))
    pairs = [(first, second) for first, second in sides if first]
    key = {str(place): right.index(second) for place, (_first, second) in enumerate(pairs)}
    return Kind.MATCH, {"left": [first for first, _second in pairs], "right": right}, key


def _numeric(item: Item) -> tuple[str, Any, Any]:
    numbers = [number for number in item.numeric if number.value is not None and number.fraction > 0]
    most = max((number.fraction for number in numbers), default=0)
    best = [number for number in numbers if number.fraction == most]
    if len(best) > 1:
        raise refusals.SeveralNumbers()
    key = {"value": best[0].value, "tolerance": best[0].tolerance} if best else {}
    return Kind.NUMERIC, {"unit": item.unit}, key


def from_bank(
    question: Banked,
    *,
    name: str = "",
    code: str = "",
    category: str = "",
    tags: Sequence[str] = (),
    difficulty: int = 0,
) -> Item:
    """The question as the formats know it. Its shapes must be right (`rules.bank.check_question`)."""
    return Item(
        text=question.text, text_format="markdown", general_feedback=question.explanation, name=name, code=code,
        category=category, tags=tuple(tags), difficulty=difficulty, **_answers(question),
    )  # fmt: skip


def _answers(question: Banked) -> dict[str, Any]:
    options, key, kind = question.options, question.key, question.kind
    if kind == SHORT:
        if not key["accepted"]:
            return {"type": Type.ESSAY, "rubric": key["rubric"]}
        forms = tuple(Choice(form, 100) for form in key["accepted"])
        return {"type": Type.SHORT, "choices": forms, "strict": options["strict"]}
    if kind == Kind.NUMERIC:
        unit = options.get("unit", "") if options else ""
        return {"type": Type.NUMERIC, "numeric": (Number(key["value"], key["tolerance"]),), "unit": unit}
    if kind == Kind.MATCH:
        right = options["right"]
        pairs = [(left, right[key[str(place)]]) for place, left in enumerate(options["left"])]
        unused = [("", text) for place, text in enumerate(right) if place not in key.values()]
        return {"type": Type.MATCH, "pairs": tuple(pairs + unused)}
    if kind == Kind.ORDER:
        return {"type": Type.ORDER, "choices": tuple(Choice(options[place]) for place in key)}
    rights = [place in key if isinstance(key, list) else place == key for place in range(len(options))]
    if kind == Kind.TRUEFALSE and set(options) == set(STATEMENT):
        rights = [rights[options.index(word)] for word in STATEMENT]
        options = [TRUE, FALSE]
    return {"type": Type(kind), "choices": shares(options, rights, several=kind == Kind.MULTI)}
