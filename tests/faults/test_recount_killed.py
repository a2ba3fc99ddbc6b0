"""Attendance is decided again to the same end when the worker is killed in the middle."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select

from lms.attendance import actions
from lms.attendance.actions import recounts
from lms.attendance.models import Decision, Evidence, Recount, RecountChange, SessionRule
from lms.core import clock
from lms.core.db import db, mode
from lms.people.models import Person
from lms.schedule.models import Session
from tests.factories import attendance, people, schedule
from tests.faults.test_import_killed import kill, kill_in_the_middle, start, until

SESSIONS, PEOPLE = 40, 100
ALL = SESSIONS * PEOPLE
MADE = datetime(2024, 1, 1, tzinfo=UTC)


def crowd(sessions):
    """A hundred people who were there for half of every session."""
    common = {"name": "Lò Thị Mảy", "name_sort": "may", "name_fold": "lo thi may", "mark": "A7K2", "language": "vi"}
    rows = [{**common, "public_id": f"crowd{number:08d}", "created_at": MADE} for number in range(PEOPLE)]
    db.session.execute(insert(Person), rows)
    ids = db.session.scalars(select(Person.id).where(Person.public_id.like("crowd%")).order_by(Person.id)).all()
    for session in sessions:
        half = session.starts_at + (session.ends_at - session.starts_at) / 2
        stay = {"session_id": session.id, "kind": "interval", "at": session.starts_at, "until": half}
        db.session.execute(insert(Evidence), [{**stay, "person_id": number} for number in ids])
    db.session.commit()


def count(*wanted):
    return db.session.scalar(select(func.count()).select_from(Decision).where(*wanted))


def stands(state):
    return lambda: db.session.scalar(select(Recount.state).where(Recount.version == "2024-1")) == state


def act(do, coordinator_id):
    with mode("write"):
        recount = db.session.scalars(select(Recount).where(Recount.public_id == "a" * 13)).one()
        do(recount, by=db.session.get(Person, coordinator_id), at=clock.now())
        db.session.commit()


@pytest.mark.slow
def test_deciding_again_ends_the_same_when_its_worker_is_killed(app):
    trainer, coordinator = people.trainer(), people.coordinator("")
    series = schedule.series(trainer, date(2024, 1, 4), SESSIONS, state="finished")
    crowd(schedule.sessions_of(series))
    with mode("write"):
        while actions.settle(at=clock.now(), most=SESSIONS):
            db.session.commit()
    attendance.version("2024-1", date(2030, 1, 1), present=40, by=coordinator, at=MADE)
    db.session.query(Recount).update({"version": None})
    with mode("write"):
        recounts.start(number="a" * 13, series=series, version="2024-1", reason="Thử", by=coordinator, at=clock.now())
        db.session.commit()
    number = coordinator.id
    kill_in_the_middle(app, lambda: db.session.scalar(select(func.count()).select_from(RecountChange)) > 0)
    assert 0 < db.session.scalar(select(func.count()).select_from(RecountChange)) < ALL
    worker = start(app)
    until(stands("looked"))
    kill(worker)
    recount = db.session.scalars(select(Recount).where(Recount.public_id == "a" * 13)).one()
    assert (recount.looked, recount.differences["would"]) == (ALL, {"partial>present": ALL})
    assert count(Decision.state == "partial") == ALL
    act(recounts.apply, number)
    kill_in_the_middle(app, lambda: count(Decision.state == "present") > 0)
    done = count(Decision.state == "present")
    assert 0 < done < ALL and done % PEOPLE == 0
    # What comes while nobody works on it: one who was there to the end, in the last session.
    last = db.session.scalars(select(Session).order_by(Session.id.desc())).first()
    late = db.session.scalars(select(Person.id).where(Person.public_id == "crowd00000000")).one()
    with mode("write"):
        stay = {"session_id": last.id, "person_id": late, "kind": "interval", "at": last.starts_at}
        db.session.add(Evidence(**stay, until=last.ends_at))
        db.session.commit()
    worker = start(app)
    until(stands("applied"))
    kill(worker)
    assert count(Decision.state == "present", Decision.rule == "2024-1") == ALL
    why = select(Decision.why).where(Decision.person_id == late, Decision.session_id == last.id)
    assert db.session.scalar(why)[0]["values"]["percent"] == 100
    assert db.session.scalar(select(func.count()).select_from(SessionRule)) == SESSIONS
