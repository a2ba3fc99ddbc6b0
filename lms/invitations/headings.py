"""Which column of a sheet holds what: told by the headings, else by what stands below them. Pure.

A column is numbered from 0. What is told can be corrected by whoever uploaded the sheet.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lms.core.text import NotAnEmail, NotAPhone, fold, parse_email, parse_phone
from lms.invitations.rules import cells
from lms.invitations.rules.rows import Columns, Field

Rows = list[list[str]]


class Table(NamedTuple):
    """A sheet understood: `heading` and `first` index its rows (heading -1: none), `names` are its headings."""

    heading: int
    first: int
    names: list[str]
    columns: Columns


#: Rows in which the headings are looked for, and rows below them whose contents are looked at.
TOP, LOOKED_AT = 40, 300
#: The part of the filled cells of a column that must look alike.
ALIKE = 0.6
#: Words that make a column somebody else's, or something else.
_NOT = re.compile(
    r"\b(?:phu huynh|cha|bo|me|giam ho|nguoi than|dang nhap|truong|don vi|lop|noi sinh|noi cap|tinh trang|vao doan"
    r"|parent|guardian|father|mother|school|class|user ?name|ly do|ghi chu|can sua|reason"
    r"|cccd|cmnd|cmt|can cuoc|chung minh|ma so|ma sv|mst|bhxh|stk|tai khoan|id)\b"
)
#: (field, what its heading is, folded), the likelier first.
_WORDS: tuple[tuple[Field, str], ...] = (
    (Field.EMAIL, r".*\be ?mails?\b.*|.*\bthu dien tu\b.*|gmail|hom thu|hop thu|mail|dia chi mail"),
    (Field.NAME, r"ho ?(?:va|&|,|\+)? ?ten(?: khai sinh| day du| hoc vien| hoc sinh| sinh vien| doan vien| nguoi .*)?"),
    (Field.NAME, r"(?:full ?|your )?names?(?: in full)?|hoten|ten (?:day du|hoc vien|hoc sinh|sinh vien|doan vien)"),
    (Field.FAMILY, r"ho(?: (?:va |& )?(?:ten |chu )?(?:dem|lot))?|last name|family name|surname"),
    (Field.GIVEN, r"ten(?: goi)?|first name|given name"),
    (Field.PHONE, r"(?:so |s)?(?:dt|dien thoai|di dong|phone|mobile)(?: .*)?|sdt.*|so dtdd.*|dtdd|.*\bdien thoai\b.*"),
    (Field.PHONE, r"(?:tele)?phone(?: number| no)?|(?:mobile|cell)(?: .*)?|tel|so lien (?:lac|he)|hotline"),
    (Field.PHONE, r"(?:so )?zalo.*|lien (?:lac|he)"),
    (
        Field.BIRTH,
        r"(?:nam|ngay|ngay thang|ngay[ ,]*thang[ ,]*nam) ?sinh.*|sinh(?: nam| ngay)?|n(?:[dt]n)?s|ngay nam sinh",
    ),
    (Field.BIRTH, r"(?:date|year|day) of birth|dob|yob|birth ?(?:day|date|year)|born"),
    (Field.GENDER, r"gioi tinh.*|gt|phai|gender|sex|nam ?(?:/|,|-|hay|hoac|va)? ?nu"),
    (Field.FEMALE, r"nu|female|nu gioi"),
    (Field.MALE, r"nam|male|nam gioi"),
    (Field.PROVINCE, r"(?:ma |ten )?tinh(?: ?(?:/|,|-|hoac|va|&)? ?\(?(?:thanh(?: pho)?|tp)\)?)?|province.*"),
    (Field.PROVINCE, r"city|thanh pho|tp|dia phuong"),
    (Field.PROVINCE, r"(?:noi|cho) (?:o|cu tru|dang song).*|.*\bthuong tru\b.*|.*\btam tru\b.*|dia chi.*|address"),
    (Field.PROVINCE, r"que quan|que|nguyen quan"),
)
_RULES = [(field, rank, re.compile(words)) for rank, (field, words) in enumerate(_WORDS)]
#: Without one of these a row is no row of headings; below it may stand a second one with these.
_LEADING = {Field.NAME, Field.FAMILY, Field.GIVEN, Field.PHONE, Field.EMAIL}
_SECOND = {Field.FEMALE, Field.MALE, Field.FAMILY, Field.GIVEN}


def field_of(heading: str) -> tuple[Field, int] | None:
    """What a heading names, and how likely (0 is likeliest). "Năm" is a year, whatever "Nam" is."""
    text = re.sub(r"[*:_.\s\"“”]+", " ", heading).strip()
    plain = fold(text)
    if not plain or len(plain) > 80 or text.lower() == "năm" or _NOT.search(plain):
        return None
    shorter = re.sub(r"\([^)]*\)", " ", plain)
    ways = dict.fromkeys((plain, " ".join(shorter.split())))
    return next(((field, rank) for way in ways for field, rank, words in _RULES if words.fullmatch(way)), None)


def understand(rows: Rows, names: Mapping[str, str]) -> Table:
    """The headings, the first row of people, and the columns of a sheet. `names`: see `cells.province`."""
    wide = max(map(len, rows), default=0)
    heading = _find(rows)
    if heading is None:
        table = Table(-1, _first_filled(rows), [""] * wide, {})
        return table._replace(columns=_by_content(rows[table.first :], names, {}, range(wide), everything=True))
    titles = _padded(rows[heading], wide)
    first = heading + 1
    below = _padded(rows[first], wide) if first < len(rows) else []
    if any(below) and all(_is_second(cell) for cell in below if cell):
        titles, first = [lower or upper for upper, lower in zip(titles, below, strict=True)], first + 1
    columns, taken = _by_words(titles)
    _split_name(columns, titles, rows[first : first + LOOKED_AT])
    free = [column for column in range(wide) if column not in taken and column not in columns.values()]
    free = [column for column in free if not _NOT.search(fold(titles[column]))]
    columns = _by_content(rows[first:], names, columns, free, everything=False)
    return Table(heading, first, titles, columns)


def _padded(row: list[str], wide: int) -> list[str]:
    return row + [""] * (wide - len(row))


def _is_second(cell: str) -> bool:
    found = field_of(cell)
    return found is not None and found[0] in _SECOND


def _first_filled(rows: Rows) -> int:
    return next((number for number, row in enumerate(rows) if any(row)), 0)


def _find(rows: Rows) -> int | None:
    """The row among the first that names most fields and holds nobody's contact."""
    best, most = None, 0
    for number, row in enumerate(rows[:TOP]):
        named = {found[0] for found in map(field_of, row) if found}
        if len(named) > most and named & _LEADING and not any(_is_phone(cell) or _is_email(cell) for cell in row):
            best, most = number, len(named)
    return best


def _by_words(titles: list[str]) -> tuple[Columns, set[int]]:
    """The likeliest column of each field, the leftmost of equals; and every column that has a meaning."""
    columns: Columns = {}
    ranks: dict[str, int] = {}
    taken = set()
    for column, title in enumerate(titles):
        found = field_of(title)
        if found is None:
            continue
        field, rank = found
        taken.add(column)
        if field not in columns or rank < ranks[field]:
            columns[field], ranks[field] = column, rank
    if Field.FAMILY in columns and Field.GIVEN not in columns and Field.NAME not in columns:
        columns[Field.NAME] = columns.pop(Field.FAMILY)
    if Field.GIVEN in columns and Field.FAMILY not in columns:
        alone = columns.pop(Field.GIVEN)
        columns.setdefault(Field.NAME, alone)
    if Field.FAMILY in columns and Field.GIVEN in columns:
        columns.pop(Field.NAME, None)
    if Field.GENDER in columns:
        columns.pop(Field.FEMALE, None), columns.pop(Field.MALE, None)
    return columns, taken


def _split_name(columns: Columns, titles: list[str], rows: Rows) -> None:
    """One heading over two columns: the given name stands in the next one, which has no heading of its own."""
    column = columns.get(Field.NAME)
    if column is None or column + 1 >= len(titles) or titles[column + 1] or column + 1 in columns.values():
        return
    given = [row[column + 1] for row in rows if column + 1 < len(row) and row[column + 1]]
    words = [cell for cell in given if " " not in cell and cell.isalpha()]
    if len(given) * 2 > len(rows) and len(words) > ALIKE * len(given):
        columns[Field.FAMILY], columns[Field.GIVEN] = columns.pop(Field.NAME), column + 1


def _is_phone(cell: str) -> bool:
    try:
        return any(char.isdigit() for char in cell) and bool(parse_phone(cell))
    except NotAPhone:
        return False


def _is_email(cell: str) -> bool:
    try:
        return "@" in cell and bool(parse_email(cell))
    except NotAnEmail:
        return False


def _is_name(cell: str) -> bool:
    return 1 < len(cell.split()) < 8 and all(char.isalpha() or char in " '’.-" for char in cell)


def _is_birth(cell: str) -> bool:
    return bool(
        re.fullmatch(r"(?:19[3-9]\d|20[01]\d)|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d", cell)
    )


def _by_content(rows: Rows, names: Mapping[str, str], columns: Columns, free: object, *, everything: bool) -> Columns:
    """The fields that no heading names, from what stands in the `free` columns; without headings, every field."""
    looks: dict[Field, Callable[[str], bool]] = {Field.PHONE: _is_phone, Field.EMAIL: _is_email}
    if everything:
        looks |= {
            Field.BIRTH: _is_birth,
            Field.GENDER: lambda cell: fold(cell) in cells.GENDERS,
            Field.PROVINCE: lambda cell: not cell.isdigit() and cells.is_province(cell, names),
        }
    if Field.FAMILY not in columns:
        looks[Field.NAME] = _is_name
    found = dict(columns)
    for field, looks_like in looks.items():
        for column in free:
            filled = [row[column] for row in rows[:LOOKED_AT] if column < len(row) and row[column]]
            fitting = sum(map(looks_like, filled))
            if field not in found and column not in found.values() and filled and fitting > ALIKE * len(filled):
                found[field] = column
    return found
