"""What the room does by itself."""

from lms.core import clock
from lms.core.db import db
from lms.core.jobs import every
from lms.core.outbox import claim
from lms.guardians import actions
from lms.people.models import Person
from lms.people.rules import day_of


@every(seconds=5)
def note_agreements() -> None:
    """Keep what children agreed to themselves when they signed up, or agreed again."""
    for change in claim("people.child"):
        child = db.session.get_one(Person, change.subject)
        actions.note_agreement(child, agreed_at=change.at, by=None, at=clock.now())


@every(seconds=3600)
def forget_old() -> None:
    """Remove wrong codes past their time."""
    actions.forget_old(at=clock.now())


@every(seconds=86400)
def forget_guardians() -> dict[str, int]:
    """Remove what is kept of the guardians of those who are long grown up."""
    at = clock.now()
    return {"forgotten": actions.forget_guardians(day_of(at), at=at)}
