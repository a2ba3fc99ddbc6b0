"""What speaks for and against one person, in words."""

from lms.core.words import Lazy, _l
from lms.duplicates.rules import LIKELY_FROM, VERY_LIKELY_FROM, PairState, Reason
from lms.people.rules import Gender

REASONS: dict[str, Lazy] = {
    Reason.SAME_EMAIL: _l("They have the same e-mail address"),
    Reason.SAME_PHONE: _l("They have the same phone number"),
    Reason.SAME_NAME: _l("They have the same name"),
    Reason.SAME_BUT_TONES: _l("Their names differ in tones only"),
    Reason.NEAR_NAME: _l("Their names are nearly the same"),
    Reason.OTHER_NAME: _l("Their names differ"),
    Reason.SAME_DATE: _l("They have the same date of birth"),
    Reason.OTHER_DATE: _l("Their dates of birth differ"),
    Reason.SAME_YEAR: _l("They were born in the same year"),
    Reason.OTHER_YEAR: _l("They were born in different years"),
    Reason.SAME_COMMUNE: _l("They live in the same commune"),
    Reason.SAME_PROVINCE: _l("They live in the same province"),
    Reason.OTHER_PROVINCE: _l("They live in different provinces"),
    Reason.OTHER_GENDER: _l("Their genders differ"),
    Reason.COMMON_NAME: _l("Many people born that year have this name"),
    Reason.SIBLINGS: _l("They share a contact but neither name nor birth year: perhaps siblings"),
    Reason.MET: _l("Both were in the same session at the same time"),
    Reason.BY_HAND: _l("Somebody put them side by side"),
}

GENDERS: dict[str, Lazy] = {Gender.FEMALE: _l("Female"), Gender.MALE: _l("Male"), Gender.OTHER: _l("Other")}

#: State of a pair -> how the page says it.
STATES: dict[str, Lazy] = {
    PairState.OPEN: _l("To be decided"),
    PairState.MERGED: _l("One person"),
    PairState.APART: _l("Two different people"),
}


def likelihood(score: int) -> Lazy:
    """A score in words."""
    if score >= VERY_LIKELY_FROM:
        return _l("Very likely")
    return _l("Likely") if score >= LIKELY_FROM else _l("Possible")
