"""Questions about enrolments, seats, the line for them and learners' calendars."""

from lms.enrolment.queries.calendars import FeedState, feed_sessions, feed_state, feed_version
from lms.enrolment.queries.own import next_session_of, series_of, upcoming_of
from lms.enrolment.queries.seats import (
    HELD,
    PAGE,
    Place,
    enrolment,
    is_enrolled,
    next_session,
    place,
    roll,
    seats_left,
    sessions_of,
    shares_class,
    taken,
)

__all__ = [
    "HELD",
    "PAGE",
    "FeedState",
    "Place",
    "enrolment",
    "feed_sessions",
    "feed_state",
    "feed_version",
    "is_enrolled",
    "next_session",
    "next_session_of",
    "place",
    "roll",
    "seats_left",
    "series_of",
    "sessions_of",
    "shares_class",
    "taken",
    "upcoming_of",
]
