"""A backup made while people write is restored for real, on the database in use, and compared."""

import gzip
import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lms.app import create_app
from lms.core import migrations
from lms.core.db import db, mode, transaction
from lms.core.outbox import Change, announce
from lms.core.revisions import revision
from lms.operations import tables
from lms.operations.backup import MADE, Refused, backup, store
from lms.operations.restore import restore
from lms.people.models import Person
from tests.factories import people
from tests.factories import schedule as classes


def other(bench, folder, url=None):
    """An app on an empty database of its own, of the kind in use unless `url` says otherwise."""
    here = make_url(bench.config["SQLALCHEMY_DATABASE_URI"])
    if url is None and here.get_backend_name() == "postgresql":
        name = f"{here.database}_restored"
        with create_engine(here, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        url = here.set(database=name).render_as_string(hide_password=False)
    folder.mkdir(exist_ok=True)
    settings = {"INSTANCE": str(folder), "DATABASE_URL": url or f"sqlite:///{folder / 'other.db'}"}
    return create_app({**settings, "LOG_LEVEL": "CRITICAL", "SECRET_KEY": "other-" + "0123456789abcdef" * 3})


@pytest.fixture
def target(bench, tmp_path):
    """Where backups are restored to."""
    made = other(bench, tmp_path / "other")
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def filled(app, at):
    """The app with a person, a class and a stored file."""
    classes.series(people.person("Sùng Thị Xua", phone="+84912345678", roles=(("trainer", ""),)))
    people.person("H’Hen Niê Kđăm", email="hhen@example.vn", gender=None)
    stored = store(app) / "ab" / "abcdefghijklm"
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(bytes(range(256)))
    db.session.rollback()  # or it would wait in a transaction while a schema is built
    yield app
    stored.unlink(missing_ok=True)


def rows(app):
    """How many rows each table has, and who is there."""
    with app.app_context(), mode("read"):
        db.session.rollback()
        counts = {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in db.metadata.sorted_tables}
        names = sorted(db.session.scalars(select(Person.name)))
        db.session.rollback()
    return counts, names


def write_until(app, stop, at, written):
    """Keep writing pairs of rows, two in each transaction."""
    number = 0
    while not stop.is_set():
        with app.app_context(), mode("write"), transaction():
            announce("test.left", number, at=at)
            announce("test.right", number, at=at)
        number += 1
        written.append(number)


def test_a_backup_under_writing_is_one_instant_and_comes_back_whole(filled, target, tmp_path, at):
    stop, written = threading.Event(), []
    writer = threading.Thread(target=write_until, args=(filled, stop, at, written))
    writer.start()
    while len(written) < 20:
        pass
    made = backup(filled, tmp_path / "kept", at=at)
    at_the_end = len(written)
    while len(written) < at_the_end + 20:
        pass
    stop.set()
    writer.join()

    restore(target, tmp_path / "kept")
    counts, names = rows(target)
    assert counts == {name: found.rows for name, found in made.tables.items()}
    assert names == ["H’Hen Niê Kđăm", "Sùng Thị Xua"]
    with target.app_context():
        by_kind = dict(db.session.execute(select(Change.kind, func.count()).group_by(Change.kind)).all())
        assert by_kind["test.left"] == by_kind["test.right"]  # never half a transaction
        assert 20 <= by_kind["test.left"] <= len(written)
        assert migrations.current(db.session.connection()) == migrations.head()
    assert (store(target) / "ab" / "abcdefghijklm").read_bytes() == bytes(range(256))


def test_what_was_restored_is_backed_up_the_same(filled, target, tmp_path, at):
    first = backup(filled, tmp_path / "first", at=at)
    restore(target, tmp_path / "first")
    second = backup(target, tmp_path / "second", at=at + timedelta(days=1))
    assert second.tables == first.tables and second.files == first.files
    with target.app_context(), mode("write"), transaction():
        db.session.add(Change(kind="test.after", subject=1, at=at))  # keys go on after the restored ones


def test_from_sqlite_into_postgresql(filled, bench, target, tmp_path, at):
    """The way up when the learners become many, and back down to look at a copy."""
    up = backup(filled, tmp_path / "up", at=at)
    small = other(bench, tmp_path / "small", f"sqlite:///{tmp_path / 'small.db'}")
    restore(small, tmp_path / "up")
    down = backup(small, tmp_path / "down", at=at)
    restore(target, tmp_path / "down")
    again = backup(target, tmp_path / "again", at=at)
    assert (up.database, down.database, again.database) == (up.database, "sqlite", up.database)
    assert up.tables == down.tables == again.tables
    with small.app_context():
        db.engine.dispose()


def test_people_are_not_overwritten_unasked(filled, target, tmp_path, at):
    backup(filled, tmp_path / "kept", at=at)
    restore(target, tmp_path / "kept")
    with target.app_context(), mode("write"), transaction():
        db.session.scalars(select(Person)).first().name = "Đổi Tên"
    with pytest.raises(Refused, match="knows 2 people"):
        restore(target, tmp_path / "kept")
    assert "Đổi Tên" in rows(target)[1]
    restore(target, tmp_path / "kept", replace=True)
    assert "Đổi Tên" not in rows(target)[1]


def test_a_damaged_backup_changes_nothing(filled, target, tmp_path, at):
    kept = tmp_path / "kept"
    backup(filled, kept, at=at)
    restore(target, kept)
    before = rows(target)
    path = kept / "tables" / "person.jsonl.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines[:-1]) + "\n")
    with pytest.raises(Refused, match="damaged"):
        restore(target, kept, replace=True)
    path.write_bytes(b"not gzip")
    with pytest.raises(Refused, match="cannot be read"):
        restore(target, kept, replace=True)
    assert rows(target) == before


@pytest.mark.parametrize("name", ["../../outside", "ab/abcdefghijklm"])
def test_a_stored_file_that_is_not_what_it_was_is_refused(filled, target, tmp_path, at, name):
    kept = tmp_path / "kept"
    backup(filled, kept, at=at)
    manifest = json.loads((kept / "manifest.json").read_text())
    (kept / "files" / "ab" / "abcdefghijklm").write_bytes(b"else")
    manifest["files"] = {name: manifest["files"]["ab/abcdefghijklm"]}
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(Refused, match="missing or differs"):
        restore(target, kept)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"format": 2}, "newer release"), ({"schema": "9999"}, "does not know"), (None, "is no backup")],
)
def test_what_cannot_be_read_is_refused_in_words(filled, target, tmp_path, at, change, sentence):
    kept = tmp_path / "kept"
    backup(filled, kept, at=at)
    path = kept / "manifest.json"
    path.write_text("{" if change is None else json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(Refused, match=sentence):
        restore(target, kept)


def test_a_backup_never_writes_over_another(filled, tmp_path, at):
    backup(filled, tmp_path / "kept", at=at)
    with pytest.raises(Refused, match="is there already"):
        backup(filled, tmp_path / "kept", at=at)
    assert revision(MADE) == f"{MADE}={at.isoformat()}"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_an_older_schema_is_restored_and_brought_up(bench, target, tmp_path, at):
    """A backup made some releases ago, before most tables were there."""
    before = other(bench, tmp_path / "before", url=f"sqlite:///{tmp_path / 'before.db'}")
    migrations.upgrade(before, "0005")
    with before.app_context(), mode("write"), transaction():
        person = next(table for table in tables.tables_of(db.session.connection()) if table.name == "person")
        said = {"name": "Sùng Thị Xua", "name_fold": "sung thi xua", "name_sort": "xua", "mark": "A7K2"}
        said |= {"public_id": "a" * 13, "language": "vi", "gender_asked": "refused", "maybe_duplicate": False}
        db.session.execute(person.insert().values(**said, demo=False, created_at=at.replace(tzinfo=None)))
    made = backup(before, tmp_path / "old", at=at)
    assert (made.schema, "series" in made.tables) == ("0005", False)
    restore(target, tmp_path / "old")
    counts, names = rows(target)
    assert names == ["Sùng Thị Xua"] and (counts["series"], counts["card_answer"]) == (0, 1)
    with before.app_context():
        db.engine.dispose()
