"""What is to be done before and after a class, in words: each step with its state and the page it is done on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for

from lms.core.screens import hour, when
from lms.core.words import gettext as _
from lms.core.words import ngettext as _n
from lms.live.rules.states import MeetingState
from lms.schedule.rules import Platform


class Step(NamedTuple):
    """One thing; `href` leads to where it is done."""

    done: bool
    text: str
    hint: str | None = None
    href: str | None = None


def before(session: Any, ready: Any, room: str | None, platform: str | None, letters: Iterable[datetime]) -> list[Step]:
    """Is all ready? `ready` as `queries.before` has it; `letters`: when the reminders go out."""
    own = {"session_id": session.public_id}
    return [
        _room(session, ready, room, platform),
        Step(True, _("The check-in code is ready"), _("Digits given before the doors open are kept"))
        if ready.code
        else Step(
            False,
            _("Prepare the check-in code"),
            _("It can stand on the shared page from the morning on"),
            url_for("attendance.trainer.code", **own),
        ),
        _quiz(session, ready.questions),
        Step(
            session.slides_url is not None, _("Slides"), None if session.slides_url else _("Optional"), _edit(session)
        ),
        *_people(session, ready),
        Step(True, _("Reminder letters go out by themselves"), " · ".join(map(when, letters))),
    ]


def _edit(session: Any) -> str:
    return url_for("schedule.trainer.session", session_id=session.public_id)


def _room(session: Any, ready: Any, room: str | None, platform: str | None) -> Step:
    zoom = url_for("live.trainer.room", series_id=session.series.public_id)
    if ready.meeting == MeetingState.MADE:
        return Step(True, _("The Zoom meeting is made"), _("Number %(number)s", number=ready.meeting_id))
    if ready.meeting == MeetingState.WANTED:
        return Step(False, _("Zoom is still to make the meeting"), _("By itself; look again in a few minutes"), zoom)
    if not room and ready.meeting == MeetingState.FAILED:
        return Step(False, _("Zoom could not make the meeting"), _("See why, or put in a link of your own"), zoom)
    if not room:
        return Step(False, _("The room has no link yet"), _("Put it in under Edit this session"), _edit(session))
    if platform in (None, Platform.OTHER):
        return Step(False, _("The link of the room is of no platform we know"), _("Open it to see that it works"), room)
    return Step(True, _("The room has a link"), _("Learners see a button, never the link"))


def _quiz(session: Any, questions: int | None) -> Step:
    if not session.module_id:
        return Step(
            False, _("No module chosen"), _("With one, its lessons and quiz go with the session"), _edit(session)
        )
    if not questions:
        return Step(True, _("The module has no quiz yet"), _("The class can do without"))
    said = _n("The quiz is open: %(num)s question", "The quiz is open: %(num)s questions", questions)
    return Step(True, said, _("Learners can take it at any time"))


def _people(session: Any, ready: Any) -> list[Step]:
    series = session.series
    steps = []
    said = _n("%(num)s person is enrolled.", "%(num)s people are enrolled.", ready.enrolled)
    if ready.enrolled:
        steps.append(Step(True, said))
    else:
        page = url_for("enrolment.public.series", slug=series.slug)
        steps.append(Step(False, said, _("Pass on the page of the class"), page))
    if ready.waiting:
        said = _n("%(num)s person waits for a seat", "%(num)s people wait for a seat", ready.waiting)
        line = url_for("enrolment.trainer.line", series_id=series.public_id)
        steps.append(Step(False, said, _("More seats can be given there"), line))
    if ready.unreached:
        said = _n("Letters do not reach %(num)s person", "Letters do not reach %(num)s people", ready.unreached)
        tell = url_for("enrolment.trainer.tell", series_id=series.public_id)
        steps.append(Step(False, said, _("Paste the ready text into the Zalo group"), tell))
    return steps


def after(session: Any, left: Any, unclear: int, report_due: datetime, at: datetime) -> list[Step]:
    """What is left to do? `left` as `queries.after` has it; `report_due`: when Zoom is asked next."""
    own = {"session_id": session.public_id}
    recapped = bool(session.recap or left.told_at)
    names = url_for("attendance.trainer.participants", **own)
    claims = url_for("attendance.trainer.session_claims", **own)
    look = url_for("attendance.trainer.roll", **own, show="look")
    return [
        _report(left, report_due, at, own),
        Step(
            False,
            _n("%(num)s name is not recognised", "%(num)s names are not recognised", left.strangers),
            _("Say who they were, or that they were guests"),
            names,
        )
        if left.strangers
        else Step(True, _("Every name is recognised")),
        Step(
            False,
            _n("%(num)s learner says: I was there", "%(num)s learners say: I was there", left.claims),
            _("They wait for your answer"),
            claims,
        )
        if left.claims
        else Step(True, _("Nobody waits for an answer")),
        Step(
            False,
            _n("%(num)s person needs a look", "%(num)s people need a look", unclear),
            _("Their traces prove too little"),
            look,
        )
        if unclear
        else Step(True, _("Nobody's result is unclear")),
        Step(True, _("The class has its recap"))
        if recapped
        else Step(False, _("Write one line to the class"), _("Right here, below"), "#recap"),
    ]


def _report(left: Any, due: datetime, at: datetime, own: dict[str, str]) -> Step:
    page = url_for("attendance.trainer.reports", **own)
    if left.draft:
        draft = url_for("attendance.trainer.report", **own, report_id=left.draft)
        return Step(False, _("A report waits for you to confirm it"), _("Nothing in it counts before"), draft)
    if left.reports:
        return Step(True, _("The report of the room is in"))
    if left.on_zoom and due > at:
        return Step(False, _("Zoom's report comes by itself, about %(hour)s", hour=hour(due)), None, page)
    return Step(False, _("Bring the report of the room"), _("Or a paper list, or one person who walked in"), page)
