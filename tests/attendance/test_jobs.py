"""What the worker does: decide for traces, settle what is over; twice is once."""

from datetime import timedelta

from sqlalchemy import func, select

from lms.attendance import actions, jobs
from lms.attendance.models import CheckInCode, Decision
from lms.core.db import db
from lms.core.outbox import Change
from tests.factories import enrolment, people, schedule

MINUTE = timedelta(minutes=1)


def waiting(kind):
    return db.session.scalar(select(func.count()).where(Change.kind == kind))


def test_traces_are_decided_and_taken_from_the_outbox(app, clock, at):
    trainer = people.trainer()
    session = schedule.sessions_of(schedule.series(trainer))[0]
    actions.new_code(session, by=trainer, at=at)
    code = session and db.session.scalar(select(CheckInCode.code))
    learners = [people.person(f"Lò Thị {name}") for name in ("An", "Bình", "Chi")]
    for person in learners:
        enrolment.enrol(person, session.series)
        actions.click(session, person, by=person, at=at)
    actions.check_in(session, learners[0], code, by=learners[0], at=at)
    db.session.commit()
    assert waiting("attendance.evidence") == 4
    jobs.decide()
    db.session.commit()
    assert waiting("attendance.evidence") == 0
    (row,) = db.session.scalars(select(Decision))
    assert (row.person_id, row.state, row.self_reported) == (learners[0].id, "present", True)
    assert waiting("attendance.decision") == 1
    jobs.decide()
    assert waiting("attendance.decision") == 1


def test_a_class_that_is_over_is_settled_once(app, clock, at):
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    ends_at = session.ends_at
    for minutes, expected in ((10, None), (16, "absent"), (30, "absent")):
        clock.move_to(ends_at + minutes * MINUTE)
        jobs.settle()
        db.session.commit()
        assert db.session.scalar(select(Decision.state)) == expected
    assert waiting("attendance.decision") == 1


def test_cancelled_and_draft_classes_are_left_alone(app, clock):
    trainer, learner = people.trainer(), people.person()
    for values in ({}, {"state": "draft"}):
        series = schedule.series(trainer, **values)
        enrolment.enrol(learner, series)
        session = schedule.sessions_of(series)[0]
        if not values:
            session.state = "cancelled"
    db.session.commit()
    clock.move_to(session.ends_at + timedelta(hours=1))
    jobs.settle()
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 0


def test_a_late_check_in_after_the_end_still_counts(app, at):
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    actions.new_code(session, by=trainer, at=session.ends_at + MINUTE)
    code = db.session.scalar(select(CheckInCode.code))
    actions.check_in(session, learner, code, by=learner, at=session.ends_at + 5 * MINUTE)
    actions.settle(at=session.ends_at + 16 * MINUTE)
    row = db.session.scalar(select(Decision))
    assert (row.state, row.late, row.self_reported) == ("present", True, True)
