"""What Zoom itself tells comes in without anybody: once for each pull, and only what is new counts."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import jobs, queries
from lms.attendance.models import Evidence, Participant, Report, Stay
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.live.actions import reports as pulled
from lms.live.models import LivePresence, LiveReport
from lms.live.rules.report import Stay as Told
from tests.factories import attendance, enrolment, people
from tests.factories.reports import class_over, take_in, zoom

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lesson(app, clock):
    """(session that is over, learners, trainer)."""
    return class_over(clock, "Giàng A Páo", "Lường Thị Bích")


def pull(session, turn, *visits, at):
    """Zoom's answer is noted as the live room does: (key, person, registrant, name, joined, left)."""
    with mode("write"):
        row = LiveReport(session_id=session.id, round=turn, state="wanted", tries=0, rows=0, due_at=at)
        db.session.add(row)
        db.session.flush()
        task = pulled.Task(
            row.id, session.id, session.series_id, "", "81234567890", session.starts_at, session.ends_at, []
        )
        told = [
            (
                Told(key, registrant, name, None, session.starts_at + one * MINUTE, session.starts_at + two * MINUTE),
                person and person.id,
            )
            for key, person, registrant, name, one, two in visits
        ]
        pulled.note_done(task, (True, told), at=at)
        db.session.commit()


def work():
    with mode("write"):
        done = jobs.take_in_pulled()
        db.session.commit()
    db.session.expire_all()
    return done


def state(session, person):
    row = queries.decisions_by_person(session.id, [person.id]).get(person.id)
    return row and row.state


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_pulled_report_counts_by_itself(lesson, at):
    session, (pao, bich), _trainer = lesson
    pull(
        session,
        "first",
        ("a", pao, "r1", "máy của mẹ", 0, 40),
        ("b", pao, "r1", "máy của mẹ", 41, 90),
        ("c", None, None, "Lường Thị Bích", 0, 90),
        ("d", None, None, "Khách", 5, 20),
        ("e", None, None, "Đặng Thị Hòa", 0, 90),
        at=at,
    )
    assert work() == 1
    assert (state(session, pao), state(session, bich)) == ("present", "present")
    report = db.session.scalars(select(Report)).one()
    assert (report.way, report.state, report.rows, report.by_id) == ("zoom", "confirmed", 5, None)
    assert Counter(db.session.scalars(select(Stay.fate))) == {"stay": 4, "host": 1}
    steps = Counter(db.session.execute(select(Participant.state, Participant.step)).all())
    assert {tuple(key): n for key, n in steps.items()} == {
        ("matched", "registrant"): 1, ("matched", "name"): 1, ("open", None): 1
    }  # fmt: skip
    assert work() == 0
    assert db.session.scalar(select(func.count()).where(Change.kind == "live.pulled")) == 0


def test_pulled_again_changes_nothing_and_later_rows_are_added(lesson, at):
    session, (pao, bich), _trainer = lesson
    first = ("a", pao, "r1", "Páo", 0, 90)
    pull(session, "first", first, at=at)
    assert work() == 1
    pull(session, "last", first, at=at)
    assert work() == 0
    assert (count(Report), count(Stay), count(Evidence)) == (1, 1, 1)
    with mode("write"):
        db.session.execute(LiveReport.__table__.delete())
        db.session.commit()
    pull(session, "last", first, ("b", bich, "r2", "Bích", 10, 90), at=at)
    assert work() == 1
    assert Counter(db.session.scalars(select(Stay.fate))) == {"stay": 2, "repeated": 1}
    assert (count(Evidence), state(session, bich)) == (2, "present")


def test_the_file_beside_zooms_own_answer_takes_no_minute_twice(visit, lesson, at):
    session, (pao, _bich), trainer = lesson
    pull(session, "first", ("a", pao, "r1", "Giàng A Páo", 0, 45), at=at)
    work()
    take_in(visit.as_(trainer), session, zoom(session, ("Giàng A Páo", 0, 45)))
    row = queries.decisions_by_person(session.id, [pao.id])[pao.id]
    assert row.why[0]["values"]["minutes"] == 45


def test_a_mark_stays(lesson, at):
    session, (pao, _bich), trainer = lesson
    attendance.marked(session, pao, trainer, "excused", "Ốm", at=session.ends_at)
    pull(session, "first", ("a", pao, "r1", "Giàng A Páo", 0, 90), at=at)
    work()
    assert state(session, pao) == "excused"


def test_who_was_told_is_believed_even_without_a_seat_now(lesson, at):
    session, (pao, _bich), _trainer = lesson
    gone = people.person("Hồ Văn Trọng")
    enrolment.enrol(gone, session.series, state="withdrawn")
    attendance.trace(session, gone, at=at)
    pull(session, "first", ("a", gone, "r9", "x", 0, 90), at=at)
    work()
    assert (state(session, gone), count(LivePresence)) == ("present", 1)
