"""Rules about files: what they may be called and how large they may be. Pure."""

import re
import unicodedata

from lms.core.errors import RuleBroken
from lms.core.text import nfc
from lms.core.words import _l

#: Bytes: a report of a whole programme fits, a film does not.
MOST_BYTES = 50 * 1024 * 1024
NAME_LENGTH = 160
#: A file without a known date by which it goes could stay for ever, so purposes say how long: see `keep`.
NAMELESS = "file"


class FileTooLarge(RuleBroken):
    """More than `limit` MB."""

    sentence = _l("The file is larger than %(limit)s MB")


def safe_name(name: str) -> str:
    """A name to offer at download: the last part of a path, without what a disk or a header could trip over.

    Letters of any script stay. The name is never used on our own disk.
    """
    last = re.split(r"[/\\]", nfc(name))[-1]
    plain = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in last)
    plain = re.sub(r'[<>:"|?*;]', "_", " ".join(plain.split())).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: NAME_LENGTH - len(ending) - 1] or NAMELESS}.{ending}"
    return plain[:NAME_LENGTH] or NAMELESS


def check_size(size: int) -> None:
    """Refuses what is too large."""
    if size > MOST_BYTES:
        raise FileTooLarge(limit=MOST_BYTES // (1024 * 1024))
