"""The trainer's roll: who was there, and the trainer's own word."""

from typing import Any

from flask import Response, flash, request

from lms.accounts.queries import codes
from lms.attendance import actions, queries, sentences
from lms.attendance.forms import SHORT_MARKS, MarkForm
from lms.attendance.queries import Seat
from lms.attendance.rules.decision import Mark
from lms.attendance.rules.marking import ReasonMissing, read_mark, read_moment
from lms.attendance.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _, _n
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id

CORRECT = "attendance/trainer/correct.html"
#: What a look at the roll is made of; carried along, so that a mark comes back to the same lines.
LOOK = ("show", "search", "after", "before")


def _look() -> dict[str, str]:
    return {name: request.args[name] for name in LOOK if request.args.get(name)}


@pages.get("/sessions/<session_id>/roll")
@requires(Can.RUN_SESSION, session_by_public_id)
def roll(session: Session) -> Any:
    """Everyone, by given name, with traces and decision."""
    look = _look()
    found = queries.roll(session, **look)
    return page(
        "attendance/trainer/roll.html",
        session=session,
        roll=found,
        look=look,
        show=look.get("show", "all"),
        done=request.args.get("done"),
        marked_at=request.args.get("marked_at"),
        marks=SHORT_MARKS,
        words=sentences,
    )


@pages.get("/sessions/<session_id>/roll/<person_id>")
@requires(Can.RUN_SESSION, queries.seat)
def correct(seat: Seat) -> Any:
    """One person: every trace, why the decision is as it is, and another word on it."""
    decision = seat.decision
    value = decision and (Mark.LATE.value if decision.state == "present" and decision.late else decision.state)
    return page(CORRECT, **_person(seat), form=MarkForm(data={"value": value}))


def _person(seat: Seat) -> dict[str, Any]:
    evidence = queries.evidence_of(seat.session, seat.person)
    helped = codes.to_be_helped(seat.person.public_id, by=me())
    shown = {"session": seat.session, "evidence": evidence, "look": _look(), "words": sentences}
    return {"seat": seat, "helped": helped, **shown}


@pages.post("/sessions/<session_id>/roll/<person_id>")
@requires(Can.RUN_SESSION, queries.seat)
def mark(seat: Seat) -> Any:
    """The trainer's word on one person."""
    form = MarkForm(request.form)
    if not form.validate():
        return again(CORRECT, **_person(seat), form=form)
    at = now()
    try:
        value = read_mark(form.value.data or "")
        actions.mark(seat.session, seat.person, value, form.reason.data or "", by=me(), at=at)
    except RuleBroken as rule:
        form.broken("reason" if isinstance(rule, ReasonMissing) else "value", rule)
        return again(CORRECT, **_person(seat), form=form)
    return _to_roll(seat, done=seat.person.public_id, marked_at=at.isoformat())


@pages.post("/sessions/<session_id>/roll/<person_id>/undo")
@requires(Can.RUN_SESSION, queries.seat)
def unmark(seat: Seat) -> Any:
    """Take the trainer's word back."""
    actions.unmark(seat.session, seat.person, by=me(), at=now())
    flash(_("Taken back: %(name)s", name=seat.person.name))
    return _to_roll(seat)


def _to_roll(seat: Seat, **more: str) -> Response:
    anchor = f"p-{seat.person.public_id}"
    return back_to("attendance.trainer.roll", session_id=seat.session.public_id, **_look(), **more, _anchor=anchor)


@pages.post("/sessions/<session_id>/roll/rest")
@requires(Can.RUN_SESSION, session_by_public_id)
def mark_rest(session: Session) -> Any:
    """*Chốt điểm danh*: whoever was not seen is absent. Or, where a class met around a table, present."""
    value, at = request.form.get("value", Mark.ABSENT), now()
    count = actions.mark_rest(session, read_mark(value), by=me(), at=at)
    flash(_rest_words(value, count))
    done = {"marked_at": at.isoformat()} if count else {}
    return back_to("attendance.trainer.roll", session_id=session.public_id, **done)


def _rest_words(value: str, count: int) -> str:
    if value == Mark.PRESENT:
        return _n("One person marked present.", "%(num)s people marked present.", count)
    return _n("One person marked absent.", "%(num)s people marked absent.", count)


@pages.post("/sessions/<session_id>/roll/undo")
@requires(Can.RUN_SESSION, session_by_public_id)
def undo(session: Session) -> Any:
    """Take back what was marked a moment ago, one or many; earlier marks hold again."""
    moment = read_moment(request.form.get("marked_at", ""))
    count = actions.undo(session, moment, by=me(), at=now()) if moment else 0
    flash(_n("Taken back for one person.", "Taken back for %(num)s people.", count) if count else _("Nothing to undo."))
    return back_to("attendance.trainer.roll", session_id=session.public_id, **_look())
