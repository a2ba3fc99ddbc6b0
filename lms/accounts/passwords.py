"""Passwords to hashes and back to yes or no. Slow on purpose: never called while the write lock is held."""

import secrets
from functools import cache
from pathlib import Path
from threading import Lock

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

COMMON = Path(__file__).resolve().parents[2] / "content" / "common_passwords.txt"

#: argon2id, 19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet takes.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
#: One at a time in a process, of which there is one for each core: more at once are not quicker, only larger.
_turn = Lock()


def scramble(password: str) -> str:
    """The password as it is kept: argon2id, encoded with its settings (RFC 9106)."""
    with _turn:
        return _hasher.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether this is the password that was kept."""
    try:
        with _turn:
            return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def stale(kept: str) -> bool:
    """Whether it was kept with other settings than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def nobodys() -> str:
    """A kept password that no person has: checked in place of one that does not exist, so that time tells nothing."""
    return scramble(secrets.token_urlsafe(32))


@cache
def common() -> frozenset[str]:
    """Well-known passwords, one a line, without tones, case and spaces."""
    return frozenset(COMMON.read_text("utf-8").split())
