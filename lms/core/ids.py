"""Public identifiers: random, so that they neither count nor reveal anything."""

import base64
import secrets


def public_id() -> str:
    """A new random 64-bit id, 13 lower-case base32 characters (RFC 4648 alphabet)."""
    return base64.b32encode(secrets.token_bytes(8)).decode().rstrip("=").lower()
