"""The record is added to, and nothing else: the database refuses changes, and the code has none."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from lms.audit import actions
from lms.audit.models import Entry
from lms.core.db import db, mode
from tests.factories import people

ROOT = Path(__file__).resolve().parents[2]
#: Who may know the table of the record: the room itself, and rights, which removes what is past its time.
KNOW = re.compile(r"lms/(audit|rights)/")
TABLE = re.compile(r"audit\.models|audit_entry|audit import models")
CHANGES = re.compile(r"update\(\s*Entry|UPDATE audit_entry|insert_once|upsert|setattr\(entry")
REMOVALS = re.compile(r"delete\(\s*Entry|DELETE FROM audit_entry")


@pytest.fixture
def entry(app, at):
    """One entry, committed."""
    with mode("write"):
        actions.record("test.done", "session", 1, by=people.person(), at=at)
        db.session.commit()
    return db.session.scalars(db.select(Entry).where(Entry.action == "test.done")).one()


@pytest.mark.parametrize(
    "change",
    [
        update(Entry).where(Entry.action == "test.done").values(actor_id=None),
        text("UPDATE audit_entry SET detail = '{}' WHERE action = 'test.done'"),
    ],
)
def test_the_database_refuses_to_change_the_record(entry, change):
    with pytest.raises(DBAPIError, match="the record is never changed"), mode("write"):
        db.session.execute(change)
    db.session.rollback()
    assert db.session.get(Entry, entry.id).detail == {}


def test_an_entry_changed_in_memory_is_refused_too(entry):
    entry.why = "class"
    with pytest.raises(DBAPIError, match="the record is never changed"):
        db.session.flush()
    db.session.rollback()


def sources():
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted((ROOT / "lms").rglob("*.py"))}


def test_only_the_record_itself_knows_its_table():
    known = {name for name, source in sources().items() if TABLE.search(source)}
    assert {name for name in known if not KNOW.match(name)} == set()
    assert "lms/audit/actions.py" in known


def test_nothing_changes_the_record_and_only_retention_removes_from_it():
    found = {name: source for name, source in sources().items() if TABLE.search(source)}
    assert [name for name, source in found.items() if CHANGES.search(source)] == []
    assert {name.split("/")[1] for name, source in found.items() if REMOVALS.search(source)} <= {"rights"}


def test_a_planted_change_is_seen():
    assert CHANGES.search("db.session.execute(update(Entry).values(why=None))")
    assert REMOVALS.search("delete(\n    Entry)")
