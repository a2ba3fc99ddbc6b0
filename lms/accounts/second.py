"""Proving a second factor: every step counts its try before anything is looked at."""

import base64
from datetime import datetime
from typing import Any

from flask import Response, jsonify, make_response, request

from lms.accounts import passkeys, sealing, throttle, totp
from lms.accounts.actions import factors as actions
from lms.accounts.ceremonies import Ceremony
from lms.accounts.queries import factors as queries
from lms.accounts.rules import factors as rules
from lms.core import qr
from lms.core.at_once import at_once
from lms.core.errors import RuleBroken
from lms.core.text import national


def offers(person: Any) -> bool:
    """Whether to offer a passkey: to who has none, in a browser where nobody said "not now"."""
    return rules.LATER not in request.cookies and not queries.factors(person).passkeys


def shown(half: Ceremony) -> dict[str, Any]:
    """What the page of the second step shows: the factors there are, or the app to set up."""
    present = queries.factors(half.person)
    return {"factors": present} if present.count else {"factors": present, **app_shown(half)}


def app_shown(half: Ceremony) -> dict[str, Any]:
    """The secret of an app to be added: as text in groups of four, as a link, and as a picture of a QR code.

    The picture stands in the page, so that no address of ours shows a secret.
    """
    contacts = half.person.contacts
    address = totp.address(half.secret, national(contacts[0].value) if contacts else half.person.name)
    picture = "data:image/svg+xml;base64," + base64.b64encode(qr.svg(address)).decode()
    return {"secret": totp.in_fours(half.secret), "address": address, "picture": picture}


def by_code(half: Ceremony, code: str, *, network: str, at: datetime) -> None:
    """End half a sign-in with a code of the app. Raises TooManyTries and WrongCode."""
    person = half.person
    tried = throttle.begin(f"second:{person.id}", network=network, most=rules.SECOND_TRIES, at=at)
    _count(half, at=at)
    kept = queries.authenticator(person)
    secret = sealing.unseal(kept.secret) if kept else None
    step = totp.fitting_step(secret, code, at=at) if secret else None
    if step is None or not actions.use_step(person, step, by=person, at=at) or not _finish(half, at=at):
        raise rules.WrongCode()
    throttle.take_back(tried, at=at)


def set_up_app(half: Ceremony, code: str, *, first: bool, at: datetime) -> None:
    """Add the app whose code this is, and end what was half way. `first`: only if there is no factor yet.

    Raises WrongCode.
    """
    step = totp.fitting_step(half.secret, code, at=at)
    if step is None or not _finish(half, at=at):
        raise rules.WrongCode()
    if not actions.add_app(half.person, sealing.seal(half.secret), step, first=first, by=half.person, at=at):
        raise rules.WrongCode()


def challenge(half: Ceremony, *, at: datetime) -> dict[str, Any]:
    """What the browser is asked in the second step: for a passkey, or to make one where there is no factor yet."""
    known = [one.credential for one in queries.passkeys(half.person)]
    empty = not queries.factors(half.person).count
    asked = passkeys.ask_to_make(half.person, known) if empty else passkeys.ask(known)
    actions.challenge(half.id, asked.challenge, by=half.person, at=at)
    return {"make": empty, "options": asked.options}


def by_passkey(half: Ceremony, answer: Any, *, device: str, at: datetime) -> None:
    """End half a sign-in with the browser's answer to its challenge. Raises NotYourPasskey and PasskeyNotKept."""
    if queries.factors(half.person).count:
        check_passkey(half, answer, at=at)
    else:
        add_passkey(half, answer, name=device, first=True, at=at)


def check_passkey(half: Ceremony | None, answer: Any, *, at: datetime) -> Any:
    """The person whose passkey answered the challenge, which is used up either way. Raises NotYourPasskey."""
    if half is None:
        raise rules.NotYourPasskey()
    _take_challenge(half, rules.NotYourPasskey, at=at)
    found = queries.passkey(passkeys.credential_of(answer))
    if found is None or half.person not in (None, found[1]):
        raise rules.NotYourPasskey()
    passkey, owner = found
    try:
        count = passkeys.check(answer, half.challenge or "", key=passkey.public_key, count=passkey.sign_count)
    except passkeys.Refused as refused:
        raise rules.NotYourPasskey() from refused
    if not actions.use_passkey(passkey, count, by=owner, at=at) or not _finish(half, at=at):
        raise rules.NotYourPasskey()
    return owner


def add_passkey(half: Ceremony, answer: Any, *, name: str, first: bool = False, at: datetime) -> None:
    """Keep the passkey that the browser made for the challenge. Raises PasskeyNotKept and TooManyPasskeys."""
    _take_challenge(half, rules.PasskeyNotKept, at=at)
    try:
        made = passkeys.check_made(answer, half.challenge or "")
    except passkeys.Refused as refused:
        raise rules.PasskeyNotKept() from refused
    kept = actions.add_passkey(half.person, *made, name=name, first=first, by=half.person, at=at)
    if not kept or not _finish(half, at=at):
        raise rules.PasskeyNotKept()


def _take_challenge(half: Ceremony, refusal: type[Exception], *, at: datetime) -> None:
    if not half.challenge or not at_once(actions.take_challenge, half.id, half.challenge, by=None, at=at):
        raise refusal()


def _count(half: Ceremony, *, at: datetime) -> None:
    if not at_once(actions.count_try, half.id, by=None, at=at):
        raise rules.WrongCode()


def _finish(half: Ceremony, *, at: datetime) -> bool:
    return actions.finish(half.id, by=half.person, at=at)


def in_json(answer: Response) -> Response:
    """A redirect for a script, which goes there itself; its cookies stay."""
    told = make_response(jsonify(next=answer.headers["Location"]))
    for cookie in answer.headers.getlist("Set-Cookie"):
        told.headers.add("Set-Cookie", cookie)
    return told


def refusal(rule: RuleBroken) -> tuple[Response, int]:
    """A rule's sentence for a script."""
    return jsonify(error=str(rule)), 422
