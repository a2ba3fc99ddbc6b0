"""Codes of authenticator apps: time-based, six digits, a new one every 30 seconds (RFC 6238, HMAC-SHA-1). Pure."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

#: Seconds a code lasts; steps before and after the present one that are taken, for clocks go wrong.
STEP, AROUND = 30, 1
#: Bytes of a secret: as many as the hash is long (RFC 4226 §4, R6).
SECRET_BYTES = 20
ISSUER = "Cùng Học"


def written(secret: bytes) -> str:
    """A secret as apps take it: base32 (RFC 4648) without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def code_at(secret: str, step: int) -> str:
    """The six digits of a step (counted from 1970 in steps of 30 s)."""
    padded = secret + "=" * (-len(secret) % 8)
    sha1 = SHA1()  # noqa: S303 – RFC 6238 §1.2: what authenticator apps speak
    return TOTP(base64.b32decode(padded), 6, sha1, STEP).generate(step * STEP).decode()


def step_of(at: datetime) -> int:
    """The step an instant belongs to."""
    return int(at.timestamp()) // STEP


def fitting_step(secret: str, code: str, *, at: datetime) -> int | None:
    """The step around `at` whose code this is; None for a wrong code."""
    now = step_of(at)
    fits = [
        step
        for step in range(now - AROUND, now + AROUND + 1)
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode())
    ]
    return fits[-1] if fits else None


def address(secret: str, account: str) -> str:
    """What the QR code holds (otpauth, as Google Authenticator defined it); short, so that it is read easily."""
    return f"otpauth://totp/{quote(account)}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def in_fours(secret: str) -> str:
    """The secret as a person copies it: "ABCD EFGH …"."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
