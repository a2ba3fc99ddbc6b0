"""What learners say about their attendance, and the trainer's answers."""

from typing import Any

from flask import flash, request

from lms.attendance import claim_words, sentences
from lms.attendance.actions import claims as actions
from lms.attendance.forms import AnswerForm
from lms.attendance.queries import claims as queries
from lms.attendance.queries.claims import Case, File
from lms.attendance.rules import claims as rules
from lms.attendance.rules.claims import ClaimState
from lms.attendance.views.trainer.pages import pages
from lms.core.access import may, me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id

LIST = "attendance/trainer/claims.html"
ONE = "attendance/trainer/claim.html"


@pages.get("/teach/claims")
@requires(Can.PLAN_CLASSES)
def claims() -> Any:
    """What waits for an answer in all classes one teaches; a national coordinator sees every class."""
    return _list(teacher=None if may(Can.PLAN_FOR_OTHERS) else me())


@pages.get("/sessions/<session_id>/claims")
@requires(Can.RUN_SESSION, session_by_public_id)
def session_claims(session: Session) -> Any:
    """The same of one session."""
    return _list(session=session)


def _list(**over: Any) -> Any:
    answered = request.args.get("show") == "answered"
    found, after = queries.queue(**over, answered=answered, after=request.args.get("after", "")[:13])
    shown = {"cases": found, "after": after, "answered": answered, "counts": queries.counts(**over)}
    return page(LIST, **shown, session=over.get("session"), words=claim_words)


@pages.get("/sessions/<session_id>/claims/<claim_id>")
@requires(Can.RUN_SESSION, queries.case)
def claim(case: Case) -> Any:
    """What the learner wrote beside what is known, names in the room that may be theirs, and the answer."""
    file = queries.file(case)
    return page(ONE, **_shown(case, file, _form(file)))


@pages.post("/sessions/<session_id>/claims/<claim_id>")
@requires(Can.RUN_SESSION, queries.case)
def answer(case: Case) -> Any:
    """Agree, with or without a name from the room, or not, with a sentence why."""
    file, name, session_id = queries.file(case), case.person.name, case.session.public_id
    form = _form(file, request.form)
    if not form.validate():
        return again(ONE, **_shown(case, file, form))
    try:
        changed = _answer(case, form)
    except RuleBroken as rule:
        beside = {rules.WordsMissing: "words", rules.NameTaken: "participant"}
        form.broken(beside.get(type(rule)), rule)
        return again(ONE, **_shown(case, queries.file(case), form))
    flash(_("Answered: %(name)s", name=name) if changed else _("This was answered already. Nothing has changed."))
    return back_to(".session_claims", session_id=session_id) if _from_session() else back_to(".claims")


def _answer(case: Case, form: AnswerForm) -> bool:
    words, by, at = form.words.data or "", me(), request_time()
    said = request.form.get("answer", "")
    if said == ClaimState.REFUSED:
        return actions.refuse(case.claim, words, by=by, at=at)
    if said != ClaimState.ACCEPTED:
        raise rules.AnswerMissing()
    chosen = (form.participant.data or "")[:13]
    seen = queries.name_in(case.session, chosen) if chosen else None
    if chosen and seen is None:
        raise rules.NameTaken()
    return actions.accept(case.claim, seen, words, by=by, at=at)


def _form(file: File, typed: Any = None) -> AnswerForm:
    """The answer; a name written just as the learner typed it is chosen beforehand."""
    names = [(one.public_id, claim_words.seen_as(one)) for one in file.possible]
    return AnswerForm(typed, names=names, participant=file.exact.public_id if file.exact else "")


def _from_session() -> bool:
    return request.args.get("back") == "session"


def _shown(case: Case, file: File, form: AnswerForm) -> dict[str, Any]:
    shown = {"case": case, "session": case.session, "file": file, "form": form}
    return shown | {"words": sentences, "claim_words": claim_words, "back": "session" if _from_session() else None}
