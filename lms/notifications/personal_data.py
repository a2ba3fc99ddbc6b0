"""What the post office keeps of a person: the letters to them."""

from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.core.moving import give, ids
from lms.notifications.actions import WORDLESS
from lms.notifications.models import Letter, LetterState


def export(person: Any) -> dict[str, Any]:
    """Every letter as it was written; of one with a code, only that there was one."""
    rows = db.session.scalars(select(Letter).where(Letter.to_id == person.id).order_by(Letter.id))
    return {
        "letters": [
            {
                "subject": row.subject,
                "text": "" if row.secret else row.text,
                "to": row.address,
                "channel": row.channel,
                "state": row.state,
                "written": row.written_at.isoformat(),
                "sent": row.sent_at and row.sent_at.isoformat(),
            }
            for row in rows
        ]
    }


def erase(person: Any) -> None:
    """That a letter was written stays, so that its key still holds; its words and address go, and it never leaves."""
    theirs = update(Letter).where(Letter.to_id == person.id)
    nothing = {**WORDLESS, "address": None, "subject": "", "stop_url": None, "error": None}
    db.session.execute(theirs.values(nothing))
    unsent = Letter.state.in_((LetterState.WAITING, LetterState.SENDING))
    db.session.execute(theirs.where(unsent).values(state=LetterState.KEPT))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the letters of `source` to `target`; keys are unique whoever they are to, so none can collide."""
    undo = {"letters": ids(Letter, source, "to_id")}
    give(Letter, undo["letters"], target, "to_id")
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    give(Letter, undo["letters"], source, "to_id")
