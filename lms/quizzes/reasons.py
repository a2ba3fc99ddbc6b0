"""Why a question needs a look, in words; and its figures as rows of a spreadsheet, without names."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel.numbers import format_decimal

from lms.core.words import Lazy, _, _l, language
from lms.files import tables
from lms.quizzes.rules import choices
from lms.quizzes.rules.suspicion import FEW, Flag
from lms.quizzes.sentences import KINDS

FORMS = {"xlsx": (tables.write_xlsx, tables.XLSX), "csv": (tables.write_csv, tables.CSV)}
#: In a line of a list.
SHORT: dict[str, Lazy] = {
    Flag.KEY: _l("Is the key right?"),
    Flag.NEGATIVE: _l("The best miss it"),
    Flag.GUESS: _l("Below guessing"),
    Flag.UNTAKEN: _l("A choice nobody takes"),
}


def short(flag: str) -> str:
    """A flag in two or three words."""
    return str(SHORT[flag])


def kind(of: str) -> str:
    """A kind of question in words."""
    return str(KINDS[of])


def sentences(question: Any, figures: Mapping[str, Any]) -> list[str]:
    """Every reason to look at a question, a sentence each."""
    return [_reason(flag, question, figures) for flag in figures["flags"]]


def _reason(flag: str, question: Any, figures: Mapping[str, Any]) -> str:
    if flag == Flag.KEY:
        what = _named(question, figures["lures"])
        return _("Those who did best elsewhere chose %(what)s more often than what the key calls right.", what=what)
    if flag == Flag.NEGATIVE:
        return _("Those who did well elsewhere did worse here: the key may be wrong, or the question misleads.")
    if flag == Flag.GUESS:
        return _("It brings fewer points than guessing would (%(guess)s).", guess=share(figures["guess"]))
    what = _named(question, figures["untaken"])
    return _("Nobody chose %(what)s: a choice that tempts nobody tells nothing.", what=what)


def _named(question: Any, picks: list[Any]) -> str:
    said = [": ".join(part for part in choices.said(question.kind, question.options, tuple(pick)) if part)
            for pick in picks]  # fmt: skip
    return ", ".join(f"“{words}”" for words in said)


def share(value: float | None) -> str:
    """A share of one in whole percent, rounded down as everywhere."""
    return "–" if value is None else f"{int(value * 100 + 1e-9)} %"


def signed(value: float | None) -> str:
    """A correlation, with two digits and a real minus."""
    if value is None:
        return "–"
    return format_decimal(round(value, 2) + 0.0, format="0.00", locale=language()).replace("-", "−")


def duration(seconds: float | None) -> str:
    """40 s · 1 min 5 s"""
    if seconds is None:
        return "–"
    whole = int(seconds)
    if whole < 60:
        return _("%(seconds)s s", seconds=whole)
    return _("%(minutes)s min %(seconds)s s", minutes=whole // 60, seconds=whole % 60)


def few() -> int:
    """Answers below which nothing is said."""
    return FEW


def telling(question: Any) -> str:
    """How a question is told from others in a list: its first words without signs of Markdown."""
    words = " ".join(question.text.replace("*", "").replace("#", "").split())
    return words if len(words) <= 120 else f"{words[:119].rsplit(' ', 1)[0]} …"


def rows(lines: list[Any]) -> tuple[list[str], Iterator[list[Any]]]:
    """(headings, rows): a line for each question of a quiz."""
    headings = [
        _("Code"), _("Question"), _("Kind"), _("Answers"), _("Left blank"), _("Facility"), _("Discrimination"),
        _("By guessing"), _("Median seconds"), _("To look at"),
    ]  # fmt: skip
    return headings, (_row(line) for line in lines)


def _row(line: Any) -> list[Any]:
    question, told = line.question, line.figures
    figures = [told[name] if told["answers"] >= FEW else None for name in ("facility", "discrimination")]
    why = " ".join(sentences(question, told))
    return [
        question.code, telling(question), kind(question.kind), told["answers"], told["blanks"], *figures,
        told["guess"], told["seconds"], why,
    ]  # fmt: skip


def taken_rows(lines: list[Any]) -> Iterator[list[Any]]:
    """A line for everything chosen, for whoever reckons on."""
    for line in lines:
        for slot, what, many, right in line.figures["taken"]:
            place, words = choices.said(line.question.kind, line.question.options, (slot, what))
            yield [line.question.code, place, words, many, _("Yes") if right else ""]
