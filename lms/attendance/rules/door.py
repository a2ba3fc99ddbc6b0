"""Going into the live room: when the button works, and what it says when it does not."""

from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.schedule.rules import JOIN_OPENS, SessionState


class JoinNotYet(RuleBroken):
    """Before the doors open: in `minutes` minutes, `before` minutes ahead of the class."""

    sentence = _l("The class opens %(before)s minutes before it begins. Come back here in %(minutes)s minutes")


class JoinInHours(RuleBroken):
    """Two hours ahead or more: in about `hours` hours."""

    sentence = _l("The class opens %(before)s minutes before it begins. Come back here in about %(hours)s hours")


class JoinMuchTooEarly(RuleBroken):
    """Two days ahead or more: in `days` days."""

    sentence = _l("The class opens %(before)s minutes before it begins, in %(days)s days")


class JoinOver(RuleBroken):
    """After the end."""

    sentence = _l("This class is over. The recap and the recording appear on this page once the trainer adds them")


class ClassCancelled(RuleBroken):
    """Nothing happens that evening."""

    sentence = _l("This class is cancelled. Your seat in the next one is kept")


class NoRoomYet(RuleBroken):
    """The trainer has not given a link."""

    sentence = _l("The trainer has not put the room here yet. Try again in a minute")


class RoomFull(RuleBroken):
    """As many have gone in as the room holds, `capacity`; there is a stream."""

    sentence = _l("About %(capacity)s people have gone in, as many as the room holds. Watch the class as a stream")


class NoCodeYet(RuleBroken):
    """No code has been shown."""

    sentence = _l("The trainer has not shown a code yet. Enter it here once you see it in class")


class Planned(Protocol):
    """What a session must show."""

    state: str
    starts_at: datetime
    ends_at: datetime


def check_held(session: Planned) -> None:
    """Refuses what belongs to an evening that is cancelled."""
    if session.state == SessionState.CANCELLED:
        raise ClassCancelled()


def check_join(session: Planned, room: str | None, at: datetime) -> str:
    """The address of the room, if one may go in at `at`: from JOIN_OPENS before the start until the end."""
    check_held(session)
    wait = session.starts_at - JOIN_OPENS - at
    before = JOIN_OPENS // timedelta(minutes=1)
    if wait >= timedelta(days=2):
        raise JoinMuchTooEarly(before=before, days=wait.days)
    if wait >= timedelta(hours=2):
        raise JoinInHours(before=before, hours=round(wait / timedelta(hours=1)))
    if wait > timedelta(0):
        raise JoinNotYet(before=before, minutes=ceil(wait / timedelta(minutes=1)))
    if at >= session.ends_at:
        raise JoinOver()
    if not room:
        raise NoRoomYet()
    return room


def check_full(capacity: int | None, stream: str | None, others: int) -> None:
    """Refuses one more when as many `others` went in as the room holds, if there is a stream to send them to."""
    if capacity and stream and others >= capacity:
        raise RoomFull(capacity=capacity)
