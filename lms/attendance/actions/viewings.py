"""Noting what a platform says about a broadcast, and taking it back."""

from datetime import datetime, timedelta
from typing import Any

from lms.attendance.actions.deciding import hold
from lms.attendance.models import Viewing
from lms.attendance.queries import viewings as asked
from lms.attendance.rules import door
from lms.attendance.rules import viewings as rules
from lms.audit import actions as audit
from lms.core.db import db, lock
from lms.files import actions as shelf

#: What the picture of a figure is on the shelf for, and how long: a year is reported on in the one after.
PURPOSE, KEPT = "attendance.viewing", timedelta(days=2 * 365)


def note(session: Any, figure: rules.Figure, picture: tuple[str, bytes] | None, *, by: Any, at: datetime) -> Viewing:
    """Note a figure; `picture` is (name, bytes). The same one again changes nothing.

    Raises a rule of `door` or of `rules.viewings`.
    """
    door.check_held(session)
    rules.check(figure, session.starts_at, at, picture=picture is not None)
    media = rules.media_type(picture[1]) if picture else None
    hold(session)
    values = figure._asdict()
    before = asked.same(session, **values)
    if before is not None:
        return before
    row = Viewing(session_id=session.id, by_id=by.id, at=at, **values)
    if picture and media:
        row.file_id = shelf.keep(by, PURPOSE, *picture, media, at + KEPT, by=by, at=at).public_id
    db.session.add(row)
    db.session.flush()
    audit.record("attendance.viewing_noted", "session", session.id, by=by, at=at, viewing=row.id)
    return row


def take_back(viewing: Viewing, *, by: Any, at: datetime) -> None:
    """It does not stand any more; it is kept, with who took it back."""
    lock(viewing)
    if viewing.ended_at is None:
        viewing.ended_at, viewing.ended_by_id = at, by.id
        audit.record("attendance.viewing_taken_back", "session", viewing.session_id, by=by, at=at, viewing=viewing.id)
