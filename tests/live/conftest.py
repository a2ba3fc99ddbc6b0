"""A class, hosts, and Zoom on loopback."""

import pytest
from sqlalchemy import delete

from lms.core.db import db, mode
from lms.core.revisions import Revision
from lms.live import jobs, queries, zoom
from lms.live.models import LiveHost, LiveMeeting
from tests.factories import people
from tests.factories import schedule as make
from tests.live import zoom_server


@pytest.fixture(autouse=True)
def fresh(app, monkeypatch):
    """No token, no pause left by another test; calls follow each other at once."""
    zoom._tokens.clear()
    monkeypatch.setattr(zoom, "PACE", dict.fromkeys(zoom.PACE, 0))
    forget_pause()
    yield
    forget_pause()


def forget_pause():
    with mode("write"):
        db.session.execute(delete(Revision).where(Revision.name.in_((queries.ANSWERED, queries.PAUSED))))
        db.session.commit()


@pytest.fixture
def server(app, monkeypatch):
    """Zoom, and the settings that lead to it."""
    made = zoom_server.ZoomServer()
    known = {name: getattr(zoom_server, name) for name in ("ACCOUNT", "CLIENT", "SECRET")}
    given = {"URL": made.url, **known}
    for name, value in given.items():
        monkeypatch.setitem(app.config, f"ZOOM_{name}", value)
    monkeypatch.setitem(app.config, "BASE_URL", "https://cunghoc.example")
    yield made
    made.close()


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def series(trainer):
    """Four Thursday evenings from today on, without a pasted link."""
    return make.series(trainer, count=4, seats=100, room_url=None, room_platform=None)


@pytest.fixture
def host(app, at):
    return add_host("Phòng 1", "host1@example.org", 300, at)


def add_host(name, zoom_user, capacity, at):
    row = LiveHost(name=name, zoom_user=zoom_user, capacity=capacity, added_at=at)
    with mode("write"):
        db.session.add(row)
        db.session.commit()
    return row


@pytest.fixture
def wanted(host, at):
    """Ask for Zoom for a series, as its trainer would."""

    def want(of):
        with mode("write"):
            row = LiveMeeting(series_id=of.id, state="wanted", due_at=at, changed_at=at)
            db.session.add(row)
            db.session.commit()
        return row

    return want


@pytest.fixture
def work(clock):
    """Run jobs of the room by name, as the worker does."""

    def worked(*names):
        db.session.rollback()
        with mode("write"):
            for name in names:
                getattr(jobs, name)()
                db.session.commit()
        db.session.expire_all()

    return worked


@pytest.fixture
def made(series, wanted, work, server):
    """The meeting of the series, as the job made it."""
    row = wanted(series)
    work("meetings")
    assert row.state == "made", (row.error, queries.standing(), server.asked)
    return row
