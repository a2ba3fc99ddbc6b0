"""Bringing the schema to the head, one process at a time.

On SQLite foreign keys are off while tables are rebuilt (a batch rebuild would otherwise delete children
through ON DELETE CASCADE) and checked before the end; DDL is inside the transaction on both databases.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from lms.core.db import db, mode

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
#: Any constant: the same number is the same lock for every process of this app on PostgreSQL.
LOCK = 7_204_318
#: Milliseconds a process on SQLite waits for another one's migration.
PATIENCE = 120_000


class BrokenLinks(RuntimeError):
    """A migration left rows pointing at nothing; it was undone."""


def config() -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def head() -> str:
    """The newest revision in `migrations/versions`."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def current(connection: Connection) -> str | None:
    """The revision the database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(app: Flask, to: str = "head") -> None:
    """Migrate up; a second process waits for the first and finds nothing to do."""
    _run(app, lambda made: command.upgrade(made, to))


def downgrade(app: Flask, to: str) -> None:
    """Migrate down, for tests and for undoing a release."""
    _run(app, lambda made: command.downgrade(made, to))


def write(app: Flask, room: str, words: str) -> str:
    """Write the next numbered migration from what differs between the models and the schema; answers its name."""
    number = f"{int(head()) + 1:04d}"
    name = f"{number}_{room}_{'_'.join(words.lower().split())}"

    def go(made: Config) -> None:
        made.set_main_option("file_template", name)
        command.revision(made, message=f"{room}: {words}", rev_id=number, autogenerate=True)

    _run(app, go)
    (FOLDER / ".current-head").write_text(f"{number}\n")
    return name


def rebuild(app: Flask, to: str, fill: Callable[[Connection], None]) -> None:
    """Everything goes; the schema of revision `to` is built, filled and migrated up. All of it or nothing."""

    def go(made: Config) -> None:
        connection = made.attributes["connection"]
        there = MetaData()
        there.reflect(connection)
        there.drop_all(connection)
        command.upgrade(made, to)
        fill(connection)
        command.upgrade(made, "head")

    _run(app, go)


def unhurried(connection: Connection) -> None:
    """Lift PostgreSQL's time limits, which are made for requests, until this transaction ends."""
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {limit} = 0"))


def _run(app: Flask, go: Any) -> None:
    with app.app_context(), mode("write"), db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        with _relaxed(connection.connection.driver_connection) if on_sqlite else nullcontext(), connection.begin():
            if not on_sqlite:
                unhurried(connection)
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            made = config()
            made.attributes["connection"] = connection
            go(made)
            if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise BrokenLinks(f"rows without their parent: {broken[:5]}")


@contextmanager
def _relaxed(raw: Any) -> Iterator[None]:
    """SQLite with foreign keys off, which no transaction can do, and patience for another process's migration."""
    (busy,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout={PATIENCE}")
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute(f"PRAGMA busy_timeout={busy}")
