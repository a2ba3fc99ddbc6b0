"""Secrets that we must read again, sealed with a key made from ours: a copy of the database alone opens none."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def derive(purpose: str, length: int = 32) -> bytes:
    """`length` bytes for one purpose from our key (HKDF, RFC 5869): the same each time, and they tell nothing of it."""
    key = HKDF(algorithm=SHA256(), length=length, salt=None, info=b"cung-hoc " + purpose.encode())
    return key.derive(current_app.config["SECRET_KEY"].encode())


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive("sealed secrets")))


def seal(text: str) -> str:
    """The text as it is kept (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text that was sealed; None when it was sealed with another key or changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
