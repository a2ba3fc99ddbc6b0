"""What nobody sends by chance, and what is broken beside what is whole."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import actions, jobs
from lms.attendance.models import Decision
from lms.core.db import db, mode
from lms.core.outbox import Change
from tests.factories import attendance, enrolment, people, schedule

MINUTE = timedelta(minutes=1)
#: A session at the end of time: whatever is reckoned from its end fails.
NEVER = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)


def waiting(kind="attendance.evidence"):
    return db.session.scalar(select(func.count()).where(Change.kind == kind))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_outside_of_time_undoes_nothing(visit, moment):
    trainer = people.trainer()
    session = schedule.sessions_of(schedule.series(trainer))[0]
    answer = visit.as_(trainer).post(
        "attendance.trainer.undo", session_id=session.public_id, data={"marked_at": moment}
    )
    assert answer.status == 303


def test_a_broken_session_leaves_the_others_decided(app, at):
    trainer, learner = people.trainer(), people.person()
    whole, broken = (schedule.sessions_of(schedule.series(trainer))[0] for _number in range(2))
    attendance.code(whole, trainer, at=at)
    for session in (broken, whole):
        enrolment.enrol(learner, session.series)
        actions.click(session, learner, by=learner, at=at)
    actions.check_in(whole, learner, "4829", by=learner, at=at)
    broken.ends_at = NEVER
    db.session.commit()
    for _turn in range(2):
        with mode("write"):
            jobs.decide()
            db.session.commit()
        assert [row.session_id for row in db.session.scalars(select(Decision))] == [whole.id]
        assert waiting() == 1, "the trace in the broken one waits until it is whole"
    broken.ends_at = broken.starts_at + 90 * MINUTE
    db.session.commit()
    with mode("write"):
        jobs.decide()
        db.session.commit()
    assert waiting() == 0


def test_a_broken_session_keeps_no_other_from_being_settled(app, at):
    trainer, learner = people.trainer(), people.person()
    broken, whole = (schedule.sessions_of(schedule.series(trainer))[0] for _number in range(2))
    for session in (broken, whole):
        enrolment.enrol(learner, session.series)
    broken.starts_at, ends_at = datetime(1, 1, 1, 0, 5, tzinfo=UTC), whole.ends_at
    db.session.commit()
    with mode("write"):
        assert actions.settle(at=ends_at + 16 * MINUTE) == 1
        db.session.commit()
    assert [row.session_id for row in db.session.scalars(select(Decision))] == [whole.id]
