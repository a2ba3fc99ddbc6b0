"""What is done at Zoom by itself. One round speaks at a time; when Zoom does not answer, all of them wait."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from lms.core.clock import now
from lms.core.db import transaction
from lms.core.jobs import every
from lms.live import queries, talks, zoom
from lms.live.actions import meetings as meeting_desk
from lms.live.actions import registrations as registration_desk
from lms.live.actions import reports as report_desk
from lms.live.actions import signs
from lms.live.rules.limits import STRIKES

#: Tasks in one round: the worker has other things to do.
MEETINGS, REGISTRATIONS, REPORTS = 3, 20, 2


@every(seconds=15)
def meetings() -> None:
    """Make, change and delete meetings at Zoom."""
    _round(meeting_desk, talks.about_meeting, MEETINGS)


@every(seconds=10)
def registrations() -> None:
    """Give learners with a seat their own link, and take it from those who left."""
    _round(registration_desk, partial(talks.about_registration, **_ours()), REGISTRATIONS)


@every(seconds=120)
def reports() -> None:
    """Fetch who was there."""
    _round(report_desk, partial(talks.about_report, **_ours()), REPORTS)


@every(seconds=3600)
def look() -> None:
    """Ask Zoom for nothing in particular, so that the caretaker knows whether it answers."""
    _speak(lambda line: line.me())


@every(seconds=86_400)
def forget() -> dict[str, int]:
    """Names that Zoom told us go after 90 days."""
    return report_desk.forget(at=now())


def _ours() -> dict[str, str]:
    """What learners' addresses at Zoom are made of."""
    config = current_app.config
    return {"key": config["SECRET_KEY"], "host": urlsplit(config["BASE_URL"]).hostname or "cunghoc.invalid"}


def _round(desk: Any, talk: Callable[..., Any], most: int) -> None:
    """Put in order what is due at this desk, then do up to `most` of it."""
    if zoom.settings(current_app.config) is None:
        return
    with transaction():
        desk.tend(at=now())
    _speak(lambda line: _tasks(line, desk, talk, most))


def _speak(work: Callable[[zoom.Line], None]) -> None:
    """Do it on a line to Zoom, unless there is none or all wait; note how Zoom answered."""
    to = zoom.settings(current_app.config)
    with transaction():
        until = queries.standing().paused_until
    if to is None or until is not None and until > now():
        return
    with zoom.door(to, now) as line:
        note: Callable[..., None] = signs.note_answer
        try:
            work(line)
        except zoom.NotNow as later:
            note = partial(signs.note_pause, later.until, str(later))
        except zoom.Refused as no:
            note = partial(signs.note_pause, now(), str(no))
        else:
            if line.answered_at is None:
                return
        with transaction():
            note(at=now())


def _tasks(line: zoom.Line, desk: Any, talk: Callable[..., Any], most: int) -> None:
    """Take, tell, note, one by one. A limit of the day that is met again and again is everybody's."""
    strikes = 0
    for _number in range(most):
        with transaction():
            task = desk.take(at=now())
        if task is None:
            return
        try:
            note = partial(desk.note_done, task, talk(line, task))
        except zoom.Gone:
            note = partial(desk.note_gone, task)
        except zoom.Refused as no:
            note = partial(desk.note_refused, task, no.code, str(no))
        except zoom.NotNow as later:
            with transaction():
                desk.note_later(task, later.until, at=now())
            strikes += 1
            if not later.daily or strikes >= STRIKES:
                raise
            continue
        with transaction():
            note(at=now())
