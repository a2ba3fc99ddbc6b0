"""From rows to decisions: which times and which version of the rule a session is decided by, and how many at once."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, insert, select

from lms.attendance import actions
from lms.attendance.models import Decision, Evidence, SessionRule
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.people.models import Person
from tests.factories import attendance, enrolment, people, schedule
from tests.statements import statements

MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(app):
    """(session, learner, trainer); the session is over at `after`."""
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    return schedule.sessions_of(series)[0], learner, trainer


def there(session, learner, starts, ends, **values):
    at = session.starts_at + starts * MINUTE
    return attendance.trace(session, learner, "interval", at=at, until=session.starts_at + ends * MINUTE, **values)


def after(session):
    return session.ends_at + 60 * MINUTE


def decision(learner):
    db.session.expire_all()
    return db.session.scalars(select(Decision).where(Decision.person_id == learner.id)).one()


def test_the_meetings_of_confirmed_reports_make_the_class(room):
    session, learner, _trainer = room
    there(session, learner, 12, 70)
    attendance.decided(session, learner, at=after(session))
    assert (decision(learner).state, decision(learner).late) == ("partial", True)
    attendance.ran(session, 10, 90, state="read", at=after(session))
    attendance.ran(session, 10, 90, state="dropped", at=after(session))
    attendance.decided(session, learner, at=after(session))
    assert decision(learner).state == "partial"
    attendance.ran(session, 60, 80, at=after(session))
    attendance.ran(session, 10, 65, at=after(session))
    attendance.decided(session, learner, at=after(session))
    assert (decision(learner).state, decision(learner).late) == ("present", False)
    assert decision(learner).why[0]["values"] == {"minutes": 58, "of": 70, "percent": 82, "present": 70, "partial": 30}


@pytest.mark.parametrize(
    ("versions", "chosen", "state", "rule"),
    [
        ([], None, "partial", "2026-1"),
        ([("2026-2", date(2026, 11, 26), "applied")], None, "present", "2026-2"),
        ([("2026-2", date(2026, 11, 26), "applying")], None, "present", "2026-2"),
        ([("2026-2", date(2026, 11, 27), "applied")], None, "partial", "2026-1"),
        ([("2026-2", date(2026, 11, 1), "looked")], None, "partial", "2026-1"),
        ([("2026-2", date(2026, 11, 1), "dropped")], None, "partial", "2026-1"),
        ([("2026-2", date(2026, 11, 27), "applied")], "2026-2", "present", "2026-2"),
        ([("2026-2", date(2026, 11, 1), "applied")], "2026-1", "partial", "2026-1"),
    ],
)
def test_the_version_in_force_on_the_day_or_the_one_chosen_decides(room, at, versions, chosen, state, rule):
    session, learner, trainer = room
    for number, day, stands in versions:
        attendance.version(number, day, present=40, state=stands, by=trainer, at=at)
    if chosen:
        db.session.add(SessionRule(session_id=session.id, version=chosen))
        db.session.commit()
    there(session, learner, 0, 45)
    attendance.decided(session, learner, at=after(session))
    assert (decision(learner).state, decision(learner).rule) == (state, rule)


def test_the_day_of_a_class_is_the_one_in_vietnam(app, at):
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer, date(2026, 11, 27), 1, starts=time(6, 0))
    enrolment.enrol(learner, series)
    (session,) = schedule.sessions_of(series)
    assert session.starts_at.date() == date(2026, 11, 26)
    attendance.version("2026-2", date(2026, 11, 27), present=40, by=trainer, at=at)
    there(session, learner, 0, 45)
    attendance.decided(session, learner, at=after(session))
    assert (decision(learner).state, decision(learner).rule) == ("present", "2026-2")


def test_another_version_with_the_same_result_is_noted_and_not_announced(room, at):
    session, learner, trainer = room
    there(session, learner, 0, 90)
    attendance.decided(session, learner, at=after(session))
    attendance.version("2026-2", date(2026, 11, 1), present=40, by=trainer, at=at)
    attendance.decided(session, learner, at=after(session) + MINUTE)
    assert (decision(learner).rule, decision(learner).decided_at) == ("2026-2", after(session) + MINUTE)
    assert db.session.scalar(select(func.count()).where(Change.kind == actions.DECISION)) == 1


def test_a_stay_that_was_somebody_elses_is_taken_back(room):
    session, learner, trainer = room
    report = attendance.ran(session, 0, 90, at=after(session))
    stay = attendance.stay(report, 0, 90)
    there(session, learner, 0, 90, stay=stay)
    attendance.decided(session, learner, at=after(session))
    assert decision(learner).state == "present"
    there(session, learner, 0, 90, stay=stay, value="withdrawn", by=trainer)
    attendance.decided(session, learner, at=after(session))
    assert (decision(learner).state, [entry["code"] for entry in decision(learner).why]) == (
        "absent",
        ["nothing", "taken_back"],
    )


def test_a_mark_survives_every_import_and_every_version(room, at):
    session, learner, trainer = room
    attendance.marked(session, learner, trainer, "excused", at=session.starts_at)
    for minutes in (5, 45, 90):
        there(session, learner, 0, minutes)
        attendance.ran(session, 0, minutes, at=after(session))
        attendance.decided(session, learner, at=after(session))
        assert (decision(learner).state, decision(learner).marked) == ("excused", True)
    attendance.version("2026-2", date(2026, 11, 1), present=5, partial=1, by=trainer, at=at)
    attendance.decided(session, learner, at=after(session))
    assert (decision(learner).state, decision(learner).marked, decision(learner).rule) == ("excused", True, "2026-2")


def crowd(session, many):
    """Ids of `many` people who were there all the time."""
    rows = [{"public_id": f"crowd{number:08d}", "name": "Lò Thị Mảy"} for number in range(many)]
    common = {
        "name_sort": "may",
        "name_fold": "lo thi may",
        "mark": "A7K2",
        "language": "vi",
        "created_at": session.starts_at,
    }
    db.session.execute(insert(Person), [{**row, **common} for row in rows])
    ids = list(db.session.scalars(select(Person.id).where(Person.public_id.like("crowd%")).order_by(Person.id)))
    trace = {"session_id": session.id, "kind": "interval", "at": session.starts_at, "until": session.ends_at}
    db.session.execute(insert(Evidence), [{**trace, "person_id": number} for number in ids])
    db.session.commit()
    return ids


def test_two_thousand_are_decided_in_few_statements(room):
    session, _learner, _trainer = room
    ids = crowd(session, 2000)
    asked = []
    for _again in range(2):
        with mode("write"), statements() as seen:
            actions.decide(session, ids, at=after(session))
            db.session.commit()
        asked.append(len(seen))
    assert asked[0] <= 40 and asked[1] <= 15
    assert list(db.session.execute(select(Decision.state, func.count()).group_by(Decision.state))) == [
        ("present", 2000)
    ]
    assert db.session.scalar(select(func.count()).where(Change.kind == actions.DECISION)) == 2000
