"""Public identifiers: random, so that they neither count nor reveal anything."""

import base64
import hmac
import secrets


def public_id() -> str:
    """A new random 64-bit id, 13 lower-case base32 characters (RFC 4648 alphabet)."""
    return base64.b32encode(secrets.token_bytes(8)).decode().rstrip("=").lower()


def sealed_id(key: str, text: str) -> str:
    """As `public_id`, but always the same one for a text: 64 bits of HMAC-SHA256 (RFC 2104) under our key."""
    return base64.b32encode(hmac.digest(key.encode(), text.encode(), "sha256")[:8]).decode().rstrip("=").lower()
