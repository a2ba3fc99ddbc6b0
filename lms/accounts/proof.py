"""Proving to be somebody with a password, in a way that tells a stranger nothing.

The number of passwords checked and of statements run depends on what was typed, never on who exists; wrong
tries are counted under what was typed, whether or not anybody has it. Slow: runs before the write lock is taken.
"""

from datetime import datetime
from typing import Any

from lms.accounts import passwords, throttle
from lms.accounts.actions import sign_ins as actions
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import sign_ins as rules


def find(contact: tuple[str, str], password: str, birth_year: int | None, *, network: str, at: datetime) -> Any:
    """The person with this contact and password.

    Raises TooManyTries, BirthYearNeeded or SlowDown (before anything is checked), WrongSignIn, and SeveralPeople when
    the password opens more than one account and no birth year was given.
    """
    kind, value = contact
    most = rules.persons_tried(kind, birth_year)
    found = queries.candidates(kind, value, birth_year, most=most)
    only = found[0].person_id if len(found) == 1 else None
    tried = _begin(f"{kind}:{value}:{birth_year or ''}", only, birth_year, network=network, at=at)
    fitting = _fitting(found, password, most)
    if not fitting or tried.person > rules.PERSON_TRIES:
        raise rules.WrongSignIn()
    if len(fitting) > 1 and birth_year is None:
        throttle.forgive(tried, at=at)
        raise rules.SeveralPeople()
    anew = passwords.scramble(password) if passwords.stale(fitting[0].password) else None
    person = queries.here(fitting[0].person_id)
    if anew:  # with today's settings; the password is at hand only now
        actions.set_password(person, anew, by=person, at=at)
    throttle.take_back(tried, at=at)
    return person


def confirm(person: Any, password: str, *, network: str, at: datetime) -> None:
    """That it is the person who sits at the screen, by their present password.

    Raises TooManyTries, SlowDown and WrongPassword.
    """
    tried = throttle.begin(f"own:{person.id}", network=network, at=at)
    if not passwords.matches(queries.password_of(person) or passwords.nobodys(), password):
        raise rules.WrongPassword()
    throttle.forgive(tried, at=at)  # afterwards: what comes next may be slow, and must not hold the write lock


def note_try(*things: str, network: str, at: datetime) -> None:
    """Count a failure at each of these, for secrets too long to be guessed in a rush."""
    throttle.note(*things, network=network, at=at)


def _begin(what: str, person_id: int | None, birth_year: int | None, *, network: str, at: datetime) -> queries.Tried:
    """Count the try. A contact that several may share is never closed: from then on it takes the birth year."""
    try:
        return throttle.begin(what, person_id=person_id, network=network, at=at)
    except rules.TooManyTries as wait:
        if birth_year is None:
            raise rules.BirthYearNeeded() from wait
        raise


def _fitting(found: list[queries.Candidate], password: str, most: int) -> list[queries.Candidate]:
    """Whom the password opens, after exactly `most` checks."""
    kept = [one.password for one in found] + [passwords.nobodys()] * (most - len(found))
    answers = [passwords.matches(one, password) for one in kept]
    return [one for one, fits in zip(found, answers, strict=False) if fits]
