"""A database that is locked for too long, or away: 503 and the way on, never a lie; and all is well once it is back."""

import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from flask import Blueprint
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lms.accounts.models import FailedSignIn
from lms.core.access import public
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.factories import people, schedule

FAILED = {"contact": "0912 345 678", "password": "không phải mật khẩu này"}


def of(visitor, method, path, **values):
    """(status, Retry-After) where a Visitor would refuse any 5xx."""
    db.session.commit()
    with visitor.app.app_context():
        answer = visitor.client.open(path, method=method, buffered=True, **values)
    if answer.status_code == 503:
        assert "<h1" in answer.get_data(as_text=True)
    return answer.status_code, answer.headers.get("Retry-After")


@contextmanager
def locked(app):
    """Somebody writes and does not end: all of SQLite, or three tables of PostgreSQL."""
    if db.engine.dialect.name == "sqlite":
        file = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
        with closing(sqlite3.connect(file, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
    else:
        engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
        with engine.connect() as holder:
            holder.execute(text("LOCK TABLE enrolment, failed_sign_in, sign_in IN EXCLUSIVE MODE"))
            yield


@pytest.fixture
def hurried(app):
    """Connections that wait a fifth of a second for a lock instead of seconds."""

    def hurry(raw, *_rest):
        wait = "PRAGMA busy_timeout=200" if db.engine.dialect.name == "sqlite" else "SET lock_timeout = 200"
        raw.execute(wait).close()

    event.listen(db.engine, "checkout", hurry)
    yield app
    event.remove(db.engine, "checkout", hurry)
    db.session.remove()
    db.engine.dispose()


def test_locked_for_too_long(hurried, visit, clock, at):
    learner, series = people.person(), schedule.series(people.trainer())
    browser, stranger = visit.as_(learner), visit.as_(None)
    page, seat = f"/classes/{series.slug}", f"/classes/{series.slug}/enrol"
    clock.move_to(at + timedelta(minutes=10))  # so that reading would note when they were last seen
    with locked(hurried):
        assert of(browser, "POST", seat) == (503, "5")
        assert of(stranger, "POST", "/sign-in", data=FAILED) == (503, "5"), "no guess goes uncounted"
        assert [of(browser, "GET", path)[0] for path in (page, "/today", "/my/classes")] == [200] * 3
    assert of(stranger, "POST", "/sign-in", data=FAILED)[0] == 422
    assert of(browser, "POST", seat)[0] == 303
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 1


def terminate(connection, name):
    """End every connection to a database; our own is to another."""
    connection.execute(
        text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
        {"name": name},
    )


@pytest.fixture
def server(app):
    """(a connection to the PostgreSQL server beside the tests' database, the name of that database)."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection, url.database


@pytest.mark.postgres
def test_after_all_connections_were_ended_the_next_request_is_answered(server, visit):
    connection, name = server
    browser = visit.as_(people.person())
    slug = schedule.series(people.trainer()).slug
    assert of(browser, "GET", "/today")[0] == 200
    db.session.rollback()
    terminate(connection, name)
    db.session.remove()
    assert of(browser, "GET", "/today")[0] == 200
    terminate(connection, name)
    db.session.remove()
    assert of(browser, "POST", f"/classes/{slug}/enrol")[0] == 303


@pytest.mark.postgres
def test_while_the_server_takes_nobody_in_it_is_503_and_afterwards_all_is_well(server, visit):
    connection, name = server
    browser = visit.as_(people.person())
    slug = schedule.series(people.trainer()).slug
    paths = [("GET", "/my/classes"), ("POST", f"/classes/{slug}/enrol"), ("GET", "/readyz")]
    db.session.remove()
    connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false'))
    try:
        terminate(connection, name)
        with browser.app.app_context():
            answers = [browser.client.open(path, method=method) for method, path in paths]
        assert [(answer.status_code, answer.headers["Retry-After"]) for answer in answers] == [(503, "5")] * 3
    finally:
        connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true'))
    db.session.remove()
    assert [of(browser, *ask)[0] for ask in paths] == [200, 303, 200]


@pytest.mark.postgres
def test_a_connection_that_ends_in_the_middle_of_a_request_keeps_nothing(app, server, visit):
    """The view ends its own connection between a write and the end of the request."""
    from lms.app import create_app
    from lms.core.revisions import Revision, put

    made = create_app({**{name: app.config[name] for name in ("INSTANCE", "DATABASE_URL")}, "LOG_LEVEL": "CRITICAL"})
    pages = Blueprint("planted", __name__)

    @pages.post("/planted/cut")
    @public
    def cut():
        put("cut", "half")
        own = db.session.scalar(text("SELECT pg_backend_pid()"))
        server[0].execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
        return "kept", 200

    made.register_blueprint(pages)
    assert made.test_client().post("/planted/cut").status_code == 503
    db.session.expire_all()
    assert db.session.get(Revision, "cut") is None
    with made.app_context():
        db.engine.dispose()
