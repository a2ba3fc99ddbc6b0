"""Facts that count people, for tests, and the worker's counting."""

from datetime import timedelta

from sqlalchemy import select

from lms.attendance.models import Decision
from lms.core.db import db, mode
from lms.core.outbox import announce
from lms.quizzes.models import Attempt, Quiz
from lms.reach.actions import aims, counting
from lms.reach.models import Milestone


def decided(session, person, state="present", *, self_reported=False, at):
    """What attendance says of a person in a session from now on, announced."""
    row = db.session.scalar(
        select(Decision).where(Decision.session_id == session.id, Decision.person_id == person.id)
    ) or Decision(session_id=session.id, person_id=person.id, rule="2026-1")
    row.state, row.self_reported, row.decided_at = state, self_reported, at
    db.session.add(row)
    db.session.flush()
    announce("attendance.decision", row.id, at=at)
    db.session.commit()
    return row


def tried(person, module, *, passed=True, at):
    """A handed-in attempt at the quiz of a module, which is made if it is not there; announced."""
    quiz = db.session.scalar(select(Quiz).where(Quiz.module_id == module.id)) or Quiz(module_id=module.id)
    db.session.add(quiz)
    db.session.flush()
    before = select(db.func.count()).where(Attempt.quiz_id == quiz.id, Attempt.person_id == person.id)
    row = Attempt(
        quiz_id=quiz.id,
        person_id=person.id,
        number=db.session.scalar(before) + 1,
        state="handed_in",
        started_at=at - timedelta(minutes=20),
        handed_in_at=at,
        score=9.0 if passed else 3.0,
        out_of=10.0,
        passed=passed,
    )
    db.session.add(row)
    db.session.flush()
    announce("quizzes.handed_in", row.id, at=at)
    db.session.commit()
    return row


def count(*, at):
    """Count everything that waits, as the worker does; answers how many changes there were."""
    db.session.commit()
    seen = 0
    with mode("write"):
        while changes := counting.count_new(at=at):
            db.session.commit()
            seen += changes
        db.session.commit()
    return seen


def target(people, province_code="", *, indicator="attended", year=2026, at):
    """A target."""
    with mode("write"):
        aims.set_target(indicator, year, province_code, people, by=None, at=at)
        db.session.commit()


def ledger(person, indicator="attended"):
    """scope → row in force."""
    rows = select(Milestone).where(
        Milestone.person_id == person.id, Milestone.indicator == indicator, Milestone.withdrawn_at.is_(None)
    )
    return {row.scope: row for row in db.session.scalars(rows)}


def withdrawn(person, indicator="attended"):
    """(scope, why) of the rows that stood once, in the order they were written."""
    rows = select(Milestone).where(
        Milestone.person_id == person.id, Milestone.indicator == indicator, Milestone.withdrawn_at.is_not(None)
    )
    return [(row.scope, row.withdrawn_why) for row in db.session.scalars(rows.order_by(Milestone.id))]
