"""Keeping a copy of everything, while people go on learning.

All tables are read in one transaction that sees one instant: SQLite's WAL keeps it for a reader, PostgreSQL's
REPEATABLE READ likewise. The folder appears under its name only when it is complete.
"""

import gzip
import hashlib
import json
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy.engine import Connection

from lms.core import migrations
from lms.core.db import db, mode, transaction
from lms.core.revisions import put as note
from lms.operations import tables
from lms.operations.tables import Sum
from lms.rights import erasures

FORMAT = 1
MANIFEST, TABLES, FILES = "manifest.json", "tables", "files"
#: Name of the revision that says when a backup was made last.
MADE = "operations.backup"


class Refused(Exception):
    """It cannot be done; the message says why and what to do."""


class Manifest(NamedTuple):
    """What a backup holds. `files`: path inside `files/` -> SHA-256, hexadecimal."""

    made_at: str
    schema: str
    database: str
    tables: dict[str, Sum]
    files: dict[str, str]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def backup(app: Flask, folder: Path, *, at: datetime) -> Manifest:
    """Write everything but the settings into `folder`, which must be new or empty. Raises Refused."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there already. Name a new folder for each backup.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name:
        unfinished = Path(name) / "backup"
        unfinished.mkdir(mode=0o700)
        manifest = _write(app, unfinished, at)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    with app.app_context(), mode("write"), transaction():
        note(MADE, at.isoformat())
    return manifest


def store(app: Flask) -> Path:
    """Where the stored files lie."""
    return Path(app.config["INSTANCE"]) / "files"


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """What the backup in `folder` says it holds. Raises Refused."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise Refused(f"{folder} is no backup: it has no readable {MANIFEST}.") from None
    if said.pop("format", None) != FORMAT:
        raise Refused(f"{folder} was written by a newer release. Restore it with that release.")
    said["tables"] = {name: Sum(**found) for name, found in said["tables"].items()}
    return Manifest(**said)


def _write(app: Flask, folder: Path, at: datetime) -> Manifest:
    (folder / TABLES).mkdir()
    with app.app_context(), mode("read"), db.engine.connect() as connection:
        dialect = connection.dialect.name
        if dialect != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            if dialect != "sqlite":
                migrations.unhurried(connection)
            schema = migrations.current(connection)
            found = {table.name: _write_table(connection, table, folder) for table in tables.tables_of(connection)}
    manifest = Manifest(at.isoformat(), schema or "", dialect, found, _copy_files(store(app), folder / FILES))
    said = {"format": FORMAT, **manifest._asdict(), "tables": {name: one._asdict() for name, one in found.items()}}
    (folder / MANIFEST).write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    erasures.write(folder, erasures.read(Path(app.instance_path)))
    os.sync()
    return manifest


def _write_table(connection: Connection, table: Any, folder: Path) -> Sum:
    with gzip.open(folder / TABLES / f"{table.name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=5) as file:
        return tables.counted(tables.lines_of(connection, table), lambda line: file.write(line + "\n"))


def _copy_files(source: Path, target: Path) -> dict[str, str]:
    """Copy every stored file; one that is removed meanwhile was due to go."""
    copied = {}
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            there = target / path.relative_to(source)
            there.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy2(path, there)
            except FileNotFoundError:
                continue
            copied[str(path.relative_to(source))] = digest(there)
    return copied
