"""Where others' rows and files may repeat who somebody is, and taking it out there.

A person's own rows are the business of each room. This is about the rest: a letter to somebody else, what a
failed job said, a list that staff made and downloaded.
"""

import io
import re
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import JSON, Text, cast, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.attendance.models import Participant
from lms.core.db import db
from lms.core.jobs import Job
from lms.core.text import national
from lms.files import store
from lms.files.models import File
from lms.live.models import LivePresence
from lms.notifications.models import Letter
from lms.people.models import Contact, Person

#: What stands where somebody was named.
BLANK = "…"
#: A name of one syllable is a word like others ("An", "Hoa"): alone it tells nobody apart, and is left alone.
FEWEST_SYLLABLES = 2
#: Parts of an archive are unpacked up to this many bytes each.
MOST_BYTES = 100 * 1024 * 1024

#: Where there may be words about others: (whose row it is, columns).
PLACES: tuple[tuple[Any, tuple[InstrumentedAttribute[Any], ...]], ...] = (
    (Letter.to_id, (Letter.subject, Letter.text, Letter.html, Letter.parameters, Letter.error)),
    (Job.owner_id, (Job.args, Job.result, Job.error)),
    (
        Participant.person_id,
        (Participant.name, Participant.original_name, Participant.email, Participant.registrant_id),
    ),
    (LivePresence.person_id, (LivePresence.name, LivePresence.email)),
)


class Said(NamedTuple):
    """Words that tell who somebody is, and the persons whose own rows may hold them all the same."""

    words: tuple[str, ...]
    but_of: frozenset[int] = frozenset()


def of(person: Person) -> list[Said]:
    """What tells who the person is; taken before they are erased.

    A phone that the family shares goes on being theirs, and a letter to somebody of the same name is theirs too.
    """
    written: set[str] = set()
    for contact in person.contacts:
        if not _shared(contact):
            spoken = national(contact.value)
            written |= {contact.value, spoken, spoken.replace(" ", "")}
    found = [Said(tuple(sorted(written, key=len, reverse=True)))] if written else []
    if len(person.name.split()) >= FEWEST_SYLLABLES:
        same = db.session.scalars(select(Person.id).where(Person.name_fold == person.name_fold, Person.id != person.id))
        found.append(Said((person.name,), frozenset(same)))
    return found


def _shared(contact: Contact) -> bool:
    others = (Contact.value == contact.value, Contact.person_id != contact.person_id)
    return bool(db.session.scalar(select(Contact.id).where(*others).limit(1)))


def scrub(said: Said) -> list[str]:
    """Take it out of others' rows, and remove lists on the shelf that hold it; answers the files to take off."""
    for owner, columns in PLACES:
        holding = select(owner.class_).where(or_(*(_holds(column, said.words) for column in columns)))
        theirs = or_(owner.is_(None), owner.not_in(said.but_of))
        for row in db.session.scalars(holding.where(theirs)):
            for column in columns:
                setattr(row, column.key, blanked(getattr(row, column.key), said.words))
    return _remove_lists(said)


def _holds(column: Any, words: Collection[str]) -> Any:
    """JSON is kept with escapes for its letters by some databases: there a word is looked for in both forms."""
    is_json = isinstance(column.type, JSON)
    text = cast(column, Text) if is_json else column
    forms = {form for word in words for form in ({word, _escaped(word)} if is_json else {word})}
    return or_(*(text.contains(form, autoescape=True) for form in forms))


def _escaped(word: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in word)


def blanked(value: Any, words: Collection[str]) -> Any:
    """The same value without the words, however deep they stand in it; parts of longer words stay."""
    if isinstance(value, str):
        return re.sub("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), BLANK, value)
    if isinstance(value, list):
        return [blanked(part, words) for part in value]
    if isinstance(value, dict):
        return {key: blanked(part, words) for key, part in value.items()}
    return value


def _remove_lists(said: Said) -> list[str]:
    """Files kept for some days only are copies, which whoever made them can make again."""
    copies = select(File.id, File.public_id).where(File.keep_until.is_not(None), File.owner_id.not_in(said.but_of))
    found = [
        (key, number) for key, number in db.session.execute(copies) if mentioned(store.path_of(number), said.words)
    ]
    db.session.execute(delete(File).where(File.id.in_([key for key, _number in found])))
    return [number for _key, number in found]


def mentioned(path: Path, words: Collection[str]) -> bool:
    """Whether a file holds any of the words: as text, or inside a workbook or an archive."""
    forms = {form.encode() for word in words for form in (word, _escaped(word), word.replace("'", "&#39;"))}
    return path.is_file() and any(form in part for part in parts(path.read_bytes()) for form in forms)


def parts(data: bytes) -> list[bytes]:
    """The members of a workbook or an archive; anything else as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return [packed.read(part) for part in packed.infolist() if part.file_size <= MOST_BYTES]
    except (zipfile.BadZipFile, RuntimeError):  # no archive, or one that is locked or packed in a way unknown here
        return [data]
