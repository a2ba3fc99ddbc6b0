"""The letters of this room: what stands in them is worked out when they are written."""

from datetime import datetime
from typing import Any

from lms.enrolment import feeds, links, queries
from lms.enrolment.rules import EnrolmentState, WaitingState
from lms.notifications.actions import post
from lms.schedule import events


def welcome(number: int, *, key: str, by: Any, at: datetime) -> bool:
    """After enrolling: the next session from now, never a past one. Written once for each enrolment.

    `key` seals the calendar address. Nothing is written for who has left meanwhile, or when no session
    is ahead.
    """
    found = queries.enrolment(number)
    session = queries.next_session(found.series_id, at) if found else None
    if session is None or found.state != EnrolmentState.ENROLLED:
        return False
    token = feeds.token_of(key, found.person.public_id, queries.feed_version(found.person))
    return post(
        "enrolment/letters/welcome",
        to=found.person,
        key=f"welcome:{found.id}",
        at=at,
        series=found.series,
        session=session,
        token=token,
    )


def seat_came(number: int, *, key: str, by: Any, at: datetime) -> bool:
    """To whom the line brought a seat: the next session from now, and the way to give the seat back with one tap.

    Nothing is written for who gave it back already, or when no session is ahead.
    """
    found = queries.seat_that_came_by_id(number)
    session = queries.next_session(found.series.id, at) if found and found.declinable else None
    if session is None:
        return False
    token = feeds.token_of(key, found.person.public_id, queries.feed_version(found.person))
    return post(
        "enrolment/letters/seat_came",
        to=found.person,
        key=f"seat-came:{number}",
        at=at,
        series=found.series,
        session=session,
        token=token,
        way_in=links.address(found.person, session),
        decline=links.seat_address(found.waiting),
    )


def no_seat(number: int, *, by: Any, at: datetime) -> bool:
    """To whom the line brought nothing: it has ended, and which classes are open. Not to who holds a seat after all."""
    found = queries.seat_that_came_by_id(number)
    if found is None or found.waiting.state != WaitingState.OVER or found.enrolled_at or found.person.erased_at:
        return False
    return post("enrolment/letters/no_seat", to=found.person, key=f"no-seat:{number}", at=at, series=found.series)


def invitation(
    session: Any, person: Any, method: str, sequence: int, *, again: bool, site: str, organizer: str, at: datetime
) -> bool:
    """An iTIP message (`method` REQUEST or CANCEL) about a session, with words for who reads it.

    `again`: it changes one sent before.
    """
    message = events.invitation_of(
        session, site, person.language,
        method=method, sequence=sequence, organizer=organizer, attendee=person.email, at=at,
    )  # fmt: skip
    return post(
        "enrolment/letters/invitation" if method == "REQUEST" else "enrolment/letters/invitation_off",
        to=person,
        key=f"invitation:{session.id}:{person.id}:{sequence}",
        at=at,
        not_after=session.starts_at,
        address=("email", person.email),
        calendar=message.decode(),
        session=session,
        again=again,
    )
