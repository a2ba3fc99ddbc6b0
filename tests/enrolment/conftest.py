"""People and a class for the tests of enrolment."""

import pytest
from sqlalchemy import event

from lms.core.db import db
from tests.factories import people
from tests.factories import schedule as make


@pytest.fixture(autouse=True)
def nothing_kept_ready(app):
    """The clock stands still in tests, so a page kept by one test would be shown in the next."""
    app.extensions.pop("ready", None)


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def learner(app):
    return people.person(email="may@example.org")


@pytest.fixture
def series(trainer):
    """Eight Thursday evenings from 12 November 2026; the third is today."""
    return make.series(trainer, make.FIRST.replace(day=12), 8)


@pytest.fixture
def statements(app):
    """The statements put to the database since the last `clear()`."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
