"""Deciding again: what is shown before is what happens, marks survive, and nothing that came meanwhile is lost."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from sqlalchemy import func, select

from lms.attendance import actions
from lms.attendance.actions import recounts
from lms.attendance.actions import rules as new_rules
from lms.attendance.models import AttendanceRule, Decision, Evidence, Recount, RecountChange, SessionRule
from lms.attendance.queries.rules import version_of
from lms.attendance.rules.recounts import NotOver, UnknownVersion, label
from lms.attendance.rules.versions import DayGone, NothingNew
from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.core.outbox import Change
from tests.factories import attendance, enrolment, people, schedule

MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


@pytest.fixture
def term(app, clock):
    """(sessions, learners, trainer, coordinator) of a class whose first two sessions are over."""
    trainer, coordinator = people.trainer(), people.coordinator("")
    series = schedule.series(trainer, count=3)
    learners = [people.person(f"Lò Thị {name}") for name in ("An", "Bình", "Chi", "Dung", "Én", "Gấm")]
    for person in learners:
        enrolment.enrol(person, series)
    sessions = schedule.sessions_of(series)
    clock.move_to(sessions[1].ends_at + 60 * MINUTE)
    return sessions, learners, trainer, coordinator


def there(session, learner, starts, ends):
    begin = session.starts_at
    return attendance.trace(session, learner, "interval", at=begin + starts * MINUTE, until=begin + ends * MINUTE)


def settled(sessions, at):
    with mode("write"):
        actions.settle(at=at)
        db.session.commit()
    return at


def decisions():
    db.session.expire_all()
    rows = db.session.scalars(select(Decision))
    return {(row.session_id, row.person_id): label(row, "open") for row in rows}


def ask(by, at, number="a" * 13, **about):
    """Begin a look and let the worker do it."""
    with mode("write"):
        recounts.start(number=number, reason="Thử ngưỡng", by=by, at=at, **about)
        db.session.commit()
    work(at)
    return db.session.scalars(select(Recount).where(Recount.public_id == number)).one()


def work(at):
    """Let the worker do what is due."""
    with time_machine.travel(at, tick=False):
        jobs.run_due(most=1)


def act(do, recount, by, at):
    with mode("write"):
        do(db.session.get(Recount, recount.id), by=by, at=at)
        db.session.commit()
    work(at)
    db.session.expire_all()


def shown(recount):
    db.session.expire_all()
    rows = db.session.scalars(select(RecountChange).where(RecountChange.recount_id == recount.id))
    return {(row.session_id, row.person_id): (row.before, row.after) for row in rows}


def records():
    return list(db.session.scalars(select(Entry.action).where(Entry.action.like("attendance.r%")).order_by(Entry.id)))


@pytest.mark.parametrize("seed", range(8))
def test_what_is_shown_before_is_what_happens(term, at, seed):
    sessions, learners, trainer, coordinator = term
    random, now = Random(seed), sessions[1].ends_at + 60 * MINUTE
    for session in sessions[:2]:
        attendance.ran(session, random.randrange(30), 90, at=now)
        for learner in learners:
            for _stay in range(random.randrange(3)):
                begin = random.randrange(-20, 80)
                there(session, learner, begin, begin + random.randrange(1, 90))
            if random.random() < 0.4:
                attendance.trace(session, learner, "code", at=session.starts_at + random.randrange(60) * MINUTE)
        attendance.marked(session, random.choice(learners), trainer, "excused", "Ốm", at=session.starts_at)
    settled(sessions, now)
    chance = {"present": random.randrange(20, 100), "partial": 10, "late": random.randrange(30)}
    attendance.version("2026-2", date(2026, 11, 1), **chance, by=coordinator, at=at)
    attendance.version("2026-3", date(2026, 12, 1), present=50, partial=49, late=0, by=coordinator, at=at)
    before = decisions()
    recount = ask(coordinator, now, version=random.choice(["", "2026-1", "2026-2", "2026-3"]))
    told = shown(recount)
    assert (recount.state, recount.looked, decisions()) == ("looked", 12, before)
    assert sum(recount.differences["would"].values()) == len(told)
    announced = db.session.scalar(select(func.count()).where(Change.kind == actions.DECISION))
    act(recounts.apply, recount, coordinator, now + MINUTE)
    after = decisions()
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == told
    assert Counter(f"{one}>{other}" for one, other in told.values()) == recount.differences["would"]
    assert recount.state == "applied"
    more = db.session.scalar(select(func.count()).where(Change.kind == actions.DECISION)) - announced
    assert more == len(told)


def test_a_chosen_version_holds_for_the_session_and_one_in_force_needs_no_word(term, at):
    sessions, learners, trainer, coordinator = term
    now = sessions[1].ends_at + 60 * MINUTE
    there(sessions[0], learners[0], 0, 45)
    there(sessions[1], learners[0], 0, 45)
    settled(sessions, now)
    attendance.version("2026-2", date(2026, 12, 20), present=40, by=coordinator, at=at)
    recount = ask(trainer, now, session=sessions[0], version="2026-2")
    assert shown(recount) == {(sessions[0].id, learners[0].id): ("partial", "present")}
    act(recounts.apply, recount, trainer, now)
    assert (version_of(sessions[0]).version, version_of(sessions[1]).version) == ("2026-2", "2026-1")
    there(sessions[0], learners[1], 0, 40)
    attendance.decided(sessions[0], learners[1], at=now)
    assert decisions()[sessions[0].id, learners[1].id] == "present"
    back = ask(trainer, now, "b" * 13, series=sessions[0].series, version="2026-1")
    act(recounts.apply, back, trainer, now)
    assert db.session.scalars(select(SessionRule)).all() == []
    assert decisions()[sessions[0].id, learners[0].id] == "partial"
    assert records() == ["attendance.recount_asked", "attendance.recounted"] * 2
    entry = db.session.scalars(select(Entry).where(Entry.action == "attendance.recounted").order_by(Entry.id)).first()
    assert entry.detail == {"session": sessions[0].id, "rule": "2026-2"}


def test_marks_survive_and_what_came_meanwhile_counts(term, at):
    sessions, learners, trainer, coordinator = term
    now, session = sessions[1].ends_at + 60 * MINUTE, sessions[0]
    for learner in learners[:3]:
        there(session, learner, 0, 45)
    settled(sessions, now)
    attendance.marked(session, learners[1], trainer, "absent", "Không có trong phòng", at=now)
    attendance.version("2026-2", date(2026, 11, 1), present=40, by=coordinator, at=at)
    recount = ask(coordinator, now)
    assert set(shown(recount)) == {(session.id, learners[0].id), (session.id, learners[2].id)}
    attendance.marked(session, learners[2], trainer, "excused", "Về sớm", at=now + MINUTE)
    there(session, learners[3], 0, 90)
    act(recounts.apply, recount, coordinator, now + 2 * MINUTE)
    said = [decisions()[session.id, learner.id] for learner in learners]
    assert said == ["present", "absent", "excused", "present", "absent", "absent"]
    marks = select(Decision.person_id).where(Decision.marked).order_by(Decision.person_id)
    assert list(db.session.scalars(marks)) == [learners[1].id, learners[2].id]


def test_a_new_version_is_in_force_once_what_it_changes_was_seen_and_applied(term):
    sessions, learners, _trainer, coordinator = term
    now = sessions[1].ends_at + 60 * MINUTE
    for session in sessions[:2]:
        there(session, learners[0], 0, 45)
    settled(sessions, now)
    told = {"present": 50, "partial": 20, "late": 15, "reason": "Buổi tối mất điện", "by": coordinator, "at": now}
    with mode("write"), pytest.raises(DayGone):
        new_rules.propose(number="c" * 13, from_day=sessions[1].date_local - timedelta(days=1), **told)
    for _again in range(2):
        with mode("write"):
            recount = new_rules.propose(number="c" * 13, from_day=sessions[1].date_local, **told)
            db.session.commit()
    jobs.run_due(most=1)
    db.session.expire_all()
    assert db.session.scalars(select(AttendanceRule.version)).all() == ["2026-2"]
    assert shown(recount) == {(sessions[1].id, learners[0].id): ("partial", "present")}
    assert recount.differences == {
        "would": {"partial>present": 1},
        "past": {"partial>present": 1},
        "past_looked": 6,
    }
    assert version_of(sessions[1]).version == "2026-1"
    act(recounts.apply, recount, coordinator, now)
    assert (version_of(sessions[0]).version, version_of(sessions[1]).version) == ("2026-1", "2026-2")
    assert version_of(sessions[2]).version == "2026-2"
    assert [decisions()[session.id, learners[0].id] for session in sessions[:2]] == ["partial", "present"]
    assert db.session.scalars(select(SessionRule)).all() == []
    assert records() == ["attendance.rule_made", "attendance.rule_set"]
    with mode("write"), pytest.raises(NothingNew):
        new_rules.propose(number="d" * 13, from_day=sessions[2].date_local, **told)


def test_a_session_that_ended_before_a_version_was_applied_is_decided_by_it(term, clock):
    sessions, learners, _trainer, coordinator = term
    asked = sessions[2].starts_at - 60 * MINUTE
    clock.move_to(asked)
    told = {"present": 50, "partial": 20, "late": 15, "from_day": sessions[2].date_local, "reason": "Thử", "at": asked}
    with mode("write"):
        recount = new_rules.propose(number="c" * 13, by=coordinator, **told)
        db.session.commit()
    jobs.run_due(most=1)
    there(sessions[2], learners[0], 0, 50)
    clock.move_to(sessions[2].ends_at + 60 * MINUTE)
    settled(sessions, sessions[2].ends_at + 60 * MINUTE)
    assert decisions()[sessions[2].id, learners[0].id] == "partial"
    act(recounts.apply, recount, coordinator, sessions[2].ends_at + 61 * MINUTE)
    assert decisions()[sessions[2].id, learners[0].id] == "present"


def test_dropped_is_as_if_it_had_never_been(term):
    sessions, learners, _trainer, coordinator = term
    now = sessions[1].ends_at + 60 * MINUTE
    there(sessions[1], learners[0], 0, 45)
    settled(sessions, now)
    with mode("write"):
        told = {"present": 50, "partial": 20, "late": 15, "from_day": sessions[1].date_local, "reason": "Thử"}
        recount = new_rules.propose(number="c" * 13, by=coordinator, at=now, **told)
        db.session.commit()
    jobs.run_due(most=1)
    act(recounts.drop, recount, coordinator, now)
    act(recounts.apply, recount, coordinator, now)
    assert (recount.state, shown(recount), version_of(sessions[1]).version) == ("dropped", {}, "2026-1")
    assert decisions()[sessions[1].id, learners[0].id] == "partial"
    assert records() == ["attendance.rule_made", "attendance.recount_dropped"]


def test_sent_twice_is_one_look_and_applied_twice_is_once(term):
    sessions, _learners, trainer, _coordinator = term
    now = settled(sessions, sessions[1].ends_at + 60 * MINUTE)
    ask(trainer, now, session=sessions[0])
    recount = ask(trainer, now, session=sessions[0])
    for _again in range(2):
        act(recounts.apply, recount, trainer, now)
    assert db.session.scalar(select(func.count()).select_from(Recount)) == 1
    assert db.session.scalar(select(func.count()).where(Job.kind.in_((recounts.LOOK, recounts.APPLY)))) == 2
    assert records() == ["attendance.recount_asked", "attendance.recounted"]


def test_looking_again_finds_what_came_since(term, at):
    sessions, learners, _trainer, coordinator = term
    now = settled(sessions, sessions[1].ends_at + 60 * MINUTE)
    attendance.version("2026-2", date(2026, 11, 1), present=40, by=coordinator, at=at)
    recount = ask(coordinator, now, series=sessions[0].series)
    assert shown(recount) == {}
    there(sessions[0], learners[0], 0, 45)
    act(recounts.look_again, recount, coordinator, now + MINUTE)
    assert shown(recount) == {(sessions[0].id, learners[0].id): ("absent", "present")}
    assert (recount.state, recount.looked, recount.at) == ("looked", 12, now + MINUTE)


def test_only_what_is_over_and_by_a_version_there_was(term, at):
    sessions, _learners, trainer, coordinator = term
    attendance.version("2026-2", date(2026, 11, 1), state="looked", by=coordinator, at=at)
    for about, rule in (
        ({"session": sessions[2]}, NotOver),
        ({"session": sessions[0], "version": "2026-2"}, UnknownVersion),
        ({"version": "bịa"}, UnknownVersion),
    ):
        with mode("write"), pytest.raises(rule):
            recounts.start(number="e" * 13, reason="Thử", by=trainer, at=sessions[1].ends_at + WEEK / 14, **about)
    assert db.session.scalar(select(func.count()).where(Recount.public_id == "e" * 13)) == 0


def test_the_worker_that_comes_after_a_dead_one_begins_anew(term, at):
    sessions, learners, _trainer, coordinator = term
    now = settled(sessions, sessions[1].ends_at + 60 * MINUTE)
    there(sessions[0], learners[0], 0, 45)
    attendance.version("2026-2", date(2026, 11, 1), present=40, by=coordinator, at=at)
    with mode("write"):
        recount = recounts.start(number="a" * 13, reason="Thử", by=coordinator, at=now)
        number = recount.id
        # What a look left behind that died in its first session.
        recounts.note(recount, sessions[0].id, [learners[0].id], apart=False, at=now)
        db.session.commit()
    jobs.run_due(most=1)
    recount = db.session.get(Recount, number)
    assert (recount.state, recount.looked, recount.differences["would"]) == ("looked", 12, {"absent>present": 1})
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 1
