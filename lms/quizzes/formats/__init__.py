"""Files of questions in and out: GIFT, Aiken, Moodle XML and tables. Pure: bytes in, questions out, and back.

`items` is what a question is between the formats and our bank, `bank` leads from there into the bank and out of it.
What a file says wrongly is refused line by line and never ends the reading of the rest.
"""

from collections.abc import Iterable, Mapping

from lms.quizzes.formats import aiken, gift, gift_writing, grid, grid_writing, guessing, moodle_writing, moodle_xml
from lms.quizzes.formats import items as shapes
from lms.quizzes.formats.aiken import holds
from lms.quizzes.formats.decoding import decode
from lms.quizzes.formats.items import Choice, Item, Number, Reading, Refused, Type, Warned
from lms.quizzes.formats.losses import losses, outside
from lms.quizzes.formats.refusals import FileEmpty, FileRefused, FileTooLarge, FormatUnknown, NoQuestions

__all__ = [
    "FORMATS", "Choice", "FileRefused", "Item", "Number", "Reading", "Refused", "Type", "Warned", "holds", "losses",
    "outside", "read", "write",
]  # fmt: skip

#: Names of the formats, as a person and the command line say them.
FORMATS = ("gift", "aiken", "moodle-xml", "csv", "xlsx")
_READERS = {"gift": gift.read, "aiken": aiken.read, "moodle-xml": moodle_xml.read}
_WRITERS = {"gift": gift_writing.write, "aiken": aiken.write}


def read(data: bytes, *, format: str | None = None, name: str = "") -> Reading:
    """The questions of a file, those refused and what was taken otherwise, each with its line.

    `format` is one of FORMATS; None to tell it from the bytes and, where they leave it open, the file's `name`.
    Raises FileRefused (`files.sheets.SheetRefused` for tables) if nothing can be read at all.
    """
    if len(data) > shapes.MOST_BYTES:
        raise FileTooLarge(limit=shapes.MOST_BYTES // 1024 // 1024)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0\r\n\t "):
        raise FileEmpty()
    if guessing.is_other(data):
        raise FormatUnknown()
    if guessing.is_book(data):
        if format not in (None, "xlsx", "csv"):
            raise FormatUnknown()
        found = grid.read(data, "xlsx")
    else:
        text = decode(data)
        named = format or guessing.guess(text, name)
        found = _READERS[named](text) if named in _READERS else grid.read(data, named)
    if not found.items and not found.refused:
        raise NoQuestions()
    return found


def write(items: Iterable[Item], format: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A file of the questions. `losses` says what it cannot hold. Only Moodle XML holds `pictures`, by public id."""
    if format == "moodle-xml":
        return moodle_writing.write(items, pictures).encode()
    if format in _WRITERS:
        return _WRITERS[format](items).encode()
    return grid_writing.write(items, format)
