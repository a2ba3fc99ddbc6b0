"""What a learner does on the evening: go in, and give the code. And afterwards: say that they were there."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request

from lms.attendance import actions, claim_words, queries, sentences
from lms.attendance.actions import claims
from lms.attendance.forms import ClaimForm, CodeForm
from lms.attendance.queries import claims as claimed
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import claims as claiming
from lms.attendance.rules.door import RoomFull
from lms.core.access import may, me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.enrolment import queries as enrolments
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id
from lms.schedule.rules import JOIN_OPENS

pages = Blueprint("learner", __name__)

CHECK_IN = "attendance/learner/check_in.html"
CLAIM = "attendance/learner/claim.html"


@pages.post("/sessions/<session_id>/join")
@requires(Can.JOIN, session_by_public_id)
def join(session: Session) -> Any:
    """The one answer that names the live room; anything that stands in the way is said on a page."""
    try:
        room = actions.join(session, me(), request.form.get("way", ""), by=me(), at=now())
    except RuleBroken as rule:
        return again("attendance/learner/join.html", session=session, rule=rule, full=isinstance(rule, RoomFull))
    return redirect(room, 303)


@pages.get("/check-in")
@requires(Can.SEE_OWN_DAY)
def at_hand() -> Any:
    """The short address on the wall: to the check-in of the class one is in now."""
    session = queries.session_at_hand(me(), request_time())
    if session is None:
        return back_to("home.learner.today")
    return back_to("attendance.learner.check_in", session_id=session.public_id)


@pages.get("/sessions/<session_id>/check-in")
@requires(Can.SEE_SESSION, session_by_public_id)
def check_in(session: Session) -> Any:
    """The digits, filled in where the QR code brought them; nothing is written before the button is pressed."""
    if may(Can.CHECK_IN, session):
        return page(CHECK_IN, form=CodeForm(data={"code": request.args.get("code", "")[:12]}), **_shown(session))
    if may(Can.RUN_SESSION, session):
        return back_to("attendance.trainer.code", session_id=session.public_id)
    place = enrolments.place(me(), session.series.slug)
    offer = place and place.offer(request_time())
    return page("attendance/learner/check_in_no_seat.html", session=session, offer=offer)


@pages.post("/sessions/<session_id>/check-in")
@requires(Can.CHECK_IN, session_by_public_id, keeps="code")
def give_code(session: Session) -> Any:
    """Take the digits. A phone that sends them again and again (`resend.js`) is told by JSON where to go on."""
    form, number = CodeForm(request.form), session.public_id  # the try ends the transaction, and with it what was read
    if not form.validate():
        return again(CHECK_IN, form=form, **_shown(session))
    try:
        early = actions.check_in(session, me(), form.code.data, by=me(), at=now())
    except RuleBroken as rule:
        form.broken("code", rule)
        return again(CHECK_IN, form=form, **_shown(session))
    if not early:
        flash(_("You are checked in."))
    answer = back_to("attendance.learner.check_in" if early else "home.learner.session", session_id=number)
    return jsonify(next=answer.location) if request.accept_mimetypes.best == "application/json" else answer


def _shown(session: Session) -> dict[str, Any]:
    """The page of the digits: how far the person is, and whether it is early, open or over."""
    return {
        "session": session,
        "given": queries.given(session, me()),
        "phase": rules.phase(session.starts_at, session.ends_at, request_time()).value,
        "opens_at": session.starts_at - JOIN_OPENS,
        "closed_at": session.ends_at + rules.CHECK_IN_CLOSES,
    }


@pages.get("/sessions/<session_id>/claim")
@requires(Can.CLAIM, session_by_public_id)
def claim(session: Session) -> Any:
    """How one's attendance stands, and *I was there*; what was said before, and what the trainer answered."""
    shown = _standing(session)
    said = claiming.read(shown["claim"].note) if shown["claim"] else claiming.Said("", "")
    return page(CLAIM, form=ClaimForm(data=said._asdict()), **shown)


@pages.post("/sessions/<session_id>/claim")
@requires(Can.CLAIM, session_by_public_id)
def say_claim(session: Session) -> Any:
    """Say it, or say it otherwise while nobody has answered."""
    form, number = ClaimForm(request.form), session.public_id
    if not form.validate():
        return again(CLAIM, form=form, **_standing(session))
    try:
        claims.claim(session, me(), form.name.data or "", form.note.data or "", by=me(), at=request_time())
    except RuleBroken as rule:
        form.broken(None, rule)
        return again(CLAIM, form=form, **_standing(session))
    flash(_("Told the trainer. The answer comes to this page, and by letter."))
    return back_to(".claim", session_id=number)


@pages.post("/sessions/<session_id>/claim/withdraw")
@requires(Can.CLAIM, session_by_public_id)
def withdraw_claim(session: Session) -> Any:
    """Take it back while nobody has answered."""
    number = session.public_id
    try:
        if claims.withdraw(session, me(), by=me(), at=request_time()):
            flash(_("Taken back. You can say it again later."))
    except RuleBroken as rule:
        form = ClaimForm()
        form.broken(None, rule)
        return again(CLAIM, form=form, **_standing(session))
    return back_to(".claim", session_id=number)


def _standing(session: Session) -> dict[str, Any]:
    """The page of the claim: decision, traces, what was said and answered, and what stands in the way of saying it."""
    decision, evidence = queries.mine(session, me())
    known, at = decision.state if decision else None, request_time()
    return {
        "session": session,
        "decision": decision,
        "evidence": evidence,
        "claim": claimed.own(session, me()),
        "stopped": claiming.standing_in_the_way(session, known, at),
        "until": claiming.last_day(session),
        "words": sentences,
        "claim_words": claim_words,
    }
