"""One's own calendar: its address, and invitations by e-mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.audit import actions as audit
from lms.core.db import db, upsert
from lms.enrolment import letters, queries
from lms.enrolment.models import SentInvitation
from lms.enrolment.queries import Invitation
from lms.people.models import Person
from lms.schedule.actions import calendars_changed
from lms.schedule.models import CalendarFeed


def renew_calendar(person: Person, version: int | None = None, *, by: Any, at: datetime) -> bool:
    """Give a person's calendar a new address; the old one says so for a month and then ends.

    `version`: of the address to be replaced, where that was shown. If it is replaced already nothing changes, and
    the answer is False: a second tap must not end the first address before its month.
    """
    calendars_changed([person.id], at=at)
    which = (CalendarFeed.person_id == person.id, *([CalendarFeed.version == version] if version else []))
    values = {"version": CalendarFeed.version + 1, "renewed_at": at}
    renewed = db.session.execute(update(CalendarFeed).where(*which).values(values)).rowcount == 1
    if renewed:
        audit.record("enrolment.calendar-renewed", "person", person.id, by=by, at=at)
    return renewed


def want_invitations(person: Person, wanted: bool, *, by: Any, at: datetime) -> None:
    """Whether each session also comes by e-mail, as an invitation. Those already sent are taken back by the job."""
    values = {"person_id": person.id, "version": 1, "changed_at": at, "wants_invitations": wanted}
    upsert(CalendarFeed, values, "person_id", update=["wants_invitations"])


def send_invitations(site: str, organizer: str, *, by: Any, at: datetime) -> int:
    """Write the invitations that are due, and take back those that do not hold any more; answers how many mails.

    `organizer` is the mailbox that sends them.
    """
    due = [("CANCEL", found) for found in queries.to_uninvite(at)]
    due += [("REQUEST", found) for found in queries.to_invite(at)]
    for method, found in due:
        _send(found, method, site, organizer, at)
    return len(due)


def _send(found: Invitation, method: str, site: str, organizer: str, at: datetime) -> None:
    session, person, sent = found
    sequence = max(session.sequence, sent.sequence + 1) if sent else session.sequence
    again = sent is not None and sent.method == "REQUEST"
    letters.invitation(session, person, method, sequence, again=again, site=site, organizer=organizer, at=at)
    keys = {"session_id": session.id, "person_id": person.id}
    said = {"sequence": sequence, "shows": session.sequence, "method": method, "sent_at": at}
    upsert(SentInvitation, keys | said, *keys, update=list(said))
