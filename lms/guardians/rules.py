"""Rules about guardians: who decides for a child, what a guardian's code must be, how long what is kept. Pure."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.people.rules import Paused, age_on, under_16

#: A code: digits, which every phone can type and a guardian can keep in mind.
CODE_FROM, CODE_UNTIL = 6, 12
#: Wrong codes an hour on one guardian's page.
TRIES, TRIES_WINDOW = 5, timedelta(hours=1)
TRIES_KEPT = timedelta(days=1)
#: How long the page stays open in a browser after the code was right.
OPEN = timedelta(minutes=15)
#: An account no guardian has ever consented to is erased after this long.
UNCONFIRMED_KEPT = timedelta(days=30)
#: What is kept of a guardian goes when the child turns this old: a year after coming of age (Civil Code, art. 20).
FORGOTTEN_AT = 19


class Relation(StrEnum):
    """Who the guardian is to the child."""

    MOTHER = "mother"
    FATHER = "father"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"


RELATIONS = {
    Relation.MOTHER: _l("Mother"),
    Relation.FATHER: _l("Father"),
    Relation.GRANDPARENT: _l("Grandparent"),
    Relation.SIBLING: _l("Elder brother or sister"),
    Relation.OTHER: _l("Another guardian"),
}

#: What a guardian ticks. Its hash is kept; the version is that of the consents (`people.rules.CONSENT_VERSION`).
CONSENT_WORDING = _l(
    "I am the parent or legal guardian of this child, and I agree that Cùng Học keeps and uses the "
    "details named on this page to run classes and issue certificates."
)


class State(StrEnum):
    """How a child's learning stands with the guardian."""

    #: Nobody has consented yet.
    WAITING = "waiting"
    AGREED = "agreed"
    #: A guardian consented once, and has to again.
    WITHDRAWN = "withdrawn"
    #: The child no longer agrees; a guardian's consent alone does not do (both are asked for from 7 on).
    DECLINED = "declined"
    #: Sixteen, and by their own consent: no guardian's concern any more.
    OWN = "own"


class Step(StrEnum):
    """What the guardian's page shows."""

    CONSENT = "consent"
    NEW_CODE = "new_code"
    ENTER = "enter"
    CHILD = "child"
    #: Never a guardian's concern, or no longer: there is no such page.
    NOTHING = ""


class CodeNotDigits(RuleBroken):
    """Not CODE_FROM to CODE_UNTIL digits."""

    sentence = _l("A code has %(least)s to %(most)s digits. Enter digits only")


class CodeTooEasy(RuleBroken):
    """Among the first that anybody would try."""

    sentence = _l("This code is easy to guess. Choose other digits")


class WrongCode(RuleBroken):
    """Not the code of this page."""

    sentence = _l("This is not the code of this page. Check it and try again")


class TooManyCodes(RuleBroken):
    """Too many wrong codes on this page: `minutes` to wait."""

    sentence = _l("There were too many tries. Wait %(minutes)s minutes, then try again")


class NotYet(RuleBroken):
    """Under 16: the own consent does not do."""

    sentence = _l("Until you are 16, a parent or guardian has to agree")


class NoGuardian(RuleBroken):
    """Staff asked for the link of somebody who decides alone."""

    sentence = _l("No guardian has to agree for this person")


class AlreadyConsented(RuleBroken):
    """The link of a page that holds a guardian's consent is renewed by staff only."""

    sentence = _l("A guardian has agreed already. Ask your trainer for a new link")


def wording() -> str:
    """SHA-256 of the guardian's consent as it is shown in the language being spoken, hexadecimal."""
    return hashlib.sha256(str(CONSENT_WORDING).encode()).hexdigest()


def state(paused_why: str | None, is_child: bool, consented: bool, ways: Collection[str]) -> State:
    """How things stand: why the young person is paused, whether they are under 16, whether a guardian ever consented,
    how the consents in force came."""
    if paused_why == Paused.GUARDIAN:
        return State.WITHDRAWN if consented else State.WAITING
    if paused_why == Paused.WITHDRAWN and is_child:
        return State.DECLINED
    return State.AGREED if "guardian" in ways else State.OWN


def step(standing: State, consented: bool, has_code: bool, opened: bool) -> Step:
    """What the guardian's page shows. Without a code anybody with the link is the guardian who is asked."""
    if not consented:
        return Step.CONSENT if standing == State.WAITING else Step.NOTHING
    if not has_code:
        return Step.NOTHING if standing == State.OWN else Step.NEW_CODE
    return Step.CHILD if opened else Step.ENTER


def link_is_for_child(standing: State, consented: bool, has_code: bool) -> bool:
    """Whether the young person may see the link: not while the consent stands and whoever opens it sets the code."""
    if standing in (State.DECLINED, State.OWN):
        return False
    return has_code or not consented


def check_renewable(consented: bool) -> None:
    """Refuses a child a new link once a guardian has consented."""
    if consented:
        raise AlreadyConsented()


def check_code(code: str, *, common: Collection[str], own: Collection[str] = ()) -> None:
    """Refuses what is no code, a row of digits, well known, or one of the person's `own` numbers or its end."""
    if not (CODE_FROM <= len(code) <= CODE_UNTIL and code.isascii() and code.isdigit()):
        raise CodeNotDigits(least=CODE_FROM, most=CODE_UNTIL)
    steps = {(int(after) - int(before)) % 10 for before, after in zip(code, code[1:], strict=False)}
    if len(set(code)) < 3 or steps in ({1}, {9}) or code in common or any(text.endswith(code) for text in own):
        raise CodeTooEasy()


def check_tries(failures: int, first: datetime | None, *, at: datetime) -> None:
    """Refuses another code on a page that saw TRIES wrong ones since `first`, the oldest in the window."""
    if failures >= TRIES and first is not None:
        left = first + TRIES_WINDOW - at
        raise TooManyCodes(minutes=max(1, -(-int(left.total_seconds()) // 60)))


def erased_on(paused_at: datetime) -> datetime:
    """When an account that no guardian has consented to is erased."""
    return paused_at + UNCONFIRMED_KEPT


def is_forgotten(day: date, birth_year: int | None = None, birth_date: date | None = None) -> bool:
    """Whether the guardian's data goes by `day`. With a birth year alone, from the year after: nobody too early."""
    age = age_on(day, birth_year, birth_date)
    return age is not None and age >= FORGOTTEN_AT + (birth_date is None)


def may_consent(day: date, birth_year: int | None = None, birth_date: date | None = None) -> bool:
    """Whether the young person may consent without a guardian."""
    return not under_16(day, birth_year, birth_date)


def check_grown(day: date, birth_year: int | None = None, birth_date: date | None = None) -> None:
    """Refuses the own consent of whoever needs a guardian's."""
    if not may_consent(day, birth_year, birth_date):
        raise NotYet()


def has_guardian(standing: State, consented: bool) -> bool:
    """Whether a guardian is or was asked about this person."""
    return consented or standing != State.OWN


def check_has_guardian(standing: State, consented: bool) -> None:
    """Refuses a link for somebody whom no guardian was ever asked about."""
    if not has_guardian(standing, consented):
        raise NoGuardian()
