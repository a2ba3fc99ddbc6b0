"""What becomes of an invitation: it is accepted, or its time runs out."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from lms.audit import actions as audit
from lms.core.db import db
from lms.invitations.actions.lists import ENDED, TEXTLESS, drop
from lms.invitations.models import Invitation, InvitationList
from lms.invitations.rules import codes
from lms.invitations.rules.lists import State


def accept(invitation: Invitation, person: Any, *, by: Any, at: datetime) -> None:
    """The invited person has signed up as `person`. Raises WrongCode if somebody was quicker."""
    values = {**TEXTLESS, "state": "accepted", "person_id": person.id, "accepted_at": at}
    waiting = (Invitation.id == invitation.id, Invitation.state == "invited")
    if not db.session.execute(update(Invitation).where(*waiting).values(values)).rowcount:
        raise codes.WrongCode()
    audit.record("invitations.accepted", "invitation", invitation.id, by=by, at=at)


def forget_old(*, at: datetime) -> int:
    """Empty the rows that waited too long, and drop the lists that nobody went on with; answers how many rows."""
    before = at - codes.WAITS
    waited = (Invitation.state == "invited", Invitation.invited_at < before)
    ended = db.session.execute(update(Invitation).where(*waited).values(ENDED)).rowcount
    old = select(InvitationList.id).where(InvitationList.uploaded_at < before)
    left = (Invitation.list_id.in_(old), Invitation.state.in_(("matched", "refused")))
    held = Invitation.name != "", Invitation.cells.is_not(None)
    db.session.execute(update(Invitation).where(*left, held[0] | held[1]).values(TEXTLESS))
    unfinished = (State.UPLOADED, State.CHECKED, State.FAILED)
    lists = select(InvitationList).where(InvitationList.uploaded_at < before, InvitationList.state.in_(unfinished))
    for listing in db.session.scalars(lists.limit(100)):
        drop(listing, by=None, at=at)
    return ended
