"""Traces, codes, reports, versions of the rule and decisions for tests."""

from datetime import timedelta

from lms.attendance import actions
from lms.attendance.models import AttendanceRule, CheckInCode, Evidence, Recount, RecountChange, Report, Stay
from lms.attendance.rules.decision import Mark
from lms.core.db import db, mode
from lms.people.models import Person


def trace(session, person, kind="click", *, at, until=None, value=None, by=None, reason=None, stay=None):
    """A piece of evidence, as a report or a phone would leave it; nothing is decided yet."""
    row = Evidence(
        session_id=session.id,
        person_id=person.id,
        kind=kind,
        at=at,
        until=until,
        value=value,
        by_id=by and by.id,
        reason=reason,
        stay_id=stay and stay.id,
    )
    db.session.add(row)
    db.session.commit()
    return row


def code(session, trainer, digits="4829", *, at):
    """A code on the wall since `at`."""
    row = CheckInCode(session_id=session.id, code=digits, valid_from=at, by_id=trainer.id)
    db.session.add(row)
    db.session.commit()
    return row


def marked(session, person, trainer, value=Mark.PRESENT, reason="", *, at):
    """A trainer's mark, decided."""
    with mode("write"):
        actions.mark(session, person, Mark(value), reason, by=trainer, at=at)
        db.session.commit()


def decided(session, *people, at):
    """Decide for these people now, as the worker does."""
    with mode("write"):
        actions.decide(session, [person.id for person in people], at=at)
        db.session.commit()


def ran(session, starts, ends, *, state="confirmed", at):
    """A report of the session's meeting, which ran from minute `starts` to minute `ends` of the class."""
    row = Report(
        session_id=session.id,
        way="file",
        state=state,
        name="participants.csv",
        digest="0" * 64,
        platform="zoom",
        form="A",
        written="UTF-8, ,",
        from_at=session.starts_at + timedelta(minutes=starts),
        until_at=session.starts_at + timedelta(minutes=ends),
        rows=0,
        at=at,
    )
    db.session.add(row)
    db.session.commit()
    return row


def stay(report, starts, ends, *, line=2):
    """A line of a report: somebody was there from minute `starts` to minute `ends` after the meeting began."""
    row = Stay(
        report_id=report.id,
        session_id=report.session_id,
        line=line,
        joined_at=report.from_at + timedelta(minutes=starts),
        left_at=report.from_at + timedelta(minutes=ends),
        fate="stay",
        key=f"{report.id}-{line}",
    )
    db.session.add(row)
    db.session.commit()
    return row


def version(number, day, *, present=70, partial=30, late=10, state="applied", by, at):
    """A version of the rule from `day` on; `state` is that of the look at what it changes."""
    recount = Recount(version=number, state=state, reason="Thử ngưỡng mới", by_id=by.id, at=at)
    db.session.add(recount)
    db.session.flush()
    row = AttendanceRule(
        version=number,
        present_percent=present,
        partial_percent=partial,
        late_minutes=late,
        from_day=day,
        recount_id=recount.id,
        reason="Thử ngưỡng mới",
        by_id=by.id,
        at=at,
    )
    db.session.add(row)
    db.session.commit()
    return row


def changes(recount, session, many, *, before, after):
    """Decisions of `many` new people that a recount found to differ."""
    for number in range(many):
        person = Person(
            name=f"Lò Thị {before} {number:03}", name_fold="lo", name_sort="lo", mark="A7K2", created_at=recount.at
        )
        db.session.add(person)
        db.session.flush()
        ends = {"before": before, "after": after}
        db.session.add(RecountChange(recount_id=recount.id, session_id=session.id, person_id=person.id, **ends))
    db.session.commit()
