"""What enrolment does by itself."""

from functools import partial

from flask import current_app

from lms.core.clock import now
from lms.core.jobs import Job, every, task
from lms.core.outbox import claim, work_off
from lms.enrolment import actions, letters, notices, reminding
from lms.notifications import doors
from lms.schedule.actions import calendars_changed


@every(seconds=5)
def welcome() -> dict[str, int]:
    """Write the letters for new enrolments. Not in the request: a rush for seats waits for no letter."""
    key, at = current_app.config["SECRET_KEY"], now()
    return {"written": work_off("enrolment.welcome", partial(letters.welcome, key=key, by=None, at=at), at=at)}


@every(seconds=5)
def give_up() -> dict[str, int]:
    """Whoever does not learn any more gives up the seats they hold, so that others can have them."""
    at = now()
    return {"given_up": work_off("people.paused", partial(actions.leave_all, by=None, at=at), at=at)}


@every(seconds=5)
def move_up() -> dict[str, int]:
    """Free seats go to those who wait for them, whyever they are free, unless the class meets just now."""
    return {"seated": actions.serve_all(by=None, at=now())}


@every(seconds=5)
def seat_came() -> dict[str, int]:
    """Write the letters to those whom the line brought a seat."""
    key, at = current_app.config["SECRET_KEY"], now()
    return {"written": work_off("enrolment.seat-came", partial(letters.seat_came, key=key, by=None, at=at), at=at)}


@every(seconds=60)
def end_lines() -> dict[str, int]:
    """Lines end when the last session begins."""
    return {"ended": actions.end_lines(by=None, at=now())}


@every(seconds=60)
def no_seat() -> dict[str, int]:
    """Write the letters to those who waited to the end of a line."""
    at = now()
    return {"written": work_off("enrolment.line-ended", partial(letters.no_seat, by=None, at=at), at=at)}


@every(seconds=5)
def changed() -> dict[str, int]:
    """Begin to tell classes of changes, those that wait a little once their time has come."""
    return {"begun": notices.begin(at=now())}


@task("enrolment.tell")
def tell(job: Job) -> dict[str, int]:
    """Write the letters of one change to a whole class, some at a time."""
    return {"written": notices.tell_class(job.args["notice"], job.id, at=now())}


@every(seconds=20)
def remind() -> dict[str, int]:
    """Write the reminders that are due, some at a time."""
    return {"written": reminding.remind(by=None, at=now())}


@every(seconds=60)
def invitations() -> dict[str, int]:
    """Write the invitations to sessions that people asked for, while e-mail can leave."""
    site, organizer = current_app.config["BASE_URL"].rstrip("/"), doors.mailbox()
    if not site or not organizer:
        return {"written": 0}
    return {"written": actions.send_invitations(site, organizer, by=None, at=now())}


@every(seconds=5)
def spoke() -> dict[str, int]:
    """A calendar in another language is another calendar, also for clients that ask by date only."""
    people = {change.subject for change in claim("people.spoke")}
    calendars_changed(people, at=now())
    return {"changed": len(people)}
