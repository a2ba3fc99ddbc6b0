"""A new password for who lost theirs: with a recovery code, or with one that staff handed out.

Never for staff, and in the same words for a wrong code and for a contact nobody has. Slow: the new password is
scrambled before the write lock is taken.
"""

import secrets
from datetime import datetime
from typing import Any

from lms.accounts import asking, letters, passwords, throttle, tokens
from lms.accounts.actions import codes as actions
from lms.accounts.actions import sign_ins
from lms.accounts.queries import codes as queries
from lms.accounts.rules import codes as rules
from lms.accounts.rules.codes import Purpose
from lms.accounts.rules.sign_ins import TooManyTries
from lms.core.ids import sealed_id


def new_code(seed: bytes = b"") -> str:
    """A new recovery code; always the same one for a seed."""
    return rules.signs(seed or secrets.token_bytes(32), rules.RECOVERY_LENGTH)


def renew(person: Any, *, by: Any, at: datetime) -> str:
    """The person's new recovery code, which is kept nowhere; the one before is worth nothing."""
    code = new_code()
    actions.keep_recovery(person, tokens.digest(code), by=by, at=at)
    return code


def reset(contact: tuple[str, str], code: str, password: str, *, network: str, at: datetime) -> tuple[Any, str | None]:
    """Set a new password; answers the person, and their next recovery code if it was with one that they did it.

    Every sign-in of theirs ends, and a letter goes to every e-mail. Raises TooManyTries, SlowDown and WrongKey.
    A right code opens however many wrong ones were tried before: with 60 bits at least nobody guesses it, and one
    sibling's mistakes lock no other out of a phone they share.
    """
    tried, no = None, rules.WrongKey()
    try:
        tried = throttle.begin("lost:" + ":".join(contact), network=network, most=rules.LOST_TRIES, at=at)
    except TooManyTries as wait:
        no = wait
    found, spend = _holder(contact, code, at=at)
    if found is None:
        raise no
    kept = passwords.scramble(password)
    if not spend(found):
        raise rules.WrongKey()
    if tried:
        throttle.take_back(tried, at=at)
    sign_ins.change_password(found, kept, by=found, at=at)
    letters.tell(found, "password_new", at=at)
    return found, renew(found, by=found, at=at) if len(code) == rules.RECOVERY_LENGTH else None


def _holder(contact: tuple[str, str], code: str, *, at: datetime) -> tuple[Any, Any]:
    """Who has this code, and how to use it: the same number of questions whoever there is."""
    digest = tokens.digest(code)
    if len(code) == rules.RECOVERY_LENGTH:
        return queries.recovering(*contact, digest), lambda who: actions.spend_recovery(who, digest, by=who, at=at)
    person, row = queries.handed(*contact, asking.kept(Purpose.PASSWORD, code), at=at) or (None, None)
    return person, lambda who: actions.spend(row, by=who, at=at)


def hand_out(person: Any, once: str, *, by: Any, at: datetime) -> str:
    """The code that `by` reads out to a learner; the same page sent twice gives the same one. Its owner is told."""
    number = sealed_id(tokens.keyed("handed"), f"{once}:{by.id}:{person.id}")
    code = rules.signs(asking.seed(Purpose.PASSWORD, number), rules.HANDED_LENGTH)
    kept, whose = asking.kept(Purpose.PASSWORD, code), tokens.keyed(f"person:{person.id}")
    if actions.hand_out(person, number, contact=whose, code=kept, lasts=rules.HANDED_FOR, by=by, at=at):
        letters.tell(person, "code_handed_out", at=at)
    return code
