"""What one row of a list says, whether it is somebody at all, and which rows are the same person. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l
from lms.invitations.rules import cells


class Field(StrEnum):
    """What a column may hold. FAMILY and GIVEN are a name in two columns, FEMALE and MALE two columns to tick."""

    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH = "birth"
    GENDER = "gender"
    FEMALE = "female"
    MALE = "male"
    PROVINCE = "province"


#: Field -> column number, from 0.
Columns = dict[str, int]


class Row(NamedTuple):
    """One line of a list as it is kept. `refused` says why nobody can be invited by it."""

    line: int
    name: str = ""
    phone: str | None = None
    email: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    province_code: str | None = None
    refused: RuleBroken | None = None

    @property
    def says_something(self) -> bool:
        """Whether any column held anything."""
        return self[1:] != ("", None, None, None, None, None, None)


class NotAPerson(RuleBroken):
    """A heading, a sum or a signature between the names."""

    sentence = _l("This line is no person but a heading, a sum or a signature")


class SameAsLine(RuleBroken):
    """The same person stands in `line` already."""

    sentence = _l("The same person as in line %(line)s")


#: How lines begin that people write above, between and below the names, folded.
_CAPTION = re.compile(
    r"(?:tong(?: cong| so)?|cong|danh sach|nguoi lap|nguoi ky|thu ky|xac nhan|ghi chu|luu y|t/m|tm\.|noi nhan|ky ten"
    r"|chi doan|doan xa|doan phuong|doan thanh nien|lien chi|bi thu|thu truong|total|list of)\b.*"
)


def read(row: list[str], line: int, columns: Columns, names: Mapping[str, str], day: date) -> Row:
    """What a row says. What could be read stands there even when something else refuses it.

    `names`: see `cells.province`; `day`: the day by which ages are believed.
    """
    texts = {field: row[column] if column < len(row) else "" for field, column in columns.items()}
    if not any(cells.says(text) for text in texts.values()):
        return Row(line)
    told, refusals = {}, []
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("name", lambda: _name(texts, sum(bool(cell) for cell in row))),
        ("phone", lambda: _contact(texts, "phone")),
        ("email", lambda: _contact(texts, "email")),
        ("birth_year", lambda: _birth(texts, day)),
        ("gender", lambda: _gender(texts)),
        ("province_code", lambda: cells.province(texts.get(Field.PROVINCE, ""), names)),
    )
    for field, step in steps:
        try:
            told[field] = step()
        except RuleBroken as broken:
            refusals.append(broken)
    return Row(line, **told, refused=refusals[0] if refusals else None)


def _name(texts: dict[str, str], filled: int) -> str:
    parts = (texts.get(field, "") for field in (Field.NAME, Field.FAMILY, Field.GIVEN))
    name = " ".join(filter(None, parts))
    if filled <= 2 and _CAPTION.fullmatch(fold(name)):
        raise NotAPerson()
    return cells.name(name)


def _contact(texts: dict[str, str], kind: str) -> str | None:
    """A phone or an e-mail, from whichever of the two columns it stands in."""
    phone, email = texts.get(Field.PHONE, ""), texts.get(Field.EMAIL, "")
    if "@" in phone:
        address = " ".join(part for part in re.split(r"[\s,;/|]+", phone) if "@" in part)
        phone, email = phone.replace(address, " "), email if cells.says(email) else address
    if re.fullmatch(r"[\d\s+.()-]{9,20}", email) and not cells.says(phone):
        phone, email = email, ""
    return cells.phone(phone) if kind == "phone" else cells.email(email)


def _birth(texts: dict[str, str], day: date) -> int | None:
    """From its own column, or from the columns Nam and Nữ, under which some lists write the year."""
    own = texts.get(Field.BIRTH, "")
    ticked = [texts.get(field, "") for field in (Field.FEMALE, Field.MALE)]
    years = [cell for cell in ticked if any(char.isdigit() for char in cell) and cell != "1"]
    return cells.birth_year(own if cells.says(own) or not years else years[0], day)


def _gender(texts: dict[str, str]) -> str | None:
    own = cells.gender(texts.get(Field.GENDER, ""))
    ticked = [field.value for field in (Field.FEMALE, Field.MALE) if cells.says(texts.get(field, ""))]
    if len(ticked) > 1:
        raise cells.BothGenders()
    return own or (ticked[0] if ticked else None)


class Rows:
    """Looks at rows in order and tells which of them is the same person as one before."""

    def __init__(self) -> None:
        self._seen: dict[str, list[Row]] = {}

    def same_as(self, row: Row) -> int | None:
        """The line of the same person before `row`, or None; remembers `row`."""
        alike = self._seen.setdefault(fold(row.name), [])
        found = next((other.line for other in alike[:MOST_ALIKE] if same(row, other)), None)
        if found is None:
            alike.append(row)
        return found


#: Rows of one name that a row is compared with.
MOST_ALIKE = 2_000


def same(one: Row, other: Row) -> bool:
    """Whether two rows with one name (tones and case aside) are one person.

    They share a phone or an e-mail, or, where no contact speaks against it, the birth year. Two birth years that
    differ are two people: a family has one phone, and sometimes one name.
    """
    if one.birth_year and other.birth_year and one.birth_year != other.birth_year:
        return False
    pairs = ((one.phone, other.phone), (one.email, other.email))
    if any(mine and mine == theirs for mine, theirs in pairs):
        return True
    if any(mine and theirs for mine, theirs in pairs):
        return False
    return one.birth_year is not None and one.birth_year == other.birth_year
