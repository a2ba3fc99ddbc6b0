"""A session in the words of a calendar. Pure: the address of the LMS and the language are given.

The link is our own page of the session, never the live room's: it survives a change of room, and nothing
that lets a stranger in lies in anybody's calendar.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from lms.core.clock import local
from lms.core.words import gettext as _
from lms.core.words import language as spoken
from lms.core.words import speak
from lms.schedule.calendar import Event, block, invitation, note, single
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


def invitation_of(
    session: Any, site: str, language: str, *, method: str, sequence: int, organizer: str, attendee: str, at: datetime
) -> bytes:
    """A REQUEST or CANCEL of a session to one person's address. Taking back what goes on without them is no [HỦY]."""
    event = event_of(session, site, language)
    if session.state != SessionState.CANCELLED:
        event = replace(event, cancelled_mark="")
    return invitation(event, method, sequence, at, organizer=organizer, attendee=attendee)


def renewed_note(person_id: str, site: str, language: str, since: datetime, days: int) -> bytes:
    """What an address that was replaced says: one entry over the `days` after it, and nothing of a class."""
    with speaking(language):
        words = _("This calendar address was replaced. Open Cùng Học to subscribe again")
    return note(f"renewed-{person_id}", local(since).date(), days, words, f"{site}/my/calendar", since)


def copies(session: Any, site: str, language: str) -> dict[str, str]:
    """Addresses at which Google and Outlook offer to copy a session into a calendar. A copy never changes."""
    event = event_of(session, site, language)
    begins, ends = (f"{when:%Y%m%dT%H%M%SZ}" for when in (event.starts_at, event.ends_at))
    google = {
        "action": "TEMPLATE",
        "text": event.summary,
        "dates": f"{begins}/{ends}",
        "details": event.description,
        "location": event.location,
        "ctz": session.series.zone,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": f"{event.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{event.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "subject": event.summary,
        "body": event.description,
        "location": event.location,
    }
    return {
        "google": "https://calendar.google.com/calendar/render?" + urlencode(google, quote_via=quote),
        "outlook": "https://outlook.live.com/calendar/deeplink/compose?" + urlencode(outlook, quote_via=quote),
    }
