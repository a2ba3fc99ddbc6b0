"""Cells about a person: "Display (Original)", an e-mail address, yes and no. Pure."""

import re
from unicodedata import category

from lms.core.text import CONTACT_LENGTH, NotAnEmail, fold, nfc, parse_email

#: Characters of a name that are kept.
LONGEST = 200
#: Kinds of signs that show nothing and may turn or break the line they stand in (Unicode, general category).
UNSEEN = ("Cc", "Cf", "Cs")
#: What Teams puts behind the name of somebody who is not signed in.
_OUTSIDE = re.compile(
    r"\s*\((?:unverified|external|guest|anonymous|khách|chưa (?:được )?xác minh|bên ngoài)\)$", re.IGNORECASE
)
_NO = {"", "no", "n", "khong", "false", "0", fold("아니요"), fold("아니오")}


def tidy(text: str) -> str | None:
    """A name as it is kept: NFC, without unseen signs, single spaces, cut to LONGEST; None if nothing is left."""
    seen = (char for char in text if char.isspace() or category(char) not in UNSEEN)
    return nfc(" ".join("".join(seen).split()))[:LONGEST].rstrip() or None


def split(text: str) -> tuple[str | None, str | None]:
    """(name, original name) of "Display (Original)": the last brackets hold the original one."""
    text = text.strip()
    if not text.endswith((")", "）")):
        return tidy(text), None
    depth = 0
    for place in range(len(text) - 1, 0, -1):
        depth += (text[place] in ")）") - (text[place] in "(（")
        if depth == 0:
            shown, original = tidy(text[:place]), tidy(text[place + 1 : -1])
            return (shown, original) if shown and original else (shown or original, None)
    return tidy(text), None


def inside(text: str) -> str | None:
    """A name in Teams, without the word for somebody from outside."""
    return tidy(_OUTSIDE.sub("", text.strip()[: 2 * LONGEST]))


def email(text: str) -> str | None:
    """An e-mail address in small letters; None for anything else."""
    if "@" not in text or len(text) > CONTACT_LENGTH:
        return None
    try:
        return parse_email(text)
    except NotAnEmail:
        return None


def says_yes(text: str) -> bool:
    """Whether a cell says anything but no."""
    return len(text) <= LONGEST and fold(text) not in _NO
