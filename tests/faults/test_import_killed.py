"""A list is read and written to the same end when its worker is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lms.core import clock
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.invitations import queries
from lms.invitations.actions import lists
from lms.invitations.models import Invitation, InvitationList
from lms.people import queries as known
from lms.people.models import Person
from tests.factories import people
from tests.invitations import crowd

ROWS, PATIENCE = 6_000, 90


def start(app):
    environment = {**os.environ, "LMS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "LMS_LOG_LEVEL": "CRITICAL",
                   "LMS_INSTANCE": app.config["INSTANCE"], "LMS_SECRET_KEY": app.config["SECRET_KEY"]}  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", "lms.worker"], env=environment, start_new_session=True)


def kill(worker):
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def until(ask):
    """Wait for an answer that is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        db.session.rollback()
        if ask():
            return
        time.sleep(0.01)
    raise AssertionError("the worker did not come so far")


def how_many(*states):
    return db.session.scalar(select(func.count()).where(Invitation.state.in_(states)))


def stands(state):
    return lambda: db.session.scalar(select(InvitationList.state)) == state


def kill_in_the_middle(app, half_way):
    """A worker dies as soon as it is half-way; its lease runs out."""
    worker = start(app)
    try:
        until(half_way)
    finally:
        kill(worker)
    with mode("write"):
        past = clock.now() - timedelta(seconds=1)
        db.session.execute(update(Job).where(Job.state == "running").values(leased_until=past))
        db.session.commit()


def act(do, owner_id, *more):
    with mode("write"):
        listing = db.session.scalars(select(InvitationList)).one()
        do(listing, *more, by=known.as_viewer(db.session.get(Person, owner_id)), at=clock.now())
        db.session.commit()


@pytest.mark.slow
def test_a_list_ends_the_same_when_its_worker_is_killed(app):
    owner, whole = people.coordinator("12"), crowd.rows(ROWS)
    owner_id = owner.id
    with mode("write"):
        told = ("Đoàn xã", "12", "a.csv", crowd.csv(ROWS))
        lists.upload(*told, number="a" * 13, by=owner, at=clock.now())
        db.session.commit()
    worker = start(app)
    until(lambda: db.session.scalars(select(InvitationList)).one().found)
    kill(worker)
    act(lists.check, owner_id, db.session.scalars(select(InvitationList.columns)).one())
    kill_in_the_middle(app, lambda: how_many("new", "refused") > 0)
    checked = how_many("new", "refused")
    assert 0 < checked < ROWS
    worker = start(app)
    until(stands("checked"))
    kill(worker)
    counts = queries.counts(db.session.scalars(select(InvitationList)).one())
    assert sum(counts.values()) == len(whole)
    act(lists.confirm, owner_id)
    kill_in_the_middle(app, lambda: how_many("invited") > 0)
    assert 0 < how_many("invited") < counts["new"]
    worker = start(app)
    until(stands("written"))
    kill(worker)
    assert how_many("invited") == counts["new"]
    assert db.session.scalar(select(func.count(Invitation.code.distinct()))) == counts["new"]
    assert list(db.session.scalars(select(Invitation.row).order_by(Invitation.row))) == list(range(4, ROWS + 4))
