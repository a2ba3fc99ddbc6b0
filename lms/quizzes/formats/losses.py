"""What a format cannot hold of a question. Where nothing is said, writing and reading give the same question. Pure."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from lms.core.errors import RuleBroken
from lms.core.words import Lazy, _l
from lms.files import sheets, tables
from lms.quizzes.formats import aiken, bank, grid, refusals, remarks
from lms.quizzes.formats.items import PICTURE, Item, Type, named_usually, shares
from lms.quizzes.rules import questions

#: Fields that may have to be left out, as people call them.
WORDS: dict[str, Lazy] = {
    "name": _l("name"), "code": _l("code of the question"), "category": _l("category"), "tags": _l("tags"),
    "difficulty": _l("difficulty"), "unit": _l("unit"), "rubric": _l("rubric"), "strict": _l("capitals count"),
    "general_feedback": _l("explanation"), "text_format": _l("format of the text"),
    "feedback": _l("feedback of answers"),
}  # fmt: skip


class _Fields:
    """Names of fields, said in the language of whoever reads them."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def __str__(self) -> str:
        return ", ".join(str(WORDS[name]) for name in self.names)


def losses(items: Iterable[Item], named: str) -> list[tuple[Item, RuleBroken]]:
    """(question, what is lost of it) for a format, or for our "bank"; the questions stand in their order."""
    return [(item, lost) for item in items for lost in _LOST[named](item)]


def outside(item: Item, named: str) -> Iterator[RuleBroken]:
    """What another system misses that reads our file, beside what is lost: pictures, unless the format holds them."""
    return _named(item) if named != "moodle-xml" else iter(())


def _unwritten(item: Item, *names: str) -> Iterator[RuleBroken]:
    """The fields among `names` that say something."""
    said = [name for name in names if name != "feedback" and getattr(item, name)]
    if "feedback" in names and _has_feedback(item):
        said.append("feedback")
    if said:
        yield remarks.FieldLost(seen=_Fields(said))


def _gift(item: Item) -> Iterator[RuleBroken]:
    names = ["difficulty", "unit", "rubric", "strict"]
    if item.type == Type.DESCRIPTION:
        names.append("general_feedback")
    if item.type == Type.ORDER:
        names.append("feedback")
    yield from _unwritten(item, *names)
    if item.type == Type.TRUEFALSE and not named_usually(item):
        yield remarks.MadeSingle()
    forms = [f"{choice.text} {choice.feedback}" for choice in item.choices if item.type == Type.SHORT]
    if any("->" in text for text in [*forms, *(left for left, _right in item.pairs)]):
        yield remarks.ArrowInside()
    if item.type == Type.SINGLE and len({choice.fraction == 100 for choice in item.choices}) == 1:
        yield remarks.AllOrNone()
    if any("\\" in word or "\n" in word for word in (item.code, *item.tags)) or "\n" in item.category:
        yield remarks.SignsInside()


def _moodle_xml(item: Item) -> Iterator[RuleBroken]:
    yield from _unwritten(item, "difficulty")
    if item.type == Type.TRUEFALSE and not named_usually(item):
        yield remarks.MadeSingle()


def _aiken(item: Item) -> Iterator[RuleBroken]:
    if not aiken.holds(item):
        yield remarks.LeftOut()
        return
    yield from _unwritten(item, "name", "code", "category", "tags", "difficulty", "general_feedback", "feedback")
    if item.text_format != "plain":
        yield remarks.FieldLost(seen=_Fields(["text_format"]))


def _grid(item: Item, held: Callable[[str], bool]) -> Iterator[RuleBroken]:
    yield from _unwritten(item, "feedback")
    if item.type == Type.TRUEFALSE and not named_usually(item):
        yield remarks.MadeSingle()
    if not _weighed_usually(item):
        yield remarks.WeightsLost()
    if any("->" in left for left, _right in item.pairs):
        yield remarks.ArrowInside()
    if item.type == Type.NUMERIC and (len(item.numeric) > 1 or item.numeric[0].fraction != 100):
        yield remarks.OneNumberOnly()
    if len(item.choices) + len(item.pairs) > 26:
        yield refusals.TooManyChoices(limit=26)
    texts = [item.name, item.text, item.code, item.category, item.general_feedback, item.rubric, item.unit, *item.tags]
    texts += [choice.text for choice in item.choices] + [f"{left} -> {right}".strip() for left, right in item.pairs]
    if not all(map(held, texts)) or any(set(tag) & set(",;\n") for tag in item.tags):
        yield remarks.SignsInside()
    if any(len(text) > sheets.MOST_CELL for text in [*texts, ", ".join(item.tags)]):
        yield remarks.TextsTooLong(limit=sheets.MOST_CELL)


def _bank(item: Item) -> Iterator[RuleBroken]:
    lost = ["name"] if len(item.name) > questions.TITLE else []
    lost += ["code"] if len(item.code) > bank.CODE else []
    lost += ["tags"] if len(bank.fitting(item.tags)) < len(questions.tags_of(item.tags)) else []
    lost += ["feedback"] if item.type not in bank.TOLD and _has_feedback(item) else []
    if lost:
        yield remarks.LeftBehind(seen=_Fields(lost))
    if not _weighed_usually(item):
        yield remarks.WeightsLost()
    if len(item.numeric) > 1:
        yield remarks.OneNumberOnly()
    if item.type == Type.SHORT and any("*" in choice.text for choice in item.choices):
        yield remarks.SignsInside()


def _has_feedback(item: Item) -> bool:
    return any(one.feedback for one in (*item.choices, *item.numeric))


def _weighed_usually(item: Item) -> bool:
    """Whether the weights are those that a table's key gives."""
    texts, right = [choice.text for choice in item.choices], [choice.fraction > 0 for choice in item.choices]
    if item.type in (Type.SINGLE, Type.MULTI):
        usual = shares(texts, right, several=item.type == Type.MULTI)
        one = item.type == Type.MULTI or sum(right) == 1
        return one and [choice.fraction for choice in usual] == [choice.fraction for choice in item.choices]
    return item.type != Type.SHORT or all(choice.fraction == 100 for choice in item.choices)


def _seen(text: str) -> bool:
    """Whether a cell keeps a text: only signs that are seen, and none that stand for something else."""
    return not {grid.LINE_END, "\ufffd"} & set(text) and not any(
        char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in text
    )


def _kept_by_csv(text: str) -> bool:
    cell = text.replace("\n", grid.LINE_END)
    return _seen(text) and grid.unmarked(tables.harmless(cell)) == cell


def _named(item: Item) -> Iterator[RuleBroken]:
    if PICTURE.search(item.text) or PICTURE.search(item.general_feedback):
        yield remarks.PicturesNamed()


_LOST: dict[str, Callable[[Item], Iterable[RuleBroken]]] = {
    "gift": _gift,
    "moodle-xml": _moodle_xml,
    "aiken": _aiken,
    "xlsx": lambda item: _grid(item, _seen),
    "csv": lambda item: _grid(item, _kept_by_csv),
    "bank": _bank,
}
