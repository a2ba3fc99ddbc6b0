"""From a question of a file to the shapes of our bank (`rules.bank`), and back. Pure.

A short answer without an accepted form, which an essay is, is marked by a person, who looks at the rubric.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from lms.quizzes.formats import refusals
from lms.quizzes.formats.items import FALSE, TRUE, Choice, Item, Number, Type, named_usually, shares
from lms.quizzes.formats.markup import as_markdown, as_plain
from lms.quizzes.rules import questions as rules
from lms.quizzes.rules.bank import Kind

#: What the answers to a statement are called on our pages.
STATEMENT = ["Đúng", "Sai"]
#: Types whose answers may each have a feedback in the bank; that of a number or an accepted form has no place there.
TOLD = (Type.SINGLE, Type.MULTI, Type.TRUEFALSE, Type.ORDER)
#: Most characters of a code in the bank.
CODE = 20


class Question(NamedTuple):
    """A question in the shapes of the bank; text and explanation are Markdown, options and feedback are plain.

    `code` is what the file calls it: of a question that is in the bank already, its code there.
    """

    kind: str
    options: Any
    key: Any
    text: str
    explanation: str
    feedback: Mapping[str, str] = {}
    title_en: str = ""
    tags: tuple[str, ...] = ()
    difficulty: int = 0
    code: str = ""

    def words(self) -> dict[str, Any]:
        """What is handed to `actions.questions`: everything but the code."""
        return {name: value for name, value in self._asdict().items() if name != "code"} | {"tags": list(self.tags)}


class Banked(Protocol):
    """What a question of the bank shows of itself."""

    kind: str
    options: Any
    key: Any
    text: str
    explanation: str
    feedback: Mapping[str, str]
    title_en: str
    difficulty: int
    code: str


def to_bank(item: Item, *, tried: bool = True) -> Question:
    """The question as the bank holds it. Raises RuleBroken, most of all QuestionIncomplete, for one it cannot hold.

    What is left of it outside (weights, feedback of numbers) `losses(…, "bank")` says. For `tried` see `as_markdown`.
    """
    kind, options, key = _shape(item, tried)
    text, explanation = (
        as_markdown(each, item.text_format, tried=tried) for each in (item.text, item.general_feedback)
    )
    if not text:
        raise refusals.NoText()
    made = Question(
        str(kind), options, key, text, explanation, _feedback(item),
        item.name, tuple(fitting(item.tags)), item.difficulty, item.code if len(item.code) <= CODE else "",
    )  # fmt: skip
    kept = rules.checked(made.words())
    return Question(**{name: kept[name] for name in Question._fields if name in kept} | {"code": made.code})._replace(
        tags=tuple(kept["tags"])
    )


def fitting(tags: Sequence[str]) -> list[str]:
    """The tags that the bank has room for."""
    return [tag for tag in rules.tags_of(tags) if len(tag) <= rules.TAG][: rules.MOST_TAGS]


def _feedback(item: Item) -> dict[str, str]:
    if item.type not in TOLD:
        return {}
    told = {str(place): as_plain(choice.feedback, item.text_format) for place, choice in enumerate(item.choices)}
    return {place: text for place, text in told.items() if text}


def _shape(item: Item, tried: bool) -> tuple[str, Any, Any]:
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
            rubric = as_markdown(item.rubric, item.text_format, tried=tried)
            return Kind.SHORT, {"strict": item.strict}, {"accepted": forms, "rubric": rubric}
        case Type.ESSAY:
            rubric = as_markdown(item.rubric, item.text_format, tried=tried)
            return Kind.SHORT, {"strict": item.strict}, {"accepted": [], "rubric": rubric}
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


def from_bank(question: Banked, *, category: str = "", tags: Sequence[str] = ()) -> Item:
    """The question as the formats know it. Its shapes must be right (`rules.bank.check_question`)."""
    return Item(
        text=question.text, text_format="markdown", general_feedback=question.explanation, name=question.title_en,
        code=question.code, category=category, tags=tuple(tags), difficulty=question.difficulty,
        **_answers(question),
    )  # fmt: skip


def _answers(question: Banked) -> dict[str, Any]:
    options, key, kind = question.options, question.key, question.kind
    if kind == Kind.SHORT:
        fields = {"strict": options["strict"], "rubric": key["rubric"]}
        forms = tuple(Choice(form, 100) for form in key["accepted"])
        return {"type": Type.SHORT if forms else Type.ESSAY, "choices": forms, **fields}
    if kind == Kind.NUMERIC:
        unit = options.get("unit", "") if options else ""
        return {"type": Type.NUMERIC, "numeric": (Number(key["value"], key["tolerance"]),), "unit": unit}
    if kind == Kind.MATCH:
        right = options["right"]
        pairs = [(left, right[key[str(place)]]) for place, left in enumerate(options["left"])]
        unused = [("", text) for place, text in enumerate(right) if place not in key.values()]
        return {"type": Type.MATCH, "pairs": tuple(pairs + unused)}
    told = [question.feedback.get(str(place), "") for place in range(len(options))]
    if kind == Kind.ORDER:
        return {"type": Type.ORDER, "choices": tuple(Choice(options[place], 0, told[place]) for place in key)}
    return {"type": Type(kind), "choices": _choices(question, list(options), told)}


def _choices(question: Banked, options: list[str], told: list[str]) -> tuple[Choice, ...]:
    key, kind = question.key, question.kind
    rights = [place in key if isinstance(key, list) else place == key for place in range(len(options))]
    if kind == Kind.TRUEFALSE and set(options) == set(STATEMENT):
        places = [options.index(word) for word in STATEMENT]
        rights, told = [rights[place] for place in places], [told[place] for place in places]
        options = [TRUE, FALSE]
    made = shares(options, rights, several=kind == Kind.MULTI)
    return tuple(replace(choice, feedback=words) for choice, words in zip(made, told, strict=True))
