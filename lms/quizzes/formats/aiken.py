"""Reading and writing Aiken: a question, its options A) … or A. …, and `ANSWER: X`, each on a line. Pure.

One right answer, no feedback. Where a line is missing, that question is refused and the next one begins: nothing is
swallowed. Source: docs.moodle.org, "Aiken format".
"""

import re
from collections.abc import Iterable
from string import ascii_uppercase

from lms.core.errors import RuleBroken
from lms.quizzes.formats import items, refusals
from lms.quizzes.formats.items import Choice, Item, Reading, Refused, Type, shortened

OPTION = re.compile(r"([A-Z])[).][ \t]+(.*)")
#: Begins a line that is no question's, as in files that were given back to be mended (`corrections`).
NOTE = "//"
ANSWER = re.compile(r"(?:ANSWER|ĐÁP ÁN)\s*:(.*)", re.IGNORECASE)


def read(text: str) -> Reading:
    """The questions of an Aiken file, decoded. Raises TooManyQuestions."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        reader.take(number, line.strip())
    reader.end()
    return reader.found


class _Reader:
    """Where a line belongs depends on what stood before it: a text, then options, then the answer."""

    def __init__(self) -> None:
        self.found = Reading("aiken", [], [], [])
        self._begin()

    def _begin(self) -> None:
        self.line, self.text, self.options, self.gap = 0, [], [], False
        self.source: list[str] = []
        self.fault: RuleBroken | None = None

    def take(self, number: int, line: str) -> None:
        """The next line of the file."""
        if not line:
            self.gap = bool(self.text)
        elif line.startswith(NOTE):
            return
        elif answer := ANSWER.fullmatch(line):
            self.line = self.line or number
            self.source.append(line)
            self._finish(answer[1].strip())
        elif option := OPTION.fullmatch(line):
            self.line = self.line or number
            wanted = ascii_uppercase[len(self.options) % 26]
            if option[1] != wanted and not self.fault:
                self.fault = refusals.OptionOutOfOrder(seen=option[1], wanted=wanted)
            self.options.append(option[2].strip())
            self.source.append(line)
        else:
            if self.options or self.gap:
                self.end()
            self.line = self.line or number
            self.text.append(line)
            self.source.append(line)
        if line:
            self.gap = False

    def end(self) -> None:
        """The question that is being read gets no answer any more."""
        if self.line:
            self._refuse(refusals.AnswerLineMissing() if self.options else refusals.OptionsMissing())

    def _finish(self, answer: str) -> None:
        if not self.options:
            self._refuse(refusals.OptionsMissing())
            return
        keys = re.findall(r"\w+", answer.upper())
        places = ascii_uppercase[: len(self.options)]
        if self.fault:
            self._refuse(self.fault)
        elif len(keys) > 1:
            self._refuse(refusals.OnlyOneAnswer(seen=answer[:40]))
        elif not keys or len(keys[0]) > 1 or keys[0] not in places:
            self._refuse(refusals.AnswerUnknown(seen=answer[:40]))
        else:
            right = places.index(keys[0])
            choices = tuple(Choice(text, 100 * (place == right)) for place, text in enumerate(self.options))
            self._keep(Item(Type.SINGLE, "\n".join(self.text), text_format="plain", choices=choices, line=self.line))

    def _keep(self, item: Item) -> None:
        self._count()
        try:
            items.check(item)
        except RuleBroken as broken:
            self._refuse(broken)
            return
        self.found.items.append(item)
        self._begin()

    def _refuse(self, why: RuleBroken) -> None:
        self._count()
        text = shortened(" ".join(self.text)[:400])
        self.found.refused.append(Refused(self.line, why, text, "\n".join(self.source)))
        self._begin()

    def _count(self) -> None:
        if len(self.found.items) + len(self.found.refused) >= items.MOST_ITEMS:
            raise refusals.TooManyQuestions(limit=items.MOST_ITEMS)


def write(questions: Iterable[Item]) -> str:
    """A file of the questions that Aiken can hold (see `holds`)."""
    return "\n".join(_written(item) for item in questions if holds(item))


def holds(item: Item) -> bool:
    """Whether Aiken can say what is asked: one right answer among at most 26, each on one line."""
    texts = [choice.text for choice in item.choices]
    return (
        item.type == Type.SINGLE
        and len(texts) <= 26
        and sorted(choice.fraction for choice in item.choices) == [0] * (len(texts) - 1) + [100]
        and not any("\n" in text for text in texts)
        and all(map(_is_text, item.text.split("\n")))
    )


def _is_text(line: str) -> bool:
    marked = line.startswith(NOTE)
    return (
        bool(line) and line == line.strip() and not marked and not OPTION.fullmatch(line) and not ANSWER.fullmatch(line)
    )


def _written(item: Item) -> str:
    options = [f"{place}) {choice.text}" for place, choice in zip(ascii_uppercase, item.choices, strict=False)]
    right = next(place for place, choice in zip(ascii_uppercase, item.choices, strict=False) if choice.fraction == 100)
    return "\n".join([item.text, *options, f"ANSWER: {right}", ""])
