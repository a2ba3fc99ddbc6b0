"""Rungs, states and the people's own words, in words."""

from lms.core.words import Lazy, _l
from lms.people.rules import Band, Gender
from lms.reach.rules.indicators import ENROLLED, Indicator
from lms.reach.rules.pace import PaceState
from lms.reach.rules.period import Period

INDICATORS = {
    Indicator.REGISTERED: _l("Registered"),
    Indicator.ATTENDED: _l("Attended"),
    Indicator.COMPLETED: _l("Completed"),
}
#: The rungs a partner sees.
RUNGS = {**INDICATORS, ENROLLED: _l("Took a seat in a class")}
#: What puts a person on each rung.
COUNTED_WHEN = {
    Indicator.REGISTERED: _l("They gave the learning consent themselves."),
    Indicator.ATTENDED: _l(
        "They were present in a session, late or not, or watched it later and answered its questions. "
        "Partial presence does not count."
    ),
    Indicator.COMPLETED: _l(
        "They were present in, or watched later, at least %(sessions)s %% of the sessions of one class, and passed "
        "the quizzes of at least %(modules)s %% of the modules of its track."
    ),
}
#: The day on which each counts.
ON_THE_DAY = {
    Indicator.REGISTERED: _l("The day of the consent."),
    Indicator.ATTENDED: _l("The day of the first such session."),
    Indicator.COMPLETED: _l("The day on which the last of the two conditions was met."),
}
#: What proves each.
PROVEN_BY = {
    Indicator.REGISTERED: _l("The consent, with its wording and time."),
    Indicator.ATTENDED: _l(
        "The time in the live room, the trainer's mark, or the code of the evening, which is the person's own word."
    ),
    Indicator.COMPLETED: _l("The attendance and the quizzes of that class."),
}
STATES = {
    PaceState.AHEAD: _l("Ahead"),
    PaceState.ON_PACE: _l("On pace"),
    PaceState.BEHIND: _l("Behind"),
    PaceState.NEEDS_HELP: _l("Needs help"),
}
#: The look of each state: of its tile, its tag and its sign.
LOOKS = {
    PaceState.AHEAD: ("t-up", "ok", "p-up"),
    PaceState.ON_PACE: ("t-on", "cham", "p-on"),
    PaceState.BEHIND: ("t-low", "open", "p-low"),
    PaceState.NEEDS_HELP: ("t-help", "do", "p-help"),
}
GENDERS = {
    Gender.FEMALE: _l("Women"),
    Gender.MALE: _l("Men"),
    Gender.OTHER: _l("Other"),
    "": _l("Unknown"),
}
BANDS = {
    Band.UNDER_16: _l("Under 16"),
    Band.FROM_16: "16 – 17",
    Band.FROM_18: "18 – 24",
    Band.FROM_25: "25 – 30",
    Band.OVER_30: _l("Over 30"),
    Band.UNKNOWN: _l("Unknown"),
}
#: The bands that count as youth (Law 57/2020/QH14, art. 1).
YOUTH = (Band.FROM_16, Band.FROM_18, Band.FROM_25)
PROOFS = {
    "consent": _l("Consent at sign-up"),
    "enrolment": _l("A seat in the class"),
}
_PROGRAMME: Lazy = _l("Since the programme began")


def name_of(period: Period) -> str:
    """A period in words: *Năm 2026*, *Tháng 11/2026*, *Từ đầu chương trình*."""
    if not period.year:
        return str(_PROGRAMME)
    if period.month:
        return _l("Month %(month)s/%(year)s") % {"month": period.month, "year": period.year}
    return _l("Year %(year)s") % {"year": period.year}
