"""One's own start page, and the page of a session."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect

from lms.attendance import actions as attendance
from lms.attendance import sentences
from lms.attendance.forms import CodeForm
from lms.attendance.rules import recaps
from lms.attendance.rules.decision import EvidenceKind
from lms.attendance.rules.door import RoomFull
from lms.certificates import sentences as certificate_words
from lms.core.access import may, me, requires
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import language
from lms.enrolment import actions as enrolment
from lms.enrolment import queries as enrolments
from lms.enrolment.rules import Outcome
from lms.enrolment.sentences import told
from lms.home import queries
from lms.schedule import events, telling
from lms.schedule import queries as schedules
from lms.schedule.daytime import day_words
from lms.schedule.models import Session
from lms.schedule.rules import JOIN_OPENS, NAMED, join_open
from lms.schedule.views.feed import site

pages = Blueprint("learner", __name__)


@pages.get("/today")
@requires(Can.SEE_OWN_DAY)
def today() -> Any:
    """What comes next for this person: the class, and whatever their roles ask for."""
    at = request_time()
    day = queries.day(me(), at, local(at).year)
    return page(
        "home/learner/today.html",
        day=day,
        day_words=day_words(local(day.evening.starts_at), local(at)) if day.evening else None,
        year=local(at).year,
        opens=JOIN_OPENS,
        platform=schedules.platform_of(day.evening.session) if day.evening else None,
        named=bool(day.evening) and schedules.platform_of(day.evening.session) in NAMED,
        form=CodeForm(),
        words=sentences,
        certificate_words=certificate_words,
        telling=telling,
    )


@pages.get("/sessions/<session_id>")
@requires(Can.SEE_SESSION, schedules.session_by_public_id)
def session(session: Session) -> Any:
    """One evening: the way in, the code, what to take along, and how one stands. Who has no seat sees the class."""
    person, at = me(), request_time()
    stand = queries.stand(session, person, at)
    if not (stand.enrolled or may(Can.RUN_SESSION, session)):
        return back_to("enrolment.public.series", slug=session.series.slug)
    return page(
        "home/learner/session.html",
        session=session,
        stand=stand,
        standing=queries.standing(person, stand),
        day_words=day_words(local(session.starts_at), local(at)),
        open=join_open(session.starts_at, session.ends_at, at) and session.state != "cancelled",
        opens=JOIN_OPENS,
        coded=any(row.kind == EvidenceKind.CODE for row in stand.evidence),
        platform=schedules.platform_of(session),
        named=schedules.platform_of(session) in NAMED,
        later=_days_to_catch_up(session, stand, at),
        form=CodeForm(),
        words=sentences,
        telling=telling,
        copies=events.copies(session, site(), language()),
    )


def shown_session(session_id: str) -> Session | None:
    """A session of a class that has a page."""
    found = schedules.session_by_public_id(session_id)
    return found if found and found.series.state in schedules.SHOWN else None


def _days_to_catch_up(session: Session, stand: Any, at: datetime) -> int | None:
    """Days after a missed class in which its quiz stands for it; None where there is nothing to make up."""
    asked = stand.enrolled and stand.quiz and stand.questions
    missed = stand.decision and recaps.can_catch_up(session, stand.decision.state, at)
    return recaps.LATER.days if asked and missed else None


@pages.post("/sessions/<session_id>/enter")
@requires(Can.ENROL, shown_session)
def enter(session: Session) -> Any:
    """A seat and the way in with one tap. When the last seat is gone by then: a place in the line."""
    place = enrolments.place(me(), session.series.slug)
    try:
        outcome = enrolment.enrol(me(), place, way="join", by=me(), at=request_time())
        if outcome == Outcome.WAITING:
            flash(told(outcome))
            return back_to("enrolment.public.series", slug=session.series.slug)
        room = attendance.join(session, me(), by=me(), at=request_time())
    except RoomFull:  # the seat is kept; the page of the session offers the stream
        return back_to("home.learner.session", session_id=session.public_id)
    except RuleBroken as rule:
        return again("home/learner/enter.html", session=session, rule=rule)
    return redirect(room, 303)
