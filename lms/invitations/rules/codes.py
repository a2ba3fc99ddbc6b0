"""Claim codes: how one looks, how long it holds, and by what a row is known in another sheet. Pure."""

import hmac
import re
from datetime import timedelta

from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l
from lms.invitations.rules.rows import Row
from lms.people.rules import MARK_SIGNS

#: Signs of a code: 12 of 25, which is 55 bits.
CODE_LENGTH, PART = 12, 4
#: How long an invitation waits; then its texts go.
WAITS = timedelta(days=90)
#: A sheet that nobody went on with leaves the shelf; so does the sheet of the refused rows.
FILE_KEPT, REFUSED_KEPT = timedelta(days=7), timedelta(days=30)
#: Codes on one printed batch: a file of pages that a phone can still open.
PRINTED_AT_ONCE = 200


class WrongCode(RuleBroken):
    """No invitation waits under this code: mistyped, used, withdrawn or past its time. The same words for each."""

    sentence = _l("This code does not open an invitation. Check it on your paper, or ask who gave it to you")


def claim_code(key: str, invitation_id: str) -> str:
    """The code of an invitation, A7K2-9DFG-XTRW: worked out from its public id under our `key`, never stored."""
    number = int.from_bytes(hmac.digest(key.encode(), f"claim:{invitation_id}".encode(), "sha256"))
    signs = []
    for _sign in range(CODE_LENGTH):
        number, place = divmod(number, len(MARK_SIGNS))
        signs.append(MARK_SIGNS[place])
    code = "".join(signs)
    return "-".join(code[start : start + PART] for start in range(0, CODE_LENGTH, PART))


def tidy_code(typed: str) -> str:
    """What was typed, as codes are written: capitals, no spaces or dashes."""
    return re.sub(r"[^0-9A-Z]", "", fold(typed[:60]).upper())


def kept_code(key: str, typed: str) -> str:
    """What is kept of a code: HMAC-SHA256 (RFC 2104) under our `key`, hexadecimal."""
    return hmac.digest(key.encode(), f"claim code:{tidy_code(typed)}".encode(), "sha256").hex()


def likeness(key: str, row: Row, file: str) -> str:
    """By what a row is known in another sheet, hexadecimal: its name and contact, else name, year and province.

    Where a name stands alone it is known in the same `file` (a digest) only: many people have one name.
    """
    mark = row.phone or row.email
    if not mark:
        mark = f"{row.birth_year} {row.province_code}" if row.birth_year else f"{file} {row.line}"
    return hmac.digest(key.encode(), f"invited:{fold(row.name)}\0{mark}".encode(), "sha256").hex()
