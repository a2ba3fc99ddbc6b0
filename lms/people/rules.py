"""Rules about persons: ages, birth years, names; the names of roles, genders and consents.

Youth is "từ đủ 16 tuổi đến 30 tuổi" (Law 57/2020/QH14, art. 1), a child is under 16 (Children Law
2016). An age is always the age on the day of an event, never today's.
"""

import hashlib
import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lms.core.errors import RuleBroken
from lms.core.text import fold, initials
from lms.core.words import _l


class RoleName(StrEnum):
    """What a person may be granted, with a scope. A learner needs no role."""

    TRAINER = "trainer"
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    CARETAKER = "caretaker"


class Gender(StrEnum):
    """As asked in Vietnamese youth statistics: Nam, Nữ, Khác. Not answered is no value."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Purpose(StrEnum):
    """What consent is given for, one unticked box each. Classes depend on LEARNING only; STORIES has pictures in it.

    ETHNICITY and DISABILITY are sensitive data (Decree 356/2025, art. 4), each with a consent of its own.
    """

    LEARNING = "learning"
    SHARING = "sharing"
    STORIES = "stories"
    NEWS = "news"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"


#: Purposes of sensitive data: asked with the question itself; withdrawing one removes the answer.
SENSITIVE = (Purpose.ETHNICITY, Purpose.DISABILITY)


class Paused(StrEnum):
    """Why somebody may not learn now: a guardian has not consented, or they do not agree themselves."""

    GUARDIAN = "guardian"
    WITHDRAWN = "withdrawn"


#: The wording of the consents in force. A new wording gets a new version; given consents keep theirs.
CONSENT_VERSION = "2026-1"

#: First birthday of youth, and the first birthday after it.
YOUTH_FROM, YOUTH_UNTIL = 16, 31
#: Ages that are believed. Below and above, a slip of the finger is likelier.
YOUNGEST, OLDEST = 6, 100
NAME_LENGTH = 120
#: As much of one word as a search looks at.
WORD_LENGTH = 60


class Band(StrEnum):
    """Age bands of the reports, as they are stored."""

    UNDER_16 = "<16"
    FROM_16 = "16-17"
    FROM_18 = "18-24"
    FROM_25 = "25-30"
    OVER_30 = ">30"
    UNKNOWN = ""


#: (first age after the band, band), youngest first.
BANDS = ((16, Band.UNDER_16), (18, Band.FROM_16), (25, Band.FROM_18), (31, Band.FROM_25))


class BirthYearUnlikely(RuleBroken):
    """Outside YOUNGEST to OLDEST: `first` and `last` year that are accepted."""

    sentence = _l("Enter a birth year between %(first)s and %(last)s")


class BirthDateAndYearDiffer(RuleBroken):
    """The date of birth lies in another year (`year`) than the birth year given."""

    sentence = _l("The date of birth and the birth year %(year)s do not agree. Correct one of them")


class NameMissing(RuleBroken):
    """Nothing was typed."""

    sentence = _l("Enter your full name")


class NameTooLong(RuleBroken):
    """More than `limit` characters."""

    sentence = _l("A name has at most %(limit)s characters. Shorten it")


class NameWithoutLetter(RuleBroken):
    """Digits and signs only."""

    sentence = _l("Enter your full name in letters")


#: Where a day begins for the programme.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(at: datetime) -> date:
    """The day it is in Vietnam at an instant."""
    return at.astimezone(ZONE).date()


def age_on(day: date, birth_year: int | None = None, birth_date: date | None = None) -> int | None:
    """Age in whole years on `day`; None if neither is known or the person was not yet born.

    A birth date decides; with a birth year alone the age is the difference of the years. Who was born
    on 29 February grows older on 1 March of a common year (Civil Code 2015, art. 148: a year ends with
    the end of its last day).
    """
    if birth_date is not None:
        had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
        age = day.year - birth_date.year - (not had_birthday)
    elif birth_year is not None:
        age = day.year - birth_year
    else:
        return None
    return age if age >= 0 else None


def band_of(age: int | None) -> Band:
    """The band an age falls in; UNKNOWN for no age."""
    if age is None:
        return Band.UNKNOWN
    return next((band for end, band in BANDS if age < end), Band.OVER_30)


def is_youth(age: int | None) -> bool:
    """Whether an age counts as youth: 16 to 30. An unknown age does not."""
    return age is not None and YOUTH_FROM <= age < YOUTH_UNTIL


def under_16(day: date, birth_year: int | None = None, birth_date: date | None = None) -> bool:
    """Whether a guardian must consent too on `day`.

    With a birth year alone: until 31 December of the year one turns 16, so that nobody is treated as
    grown up a day early (counting uses `age_on`, which is less careful). Nothing known is not under
    16: sign-up and the acceptance page of imported persons ask for the year.
    """
    if birth_date is None and birth_year is not None:
        return day.year - birth_year <= YOUTH_FROM
    age = age_on(day, birth_year, birth_date)
    if age is None:
        return birth_date is not None
    return age < YOUTH_FROM


def public_name(name: str, day: date, birth_year: int | None = None, birth_date: date | None = None) -> str:
    """The name as anybody may see it: of a child the initials only (Law 91/2025/QH15, art. 24)."""
    return initials(name) if under_16(day, birth_year, birth_date) else name


def check_birth(day: date, birth_year: int | None = None, birth_date: date | None = None) -> None:
    """Refuses a birth year or date that is unlikely on `day`, or two that do not agree."""
    first, last = day.year - OLDEST, day.year - YOUNGEST
    for year in (birth_year, birth_date.year if birth_date else None):
        if year is not None and not first <= year <= last:
            raise BirthYearUnlikely(first=first, last=last)
    if birth_date and birth_year is not None and birth_date.year != birth_year:
        raise BirthDateAndYearDiffer(year=birth_year)


def check_name(name: str) -> str:
    """A full name with single spaces: 1 to NAME_LENGTH characters, a letter at least (any script)."""
    squeezed = " ".join(name.split())
    if not squeezed:
        raise NameMissing()
    if len(squeezed) > NAME_LENGTH:
        raise NameTooLong(limit=NAME_LENGTH)
    if not any(char.isalpha() for char in squeezed):
        raise NameWithoutLetter()
    return squeezed


class UnknownProvince(RuleBroken):
    """No province has this code or name."""

    sentence = _l("Choose your province or city from the list")


class UnknownCommune(RuleBroken):
    """No commune of the person's province has this code."""

    sentence = _l("Choose your commune or ward from the list")


class ScopeNotForRole(RuleBroken):
    """Only a coordinator is limited to a province."""

    sentence = _l("Only coordinators can be limited to a province. Leave the province empty")


#: What a person ticks, by purpose. The hash of the sentence shown is kept with the consent.
CONSENT_WORDING = {
    Purpose.LEARNING: _l(
        "I agree that Cùng Học keeps and uses the details above to run classes and issue certificates."
    ),
    Purpose.SHARING: _l("I agree that my results are shared with the programme's partners."),
    Purpose.STORIES: _l("I agree that my pictures and my story may be shown."),
    Purpose.NEWS: _l("I would like news about new classes."),
    Purpose.ETHNICITY: _l("I agree that Cùng Học keeps my ethnic group, to count fairly who is reached."),
    Purpose.DISABILITY: _l(
        "I agree that Cùng Học keeps whether I have a disability, yes or no, to count fairly who is reached."
    ),
}

#: Signs of a personal mark: none that look alike on a screen (no 0 O, 1 I L, 2 Z, 5 S, 8 B).
MARK_SIGNS = "34679ACDEFGHJKMNPQRTUVWXY"
MARK_LENGTH = 4


def wording(purpose: Purpose) -> str:
    """SHA-256 of the consent sentence as it is shown in the language being spoken, hexadecimal."""
    return hashlib.sha256(str(CONSENT_WORDING[purpose]).encode()).hexdigest()


def words_of(text: str) -> list[str]:
    """The words a name is found by, folded, each once: "H'Hen Niê" is h, hen and nie."""
    return sorted({word[:WORD_LENGTH] for word in re.findall(r"\w+", fold(text))})


#: Roles that open other people's data: somebody proposes them, and somebody else agrees, in time.
NEEDS_SECOND = (RoleName.COORDINATOR, RoleName.CARETAKER)
PROPOSAL_STANDS = timedelta(days=14)


class Proposal(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"


class ProposedByYourself(RuleBroken):
    """Whoever proposes a role does not decide about it as well."""

    sentence = _l("You proposed this role yourself. A second person has to decide")


class ProposedForYourself(RuleBroken):
    """Nobody decides about an own role."""

    sentence = _l("This role is for you. Somebody else has to decide")


class ProposalTooOld(RuleBroken):
    """Nobody decided within `days`."""

    sentence = _l("This proposal is older than %(days)s days. Propose the role again")


def check_second(decider_id: int, proposer_id: int, person_id: int) -> None:
    """Refuses a decision by somebody who is not a second, disinterested person."""
    if decider_id == proposer_id:
        raise ProposedByYourself()
    if decider_id == person_id:
        raise ProposedForYourself()


def check_stands(proposed_at: datetime, at: datetime) -> None:
    """Refuses a proposal past its time."""
    if at - proposed_at > PROPOSAL_STANDS:
        raise ProposalTooOld(days=PROPOSAL_STANDS.days)


def check_scope(name: RoleName, province_code: str) -> None:
    """Refuses a province for a role that has none."""
    if province_code and name != RoleName.COORDINATOR:
        raise ScopeNotForRole()
