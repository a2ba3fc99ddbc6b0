"""Rules of two rows that may be one person: how alike they are, which may be merged, what may be undone.

Points are added up and never decide: a person does.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.core.text import nfc
from lms.core.words import _l


class PairState(StrEnum):
    """What became of a pair."""

    OPEN = "open"
    MERGED = "merged"
    APART = "apart"


class Reason(StrEnum):
    """What speaks for or against one person."""

    SAME_EMAIL = "same-email"
    SAME_PHONE = "same-phone"
    SAME_NAME = "same-name"
    SAME_BUT_TONES = "same-but-tones"
    NEAR_NAME = "near-name"
    OTHER_NAME = "other-name"
    SAME_DATE = "same-date"
    OTHER_DATE = "other-date"
    SAME_YEAR = "same-year"
    OTHER_YEAR = "other-year"
    SAME_COMMUNE = "same-commune"
    SAME_PROVINCE = "same-province"
    OTHER_PROVINCE = "other-province"
    OTHER_GENDER = "other-gender"
    COMMON_NAME = "common-name"
    SIBLINGS = "siblings"
    MET = "met"
    BY_HAND = "by-hand"


POINTS = {
    Reason.SAME_EMAIL: 45,
    Reason.SAME_PHONE: 35,
    Reason.SAME_NAME: 30,
    Reason.SAME_BUT_TONES: 25,
    Reason.NEAR_NAME: 15,
    Reason.OTHER_NAME: -35,
    Reason.SAME_DATE: 30,
    Reason.OTHER_DATE: -30,
    Reason.SAME_YEAR: 10,
    Reason.OTHER_YEAR: -25,
    Reason.SAME_COMMUNE: 20,
    Reason.SAME_PROVINCE: 5,
    Reason.OTHER_PROVINCE: -5,
    Reason.OTHER_GENDER: -25,
    Reason.COMMON_NAME: -15,
    Reason.SIBLINGS: -100,
    Reason.MET: -60,
    Reason.BY_HAND: 0,
}
#: From here on two persons are shown to somebody who decides; the same name, year and province are just enough.
SUSPECTED_FROM = 45
#: From here on in other words.
LIKELY_FROM, VERY_LIKELY_FROM = 60, 80
#: A name that more people of one year have says little.
COMMON_FROM = 8
#: Names shorter than this are not near for one letter: Lò Mai and Lò Mây are a letter apart, An and Ân nothing.
LETTERS_OF_NEAR = 6


class Known(NamedTuple):
    """What is compared of a person."""

    name: str
    #: Without tones and case.
    name_fold: str
    birth_year: int | None = None
    birth_date: date | None = None
    province_code: str | None = None
    commune_code: str | None = None
    gender: str | None = None
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


def compare(one: Known, other: Known, *, met: bool = False, common: bool = False) -> dict[Reason, int]:
    """Every reason for and against, with its points, strongest first.

    `met`: both were in one session at the same time. `common`: many people of that year have the name.
    """
    found = {*_contacts(one, other), _name(one, other), _birth(one, other), _place(one, other)}
    if one.gender and other.gender and one.gender != other.gender:
        found.add(Reason.OTHER_GENDER)
    if common:
        found.add(Reason.COMMON_NAME)
    if met:
        found.add(Reason.MET)
    contact = found & {Reason.SAME_PHONE, Reason.SAME_EMAIL}
    if contact and found & {Reason.OTHER_YEAR, Reason.OTHER_DATE} and Reason.SAME_NAME not in found:
        found.add(Reason.SIBLINGS)
    known = [reason for reason in found if reason is not None]
    return {reason: POINTS[reason] for reason in sorted(known, key=lambda reason: (-abs(POINTS[reason]), reason))}


def score(reasons: dict[Reason, int]) -> int:
    """0 to 100."""
    return min(max(sum(reasons.values()), 0), 100)


def _contacts(one: Known, other: Known) -> set[Reason | None]:
    return {
        Reason.SAME_PHONE if one.phones & other.phones else None,
        Reason.SAME_EMAIL if one.emails & other.emails else None,
    }


def _name(one: Known, other: Known) -> Reason:
    if not one.name_fold or not other.name_fold:
        return Reason.OTHER_NAME
    if nfc(one.name).casefold() == nfc(other.name).casefold():
        return Reason.SAME_NAME
    if one.name_fold == other.name_fold:
        return Reason.SAME_BUT_TONES
    return Reason.NEAR_NAME if near(one.name_fold, other.name_fold) else Reason.OTHER_NAME


def near(one: str, other: str) -> bool:
    """Whether two folded names are one but for the order of syllables, a middle name, or a letter."""
    first, second = sorted((one.split(), other.split()), key=len)
    if sorted(first) == sorted(second):
        return True
    if len(first) >= 2 and (first[0], first[-1]) == (second[0], second[-1]) and _within(first, second):
        return True
    bare = one.replace(" ", ""), other.replace(" ", "")
    return min(map(len, bare)) >= LETTERS_OF_NEAR and _one_letter_apart(*bare)


def _within(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(syllable in rest for syllable in few)


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter changed, missing, or two neighbours the other way round."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(one) != len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped


def _birth(one: Known, other: Known) -> Reason | None:
    if one.birth_date and other.birth_date:
        return Reason.SAME_DATE if one.birth_date == other.birth_date else Reason.OTHER_DATE
    if one.birth_year and other.birth_year:
        return Reason.SAME_YEAR if one.birth_year == other.birth_year else Reason.OTHER_YEAR
    return None


def _place(one: Known, other: Known) -> Reason | None:
    if not one.province_code or not other.province_code:
        return None
    if one.province_code != other.province_code:
        return Reason.OTHER_PROVINCE
    communes = {one.commune_code, other.commune_code}
    return Reason.SAME_COMMUNE if len(communes) == 1 and None not in communes else Reason.SAME_PROVINCE


class SamePerson(RuleBroken):
    """One row was named twice."""

    sentence = _l("Choose two different people")


class GoneMeanwhile(RuleBroken):
    """One of the two was merged or erased."""

    sentence = _l("One of the two is not here any more. Go back to the list")


class RolesStay(RuleBroken):
    """The row that would go has a role, or one that waits for a second person."""

    sentence = _l("Whoever has a role stays. Choose the other one, or end the role first")


class CaretakerMerges(RuleBroken):
    """One of the two has a role, and a coordinator tried."""

    sentence = _l("One of the two has a role in the programme. Only a caretaker can merge them")


class LaterMergeFirst(RuleBroken):
    """Somebody was merged into the same person since."""

    sentence = _l("Somebody else was merged into this person later. Undo that merge first")


class WentOn(RuleBroken):
    """The person who stayed was merged into a third, or erased."""

    sentence = _l("The person who stayed was merged or erased since. If they were merged, undo that merge first")


def check_may_merge(
    *, same: bool, both_here: bool, source_has_role: bool, target_has_role: bool, caretaker: bool
) -> None:
    """Refuses a merge that must not be: roles never move, for a second person agreed to whom they were given."""
    if same:
        raise SamePerson()
    if not both_here:
        raise GoneMeanwhile()
    if (source_has_role or target_has_role) and not caretaker:
        raise CaretakerMerges()
    if source_has_role:
        raise RolesStay()


def check_may_undo(*, target_here: bool, is_newest: bool, has_role: bool, caretaker: bool) -> None:
    """Refuses to undo a merge out of order: the last one into a person goes first, and they must be here."""
    if not target_here:
        raise WentOn()
    if not is_newest:
        raise LaterMergeFirst()
    if has_role and not caretaker:
        raise CaretakerMerges()


class Use(NamedTuple):
    """How much a person has done, and when they last came."""

    has_role: bool
    seen_at: datetime | None
    rows: int


def stays(one: Use, other: Use) -> int:
    """Which of two is offered to stay, 0 or 1: who has a role, then who signed in last, then who did more."""

    def weight(use: Use) -> tuple[bool, float, int]:
        return use.has_role, use.seen_at.timestamp() if use.seen_at else 0.0, use.rows

    return int(weight(other) > weight(one))
