"""The reminder letters: written when they are due, from the sessions as they are then."""

from datetime import datetime
from typing import Any

from lms.core.clock import local
from lms.core.screens import hour
from lms.core.words import gettext as _
from lms.enrolment import links, reminders
from lms.enrolment.queries import reminders as whom
from lms.enrolment.reminders import Kind
from lms.notifications.actions import post
from lms.notifications.doors import can_send
from lms.schedule.daytime import when_words
from lms.schedule.models import Session
from lms.schedule.queries import platform_of
from lms.schedule.rules import JOIN_OPENS, NAMED, Platform

#: Letters written in one go, so that a class of thousands keeps nobody waiting.
BATCH = 100


def remind(*, by: Any, at: datetime) -> int:
    """Write the reminders that are due, at most BATCH of them; answers how many."""
    written, by_text = 0, can_send("phone")
    for kind, session in whom.due(at):
        for person in whom.to_remind(kind, session, by_text=by_text, most=BATCH - written):
            written += write(kind, session, person, at=at)
        if written >= BATCH:
            break
    return written


def write(kind: Kind, session: Session, person: Any, *, at: datetime) -> bool:
    """One reminder to one person; False if it was written before."""
    stop = links.stop_address(person)
    return post(
        f"enrolment/letters/{kind}",
        to=person,
        key=f"{reminders.key_of(kind, session.id, session.starts_at)}{person.id}",
        at=at,
        not_after=reminders.not_after(kind, session.starts_at, at),
        stop_url=stop,
        session=session,
        series=session.series,
        said_at=at,
        when_words=when_words,
        opens=JOIN_OPENS,
        way_in=links.address(person, session),
        stop=stop,
        named=platform_of(session) in NAMED,
        on_zoom=platform_of(session) == Platform.ZOOM,
    )


def group_texts(session: Session, link: str, at: datetime) -> list[tuple[Kind, datetime, str]]:
    """What a trainer pastes into the group: (reminder, when to paste it, text), without those whose time has passed."""
    when = {kind: session.starts_at - before for kind, before in reminders.BEFORE.items()}
    tomorrow_is_true = local(at).date() < local(session.starts_at).date()
    texts = [(kind, moment, _group_text(session, link, moment)) for kind, moment in when.items()]
    return [text for text in texts if text[0] == Kind.SOON or tomorrow_is_true]


def _group_text(session: Session, link: str, moment: datetime) -> str:
    words = when_words(session.starts_at, moment)
    lines = [
        f"{session.series.title}: {words}",
        _("Session %(number)s: %(topic)s", number=session.number, topic=session.topic),
        _("Join here, from %(hour)s:", hour=hour(session.starts_at - JOIN_OPENS)),
        link,
    ]
    return "\n".join(lines)
