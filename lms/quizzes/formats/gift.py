"""Reading GIFT, Moodle's format for typing questions. What the answers hold decides the type, in this order:

no answers → description · empty → essay · begins with > and a number → order (Moodle's ordering questions)
· # → numeric · ~ → choices, several right ones if none has = · = and -> → match · exactly T, TRUE, F or FALSE →
truefalse · else short. Source: docs.moodle.org, "GIFT format". Pure.
"""

import re
from typing import Any

from lms.core.errors import RuleBroken
from lms.quizzes.formats import amounts, gift_lines, items, refusals, remarks
from lms.quizzes.formats.gift_lines import Block, Part, meant, split, with_format
from lms.quizzes.formats.items import Choice, Fault, Item, Number, Reading, Refused, Type, Warned, shortened

RIGHT, WRONG = ("T", "TRUE"), ("F", "FALSE")
_WEIGHT = re.compile(r"%\s*([+\-−]?[\d.,]+)\s*%")
_ORDER = re.compile(r">\s*\d+([^\n]*)\n")
#: What may stand in the first line of an order question, each word once.
_ORDER_WORDS = re.compile(
    r"ALL|EXACT|RANDOM|REL|CONTIG(?:UOUS)?|H(?:ORI(?:ZONTAL)?)?|V(?:ERT(?:ICAL)?)?|ALL_OR_NOTHING|ABS(?:OLUTE)?|"
    r"ABSOLUTE_POSITION|RELATIVE\w*|LONGEST_\w+|SHOW|TRUE|YES|HIDE|FALSE|NO|none|123|abc|ABCD?|iii|III?I?|[01]"
)


def read(text: str) -> Reading:
    """The questions of a GIFT file, decoded. Raises TooManyQuestions."""
    found = Reading("gift", [], [], [])
    category = ""
    for block in gift_lines.blocks(text):
        if block.text.startswith(gift_lines.CATEGORY):
            category = meant(block.text.removeprefix(gift_lines.CATEGORY))
            continue
        if len(found.items) + len(found.refused) >= items.MOST_ITEMS:
            raise refusals.TooManyQuestions(limit=items.MOST_ITEMS)
        try:
            found.items.append(_question(block, category, found.warnings))
        except Fault as fault:
            found.refused.append(_refused(fault.line, fault.why, block, category))
        except RuleBroken as broken:
            found.refused.append(_refused(block.line, broken, block, category))
    return found


def _refused(line: int, why: RuleBroken, block: Block, category: str) -> Refused:
    return Refused(line, why, shortened(meant(block.text[:1000])), block.source, category)


def _question(block: Block, category: str, warnings: list[Warned]) -> Item:
    name, rest = gift_lines.without_name(block)
    before, answers = gift_lines.without_answers(rest)
    said, text = with_format(before)
    one = _Question(said or "moodle", warnings)
    general, fields = "", {"type": Type.DESCRIPTION}
    if answers is not None:
        words, separator, last = answers.text.rpartition("####")
        if separator:
            answers = answers._replace(text=words)
            general = one.text(Part(answers.line + words.count("\n"), "", last))
        fields = one.answers(answers)
    code, tags = gift_lines.marks(block.comments)
    item = Item(
        text=text, name=name, text_format=one.format, general_feedback=general, category=category, code=code, tags=tags,
        line=block.line, **fields,
    )  # fmt: skip
    items.check(item)
    return item


class _Question:
    """The answers of one question: its format, and where to say what was taken otherwise."""

    def __init__(self, text_format: str, warnings: list[Warned]) -> None:
        self.format, self.warnings = text_format, warnings

    def text(self, part: Part) -> str:
        """A text that may say its own format."""
        said, text = with_format(part.text)
        if said and said != self.format:
            self.warnings.append(Warned(part.line, remarks.FormatMixed(seen=said, wanted=self.format)))
        return text

    def answers(self, part: Part) -> dict[str, Any]:
        """The type, and the fields of an Item that hold the answers."""
        bare = part.text.strip()
        if not bare:
            return {"type": Type.ESSAY}
        if order := _ORDER.match(bare):
            return {"type": Type.ORDER, "choices": self._lines(order[1], bare[order.end() :], part.line)}
        if bare.startswith("#"):
            hidden = part.text.replace("#", " ", 1)
            return {"type": Type.NUMERIC, "numeric": self._numbers(part._replace(text=hidden))}
        if "~" in bare:
            return self._choices(part)
        if "=" in bare and "->" in bare:
            return {"type": Type.MATCH, "pairs": tuple(self._pair(piece) for piece in split(part, "="))}
        word = bare.partition("#")[0].strip()
        if word in RIGHT + WRONG:
            return {"type": Type.TRUEFALSE, "choices": self._statement(part, word in RIGHT)}
        if word.upper() in RIGHT + WRONG:
            self.warnings.append(Warned(part.line, remarks.NearlyTrue(seen=word)))
        return {"type": Type.SHORT, "choices": tuple(self._weighed(piece, 100) for piece in split(part, "="))}

    def _choices(self, part: Part) -> dict[str, Any]:
        pieces = split(part, "~=")
        if not pieces[0].sign:
            raise Fault(pieces[0].line, refusals.BeforeTheFirst(seen=shortened(meant(pieces[0].text))))
        several = all(piece.sign == "~" for piece in pieces)
        choices = [self._weighed(piece, 100 if piece.sign == "=" else 0) for piece in pieces]
        return {"type": Type.MULTI if several else Type.SINGLE, "choices": tuple(choices)}

    def _weighed(self, piece: Part, usual: float) -> Choice:
        weight, rest = self._weight(piece, usual)
        return self._choice(rest, weight)

    def _weight(self, piece: Part, usual: float) -> tuple[float, Part]:
        said = _WEIGHT.match(piece.text)
        if not said:
            return usual, piece
        try:
            weight = amounts.weight(said[1])
        except RuleBroken as broken:
            raise Fault(piece.line, broken) from broken
        return weight, piece._replace(text=piece.text[said.end() :].strip())

    def _choice(self, piece: Part, fraction: float) -> Choice:
        words, _hash, feedback = piece.text.partition("#")
        text = self.text(piece._replace(text=words))
        if not text:
            raise Fault(piece.line, refusals.EmptyAnswer())
        return Choice(text, fraction, self.text(piece._replace(text=feedback)))

    def _pair(self, piece: Part) -> tuple[str, str]:
        left, arrow, right = piece.text.partition("->")
        if not arrow:
            raise Fault(piece.line, refusals.PairWithoutArrow(seen=shortened(meant(piece.text))))
        if not right.strip():
            raise Fault(piece.line, refusals.EmptyAnswer())
        return self.text(piece._replace(text=left)), meant(right)

    def _statement(self, part: Part, right: bool) -> tuple[Choice, ...]:
        """Feedback stands for whoever is wrong first, then for whoever is right."""
        _word, wrong_one, right_one = (part.text.split("#", 2) + ["", ""])[:3]
        if_wrong, if_right = (self.text(part._replace(text=words)) for words in (wrong_one, right_one))
        return (
            Choice(items.TRUE, 100 * right, if_right if right else if_wrong),
            Choice(items.FALSE, 100 * (not right), if_wrong if right else if_right),
        )

    def _lines(self, options: str, rest: str, line: int) -> tuple[Choice, ...]:
        words = options.split()
        while words and _ORDER_WORDS.fullmatch(words[0]):
            words.pop(0)
        lines = [" ".join(words), *rest.split("\n")]
        if len(lines) > gift_lines.MOST_SIGNS:
            raise Fault(line, refusals.TooManyChoices(limit=items.MOST_CHOICES))
        return tuple(Choice(self.text(Part(line, "", words))) for words in lines if words.strip())

    def _numbers(self, part: Part) -> tuple[Number, ...]:
        words, tilde, wrong = part.text.partition("~")
        found = [self._number(piece) for piece in split(part._replace(text=words), "=")]
        if not found:
            raise Fault(part.line, refusals.NoNumberGiven())
        if tilde:
            typed, _hash, feedback = wrong.partition("#")
            line = part.line + words.count("\n")
            if typed.strip():
                raise Fault(line, refusals.WrongNumber(seen=shortened(meant(typed))))
            found.append(Number(None, 0, 0, self.text(Part(line, "", feedback))))
        return tuple(found)

    def _number(self, piece: Part) -> Number:
        weight, rest = self._weight(piece, 100)
        words, _hash, feedback = rest.text.partition("#")
        try:
            value, tolerance = _interval(meant(words))
        except RuleBroken as broken:
            raise Fault(piece.line, broken) from broken
        return Number(value, tolerance, weight, self.text(rest._replace(text=feedback)))


def _interval(words: str) -> tuple[float | None, float]:
    """(value, tolerance) of `3`, `3:0.5` or `2.5..3.5`; (None, 0) of `*`, which is any number."""
    low, dots, high = words.partition("..")
    if dots:
        return amounts.between(amounts.number(low), amounts.number(high))
    value, _colon, tolerance = words.partition(":")
    if value.strip() == "*":
        return None, 0
    if not value.strip():
        raise refusals.NoNumberGiven()
    off = amounts.number(tolerance) if tolerance.strip() else 0
    if off < 0:
        raise refusals.ToleranceNegative(seen=tolerance.strip()[:40])
    return amounts.number(value), off
