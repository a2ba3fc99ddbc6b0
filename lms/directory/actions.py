"""What staff do with what they found. All of it is written down."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.core import jobs
from lms.core.text import national
from lms.core.words import _, language
from lms.directory import queries
from lms.directory.rules import BATCH, LIST_STANDS, Kind, Why
from lms.directory.sentences import ROLES
from lms.files import actions as shelf
from lms.files import tables
from lms.files.models import File
from lms.people.models import Person
from lms.people.rules import day_of
from lms.places import queries as places


def show_contacts(person: Person, why: Why, *, by: Any, at: datetime) -> None:
    """Somebody of the staff is told how to reach a person."""
    audit.record("directory.contacts-shown", "person", person.id, by=by, at=at, why=why)


def ask_for_list(asked: dict[str, str], kind: Kind, why: Why, *, by: Any, at: datetime) -> str:
    """Have the list of everybody found written; answers the id of the job that does it."""
    args = {"title": _("List of people"), "asked": asked, "kind": kind, "why": why, "language": language()}
    number = jobs.start("directory.list", args=args, owner=by, at=at)
    audit.record("directory.list-asked", "list", None, by=by, at=at, why=why, province=asked["province"])
    return number


def write_list(
    asked: dict[str, str], kind: Kind, why: Why, say: Callable[[int], Any], *, by: Any, at: datetime
) -> tuple[File, int]:
    """Everybody `by` may see of those asked for, with their contacts, as a file of theirs; how many there are.

    `say` is told how many are written so far.
    """
    counted = [0]
    headings, rows = _headings(), _rows(asked, counted, say, by)
    content = tables.write_csv(headings, rows) if kind == Kind.CSV else tables.write_xlsx(headings, rows)
    stem, media = _("list-of-people"), tables.CSV if kind == Kind.CSV else tables.XLSX
    name = f"{stem}-{day_of(at):%Y-%m-%d}.{kind}"
    file = shelf.keep(by, "directory.list", name, content, media, at + LIST_STANDS, by=by, at=at)
    audit.record(
        "directory.list-taken", "list", None, by=by, at=at, why=why, province=asked["province"], count=counted[0]
    )
    return file, counted[0]


def _headings() -> list[str]:
    return [_("Full name"), _("Phone number"), _("E-mail"), _("Born"), _("Lives in"), _("Role"), _("Here since")]


def _rows(asked: dict[str, str], counted: list[int], say: Callable[[int], Any], viewer: Any) -> Iterator[list[Any]]:
    english = language() == "en"
    provinces = {row.code: row.name_en if english else row.name_vi for row in places.provinces()}
    for found in queries.batches(viewer, asked, BATCH):
        contacts, roles = queries.contacts_of(found), queries.roles_of(found)
        for person in found:
            reach = contacts.get(person.id, [])
            phones = ", ".join(national(one.value) for one in reach if one.kind == "phone")
            emails = ", ".join(one.value for one in reach if one.kind == "email")
            role = ", ".join(str(ROLES[name]) for name in sorted({held.name for held in roles.get(person.id, [])}))
            home = provinces.get(person.province_code)
            yield [person.name, phones, emails, person.birth_year, home, role, day_of(person.created_at)]
        counted[0] += len(found)
        say(counted[0])
