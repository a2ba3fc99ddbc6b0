"""Counting tries in the database before they are made, so that many at once cannot outrun a limit.

A try is written down and committed as a failure first, then counted, then made; one that succeeds is taken back. Of
any number of tries at once, the one written n-th counts at least n, so no more than the limit are ever made.
"""

from datetime import datetime

from lms.accounts import tokens
from lms.accounts.actions import sign_ins as actions
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import sign_ins as rules
from lms.accounts.tokens import keyed
from lms.core.at_once import at_once
from lms.core.db import afterwards


def begin(
    what: str, *, person_id: int | None = None, network: str, most: int = rules.TRIES, at: datetime
) -> queries.Tried:
    """Count one try at `what`, and on a person where it can be for nobody else.

    Raises TooManyTries and SlowDown, and then the try does not count.
    """
    key, near = keyed(what), tokens.near(network)
    before = queries.failures(key, near, at=at)
    rules.check_tries(before.contact, before.first, most=most, at=at)
    rules.check_network(before.network_contacts, before.network_last, at=at)
    number = at_once(actions.note_try, key, person_id, near, at=at)
    tried = queries.tried(number, key, person_id, at=at)
    try:
        rules.check_tries(tried.contact - 1, tried.first, most=most, at=at)
    except rules.TooManyTries:
        forgive(tried, at=at)
        raise
    return tried


def take_back(tried: queries.Tried, *, at: datetime) -> None:
    """It succeeded: it was no failure. In the request's own transaction."""
    actions.forget_try(tried.number, at=at)


def forgive(tried: queries.Tried, *, at: datetime) -> None:
    """It was no failure. Once the request has ended, whatever becomes of it."""
    afterwards(actions.forget_try, tried.number, at=at)


def note(*things: str, network: str, at: datetime) -> None:
    """Count a failure at each of these once the request has ended: for secrets too long to be guessed in a rush."""
    for thing in things:
        afterwards(actions.note_try, keyed(thing), None, tokens.near(network), at=at)
