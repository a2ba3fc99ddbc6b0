"""Bringing the schema to the head, one process at a time.

On SQLite foreign keys are off while tables are rebuilt (a batch rebuild would otherwise delete children
through ON DELETE CASCADE) and checked before the end; DDL is inside the transaction on both databases.
"""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection

from lms.core.db import db, mode

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
#: Any constant: the same number is the same lock for every process of this app on PostgreSQL.
LOCK = 7_204_318


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


def _run(app: Flask, go: Any) -> None:
    with app.app_context(), mode("write"):
        engine = db.engine
        with engine.connect() as connection:
            on_sqlite = connection.dialect.name == "sqlite"
            if on_sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    if not on_sqlite:
                        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                    made = config()
                    made.attributes["connection"] = connection
                    go(made)
                    if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                        raise BrokenLinks(f"rows without their parent: {broken[:5]}")
            finally:
                if on_sqlite:
                    connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
