"""What a page of claims asks the database, with little and with much to show."""

from datetime import timedelta

import pytest

from lms.attendance.models import Claim, Participant
from lms.core.db import db
from tests.factories import attendance, enrolment, people, reports, schedule
from tests.statements import statements

DAY = timedelta(days=1)


@pytest.fixture
def lesson(app, clock):
    """(session, learner, trainer, claim) a day after the class, with a report that has a stranger in it."""
    trainer, learner = people.trainer("Đặng Thị Hòa"), people.person("Giàng A Páo")
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    clock.move_to(session.ends_at + DAY)
    attendance.decided(session, learner, at=session.ends_at + DAY)
    claim = Claim(session_id=session.id, person_id=learner.id, note="Galaxy A12\nCó", state="open", at=session.ends_at)
    db.session.add(claim)
    db.session.commit()
    return session, learner, trainer, claim


def cost(visitor, endpoint, **values):
    with statements() as seen:
        assert visitor.get(endpoint, **values).status == 200
    return len(seen)


def test_few_statements_however_much_there_is(visit, lesson):
    session, learner, trainer, claim = lesson
    reports.take_in(visit.as_(trainer), session, reports.zoom(session, ("Galaxy A12", 2, 88)))
    of = {"session_id": session.public_id}
    pages = [
        (learner, "attendance.learner.claim", of),
        (learner, "certificates.learner.series", {"series_id": session.series.public_id}),
        (trainer, "attendance.trainer.claims", {}),
        (trainer, "attendance.trainer.session_claims", of),
        (trainer, "attendance.trainer.claim", of | {"claim_id": claim.public_id}),
    ]
    visitors = {person: visit.as_(person) for person in (learner, trainer)}

    def costs():
        return [cost(visitors[person], endpoint, **values) for person, endpoint, values in pages]

    few = costs()
    for number in range(8):
        other, row = people.person(f"Người {number}"), f"Galaxy A1{number}"
        db.session.add_all([
            Claim(session_id=session.id, person_id=other.id, state="open", at=session.ends_at),
            Participant(session_id=session.id, key=f"{number}", name=row, state="open", at=session.ends_at),
        ])  # fmt: skip
        attendance.trace(session, learner, "click", at=session.starts_at)
    db.session.commit()
    assert costs() == few
    assert max(few) <= 5
