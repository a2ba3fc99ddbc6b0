"""The door to passkeys: what a browser is asked, and whether its answer proves anything (W3C Web Authentication, 3).

A passkey always has to know its owner (by a finger, a face, a code of the device), so it is two factors in one.
"""

import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import webauthn
from flask import current_app, request
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Cùng Học"
#: Longest credential id and public key that we keep, in characters of base64url.
CREDENTIAL_LENGTH, KEY_LENGTH = 400, 800


class Refused(Exception):
    """What the browser sent proves nothing."""


class Site(NamedTuple):
    """Whose passkeys these are: the host they are bound to for ever, and the page's origin."""

    id: str
    origin: str


class Asked(NamedTuple):
    """What a browser is asked: options as JSON, and the challenge in them, base64url."""

    options: dict[str, Any]
    challenge: str


class Made(NamedTuple):
    """A new passkey: credential id and COSE public key in base64url, and its counter."""

    credential: str
    key: str
    count: int


def site() -> Site:
    """The address in the settings; a demonstration without one is wherever it was called."""
    address = urlsplit(current_app.config["BASE_URL"] or request.host_url)
    return Site(address.hostname or "", f"{address.scheme}://{address.netloc}")


def ask(known: list[str] | None = None) -> Asked:
    """Ask for a passkey: one of the `known` credential ids, or whichever the person picks."""
    allowed = [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known or ()]
    options = webauthn.generate_authentication_options(
        rp_id=site().id, allow_credentials=allowed, user_verification=UserVerificationRequirement.REQUIRED
    )
    return _asked(options)


def ask_to_make(person: Any, known: list[str]) -> Asked:
    """Ask for a new passkey of this person on a device that holds none of the `known` ones."""
    contact = person.contacts[0].value if person.contacts else ""
    options = webauthn.generate_registration_options(
        rp_id=site().id,
        rp_name=NAME,
        user_id=person.public_id.encode(),
        # A family shares its phone: the name comes first where a device lists them.
        user_name=f"{person.name} · {contact}" if contact else person.name,
        user_display_name=person.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return _asked(options)


def _asked(options: Any) -> Asked:
    return Asked(json.loads(options_to_json(options)), bytes_to_base64url(options.challenge))


def credential_of(answer: Any) -> str:
    """The credential id in a browser's answer; "" when there is none."""
    given = answer.get("id") if isinstance(answer, dict) else None
    return given if isinstance(given, str) and len(given) <= CREDENTIAL_LENGTH else ""


def check(answer: Any, challenge: str, *, key: str, count: int) -> int:
    """The new counter of the passkey with this public key, which signed the challenge. Raises Refused.

    Whose it is we know by its id, which is unique: after a merge the name of the owner inside it is an older one.
    """
    where = site()
    try:
        done = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=where.id,
            expected_origin=where.origin,
            credential_public_key=base64url_to_bytes(key),
            credential_current_sign_count=count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Refused() from error
    return done.new_sign_count


def check_made(answer: Any, challenge: str) -> Made:
    """The passkey that was made for the challenge. Raises Refused."""
    where = site()
    try:
        done = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=where.id,
            expected_origin=where.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Refused() from error
    made = Made(bytes_to_base64url(done.credential_id), bytes_to_base64url(done.credential_public_key), done.sign_count)
    if len(made.credential) > CREDENTIAL_LENGTH or len(made.key) > KEY_LENGTH:
        raise Refused()
    return made
