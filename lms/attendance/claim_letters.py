"""The letter that tells a learner what a trainer answered."""

from datetime import datetime

from lms.attendance import queries, sentences
from lms.attendance.models import Claim
from lms.attendance.rules.claims import ANSWERED
from lms.core.db import db
from lms.notifications.actions import post
from lms.people.models import Person
from lms.schedule.models import Session


def answered(number: int, *, at: datetime) -> bool:
    """Write what came of a claim and how the attendance stands now; once. Not to who is not here any more."""
    claim = db.session.get_one(Claim, number)
    person = db.session.get_one(Person, claim.person_id)
    if claim.state not in ANSWERED or person.erased_at or person.merged_at:
        return False
    session = db.session.get_one(Session, claim.session_id)
    decision, evidence = queries.mine(session, person)
    return post(
        "attendance/letters/claim_answered",
        to=person,
        key=f"claim:{claim.id}",
        at=at,
        session=session,
        claim=claim,
        teacher=db.session.get_one(Person, claim.answered_by_id),
        standing=sentences.state(decision, evidence),
    )
