"""Questions about live rooms. None of them speaks to Zoom: what is asked here was put here by the jobs."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select

from lms.core.db import db, read
from lms.core.revisions import Revision
from lms.enrolment.models import Enrolment
from lms.live.models import LiveEvent, LiveHost, LiveMeeting, LivePresence, LiveRegistration, LiveReport
from lms.live.rules import webhook
from lms.live.rules.meeting import Host, Slot, clashes
from lms.live.rules.states import MeetingState, RegistrationState, ReportState
from lms.people.models import Person
from lms.schedule.models import Series, Session
from lms.schedule.queries import room_of
from lms.schedule.rules import SeriesState, SessionState

#: Names of the revisions in which the jobs leave how it stands with Zoom.
ANSWERED, PAUSED = "live.answered", "live.paused"
#: Whom Zoom may be told of.
HERE = (Person.erased_at.is_(None), Person.merged_at.is_(None), Person.disabled_at.is_(None))
#: Who holds a seat.
SEATED = Enrolment.state == "enrolled"


class Stay(NamedTuple):
    """One stay in a session, from Zoom's report: who, where the registration tells; the name until it is forgotten."""

    person_id: int | None
    name: str | None
    email: str | None
    joined_at: datetime
    left_at: datetime
    registrant_id: str | None = None


class HostLine(NamedTuple):
    """A host, the classes held on it, and pairs of sessions it is asked to hold at once."""

    host: LiveHost
    series: list[Series]
    clashes: list[tuple[Session, Session]]


class Standing(NamedTuple):
    """How it stands with Zoom: when it answered last, until when nothing is asked of it, and why."""

    answered_at: datetime | None
    paused_until: datetime | None
    why: str


def way_in(person: Any, session: Session) -> str | None:
    """The address at which this person enters a session: its own room, else the person's link, else the class's.

    Only the redirect of the join may use it: no page, feed or letter does.
    """
    if session.room_url:
        return session.room_url
    mine = read(_link(), series_id=session.series_id, person_id=person.id).scalar()
    return mine or room_of(session)


@cache
def _link() -> Any:
    return (
        select(LiveRegistration.join_url)
        .join(LiveMeeting, LiveMeeting.series_id == LiveRegistration.series_id)
        .where(
            LiveRegistration.series_id == bindparam("series_id"),
            LiveRegistration.person_id == bindparam("person_id"),
            LiveRegistration.state == RegistrationState.MADE,
            LiveMeeting.state == MeetingState.MADE,
        )
    )


def meeting_id_of(series_id: int) -> str | None:
    """Zoom's number of the meeting of a series, if it is held there and stands."""
    held = (LiveMeeting.series_id == series_id, LiveMeeting.state == MeetingState.MADE)
    return db.session.scalar(select(LiveMeeting.meeting_id).where(*held))


def meeting_of(series: Series) -> tuple[LiveMeeting | None, LiveHost | None]:
    """The meeting of a series and its host; one that was given up is none."""
    found = (
        select(LiveMeeting, LiveHost)
        .outerjoin(LiveHost, LiveHost.id == LiveMeeting.host_id)
        .where(LiveMeeting.series_id == series.id, LiveMeeting.state != MeetingState.GIVEN_UP)
    )
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else (None, None)


def registered(series: Series) -> dict[str, int]:
    """How many learners there are in each state of their registration."""
    found = select(LiveRegistration.state, func.count()).where(LiveRegistration.series_id == series.id)
    return dict(db.session.execute(found.group_by(LiveRegistration.state)).all())


def trouble_of(series: Series) -> str | None:
    """What Zoom said of a learner it refused."""
    refused = (LiveRegistration.series_id == series.id, LiveRegistration.state == RegistrationState.FAILED)
    return db.session.scalar(select(LiveRegistration.error).where(*refused).limit(1))


def host_by_public_id(host_id: str) -> LiveHost | None:
    """A host, a retired one too."""
    return db.session.scalar(select(LiveHost).where(LiveHost.public_id == host_id))


def host_of_user(zoom_user: str) -> LiveHost | None:
    """The host with this Zoom user."""
    return db.session.scalar(select(LiveHost).where(LiveHost.zoom_user == zoom_user))


def hosts(at: datetime) -> list[HostLine]:
    """Every host, those in use first, with what is held on them from now on (two SELECTs)."""
    held: dict[int, list[tuple[Slot, Session]]] = {}
    for number, session in db.session.execute(_held(at, Session)):
        held.setdefault(number, []).append((Slot(session.starts_at, session.ends_at), session))
    rows = db.session.scalars(select(LiveHost).order_by(LiveHost.retired_at.is_not(None), LiveHost.id))
    return [_line(host, held.get(host.id, [])) for host in rows]


def _line(host: LiveHost, held: list[tuple[Slot, Session]]) -> HostLine:
    series = {session.series_id: session.series for _slot, session in held}
    return HostLine(host, list(series.values()), clashes(held))


def clashes_of(series: Series, host: LiveHost, at: datetime) -> list[tuple[Session, Session]]:
    """Pairs of sessions that the host of a series is asked to hold at once, one of them of this series."""
    held = [
        (Slot(session.starts_at, session.ends_at), session)
        for number, session in db.session.execute(_held(at, Session))
        if number == host.id
    ]
    return [pair for pair in clashes(held) if series.id in (pair[0].series_id, pair[1].series_id)]


def _held(at: datetime, *what: Any) -> Any:
    """SELECT of (host id, …) of the sessions still to be held on Zoom, by host."""
    return (
        select(LiveMeeting.host_id, *what)
        .select_from(LiveMeeting)
        .join(Series, Series.id == LiveMeeting.series_id)
        .join(Session, Session.series_id == Series.id)
        .where(
            LiveMeeting.host_id.is_not(None),
            LiveMeeting.state != MeetingState.GIVEN_UP,
            Series.state == SeriesState.PUBLISHED,
            Session.state == SessionState.SCHEDULED,
            Session.ends_at > at,
        )
        .order_by(LiveMeeting.host_id, Session.starts_at, Session.id)
    )


def busy(series_id: int, at: datetime) -> list[tuple[int, Slot]]:
    """(host id, slot) of the sessions of other series."""
    others = _held(at, Session.starts_at, Session.ends_at).where(LiveMeeting.series_id != series_id)
    return [(number, Slot(starts_at, ends_at)) for number, starts_at, ends_at in db.session.execute(others)]


def free_hosts() -> list[Host]:
    """Hosts that are not retired, held until the transaction ends so that two classes do not choose one at once."""
    rows = select(LiveHost).where(LiveHost.retired_at.is_(None)).order_by(LiveHost.id).with_for_update()
    return [Host(row.id, row.capacity) for row in db.session.scalars(rows)]


def in_use(host: LiveHost, at: datetime) -> bool:
    """Whether a class that goes on is held on this host."""
    return any(number == host.id for number, _id in db.session.execute(_held(at, Session.id)))


def slots_of(series_id: int) -> list[tuple[Slot, str]]:
    """(slot, state) of the sessions of a series that are not cancelled, by time."""
    found = (
        select(Session.starts_at, Session.ends_at, Session.state)
        .where(Session.series_id == series_id, Session.state != SessionState.CANCELLED)
        .order_by(Session.starts_at)
    )
    return [(Slot(starts_at, ends_at), state) for starts_at, ends_at, state in db.session.execute(found)]


def people_of(series_id: int) -> list[tuple[int, str, str | None]]:
    """(id, public id, registrant id) of everybody who was ever registered in a series."""
    found = (
        select(Person.id, Person.public_id, LiveRegistration.registrant_id)
        .join(LiveRegistration, LiveRegistration.person_id == Person.id)
        .where(LiveRegistration.series_id == series_id, *HERE)
    )
    return [(number, public_id, registrant) for number, public_id, registrant in db.session.execute(found)]


def is_ours(meeting_id: str) -> bool:
    """Whether a meeting is one of ours; the account may hold others."""
    return bool(db.session.scalar(select(exists().where(LiveMeeting.meeting_id == meeting_id))))


def inside(session: Session, meeting_id: str | None = None) -> int | None:
    """How many are in the room of a session by what Zoom told so far; None if it told nothing.

    `meeting_id`: Zoom's number of the meeting, where it is known already.
    """
    meeting_id = meeting_id or meeting_id_of(session.series_id)
    if meeting_id is None:
        return None
    found = select(LiveEvent).where(
        LiveEvent.meeting_id == meeting_id,
        LiveEvent.at > session.starts_at - webhook.EARLIEST,
        LiveEvent.at < session.ends_at + webhook.EARLIEST,
    )
    names = webhook.Happened._fields
    events = [webhook.Happened(*(getattr(row, name) for name in names)) for row in db.session.scalars(found)]
    return len(webhook.inside(events)) if events else None


def stays(session: Session) -> list[Stay]:
    """Who was in the room of a session from when to when, by Zoom's report; one row for each time somebody came."""
    columns = (getattr(LivePresence, name) for name in Stay._fields)
    found = select(*columns).where(LivePresence.session_id == session.id)
    return [Stay(*row) for row in db.session.execute(found.order_by(LivePresence.joined_at, LivePresence.id))]


def reports_of(series: Series) -> list[tuple[LiveReport, Session]]:
    """The reports of a series that could not be pulled."""
    found = (
        select(LiveReport, Session)
        .join(Session, Session.id == LiveReport.session_id)
        .where(Session.series_id == series.id, LiveReport.state == ReportState.FAILED)
        .order_by(Session.starts_at)
    )
    return [(report, session) for report, session in db.session.execute(found)]


def standing() -> Standing:
    """How it stands with Zoom."""
    rows = select(Revision.name, Revision.value).where(Revision.name.in_((ANSWERED, PAUSED)))
    kept = dict(db.session.execute(rows).all())
    answered = kept.get(ANSWERED)
    until, _sep, why = kept.get(PAUSED, "").partition(" ")
    return Standing(
        datetime.fromisoformat(answered) if answered else None, datetime.fromisoformat(until) if until else None, why
    )


def without_seat(series: Any, person: Any) -> Any:
    """Condition: the person of a registration holds no seat in the series, or is not here any more."""
    seat = exists().where(
        Enrolment.series_id == series, Enrolment.person_id == person, SEATED, Person.id == person, *HERE
    )
    return ~seat
