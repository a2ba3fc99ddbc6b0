"""The page after signing up, where the recovery code is read once.

The code travels in the note cookie (HttpOnly, signed) from the answer that made it to the page that shows it, and
nowhere else: the database keeps its SHA-256.
"""

from typing import Any

from flask import Response, session

from lms.accounts import gate
from lms.accounts.rules import codes as rules
from lms.core.access import sign_path
from lms.core.pages import back_to

NOTE = "recovery"


def lead(person: Any, code: str, path: str, *, way: str) -> Response:
    """Sign the person in and show them their code; its page leads on to `path`, one of ours.

    Whoever needs a guardian's consent is led to ask for it first; that page knows the way on to `path`.
    """
    ahead = gate.way_on(person)
    there = f"{ahead.location}?next={sign_path(path)}" if ahead else path
    return gate.let_in(show(person, code, there), person, way=way)


def show(person: Any, code: str, path: str) -> Response:
    """Lead to the page that shows the code, and from there to `path`."""
    session[NOTE] = [person.public_id, rules.grouped(code)]
    return back_to("accounts.learner.welcome", next=sign_path(path))


def take(person: Any) -> str | None:
    """The person's code that this browser has not been shown yet, for the last time.

    A phone is shared: what somebody else did not come to read is nobody's.
    """
    whose, code = session.pop(NOTE, (None, None))
    return code if whose == person.public_id else None
