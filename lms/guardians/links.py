"""The address of a guardian's page: an HMAC of child and version. Pure; the key is given.

Nothing is stored, so it can be shown at any time, and a renewal is a new version.
"""

import base64
import hashlib
import hmac
from typing import NamedTuple

#: Characters of the child's public id, which begins a token, and of the seal, which ends it.
PUBLIC_ID, SEAL = 13, 26


class Claim(NamedTuple):
    """What a token says: whose it claims to be, and its seal (not yet checked)."""

    child_id: str
    seal: str


def token_of(key: str, child_id: str, version: int) -> str:
    """The token of a child (public id) at a version: the id and 128 bits of HMAC-SHA256, base32 in lower case."""
    return child_id + _seal(key, child_id, version)


def read(token: str) -> Claim | None:
    """The claim inside a token, or None if it has not the form of one."""
    if len(token) != PUBLIC_ID + SEAL or not token.isascii() or not token.isalnum():
        return None
    return Claim(token[:PUBLIC_ID], token[PUBLIC_ID:])


def is_current(key: str, claim: Claim, version: int) -> bool:
    """Whether a claim was sealed at this version."""
    return hmac.compare_digest(claim.seal, _seal(key, claim.child_id, version))


def _seal(key: str, child_id: str, version: int) -> str:
    digest = hmac.new(key.encode(), f"guardian:{child_id}:{version}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()
