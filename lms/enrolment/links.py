"""Signed links in letters: into a session, out of the reminders, out of a seat that came. They need no sign-in.

Each is an HMAC of what they are for. Nothing is stored, so that a letter can be written at any time. A link
opens only what it names, signs nobody in, and shows the first name at most.
"""

import base64
import hmac
from typing import Any, NamedTuple

from flask import current_app

from lms.notifications.render import link

#: Characters of a public id, and of a seal (128 bits).
PUBLIC_ID, SEAL = 13, 26


class Claim(NamedTuple):
    """What a link of a session says (public ids): whose it is and for which session."""

    person_id: str
    session_id: str


def token_of(key: str, person_id: str, session_id: str) -> str:
    """The token of a person for a session (public ids): both, and 128 bits of HMAC-SHA256; base32 in lower case."""
    return person_id + session_id + _seal(key, f"go:{person_id}:{session_id}")


def read(key: str, token: str) -> Claim | None:
    """The claim in a token that we made; None for anything else."""
    claim = Claim(token[:PUBLIC_ID], token[PUBLIC_ID : 2 * PUBLIC_ID])
    return claim if _same(token, token_of(key, *claim)) else None


def stop_token_of(key: str, person_id: str) -> str:
    """The token with which a person (public id) chooses about reminders, and nothing else."""
    return person_id + _seal(key, f"reminders:{person_id}")


def read_stop(key: str, token: str) -> str | None:
    """The public id in a token of `stop_token_of`; None for anything else."""
    person_id = token[:PUBLIC_ID]
    return person_id if _same(token, stop_token_of(key, person_id)) else None


def address(person: Any, session: Any) -> str:
    """The whole address of a person's own way into a session, for letters. It dies a day after the session."""
    return link("attendance.public.go", ticket=token_of(_key(), person.public_id, session.public_id))


def stop_address(person: Any) -> str:
    """The whole address at which a person chooses about reminders."""
    return link("enrolment.reminders.choose", choice=stop_token_of(_key(), person.public_id))


def seat_token_of(key: str, waiting_id: str) -> str:
    """The token with which the seat that a place in the line brought (public id) is given back, and nothing else."""
    return waiting_id + _seal(key, f"seat:{waiting_id}")


def read_seat(key: str, token: str) -> str | None:
    """The public id in a token of `seat_token_of`; None for anything else."""
    waiting_id = token[:PUBLIC_ID]
    return waiting_id if _same(token, seat_token_of(key, waiting_id)) else None


def seat_address(waiting: Any) -> str:
    """The whole address at which the seat that came is given back."""
    return link("enrolment.public.came", offer=seat_token_of(_key(), waiting.public_id))


def _key() -> str:
    return current_app.config["SECRET_KEY"]


def _seal(key: str, text: str) -> str:
    return base64.b32encode(hmac.digest(key.encode(), text.encode(), "sha256")[:16]).decode().rstrip("=").lower()


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode(), ours.encode())
