"""Bytes that somebody uploaded to the sheets in them: what they are is told from the bytes, never from the name.

`check` looks at the limits only and is quick; `read` takes seconds and belongs into the worker.
"""

import csv
import io
import unicodedata
import zipfile
from itertools import islice
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.core.text import nfc
from lms.core.words import _l
from lms.files import letters, workbook

MB = 1024 * 1024
#: Of an archive: bytes of all its members once unpacked, how many there are, how many times larger one may become.
MOST_UNPACKED, MOST_MEMBERS, MOST_RATIO = 50 * MB, 200, 100
#: A member below this size may become as large as it likes.
SMALL = MB
#: Rows, columns and characters of a cell.
MOST_ROWS, MOST_COLUMNS, MOST_CELL = workbook.MOST_ROWS, workbook.MOST_COLUMNS, 2_000
#: What text may be separated by, and rows that are looked at to find out.
SEPARATORS, LOOKED_AT = (",", ";", "\t", "|"), 200
#: How a spreadsheet of any kind begins, and what other files people choose by mistake begin with.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")
BOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
#: Bytes at the beginning of a file that have to look like text.
HEAD = 4096


class Sheet(NamedTuple):
    """Rows of text. `first` is the line of the first row, from 1; `written` names encoding and separator of a text."""

    name: str
    first: int
    rows: list[list[str]]
    written: str


class SheetRefused(RuleBroken):
    """The file cannot be read as a list. The kinds below say why and what to do."""

    sentence = _l("This file cannot be read as a table. Save it as XLSX or CSV and choose it again")


class EmptyFile(SheetRefused):
    """No bytes, or no cell with anything in it."""

    sentence = _l("There is nothing in this file. Choose the file with your list")


class NotASheet(SheetRefused):
    """Something else, whatever its name says."""

    sentence = _l("This file is not a table. Save your list as XLSX or CSV and choose it again")


class WebPage(SheetRefused):
    """A page of a browser or XML under the name of a sheet, as some systems export them."""

    sentence = _l("This is a web page with the name of a sheet. Open it in Excel, save it as XLSX and choose it again")


class LockedSheet(SheetRefused):
    """Protected by a password."""

    sentence = _l("This file is protected by a password. Save it without one and choose it again")


class UnpacksTooLarge(SheetRefused):
    """Becomes larger than an honest sheet: `limit` MB."""

    sentence = _l("Unpacked, this file is larger than %(limit)s MB. Copy the list alone into a new file")


class TooManyRows(SheetRefused):
    """More than `limit` rows."""

    sentence = _l("The file has more than %(limit)s lines. Split it into several files")


class TooManyColumns(SheetRefused):
    """More than `limit` columns."""

    sentence = _l("The table has more than %(limit)s columns. Keep those that tell who a person is")


class CellTooLong(SheetRefused):
    """A cell of more than `limit` characters in `line`."""

    sentence = _l("A cell in line %(line)s has more than %(limit)s characters. Shorten it")


class UnknownLetters(SheetRefused):
    """Text in an encoding that cannot be told, or a font of long ago (VNI)."""

    sentence = _l("The Vietnamese letters in this file cannot be recognised. Save it as XLSX or as CSV UTF-8")


def check(data: bytes) -> None:
    """Refuses what is no sheet or unpacks too large, from its beginning and its directory. Raises SheetRefused."""
    if not data.strip(b"\x00\r\n\t "):
        raise EmptyFile()
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(OTHERS):
        raise NotASheet()
    if start[:5].lower() in (b"<html", b"<?xml", b"<!doc", b"<tabl", b"<meta") or b"<table" in start.lower():
        raise WebPage()
    if data.startswith(ZIP):
        _check_members(_archive(data))
    elif not data.startswith(OLE):
        _check_text(data)


def read(data: bytes) -> list[Sheet]:
    """The sheets with anything in them, in order; cells are NFC, without unseen signs. Raises SheetRefused."""
    check(data)
    if data.startswith(ZIP):
        found = _book(_unpacked(data))
    elif data.startswith(OLE):
        found = _book(data)
    else:
        found = [_table(data)]
    found = [sheet for sheet in found if any(cell for row in sheet.rows for cell in row)]
    if not found:
        raise EmptyFile()
    return found


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, RuntimeError) as error:
        raise SheetRefused() from error


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise UnpacksTooLarge(limit=MOST_UNPACKED // MB)
    for member in members:
        if member.file_size > SMALL and member.file_size > MOST_RATIO * member.compress_size:
            raise UnpacksTooLarge(limit=MOST_UNPACKED // MB)
        if member.flag_bits & 1:
            raise LockedSheet()
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetRefused()
    if not any(member.filename in BOOKS for member in members):
        raise NotASheet()


def _unpacked(data: bytes) -> bytes:
    """The same archive, packed anew without compression: no reader sees more of a member than its directory says.

    A directory that lies about a size does not fit the checksum either, and the file is refused.
    """
    archive, made = _archive(data), io.BytesIO()
    try:
        with zipfile.ZipFile(made, "w") as plain:
            for member in archive.infolist():
                if not member.is_dir():
                    plain.writestr(member.filename, archive.read(member))
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise SheetRefused() from error
    return made.getvalue()


def _book(data: bytes) -> list[Sheet]:
    answer = workbook.read(data)
    refused = {
        "rows": TooManyRows(limit=MOST_ROWS),
        "columns": TooManyColumns(limit=MOST_COLUMNS),
        "password": LockedSheet(),
    }
    if "sheets" not in answer:
        raise refused.get(answer.get("refused", ""), SheetRefused())
    return [_meant(sheet["name"], sheet["first"], sheet["rows"], "", sure=True) for sheet in answer["sheets"]]


def _meant(name: str, first: int, rows: list[list[str]], written: str, *, sure: bool) -> Sheet:
    """A sheet with its letters as they were meant, its cells tidy and not too long."""
    sample = "\n".join("\t".join(row) for row in islice(rows, 2_000))
    meant = letters.as_meant(sample)
    if meant.sense < 0.5 and (not sure or letters.looks_old(sample)):
        raise UnknownLetters()
    if meant.way:
        rows = [[letters.as_read(cell, meant.way) for cell in row] for row in rows]
        written = " ".join([meant.way, *written.split()[1:]])
    tidied = [[_tidy(cell) for cell in row] for row in rows]
    for line, row in enumerate(tidied, first):
        if any(len(cell) > MOST_CELL for cell in row):
            raise CellTooLong(line=line, limit=MOST_CELL)
    return Sheet(name, first, tidied, written)


def _tidy(cell: str) -> str:
    """NFC, without signs that are not seen, line ends and tabs as spaces."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    if len(cell) > MOST_CELL:
        return cell
    seen = (" " if char in "\r\n\t\v\f\x85" else char for char in nfc(cell))
    return "".join(char for char in seen if unicodedata.category(char) not in ("Cc", "Cf", "Cs")).strip()


def _check_text(data: bytes) -> None:
    """Refuses bytes that are no text: signs that no keyboard types."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide(data):
        return
    head = data[:HEAD]
    if sum(0 < byte < 9 or 13 < byte < 32 for byte in head) * 100 > len(head) or head.count(0) * 10 > len(head):
        raise NotASheet()


def _wide(data: bytes) -> str:
    """The encoding of UTF-16 without a mark, known by its zeros; "" if it is none."""
    head = data[:HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _decoded(data: bytes) -> tuple[str, str, bool]:
    """(text, encoding, whether it is certain). What is in none of Unicode's forms comes as Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")):
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig"), True
    wide = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide, True
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 50 <= sum(char > "\x7f" for char in text):  # none, or one cut in two
        return text, "utf-8", True
    return letters.western(data), "windows-1252", False


def _table(data: bytes) -> Sheet:
    text, encoding, sure = _decoded(data)
    text = text.replace("\0", "")
    told, _line, rest = text.partition("\n")
    if told.strip().lower().startswith("sep=") and len(told.strip()) <= 5:
        separator, text = told.strip()[4:] or "\t", "\n" + rest
    else:
        separator = _separator(text)
    name = {"\t": "tab"}.get(separator, separator)
    return _meant("", 1, _rows(text, separator), f"{encoding} {name}", sure=sure)


def _separator(text: str) -> str:
    """The sign that parts most of the first rows into one number of cells; tabs, where most rows have most of them."""
    top = [line for line in text[: 100 * MOST_CELL].splitlines()[:LOOKED_AT] if not {*SEPARATORS}.isdisjoint(line)]
    if sum(line.count("\t") >= max(1, *map(line.count, SEPARATORS)) for line in top) * 2 > len(top):
        return "\t"

    def fit(sign: str) -> tuple[int, int]:
        rows = [len(row) for row in _reader(text[: 100 * MOST_CELL], sign, LOOKED_AT) if len(row) > 1]
        usual = max(set(rows), key=rows.count) if rows else 0
        return rows.count(usual), usual

    return max(SEPARATORS, key=fit)


def _reader(text: str, separator: str, most: int) -> list[list[str]]:
    csv.field_size_limit(2**31 - 1)
    return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), most))


def _rows(text: str, separator: str) -> list[list[str]]:
    """The rows of a text; where a quotation mark is never closed, each line is a row."""
    lines = io.StringIO(text, newline="")
    try:
        rows = list(islice(csv.reader(lines, delimiter=separator, strict=True), MOST_ROWS + 1))
    except csv.Error:
        rows = [_line(line, separator) for line in islice(io.StringIO(text, newline=None), MOST_ROWS + 1)]
    if len(rows) > MOST_ROWS:
        raise TooManyRows(limit=MOST_ROWS)
    if any(len(row) > MOST_COLUMNS for row in rows):
        rows = [_without_end(row) for row in rows]
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise TooManyColumns(limit=MOST_COLUMNS)
    return rows


def _line(line: str, separator: str) -> list[str]:
    """The cells of one line; quotation marks are only marks when one is left over."""
    quoted = csv.QUOTE_MINIMAL if line.count('"') % 2 == 0 else csv.QUOTE_NONE
    return [cell.strip().strip('"') for cell in next(csv.reader([line], delimiter=separator, quoting=quoted), [])]


def _without_end(row: list[str]) -> list[str]:
    """The row without the empty cells at its end."""
    while row and not row[-1].strip():
        row.pop()
    return row
