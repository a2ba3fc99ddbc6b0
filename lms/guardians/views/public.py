"""The guardian's page, opened by link on any phone, without a sign-in."""

from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, request

from lms.accounts import passwords
from lms.core.access import public
from lms.core.pages import again, back_to, page
from lms.core.screens import request_time
from lms.core.text import masked, national
from lms.core.words import _
from lms.guardians import actions, gate, links, proof, queries, rules
from lms.guardians.forms import CodeForm, ConsentForm, NewCodeForm, PhoneForm
from lms.guardians.models import Guardianship
from lms.guardians.rules import Step
from lms.people import queries as people
from lms.people.models import Person
from lms.people.rules import CONSENT_WORDING
from lms.places import queries as places

pages = Blueprint("public", __name__)

PAGES = {
    Step.CONSENT: "guardians/public/consent.html",
    Step.NEW_CODE: "guardians/public/new_code.html",
    Step.ENTER: "guardians/public/enter.html",
    Step.CHILD: "guardians/public/child.html",
}
#: The forms that choose a code.
FORMS = {Step.CONSENT: ConsentForm, Step.NEW_CODE: NewCodeForm}


class Visit(NamedTuple):
    """A guardian at the page: whose it is, what is known of them, and what the page shows."""

    token: str
    child: Person
    row: Guardianship | None
    standing: queries.Standing
    step: Step


def _visit(child_token: str) -> Visit:
    """The page behind a link of ours, or 404."""
    claim = links.read(child_token)
    child = claim and people.by_public_id(claim.child_id)
    if child is None:
        abort(404)
    row = queries.of(child)
    now = queries.standing(child, row, at=request_time())
    step = rules.step(now.state, now.consented, now.has_code, gate.is_open(row))
    if not gate.is_current(claim, now.version) or step == Step.NOTHING:
        abort(404)
    return Visit(child_token, child, row, now, step)


def _shown(visit: Visit) -> dict[str, Any]:
    """What stands on the page beside the form."""
    return {
        "visit": visit,
        "child": visit.child,
        "guardian": visit.row,
        "state": visit.standing.state.value,
        "relation": visit.row and rules.RELATIONS.get(visit.row.relation),
        "province": places.province(visit.child.province_code),
        "masked": masked,
        "sentences": CONSENT_WORDING,
        "wording": rules.CONSENT_WORDING,
        "minutes": int(rules.OPEN.total_seconds() // 60),
    }


def _form(visit: Visit, formdata: Any = None) -> Any:
    """The form of the page's step, with what is known."""
    if visit.step == Step.CHILD:
        return PhoneForm(formdata, phone=visit.row.phone and national(visit.row.phone))
    if visit.step == Step.ENTER:
        return CodeForm(formdata)
    known = [contact.value for contact in visit.child.contacts if contact.kind == "phone"]
    return FORMS[visit.step](formdata, own=[*known, visit.row.phone] if visit.row and visit.row.phone else known)


def _refused(visit: Visit, form: Any) -> Any:
    return again(PAGES[visit.step], form=form, **_shown(visit))


def _back(visit: Visit) -> Any:
    return back_to("guardians.public.child", child_token=visit.token)


def _at(child_token: str, step: Step) -> Visit:
    """The page at this step; whoever is at another is led to it."""
    visit = _visit(child_token)
    if visit.step != step:
        abort(_back(visit))
    return visit


@pages.get("/guardian/<child_token>")
@public
def child(child_token: str) -> Any:
    """Who asks and for what; later the code; behind it what is kept of the child."""
    visit = _visit(child_token)
    return page(PAGES[visit.step], form=_form(visit), **_shown(visit))


@pages.post("/guardian/<child_token>/consent")
@public
def consent(child_token: str) -> Any:
    """The first consent, with a code for coming back."""
    visit = _at(child_token, Step.CONSENT)
    form = _form(visit, request.form)
    if not form.validate():
        return _refused(visit, form)
    kept = passwords.scramble(form.code.data)
    if not actions.consent(visit.child, **form.guardian(), code=kept, at=request_time()):
        return _back(visit)
    flash(_("Thank you. %(name)s can join classes now.", name=visit.child.name))
    return gate.open_up(_back(visit), queries.of(visit.child))


@pages.post("/guardian/<child_token>/new-code")
@public
def new_code(child_token: str) -> Any:
    """Another code, once staff have cleared the lost one."""
    visit = _at(child_token, Step.NEW_CODE)
    form = _form(visit, request.form)
    if not form.validate():
        return _refused(visit, form)
    if not actions.choose_code(visit.child, passwords.scramble(form.code.data), at=request_time()):
        return _back(visit)
    return gate.open_up(_back(visit), visit.row)


@pages.post("/guardian/<child_token>/enter")
@public
def enter(child_token: str) -> Any:
    """Come back with the code."""
    visit, at = _at(child_token, Step.ENTER), request_time()
    form = _form(visit, request.form)
    if not form.validate():
        return _refused(visit, form)
    try:
        proof.check(visit.row, form.code.data, at=at)
    except rules.TooManyCodes as wait:
        form.broken(None, wait)
        return _refused(visit, form)[0], 429
    except rules.WrongCode as wrong:
        form.broken("code", wrong)
        return _refused(visit, form)
    return gate.open_up(_back(visit), visit.row)


@pages.post("/guardian/<child_token>/close")
@public
def close(child_token: str) -> Any:
    """Close the page in this browser."""
    return gate.shut(_back(_visit(child_token)))


@pages.post("/guardian/<child_token>/phone")
@public
def phone(child_token: str) -> Any:
    """Another phone number of the guardian's, or none."""
    visit = _at(child_token, Step.CHILD)
    form = _form(visit, request.form)
    if not form.validate():
        return _refused(visit, form)
    actions.change_phone(visit.child, form.number, at=request_time())
    flash(_("Your phone number is saved."))
    return _back(visit)


@pages.post("/guardian/<child_token>/withdraw")
@public
def withdraw(child_token: str) -> Any:
    """Take the consent back, in one tap."""
    visit = _at(child_token, Step.CHILD)
    actions.withdraw(visit.child, at=request_time())
    flash(_("Your consent is withdrawn. Only public lessons are open to %(name)s.", name=visit.child.name))
    return _back(visit)


@pages.post("/guardian/<child_token>/agree")
@public
def agree(child_token: str) -> Any:
    """Consent once more."""
    visit = _at(child_token, Step.CHILD)
    actions.agree_again(visit.child, at=request_time())
    flash(_("Thank you. %(name)s can join classes now.", name=visit.child.name))
    return _back(visit)


@pages.post("/guardian/<child_token>/delete")
@public
def delete(child_token: str) -> Any:
    """Ask that the child's account be deleted."""
    visit = _at(child_token, Step.CHILD)
    actions.ask_deletion(visit.child, at=request_time())
    flash(_("We have your request. It is acknowledged within 2 working days and carried out within 15 days."))
    return _back(visit)
