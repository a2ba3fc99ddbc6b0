"""A pasted paper list: one name a line, with whatever stands beside it. Pure."""

import re

from lms.attendance.reading import names
from lms.attendance.reading.report import Draft, Found, Refused, short
from lms.core.text import NotAPhone, fold, nfc, parse_phone
from lms.files.sheets import MOST_CELL, TooManyRows

#: People one session can have on paper.
MOST_LINES = 5_000
_BETWEEN = re.compile(r"[\t,;|]| [-–—] ")
_ORDINAL = re.compile(r"\d{1,4}\s*[.):/-]*\s*(?=[^\W\d_])")
_EMAIL = re.compile(r"[^\s<>(),;]{1,64}@[^\s<>(),;]{1,190}")
_PHONE = re.compile(r"(?<!\w)\+?\d[\d .()-]{7,16}\d(?!\w)")
#: Headings that come along when a list is copied, folded.
_HEADINGS = {
    "stt", "tt", "no", "no.", "ho va ten", "ho ten", "ten", "name", "full name", "so dien thoai", "sdt", "email",
}  # fmt: skip


def read(text: str) -> Found:
    """The names of a text. Raises TooManyRows."""
    lines = nfc(text.replace("\0", "")).splitlines()
    if len(lines) > MOST_LINES:
        raise TooManyRows(limit=MOST_LINES)
    drafts, refused = [], []
    for number, line in enumerate(lines, 1):
        line = " ".join(line.replace("\t", ",").split())
        parts = [part.strip() for part in _BETWEEN.split(line[: MOST_CELL + 1]) if part.strip()]
        if not parts or all(fold(part) in _HEADINGS for part in parts):
            continue
        if len(line) > MOST_CELL:
            refused.append(Refused(number, "long", short(line)))
        else:
            drafts.append(_draft(number, line))
    return Found("paper", "paper", drafts, refused=tuple(refused))


def _draft(number: int, line: str) -> Draft:
    rest, address, phone = line, None, None
    if found := _EMAIL.search(rest):
        address = names.email(found[0].strip("."))
        rest = f"{rest[: found.start()]},{rest[found.end() :]}"
    if found := _PHONE.search(rest):
        phone = _phone(found[0])
        rest = f"{rest[: found.start()]},{rest[found.end() :]}" if phone else rest
    parts = [_without_number(part.strip(" ()<>")) for part in _BETWEEN.split(rest)]
    words = [part for part in parts if any(char.isalpha() for char in part)]
    name = next((part for part in words if " " in part), " ".join(words))
    return Draft(number, names.tidy(name), None, address, phone, timed=False, text=short(line))


def _without_number(part: str) -> str:
    """A part without the number in the list that it begins with."""
    numbered = _ORDINAL.match(part)
    return part[numbered.end() :] if numbered else part


def _phone(text: str) -> str | None:
    try:
        return parse_phone(text)
    except NotAPhone:
        return None
