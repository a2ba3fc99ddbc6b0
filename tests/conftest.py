"""The test bench: a real database built by the migrations, a client that inspects every page, no network."""

import os
import shutil
import socket
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lms.app import create_app
from lms.core import migrations, words
from lms.core.db import db, mode
from tests.visitor import Visitor

#: Thursday 26 November 2026, 19:20 in Vietnam: ten minutes before an evening class.
AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)
#: The last app made sets the level of the whole process: quiet, unless a test asks for lines.
os.environ["LMS_LOG_LEVEL"] = "ERROR"
# A machine that is busy proves nothing wrong.
settings.register_profile("patient")
settings.load_profile("patient")
KEEP = {"alembic_version", "province", "province_alias", "commune", "holiday", "revision"}


@event.listens_for(Engine, "connect")
def no_order_by_chance(connection, _record):
    """A SELECT without ORDER BY answers from the other end: neither the app nor a test may rely on an order."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON").close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """In CI a missing server is a failure, never a skip."""
    report = yield
    if os.environ.get("LMS_CI") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped in CI: {report.longrepr}"
    return report


def _database_url(folder: Path, worker: str) -> str:
    given = os.environ.get("LMS_TEST_DATABASE_URL")
    if not given:
        return f"sqlite:///{folder / 'test.db'}"
    url = make_url(given.replace("postgresql://", "postgresql+psycopg://", 1))
    name = f"{url.database}_{worker}"
    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def bench():
    """The app on a fresh database with the places loaded; shared by the whole run."""
    folder = Path(tempfile.mkdtemp(prefix="lms-test-"))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    app = create_app(
        {
            "INSTANCE": str(folder),
            "DATABASE_URL": _database_url(folder, worker),
            "LOG_LEVEL": "ERROR",
            "SECRET_KEY": "test-" + "0123456789abcdef" * 3,
        }
    )
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    migrations.upgrade(app)
    with app.app_context(), mode("write"):
        from lms.places import actions as places  # needs the app's models

        places.load(at=AT)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def empty(bench):
    """Remove every row but the places, the files, and the pages kept ready."""
    shutil.rmtree(Path(bench.instance_path) / "files", ignore_errors=True)
    for kept in ("ready", "ready_feeds"):
        bench.extensions.pop(kept, None)
    db.session.remove()
    with mode("write"):
        for table in reversed(db.metadata.sorted_tables):
            if table.name not in KEEP:
                db.session.execute(table.delete())
        db.session.commit()
    db.session.remove()


@pytest.fixture
def app(bench):
    """The app with an application context; every row but the places is removed afterwards."""
    words.speak("vi")
    with bench.app_context(), mode("late"):
        yield bench
        db.session.rollback()
        empty(bench)
    words.speak("vi")


@pytest.fixture
def at():
    """The instant tests are about."""
    return AT


@pytest.fixture
def clock():
    """The clock, standing at `AT`; `clock.move_to(instant)` moves it."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def visit(app, clock):
    """A visitor who inspects every page they are shown."""
    return Visitor(app)


@pytest.fixture(autouse=True)
def no_network(monkeypatch, request):
    """Nothing leaves this machine."""
    connect = socket.socket.connect

    def only_here(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)
