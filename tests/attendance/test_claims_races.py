"""Two at once: a claim said twice is one, and only the first answer counts."""

from datetime import timedelta

from sqlalchemy import func, select

from lms.attendance.actions import claims as actions
from lms.attendance.models import Claim, Decision, Evidence
from lms.attendance.rules import claims as rules
from lms.core.db import db
from lms.core.outbox import Change
from lms.people.models import Person
from lms.schedule.models import Session
from tests.attendance.test_races import together
from tests.factories import attendance, enrolment, people, schedule

DAY = timedelta(days=1)


def lesson():
    """(session, learner, two trainers), a day after the class, as ids; the learner is absent."""
    trainers, learner = [people.trainer("Đặng Thị Hòa"), people.trainer("Đỗ Văn Khải")], people.person()
    series = schedule.series(trainers)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    attendance.decided(session, learner, at=session.ends_at + DAY)
    return session.id, learner.id, [trainer.id for trainer in trainers], session.ends_at + DAY


def say(session_id, learner_id, at, note=""):
    learner = db.session.get(Person, learner_id)
    return actions.claim(db.session.get(Session, session_id), learner, note=note, by=learner, at=at)


def tried(told, work):
    """The work, with what came of it noted: what it answered, or the rule it broke."""

    def run():
        try:
            told.append(work())
        except rules.RuleBroken as broken:
            db.session.rollback()
            told.append(type(broken))

    return run


def test_one_claim_from_many_taps(app):
    session_id, learner_id, _trainers, at = lesson()
    together(app, *[lambda: say(session_id, learner_id, at, "Có")] * 5)
    assert db.session.execute(select(Claim.state, Claim.note)).all() == [("open", "Có")]


def test_two_trainers_agree_at_once(app):
    session_id, learner_id, trainers, at = lesson()
    number, told = say(session_id, learner_id, at).id, []

    def agree(trainer):
        return lambda: actions.accept(db.session.get(Claim, number), by=db.session.get(Person, trainer), at=at)

    together(app, *(tried(told, agree(trainer)) for trainer in trainers))
    assert sorted(told) == [False, True]
    assert db.session.scalar(select(func.count()).where(Evidence.kind == "mark")) == 1
    assert db.session.scalar(select(func.count()).where(Change.kind == actions.ANSWERED)) == 1
    assert db.session.scalars(select(Decision.state)).all() == ["present"]


def test_two_trainers_answer_otherwise_at_once(app):
    session_id, learner_id, trainers, at = lesson()
    number, told = say(session_id, learner_id, at).id, []

    def agree():
        return actions.accept(db.session.get(Claim, number), by=db.session.get(Person, trainers[0]), at=at)

    def disagree():
        by = db.session.get(Person, trainers[1])
        return actions.refuse(db.session.get(Claim, number), "Không thấy bạn ấy", by=by, at=at)

    together(app, tried(told, agree), tried(told, disagree))
    assert set(told) == {True, rules.AnsweredMeanwhile}
    row = db.session.scalars(select(Claim).execution_options(populate_existing=True)).one()
    accepted = row.state == "accepted"
    assert db.session.scalars(select(Decision.state)).all() == ["present" if accepted else "absent"]
    assert db.session.scalar(select(func.count()).where(Change.kind == actions.ANSWERED)) == 1


def test_taken_back_while_it_is_answered(app):
    session_id, learner_id, trainers, at = lesson()
    number, told = say(session_id, learner_id, at).id, []

    def agree():
        return actions.accept(db.session.get(Claim, number), by=db.session.get(Person, trainers[0]), at=at)

    def withdraw():
        learner = db.session.get(Person, learner_id)
        return actions.withdraw(db.session.get(Session, session_id), learner, by=learner, at=at)

    together(app, tried(told, agree), tried(told, withdraw))
    row = db.session.scalars(select(Claim).execution_options(populate_existing=True)).one()
    states = {"accepted": ("present", rules.ClaimAnswered), "withdrawn": ("absent", rules.ClaimTakenBack)}
    decision, broken = states[row.state]
    assert set(told) == {True, broken}
    assert db.session.scalars(select(Decision.state)).all() == [decision]
