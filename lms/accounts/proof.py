"""Proving to be somebody with a password, in a way that tells a stranger nothing.

The number of passwords checked and of statements run depends on what was typed, never on who exists; wrong
tries are counted under what was typed, whether or not anybody has it. Slow: runs before the write lock is taken.
"""

from datetime import datetime
from typing import Any

from lms.accounts import gate, passwords
from lms.accounts.actions import sign_ins as actions
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import sign_ins as rules
from lms.core.db import afterwards


def find(contact: tuple[str, str], password: str, birth_year: int | None, *, network: str, at: datetime) -> Any:
    """The person with this contact and password.

    Raises TooManyTries or SlowDown (before anything is checked), WrongSignIn, and SeveralPeople when the password
    opens more than one account and no birth year was given.
    """
    kind, value = contact
    typed, network = gate.keyed(f"{kind}:{value}"), gate.keyed(f"network:{network}")
    _check_throttle(queries.failures(typed, network, at=at), at=at)
    most = rules.persons_tried(kind, birth_year)
    found = queries.candidates(kind, value, birth_year, most=most, at=at)
    fitting = _fitting(found, password, most)
    if not fitting:
        afterwards(actions.note_failure, typed, [one.person.id for one in found], network, at=at)
        raise rules.WrongSignIn()
    if len(fitting) > 1 and birth_year is None:
        raise rules.SeveralPeople()
    _keep_up_to_date(fitting[0], password, at=at)
    return fitting[0].person


def _check_throttle(failed: queries.Failures, *, at: datetime) -> None:
    rules.check_tries(failed.contact, failed.first, at=at)
    rules.check_network(failed.network_contacts, failed.network_last, at=at)


def _fitting(found: list[queries.Candidate], password: str, most: int) -> list[queries.Candidate]:
    """Whom the password opens, after exactly `most` checks.

    Somebody who was tried too often under another contact counts as wrong, without a word that would tell that
    the two contacts are one person's.
    """
    kept = [one.password for one in found] + [passwords.nobodys()] * (most - len(found))
    answers = [passwords.matches(one, password) for one in kept]
    return [one for one, fits in zip(found, answers, strict=False) if fits and one.failures < rules.TRIES]


def _keep_up_to_date(one: queries.Candidate, password: str, *, at: datetime) -> None:
    """Keep the password with today's settings; it is at hand only now."""
    if passwords.stale(one.password):
        actions.set_password(one.person, passwords.scramble(password), by=one.person, at=at)
