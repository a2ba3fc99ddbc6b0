"""What is kept of a person's places and stays in live rooms; Zoom itself forgets through the job."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.core.clock import now
from lms.core.db import db
from lms.core.moving import give, ids
from lms.live.models import LiveEvent, LivePresence, LiveRegistration
from lms.live.rules.states import RegistrationState
from lms.schedule.models import Series, Session


def export(person: Any) -> dict[str, Any]:
    """Classes one is registered for at Zoom, and when one was in the room. Not the link: it opens a door."""
    places = (
        select(Series.title)
        .join(LiveRegistration, LiveRegistration.series_id == Series.id)
        .where(LiveRegistration.person_id == person.id, LiveRegistration.registrant_id.is_not(None))
        .order_by(LiveRegistration.id)
    )
    stays = (
        select(Session.topic, LivePresence)
        .join(Session, Session.id == LivePresence.session_id)
        .where(LivePresence.person_id == person.id)
        .order_by(LivePresence.joined_at, LivePresence.id)
    )
    return {
        "classes": [{"class": title} for title in db.session.scalars(places)],
        "stays": [
            {
                "class": topic,
                "name": row.name,
                "joined": row.joined_at.isoformat(),
                "left": row.left_at.isoformat(),
            }
            for topic, row in db.session.execute(stays)
        ],
    }


def erase(person: Any) -> None:
    """Stays go on without a name, so that counts hold; the link goes, and the job takes the place at Zoom away."""
    mine = LiveRegistration.person_id == person.id
    known = list(db.session.scalars(select(LiveRegistration.registrant_id).where(mine)))
    for registrant in filter(None, known):
        db.session.execute(delete(LiveEvent).where(LiveEvent.body["registrant"].as_string() == registrant))
    nameless = {"name": None, "email": None, "registrant_id": None}
    db.session.execute(update(LivePresence).where(LivePresence.person_id == person.id).values(**nameless))
    there = LiveRegistration.registrant_id.is_not(None)
    for which, state in ((there, RegistrationState.LEAVING), (~there, RegistrationState.LEFT)):
        gone = {"state": state, "join_url": None, "error": None, "tries": 0, "due_at": now()}
        db.session.execute(update(LiveRegistration).where(mine, which).values(**gone))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the places and stays of `source` to `target`; answers what `move_back` needs.

    Both have a place in one class: each keeps its own, and that of `source` ends with the seat.
    """
    theirs = select(LiveRegistration.series_id).where(LiveRegistration.person_id == target.id)
    mine = (LiveRegistration.person_id == source.id, LiveRegistration.series_id.not_in(theirs))
    undo = {
        "places": list(db.session.scalars(select(LiveRegistration.id).where(*mine))),
        "stays": ids(LivePresence, source),
    }
    _give(undo, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, _target: Any) -> None:
    """Undo `move`."""
    _give(undo, source)


def _give(undo: dict[str, Any], taker: Any) -> None:
    give(LiveRegistration, undo["places"], taker)
    give(LivePresence, undo["stays"], taker)
