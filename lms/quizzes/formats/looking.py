"""Each question of a file beside what the bank would make of it, in the order of the file. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import merge
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.quizzes.formats import amounts, bank, items, markup
from lms.quizzes.formats.items import Item, Reading, Refused
from lms.quizzes.formats.losses import losses
from lms.quizzes.rules.bank import Kind

#: Lines and signs in all texts of a file up to which it is tried which of them need escapes: some seconds at worst.
TRIED = 60_000


@dataclass(slots=True)
class Row:
    """A question of a file: either `question`, which the bank can hold, or `refused`."""

    line: int
    item: Item | None = None
    question: bank.Question | None = None
    refused: Refused | None = None
    #: What was taken otherwise than it stands, and what the bank has no place for.
    notes: list[RuleBroken] = field(default_factory=list)

    @property
    def category(self) -> str:
        """The category it stands under in the file."""
        found = self.item or self.refused
        return found.category if found else ""


def look(reading: Reading) -> list[Row]:
    """The questions of a reading and those refused, by line."""
    refused = (Row(one.line, refused=one) for one in sorted(reading.refused, key=lambda one: one.line))
    texts = (text for item in reading.items for text in (item.text, item.general_feedback, item.rubric))
    tried = sum(map(markup.signs, texts)) <= TRIED
    taken = (_taken(item, tried) for item in reading.items)
    rows = list(merge(taken, refused, key=lambda row: row.line))
    told = defaultdict(list)
    for warned in reading.warnings:
        told[_row_of(rows, warned.line)].append(warned.what)
    for place, notes in told.items():
        rows[place].notes[:0] = notes
    return rows


def _taken(item: Item, tried: bool) -> Row:
    try:
        row = Row(item.line, item=item, question=bank.to_bank(item, tried=tried))
    except RuleBroken as broken:
        source = items.shortened(item.text)
        return Row(item.line, item=item, refused=Refused(item.line, broken, source, category=item.category))
    row.notes += [lost for _item, lost in losses([item], "bank")]
    return row


def _row_of(rows: list[Row], line: int) -> int:
    """The place of the last row that begins at a line or before it; the first row for what stands above it."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle].line <= line:
            low = middle + 1
        else:
            high = middle
    return max(0, low - 1)


class Answer(NamedTuple):
    """A line of what can be answered: whether it is right (None where that is no question), what is said about it."""

    text: str
    right: bool | None = None
    told: str = ""


def answers(question: bank.Question) -> list[Answer]:
    """What can be answered, as a trainer checks it: options with the right ones known, pairs, lines in their order."""
    options, key, kind = question.options, question.key, question.kind
    told = [question.feedback.get(str(place), "") for place in range(200)]
    if kind == Kind.NUMERIC:
        off = f" ± {amounts.written(key['tolerance'])}" if key["tolerance"] else ""
        return [Answer(f"{amounts.written(key['value'])}{off} {options.get('unit', '')}".strip(), True)]
    if kind == Kind.SHORT:
        return [Answer(form, True) for form in key["accepted"]]
    if kind == Kind.MATCH:
        right = options["right"]
        pairs = [Answer(f"{left} → {right[key[str(place)]]}", True) for place, left in enumerate(options["left"])]
        return pairs + [Answer(f"→ {text}", False) for place, text in enumerate(right) if place not in key.values()]
    if kind == Kind.ORDER:
        return [Answer(f"{number}. {options[place]}", None, told[place]) for number, place in enumerate(key, 1)]
    rights = key if isinstance(key, list) else [key]
    return [Answer(text, place in rights, told[place]) for place, text in enumerate(options)]
