"""What people choose: hosts, where a class is held, its limits."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.audit import actions as audit
from lms.core.db import db, insert_once, insert_once_id, lock
from lms.core.ids import public_id
from lms.live import queries
from lms.live.models import LiveHost, LiveMeeting, LiveRegistration
from lms.live.rules.limits import AFTER_REFUSAL
from lms.live.rules.states import ClassOver, HostNeeded, HostThere, MeetingState, RegistrationState, ZoomUnset
from lms.schedule.models import Series


def add_host(name: str, zoom_user: str, capacity: int, *, by: Any, at: datetime) -> None:
    """Put a Zoom user on the list of hosts, or a retired one back."""
    retired = queries.host_of_user(zoom_user)
    if retired is not None and retired.retired_at is not None:
        lock(retired)
        retired.name, retired.capacity, retired.retired_at = name, capacity, None
        number = retired.id
    else:
        values = {"public_id": public_id(), "name": name, "zoom_user": zoom_user, "capacity": capacity, "added_at": at}
        number = insert_once_id(LiveHost, values, "zoom_user")
    if number is None:
        raise HostThere()
    audit.record("live.host-added", "host", number, by=by, at=at)


def retire_host(host: LiveHost, *, by: Any, at: datetime) -> None:
    """No new class is held on it; a second tap changes nothing."""
    lock(host)
    if host.retired_at is not None:
        return
    if queries.in_use(host, at):
        raise HostNeeded()
    host.retired_at = at
    audit.record("live.host-retired", "host", host.id, by=by, at=at)


def use_zoom(series: Series, *, connected: bool, by: Any, at: datetime) -> None:
    """Hold a class by the programme's account, or try again what failed; a second tap changes nothing more."""
    if not connected:
        raise ZoomUnset()
    if not any(slot.ends_at > at for slot, _state in queries.slots_of(series.id)):
        raise ClassOver()
    new = {"series_id": series.id, "state": MeetingState.WANTED, "tries": 0, "due_at": at, "changed_at": at}
    chosen = insert_once(LiveMeeting, new, "series_id")
    row = lock(db.session.get_one(LiveMeeting, series.id))
    chosen = chosen or row.state == MeetingState.GIVEN_UP
    if row.state != MeetingState.MADE:
        row.state = MeetingState.WANTED
    row.told, row.error, row.due_at = None, None, at
    refused = (LiveRegistration.series_id == series.id, LiveRegistration.state == RegistrationState.FAILED)
    again = {"state": RegistrationState.WANTED, "tries": 0, "due_at": at, "error": None}
    db.session.execute(update(LiveRegistration).where(*refused).values(**again))
    waiting = (LiveRegistration.series_id == series.id, LiveRegistration.state == RegistrationState.WANTED)
    held_up = LiveRegistration.due_at.between(at, at + AFTER_REFUSAL)
    db.session.execute(update(LiveRegistration).where(*waiting, held_up).values(due_at=at))
    audit.record("live.zoom-chosen" if chosen else "live.tried-again", "series", series.id, by=by, at=at)


def use_link(series: Series, *, by: Any, at: datetime) -> None:
    """Hold a class in the pasted room; what is at Zoom is deleted by the job."""
    chosen = (LiveMeeting.series_id == series.id, LiveMeeting.state != MeetingState.GIVEN_UP)
    given_up = {"state": MeetingState.GIVEN_UP, "tries": 0, "due_at": at, "error": None}
    if db.session.execute(update(LiveMeeting).where(*chosen).values(**given_up)).rowcount:
        audit.record("live.link-chosen", "series", series.id, by=by, at=at)
