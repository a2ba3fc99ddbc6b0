"""Bytes of a text file to text, and a text without the signs nobody writes. Pure."""

import re

from lms.core.text import nfc
from lms.files import letters
from lms.quizzes.formats import refusals

#: Bytes at the beginning that are looked at.
HEAD = 4096
#: Of the signs below the space only tabs and line ends are written; surrogates and non-characters are no text.
UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"))


def clean(text: str) -> str:
    """NFC, line ends as "\\n", without signs nobody writes, without space around."""
    return UNWRITTEN.sub("", nfc(text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def decode(data: bytes) -> str:
    """The text of a file in any of the encodings Vietnamese is found in; line ends are "\\n", NFC.

    Raises LettersUnknown.
    """
    text = _decoded(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITTEN.sub("", nfc(text))


def _decoded(data: bytes) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    wide = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _wide(data[:HEAD])
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # One letter cut in two among many whole ones is no other encoding.
    if text.count("\ufffd") * 50 <= sum(char > "\x7f" for char in text):
        return text
    meant = letters.as_meant(letters.western(data))
    if meant.sense < 0.5:
        raise refusals.LettersUnknown()
    return meant.text


def _wide(head: bytes) -> str:
    """The encoding of UTF-16 without a mark, known by its zeros; "" if it is none."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
