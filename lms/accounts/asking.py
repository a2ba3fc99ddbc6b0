"""One-time codes from the asking browser to the letter and back: bound to a cookie, worth nothing anywhere else.

A code and a link are made from our key and the random id of their row, so that the job that writes the letter can
make them again and nobody has to keep them. What a stranger is told, and what is done for it, is the same whether or
not anybody has the contact: a row is always written, and a job finds out whether there is a letter to write.
"""

import base64
import hmac
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, current_app, request

from lms.accounts import tokens
from lms.accounts.actions import codes as actions
from lms.accounts.queries import codes as queries
from lms.accounts.rules import codes as rules
from lms.accounts.rules.codes import Purpose
from lms.core.at_once import at_once
from lms.core.db import afterwards
from lms.core.errors import RuleBroken
from lms.core.ids import public_id
from lms.notifications import doors

KINDS = ("email", "phone")


class Opened(NamedTuple):
    """What a right code opens: the people reached under its contact, and that contact."""

    people: list[Any]
    contact: tuple[str, str]


def ways() -> set[str]:
    """The kinds of contact (`email`, `phone`) to which a code can be sent."""
    return {kind for kind in KINDS if doors.can_send(kind)}


def remember(response: Response, token: str, *, at: datetime) -> Response:
    """Give the browser the token that its code is bound to."""
    return tokens.give(response, tokens.cookie_name("code"), token, until=at + rules.CODE_FOR)


def forget(response: Response) -> Response:
    """The code was used: the token is worth nothing."""
    return tokens.take(response, tokens.cookie_name("code"))


def _browser() -> str:
    return tokens.digest(request.cookies.get(tokens.cookie_name("code"), ""))


def seed(what: str, number: str) -> bytes:
    """256 bits for the code `what` of the row with this public id: HMAC-SHA256 (RFC 2104) under our key."""
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), f"{what}:{number}".encode(), "sha256")


def code_of(purpose: str, number: str) -> str:
    """The digits of a code that is sent."""
    return rules.digits(seed(purpose, number))


def token_of(number: str) -> str:
    """The token of the link beside the code: 256 bits, base64url."""
    return base64.urlsafe_b64encode(seed("link", number)).decode().rstrip("=")


def kept(purpose: str, code: str) -> str:
    """What the database keeps of a code: keyed, and different for each purpose."""
    return tokens.keyed(f"code:{purpose}:{code}")


def ask(purpose: Purpose, contact: tuple[str, str], *, network: str, by: Any = None, at: datetime) -> str:
    """Make a code for a contact; answers the token for the browser. `by`: the person who proves a contact of theirs.

    Raises NoCodeByPhone, NoCodeByEmail, TooManyCodes and SlowDown, none of which says whether anybody has it.
    """
    kind, value = contact
    rules.check_way(kind, ways())
    whose, near = tokens.keyed(f"{kind}:{value}"), tokens.near(network)
    rules.check_asks(*queries.asked(whose, near, at=at), at=at)
    person = by or next(iter(queries.people_with(kind, value, most=1)), None)
    number, token = public_id(), tokens.new_token()
    columns = {"person_id": person and person.id, "browser": tokens.digest(token), "network": near}
    if purpose == Purpose.CONTACT:
        columns |= {"contact_kind": kind, "contact_value": value}
    else:
        columns |= {"link": tokens.digest(token_of(number))}
    code = kept(purpose, code_of(purpose, number))
    made = at_once(
        actions.make, purpose, number, contact=whose, code=code, lasts=rules.CODE_FOR, by=by, at=at, **columns
    )
    try:  # of many at once the n-th one written sees at least n
        rules.check_asks(*queries.asked(whose, near, before=made, at=at), at=at)
    except RuleBroken:
        afterwards(actions.take_back, made, at=at)
        raise
    actions.send(made, by=by, at=at)
    return token


def open_with_code(typed: str, *, at: datetime) -> Opened:
    """Whom the eight digits typed into the asking browser let in. Raises WrongCode."""
    code = queries.of_browser(Purpose.SIGN_IN, _browser(), at=at)
    return _open(_right(code, typed, at=at), at=at)


def open_with_link(token: str, *, at: datetime) -> Opened:
    """Whom the link lets in, opened in the asking browser. Raises WrongCode."""
    if not is_here(token, at=at):
        raise rules.WrongCode()
    return _open(queries.of_link(tokens.digest(token), at=at), at=at)


def is_here(token: str, *, at: datetime) -> bool:
    """Whether a link can be opened in this browser, which asked for it."""
    code = queries.of_link(tokens.digest(token), at=at)
    return code is not None and hmac.compare_digest(code.browser or "", _browser())


def prove(person: Any, contact: tuple[str, str], typed: str, *, at: datetime) -> None:
    """The person at the screen has this contact: the code sent to it was typed. Raises WrongCode."""
    code = queries.of_browser(Purpose.CONTACT, _browser(), at=at)
    if code is not None and (code.person_id, (code.contact_kind, code.contact_value)) != (person.id, contact):
        code = None
    if not actions.spend(_right(code, typed, at=at), by=person, at=at):
        raise rules.WrongCode()


def _right(code: Any, typed: str, *, at: datetime) -> Any:
    """The code, if these are its digits. The try is counted first, so that many at once are no more than few."""
    if code is None or not at_once(actions.note_try, code.id, at=at):
        raise rules.WrongCode()
    if not hmac.compare_digest(code.code, kept(code.purpose, typed)):
        raise rules.WrongCode()
    return code


def _open(code: Any, *, at: datetime) -> Opened:
    contact = contact_of(code)
    found = queries.people_with(*contact, most=rules.PERSONS_SHOWN) if contact else []
    if not (found and contact and actions.spend(code, by=None, at=at)):
        raise rules.WrongCode()
    return Opened(found, contact)


def contact_of(code: Any) -> tuple[str, str] | None:
    """The contact a code was sent to; None once nobody has it any more."""
    held = ((one.kind, one.value) for one in queries.contacts_of(code.person_id))
    return next((one for one in held if tokens.keyed(":".join(one)) == code.contact), None)


def let_choose(opened: Opened, *, at: datetime) -> str:
    """A code was right and several people share its contact: the token with which this browser may choose one."""
    token, number = tokens.new_token(), public_id()
    actions.make(
        Purpose.WHO, number, contact=tokens.keyed(":".join(opened.contact)), code=kept(Purpose.WHO, tokens.new_token()),
        lasts=rules.WHO_FOR, person_id=opened.people[0].id, browser=tokens.digest(token), by=None, at=at,
    )  # fmt: skip
    return token


def choices(*, at: datetime) -> list[Any]:
    """The people this browser may choose from; none without a right code of a moment ago."""
    code = queries.of_browser(Purpose.WHO, _browser(), at=at)
    contact = contact_of(code) if code else None
    return queries.people_with(*contact, most=rules.PERSONS_SHOWN) if contact else []


def choose(person_id: str, *, at: datetime) -> Opened:
    """The one with this public id, chosen once. Raises WrongCode."""
    code = queries.of_browser(Purpose.WHO, _browser(), at=at)
    found = [one for one in choices(at=at) if one.public_id == person_id]
    if code is None or not found or not actions.spend(code, by=found[0], at=at):
        raise rules.WrongCode()
    return Opened(found, contact_of(code) or ("", ""))
