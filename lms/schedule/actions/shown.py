"""What calendars and class pages show of a change. Everything a calendar shows passes through `changed`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lms.core.revisions import touch
from lms.schedule.models import Series, Session


def changed(series: Series, sessions: Iterable[Session], *, at: datetime) -> None:
    """A calendar shows these sessions of a series differently from now on. The only place where a sequence moves.

    The database adds: of two changes at once, each gets a number of its own, whatever was read before.
    """
    for session in sessions:
        session.sequence = Session.sequence + 1
        session.changed_at = _later(session.changed_at, at)
    series_changed(series, at=at)


def series_changed(series: Series, *, at: datetime) -> None:
    """Pages and feeds of a series are other ones from now on."""
    series.changed_at = _later(series.changed_at, at)
    touch("schedule")


def _later(before: datetime, at: datetime) -> datetime:
    """`at`, or just after `before`: validators must move with every change, and never back."""
    return max(at, before + timedelta(microseconds=1))
