"""Changes to who is in a class, and who waits for a seat."""

from lms.enrolment.actions.calendars import renew_calendar, send_invitations, want_invitations
from lms.enrolment.actions.line import end_lines, serve_all, set_seats
from lms.enrolment.actions.seats import decline, enrol, leave, leave_all

__all__ = [
    "decline",
    "end_lines",
    "enrol",
    "leave",
    "leave_all",
    "renew_calendar",
    "send_invitations",
    "serve_all",
    "set_seats",
    "want_invitations",
]
