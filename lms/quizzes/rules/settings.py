"""What a quiz may be set to, and what a change means for attempts already begun."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.quizzes.rules.attempts import Counts
from lms.quizzes.rules.review import Phase, Shown, checked
from lms.quizzes.rules.terms import Purpose, QuizState

#: Longest title and time limit; most attempts, questions and draws.
TITLE, MINUTES, ATTEMPTS, QUESTIONS, DRAWS = 160, 600, 50, 200, 20
#: Everything that the settings hold.
NAMES = (
    "title_vi", "title_en", "purpose", "pair_id", "pass_percent", "attempts_allowed", "minutes", "counts",
    "opens_at", "closes_at", "shuffle_questions", "shuffle_options", "review",
)  # fmt: skip
#: Settings that an attempt takes along when it begins; the others hold for every attempt at once.
FROZEN = frozenset({"minutes", "shuffle_questions", "shuffle_options"})


class SettingRefused(RuleBroken):
    """The kinds below say what to mend, and `field` where."""

    field = ""


class TitleMissing(SettingRefused):
    """Two quizzes of a module with the same title."""

    field, sentence = "title_vi", _l("Give the quiz a title, so that it is not taken for the quiz of the module")


class ModuleHasQuiz(SettingRefused):
    """A module is passed by one quiz."""

    field, sentence = "purpose", _l("This module already has its quiz. Archive that one first, or choose another use")


class PairMissing(SettingRefused):
    """Nothing to compare with."""

    field, sentence = "pair", _l("Choose the quiz before the class that this one is compared with")


class ClosesBeforeOpens(SettingRefused):
    """The window is empty."""

    field, sentence = "closes_at", _l("The quiz must close after it opens")


class PercentOdd(SettingRefused):
    """No share."""

    field, sentence = "pass_percent", _l("Give a number from 1 to 100")


class MinutesOdd(SettingRefused):
    """No time, or all day: `most`."""

    field, sentence = "minutes", _l("Give 1 to %(most)s minutes, or leave it empty for no limit")


class AttemptsOdd(SettingRefused):
    """Too many: `most`."""

    field, sentence = "attempts_allowed", _l("Give 1 to %(most)s attempts, or 0 for any number")


class NothingAsked(RuleBroken):
    """A quiz without questions."""

    sentence = _l("Put questions into the quiz before it opens")


class TooFewFit(RuleBroken):
    """A draw of `count` finds `fits` only."""

    sentence = _l("Only %(fits)s questions fit, and %(count)s are to be drawn")


class DrawsOverlap(RuleBroken):
    """Draws before this one may take what it needs."""

    sentence = _l("%(fits)s questions fit, but other draws may take %(taken)s of them. Draw fewer, or choose otherwise")


class TooManyAsked(RuleBroken):
    """Nobody answers so many: `most`."""

    sentence = _l("A quiz asks at most %(most)s questions")


def check(words: Mapping[str, Any], *, module_has_quiz: bool) -> dict[str, Any]:
    """The settings as they are kept. Raises a kind of SettingRefused."""
    kept = {name: words[name] for name in NAMES}
    purpose = Purpose(kept["purpose"])
    if purpose != Purpose.MODULE and not kept["title_vi"]:
        raise TitleMissing()
    if purpose == Purpose.MODULE and module_has_quiz:
        raise ModuleHasQuiz()
    if purpose == Purpose.POST and kept["pair_id"] is None:
        raise PairMissing()
    kept["pair_id"] = kept["pair_id"] if purpose == Purpose.POST else None
    kept["title_en"] = (kept["title_en"] or kept["title_vi"]) if kept["title_vi"] else ""
    _check_numbers(kept)
    if kept["opens_at"] and kept["closes_at"] and kept["closes_at"] <= kept["opens_at"]:
        raise ClosesBeforeOpens()
    kept["counts"] = str(Counts(kept["counts"]))
    kept["review"] = None if kept["review"] is None else checked(kept["review"])
    return kept


def _check_numbers(words: Mapping[str, Any]) -> None:
    if not _between(words["pass_percent"], 1, 100):
        raise PercentOdd()
    if words["minutes"] is not None and not _between(words["minutes"], 1, MINUTES):
        raise MinutesOdd(most=MINUTES)
    if not _between(words["attempts_allowed"], 0, ATTEMPTS):
        raise AttemptsOdd(most=ATTEMPTS)


def _between(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and least <= value <= most


def check_draws(fixed: Iterable[int], pools: Sequence[tuple[int, Iterable[int]]]) -> None:
    """Refuses draws that could find too few. `pools`: (count, ids that fit) of each draw, in order.

    However the earlier ones fall, the later ones must find enough: what they may take together is left out of count.
    """
    placed = set(fixed)
    earlier: list[tuple[int, set[int]]] = []
    for count, fitting in pools:
        fits = set(fitting) - placed
        if len(fits) < count:
            raise TooFewFit(fits=len(fits), count=count)
        taken = sum(min(other, len(pool & fits)) for other, pool in earlier)
        if len(fits) - taken < count:
            raise DrawsOverlap(fits=len(fits), taken=taken)
        earlier.append((count, fits))
    if len(placed) + sum(count for count, _fits in pools) > QUESTIONS:
        raise TooManyAsked(most=QUESTIONS)


def check_open(asked: int) -> None:
    """Refuses to open a quiz that asks nothing."""
    if asked < 1:
        raise NothingAsked()


def check_state(state: str, purpose: str, *, asked: int, module_has_quiz: bool) -> None:
    """Refuses a state that a quiz cannot have. `module_has_quiz`: another one passes its module."""
    if QuizState(state) != QuizState.ARCHIVED and purpose == Purpose.MODULE and module_has_quiz:
        raise ModuleHasQuiz()
    if state == QuizState.OPEN:
        check_open(asked)


#: Ways to show results that have a name: name → what is stored.
EVERYTHING = list(Shown._fields)
PRESETS: dict[str, Any] = {
    "usual": None,
    "marks": {"during": [], "after": ["marks"], "later": ["marks"], "closed": EVERYTHING},
    "closed": {"during": [], "after": [], "later": [], "closed": EVERYTHING},
    "each": {phase: EVERYTHING for phase in map(str, Phase)},
}


def preset_of(review: Any) -> str:
    """The name of a stored rule; `own` for one without a name."""
    return next((name for name, rule in PRESETS.items() if rule == review), "own")
