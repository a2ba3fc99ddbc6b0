"""Putting a backup back: all of it, checked against its manifest, or nothing.

Whoever was erased since the backup was made is erased again: the list of the erased stands outside the database.
"""

import gzip
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from alembic.util import CommandError
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from lms.core import clock, migrations
from lms.core.db import db, mode, transaction
from lms.files import store as shelf
from lms.operations import tables
from lms.operations.backup import FILES, TABLES, Manifest, Refused, digest, read_manifest, store
from lms.rights import erasures
from lms.rights.actions import erasing


class Restored(NamedTuple):
    """What was put back, and how many people were erased again."""

    manifest: Manifest
    erased: int


def restore(app: Flask, folder: Path, *, replace: bool = False, lists: Iterable[Path] = ()) -> Restored:
    """Make the database and the stored files what they were when the backup in `folder` was made.

    The schema is built as it was then, filled, compared row by row with the manifest, and migrated to the
    newest, in one transaction. A database that knows people is refused without `replace`. `lists`: folders that
    hold further lists of the erased, such as a later backup. Raises Refused.
    """
    manifest = read_manifest(folder)
    _check_files(folder, manifest)
    people = _people(app)
    if people and not replace:
        raise Refused(
            f"The database in use knows {people} people. To put the backup of {manifest.made_at} in their place, "
            "stop the web server and the worker, make a backup of what is there, and restore again with --replace."
        )
    _save_list(app, [folder, *lists])
    _put_files(folder, store(app), manifest)
    with _speaking(folder, manifest):
        migrations.rebuild(app, manifest.schema, lambda connection: _fill(connection, folder, manifest))
    return Restored(manifest, _erase_again(app))


@contextmanager
def _speaking(folder: Path, manifest: Manifest) -> Iterator[None]:
    try:
        yield
    except CommandError:
        raise Refused(
            f"{folder} has the schema {manifest.schema}, which this release does not know. "
            "Restore it with the release that wrote it, or a newer one."
        ) from None
    except migrations.BrokenLinks:
        raise Refused(f"{folder} is damaged: some rows point at nothing. Nothing was changed.") from None


def _save_list(app: Flask, folders: Iterable[Path]) -> None:
    """Before the database in use goes: whoever it knows as erased is on the list, and on those beside it."""
    here = Path(app.instance_path)
    with app.app_context(), mode("write"), transaction():
        if any(table.name == "erasure" for table in tables.tables_of(db.session.connection())):
            erasing.complete_list(here, at=clock.now())
    known = {line.public_id for line in erasures.read(here)}
    for folder in folders:
        erasures.write(here, [line for line in erasures.read(folder) if line.public_id not in known])


def _erase_again(app: Flask) -> int:
    """Where this is cut off, the worker goes on within the hour."""
    desks = app.extensions["personal_data"]
    with app.app_context(), mode("write"):
        with transaction():
            done = erasing.replay(Path(app.instance_path), desks, at=clock.now())
        for number in done.files:
            shelf.remove(number)
    return done.people


def _people(app: Flask) -> int:
    with app.app_context(), mode("read"), db.engine.connect() as connection, connection.begin():
        there = next((table for table in tables.tables_of(connection) if table.name == "person"), None)
        return 0 if there is None else connection.scalar(select(func.count()).select_from(there)) or 0


def _fill(connection: Connection, folder: Path, manifest: Manifest) -> None:
    there = {table.name: table for table in tables.tables_of(connection)}
    if set(there) != set(manifest.tables):
        raise Refused(f"{folder} is damaged: its tables are not those of the schema {manifest.schema}.")
    for name, table in there.items():
        connection.execute(table.delete())
        tables.put(connection, table, _lines(folder, name))
        tables.restart_counters(connection, table)
        found = tables.counted(tables.lines_of(connection, table))
        if found != manifest.tables[name]:
            raise Refused(
                f"{folder} is damaged: the table {name} has {found.rows} rows where the manifest says "
                f"{manifest.tables[name].rows}, or their content differs. Nothing was changed."
            )


def _lines(folder: Path, name: str) -> Iterator[str]:
    try:
        with gzip.open(folder / TABLES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)
    except (OSError, EOFError, UnicodeDecodeError):
        raise Refused(f"{folder} is damaged: the table {name} cannot be read. Nothing was changed.") from None


def _check_files(folder: Path, manifest: Manifest) -> None:
    root = (folder / FILES).resolve()
    for name, wanted in manifest.files.items():
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file() or digest(path) != wanted:
            raise Refused(f"{folder} is damaged: the stored file {name} is missing or differs. Nothing was changed.")


def _put_files(folder: Path, target: Path, manifest: Manifest) -> None:
    """Before the rows, so that no row ever points at a file that is not there; further files do no harm."""
    for name in manifest.files:
        there: Any = target / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / FILES / name, there)
