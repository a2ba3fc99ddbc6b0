"""What invitations keep of a person: that they were invited, and the lists they uploaded."""

from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.core.moving import give, ids
from lms.invitations.actions.lists import TEXTLESS
from lms.invitations.models import Invitation, InvitationList


def export(person: Any) -> dict[str, Any]:
    """On which lists the person stood, and which lists they brought."""
    named = select(InvitationList.title, Invitation).join(Invitation, Invitation.list_id == InvitationList.id)
    found = db.session.execute(named.where(Invitation.person_id == person.id).order_by(Invitation.id))
    brought = select(InvitationList).where(InvitationList.owner_id == person.id).order_by(InvitationList.id)
    return {
        "invitations": [
            {
                "list": title,
                "state": row.state,
                "invited": row.invited_at and row.invited_at.isoformat(),
                "accepted": row.accepted_at and row.accepted_at.isoformat(),
            }
            for title, row in found
        ],
        "lists": [
            {"title": row.title, "state": row.state, "uploaded": row.uploaded_at.isoformat()}
            for row in db.session.scalars(brought)
        ],
    }


def erase(person: Any) -> None:
    """What stood on lists goes, and the hash by which the row is known in another sheet; lists stay, for the team."""
    values = {**TEXTLESS, "likeness": None}
    db.session.execute(update(Invitation).where(Invitation.person_id == person.id).values(values))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give invitations and lists of `source` to `target`; nothing about them is unique but their own ids."""
    undo = {"invitations": ids(Invitation, source), "lists": ids(InvitationList, source, "owner_id")}
    _give(undo, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    _give(undo, source)


def _give(undo: dict[str, Any], taker: Any) -> None:
    give(Invitation, undo["invitations"], taker)
    give(InvitationList, undo["lists"], taker, "owner_id")
