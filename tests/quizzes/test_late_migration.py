"""Migration 0034: answers that came late move to a table of their own, and back."""

import importlib.util
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, text

from lms.core.migrations import FOLDER


@pytest.fixture
def move():
    """The migration by itself."""
    (path,) = Path(FOLDER, "versions").glob("0034_*.py")
    spec = importlib.util.spec_from_file_location("late_migration", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def database():
    """The two tables as they were, with an answer in time and one that came late."""
    with create_engine("sqlite://").begin() as connection:
        for statement in (
            "CREATE TABLE answer (attempt_id INTEGER NOT NULL, position INTEGER NOT NULL, value JSON NOT NULL, "
            "sequence INTEGER NOT NULL, saved_at DATETIME NOT NULL, late BOOLEAN NOT NULL, marks FLOAT, "
            "waits BOOLEAN DEFAULT 0 NOT NULL, PRIMARY KEY (attempt_id, position))",
            "CREATE TABLE late_answer (attempt_id INTEGER NOT NULL, position INTEGER NOT NULL, value JSON NOT NULL, "
            "sequence INTEGER NOT NULL, received_at DATETIME NOT NULL, counted_at DATETIME, counted_by_id INTEGER, "
            "PRIMARY KEY (attempt_id, position))",
            "INSERT INTO answer VALUES (1, 1, '[1]', 5, '2026-11-01', 0, 1.0, 0)",
            "INSERT INTO answer VALUES (1, 2, '[2]', 6, '2026-11-02', 1, NULL, 0)",
        ):
            connection.execute(text(statement))
        yield connection


def rows(connection, what):
    return connection.execute(text(what)).all()


def test_late_answers_move_out_and_back(database, move):
    with Operations.context(MigrationContext.configure(database)):
        move.upgrade()
        assert rows(database, "SELECT position, value, sequence, marks FROM answer") == [(1, "[1]", 5, 1.0)]
        late = rows(database, "SELECT position, value, sequence, received_at, counted_at FROM late_answer")
        assert late == [(2, "[2]", 6, "2026-11-02", None)]
        database.execute(text("INSERT INTO late_answer VALUES (1, 1, '[3]', 9, '2026-11-03', NULL, NULL)"))
        move.downgrade()
    found = rows(database, "SELECT position, value, sequence, late FROM answer ORDER BY position")
    assert [(n, value, number, bool(late)) for n, value, number, late in found] == [
        (1, '[1]', 5, False), (2, '[2]', 6, True)
    ]  # fmt: skip
