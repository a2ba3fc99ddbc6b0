"""Reading questions from a table, CSV or XLSX: a question in each row (`grid_columns`). Pure."""

import re
from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

from lms.core.errors import RuleBroken
from lms.files import sheets
from lms.quizzes.formats import amounts, items, refusals, remarks
from lms.quizzes.formats.decoding import clean
from lms.quizzes.formats.grid_columns import column, difficulty, kind, truth
from lms.quizzes.formats.items import TEXT_FORMATS, Choice, Item, Number, Reading, Refused, Type, Warned, shortened

#: Stands for a line end within a cell.
LINE_END = "⏎"
#: Between left and right, the first of them that is there; Word and Excel draw the second for the first.
ARROWS = ("->", "→", "=>")
#: Rows from the top in which the headings are looked for.
LOOKED_AT = 20
#: The mark that `files.tables` puts before what a spreadsheet would reckon with.
_HARMLESS = re.compile(r"(^|[;|])'([\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")


def read(data: bytes, named: str) -> Reading:
    """The questions of every sheet that has a column of questions; `named` is csv or xlsx.

    Raises SheetRefused, HeadingMissing or TooManyQuestions.
    """
    found = Reading(named, [], [], [])
    seen: list[str] = []
    known = False
    for sheet in sheets.read(data):
        place = next((at for at, row in enumerate(sheet.rows[:LOOKED_AT]) if "text" in map(column, row)), None)
        if place is None:
            seen = seen or [cell for cell in sheet.rows[0] if cell]
            continue
        known = True
        columns = _columns(sheet.rows[place])
        left = [cell for at, cell in enumerate(sheet.rows[place]) if cell and at not in columns.values()]
        if left:
            found.warnings.append(Warned(sheet.first + place, remarks.LeftBehind(seen=shortened(", ".join(left)))))
        for line, row in enumerate(sheet.rows[place + 1 :], sheet.first + place + 1):
            _take(line, _cells(row, columns, marked=bool(sheet.written)), found)
    if not known:
        raise refusals.HeadingMissing(seen=shortened(", ".join(seen)))
    return found


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Where each field stands; of two columns for one field the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = column(cell)
        if name:
            found.setdefault(name, at)
    return found


def _cells(row: Sequence[str], columns: dict[str, int], *, marked: bool) -> dict[str, str]:
    cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    if marked:
        cells = {name: unmarked(cell) for name, cell in cells.items()}
    return {name: clean(cell.replace(LINE_END, "\n")) for name, cell in cells.items()}


def unmarked(cell: str) -> str:
    """A cell of CSV without the marks that keep it from being a formula."""
    return _HARMLESS.sub(r"\1\2", cell)


def _take(line: int, cells: dict[str, str], found: Reading) -> None:
    cells.pop("note", None)
    if not any(cells.values()):
        return
    if len(found.items) + len(found.refused) >= items.MOST_ITEMS:
        raise refusals.TooManyQuestions(limit=items.MOST_ITEMS)
    try:
        item = _item(line, cells)
        items.check(item)
        found.items.append(item)
    except RuleBroken as broken:
        found.refused.append(Refused(line, broken, shortened(cells["text"]), cells, cells.get("category", "")))


def _item(line: int, cells: dict[str, str]) -> Item:
    said = {name: cells.get(name, "") for name in ("type", "difficulty", "text_format")}
    options = [(place, cells[place]) for place in ascii_uppercase if cells.get(place)]
    wanted = kind(said["type"]) if said["type"] else _told(options, cells.get("answer", ""))
    if wanted is None:
        raise refusals.TypeUnknown(seen=said["type"][:40])
    level = difficulty(said["difficulty"])
    if said["difficulty"] and not level:
        raise refusals.DifficultyUnknown(seen=said["difficulty"][:40])
    text_format = said["text_format"].lower() or "plain"
    if text_format not in TEXT_FORMATS:
        raise refusals.FormatOfTextUnknown(seen=text_format[:40])
    return Item(
        text=cells["text"], name=cells.get("name", ""), text_format=text_format, code=cells.get("code", ""),
        general_feedback=cells.get("explanation", ""), category=cells.get("category", ""), difficulty=level,
        tags=tuple(tag.strip() for tag in re.split("[,;\n]", cells.get("tags", "")) if tag.strip()), line=line,
        **_answers(wanted, options, cells),
    )  # fmt: skip


def _told(options: Sequence[tuple[str, str]], answer: str) -> Type:
    """The type of a question that does not say it."""
    if options:
        if not answer and all(any(arrow in text for arrow in ARROWS) for _place, text in options):
            return Type.MATCH
        return Type.MULTI if len(_keys(answer, options)) > 1 else Type.SINGLE
    if not answer:
        return Type.ESSAY
    if truth(answer) is not None:
        return Type.TRUEFALSE
    return Type.NUMERIC if re.fullmatch(r"[+\-−]?\d.*", answer) else Type.SHORT


def _answers(wanted: Type, options: list[tuple[str, str]], cells: dict[str, str]) -> dict[str, Any]:
    answer, texts = cells.get("answer", ""), [text for _place, text in options]
    fields: dict[str, Any] = {"type": wanted}
    if wanted in (Type.SINGLE, Type.MULTI):
        keys = _keys(answer, options)
        if wanted == Type.SINGLE and len(keys) > 1:
            raise refusals.OnlyOneAnswer(seen=answer[:40])
        right = [place in keys for place, _text in options]
        fields["choices"] = items.shares(texts, right, several=wanted == Type.MULTI)
    elif wanted == Type.TRUEFALSE:
        fields["choices"] = _statement(answer, options)
    elif wanted == Type.ORDER:
        places = _keys(answer, options) or [place for place, _text in options]
        if len(places) != len(options):
            raise refusals.AnswerUnknown(seen=answer[:40])
        fields["choices"] = tuple(Choice(dict(options)[place]) for place in places)
    elif wanted == Type.MATCH:
        fields["pairs"] = tuple(map(_pair, texts))
    elif wanted == Type.NUMERIC:
        fields |= {"numeric": (_number(answer, cells.get("tolerance", "")),), "unit": cells.get("unit", "")}
    elif wanted == Type.SHORT:
        forms = texts + [form.strip() for form in answer.split("|") if form.strip()]
        fields["choices"] = tuple(Choice(form, 100) for form in forms)
    if wanted in (Type.SHORT, Type.ESSAY):
        fields |= {"rubric": cells.get("rubric", ""), "strict": bool(cells.get("strict"))}
    return fields


def _keys(answer: str, options: Sequence[tuple[str, str]]) -> list[str]:
    """The options that a key names, each once: "A, C", the words of one option, or "AC". Raises AnswerUnknown."""
    places = [place for place, _text in options]
    words = re.findall(r"\w+", answer.upper())
    if not all(word in places for word in words):
        whole = [place for place, text in options if text == answer]
        if whole:
            return whole[:1]
        words = [letter for word in words for letter in word]
    if not all(word in places for word in words):
        raise refusals.AnswerUnknown(seen=answer[:40])
    return list(dict.fromkeys(words))


def _statement(answer: str, options: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    named = dict(options).get(answer.strip().upper(), answer)
    right = truth(named)
    if right is None:
        raise refusals.TrueOrFalse(seen=answer[:40])
    return Choice(items.TRUE, 100 * right), Choice(items.FALSE, 100 * (not right))


def _pair(text: str) -> tuple[str, str]:
    arrow = next((arrow for arrow in ARROWS if arrow in text), None)
    if arrow is None:
        raise refusals.PairWithoutArrow(seen=shortened(text))
    left, _arrow, right = text.partition(arrow)
    return left.strip(), right.strip()


def _number(answer: str, tolerance: str) -> Number:
    low, dots, high = answer.partition("..")
    if dots:
        return Number(*amounts.between(amounts.number(low, by_hand=True), amounts.number(high, by_hand=True)))
    off = amounts.number(tolerance, by_hand=True) if tolerance else 0
    if off < 0:
        raise refusals.ToleranceNegative(seen=tolerance[:40])
    if not answer:
        raise refusals.NoNumberGiven()
    return Number(amounts.number(answer, by_hand=True), off)
