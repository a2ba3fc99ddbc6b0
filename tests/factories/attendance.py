"""Traces, codes and decisions for tests."""

from lms.attendance import actions
from lms.attendance.models import CheckInCode, Evidence
from lms.attendance.rules.decision import Mark
from lms.core.db import db, mode


def trace(session, person, kind="click", *, at, until=None, value=None, by=None, reason=None):
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
