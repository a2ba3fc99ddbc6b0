"""Counting what is asked of the database."""

from contextlib import contextmanager

from sqlalchemy import event

from lms.core.db import db


@contextmanager
def statements():
    """The SQL statements of every connection while inside, in order."""
    seen = []

    def note(_connection, _cursor, statement, _values, _context, _many):
        if statement != "BEGIN" and not statement.startswith("BEGIN "):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
