"""Reports that are too much, and what happens to class and people between the look and the confirming."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import event, func, select

from lms.attendance import actions
from lms.attendance.models import Decision, Evidence, Participant, Report
from lms.attendance.rules.door import ClassCancelled
from lms.attendance.rules.reports import MOST_LINES
from lms.core.db import db, mode
from lms.duplicates import actions as duplicates
from lms.people.models import Person
from lms.schedule.models import Session
from tests.factories import attendance, enrolment, people
from tests.factories.reports import bring, class_over, take_in, zoom

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lesson(app, clock):
    """(session that is over, its two learners, trainer)."""
    return class_over(clock, "Giàng A Páo", "Vàng Thị Dở")


def elsewhere(work):
    """Do this to the end in another thread, in a transaction of its own."""
    app = current_app._get_current_object()

    def run():
        with app.app_context(), mode("write"):
            work()
            db.session.commit()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def set_session(session_id, **values):
    def work():
        row = db.session.get_one(Session, session_id)
        for name, value in values.items():
            setattr(row, name, value)

    elsewhere(work)


def test_more_lines_than_any_meeting_has_are_not_looked_at(visit, lesson):
    session, _learners, trainer = lesson
    head, line = "Name (Original Name),Total Duration (Minutes)", "a,5"
    data = "\n".join([head, *[line] * (MOST_LINES + 1)]).encode()
    page = bring(visit.as_(trainer, "en"), session, data)
    assert page.status == 422
    assert page.errors == ["The file has more than 10000 lines. Split it into several files"]
    assert db.session.scalar(select(func.count()).select_from(Report)) == 0


def test_a_session_moved_meanwhile_is_decided_by_its_new_times(app, lesson):
    session, [learner, _other], _trainer = lesson
    attendance.trace(session, learner, "interval", at=session.starts_at, until=session.starts_at + 45 * MINUTE)
    number, person_id, starts_at, after = session.id, learner.id, session.starts_at, session.ends_at + 60 * MINUTE
    session = db.session.get_one(Session, number)
    set_session(number, ends_at=starts_at + 60 * MINUTE)
    actions.decide(session, [person_id], at=after)
    assert db.session.scalar(select(Decision.state)) == "present"


def test_a_report_is_not_taken_in_for_a_session_cancelled_meanwhile(visit, lesson):
    session, _learners, trainer = lesson
    bring(visit.as_(trainer), session, zoom(session, ("Giàng A Páo", 0, 90)))
    number, by_id, after = session.id, trainer.id, session.ends_at + 60 * MINUTE
    db.session.rollback()
    session, report = db.session.get_one(Session, number), db.session.scalars(select(Report)).one()
    by = db.session.get_one(Person, by_id)
    set_session(number, state="cancelled")
    with pytest.raises(ClassCancelled):
        actions.reports.confirm(session, report, by=by, at=after)
    db.session.rollback()
    assert db.session.scalar(select(Report.state)) == "read"


def test_nothing_is_written_about_somebody_who_was_merged_meanwhile(app, visit, lesson):
    session, [source, target], trainer = lesson
    bring(visit.as_(trainer), session, zoom(session, ("Giàng A Páo", 0, 90)))
    number, by_id, after = session.id, trainer.id, session.ends_at + 60 * MINUTE
    ids = [source.id, target.id]

    def merge():
        one, other = (db.session.get_one(Person, person_id) for person_id in ids)
        desks = app.extensions["personal_data"]
        duplicates.merge(one, other, desks, by=db.session.get_one(Person, by_id), at=after)

    merged = []

    def once(_connection, _cursor, statement, *_rest):
        if "FROM attendance_alias" in statement and not merged:  # the last thing read before the class is held
            merged.append(True)
            elsewhere(merge)

    db.session.rollback()
    event.listen(db.engine, "after_cursor_execute", once)
    try:
        session, report = db.session.get_one(Session, number), db.session.scalars(select(Report)).one()
        actions.reports.confirm(session, report, by=db.session.get_one(Person, by_id), at=after)
        db.session.commit()
    finally:
        event.remove(db.engine, "after_cursor_execute", once)
    assert merged
    assert db.session.scalars(select(Evidence.person_id)).all() == []
    assert db.session.execute(select(Participant.state, Participant.person_id)).all() == [("open", None)]


@pytest.mark.parametrize("relinked", [False, True])
def test_undoing_a_merge_brings_no_name_back_that_was_taken_away_since(app, visit, clock, lesson, relinked):
    session, [source, target], trainer = lesson
    third = people.person("Lò Thị Mai")
    enrolment.enrol(third, session.series)
    desk, number, after = visit.as_(trainer), session.public_id, session.ends_at + 60 * MINUTE
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    name, desks = db.session.scalar(select(Participant.public_id)), app.extensions["personal_data"]
    with mode("write"):
        row = duplicates.merge(source, target, desks, by=trainer, at=after)
        db.session.commit()
    clock.move_to(after + 5 * MINUTE)
    if relinked:
        desk.post("attendance.trainer.link", session_id=number, participant_id=name, data={"person": third.public_id})
    else:
        desk.post("attendance.trainer.unlink", session_id=number, participant_id=name)
    with mode("write"):
        duplicates.undo(row, desks, by=trainer, at=after + 9 * MINUTE)
        actions.settle(at=after + 9 * MINUTE)
        db.session.commit()
    whose = third.id if relinked else None
    assert db.session.scalar(select(Participant.person_id)) == whose
    there = select(Decision.person_id).where(Decision.state == "present")
    assert list(db.session.scalars(there)) == ([whose] if whose else [])
