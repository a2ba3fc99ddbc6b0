"""A session in the words of a calendar. Pure: the address of the LMS and the language are given.

The link is our own page of the session, never the live room's: it survives a change of room, and nothing
that lets a stranger in lies in anybody's calendar.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from lms.core.words import gettext as _
from lms.core.words import language as spoken
from lms.core.words import speak
from lms.schedule.calendar import Event, block, single
from lms.schedule.rules import SessionState

ALARM_MINUTES = 30


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside, and what was spoken before afterwards."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def page_of(session: Any, site: str) -> str:
    """The address of a session's page at `site` (`https://…`, no slash at the end)."""
    return f"{site}/sessions/{session.public_id}"


def event_of(session: Any, site: str, language: str) -> Event:
    """A session (with its series) as a calendar shows it."""
    with speaking(language):
        page = page_of(session, site)
        return Event(
            uid=session.calendar_uid,
            sequence=session.sequence,
            changed_at=session.changed_at,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            summary=_(
                "Session %(number)s: %(topic)s – %(title)s",
                number=session.number,
                topic=session.topic,
                title=session.series.title,
            ),
            description=_description(session, page),
            location=page,
            url=page,
            status=session.state,
            alarm_minutes=ALARM_MINUTES,
            cancelled_mark=_("[CANCELLED]"),
            join_label=_("Join the class"),
        )


def _description(session: Any, page: str) -> str:
    if session.state == SessionState.CANCELLED:
        return "\n".join(part for part in (_("This session does not take place."), session.cancel_reason) if part)
    words = _("This link always leads to the right room, even if it changes. It opens 15 minutes before the class.")
    return f"{page}\n{words}"


def block_of(session: Any, site: str, language: str) -> bytes:
    """The calendar bytes of a session."""
    return block(event_of(session, site, language))


def file_of(session: Any, site: str, language: str, organizer: str) -> bytes:
    """A calendar of one session to download, from the programme's own e-mail address."""
    return single(event_of(session, site, language), organizer, "Cùng Học")


def renewed_note(person_id: str, site: str, language: str, at: Any) -> bytes:
    """What an address that was replaced says: one short entry at the time of the change, and nothing of a class."""
    with speaking(language):
        page = f"{site}/my/calendar"
        return block(
            Event(
                uid=f"renewed-{person_id}",
                sequence=0,
                changed_at=at,
                starts_at=at,
                ends_at=at + timedelta(minutes=30),
                summary=_("This calendar address was replaced. Open Cùng Học to subscribe again"),
                description=page,
                location=page,
                url=page,
                status="scheduled",
                alarm_minutes=None,
            )
        )
