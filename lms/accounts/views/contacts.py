"""The phone numbers and e-mail addresses one signs in with."""

from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, flash, request

from lms.accounts import asking, letters, proof
from lms.accounts.actions import contacts as actions
from lms.accounts.forms.codes import AddForm, CodeForm, PresentForm
from lms.accounts.queries import codes as queries
from lms.accounts.rules import codes as rules
from lms.accounts.rules.codes import Purpose
from lms.accounts.rules.sign_ins import SlowDown, TooManyTries, WrongPassword
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.text import national
from lms.core.words import _

pages = Blueprint("contacts", __name__)

MINE, ADD = "accounts/contacts/mine.html", "accounts/contacts/add.html"
PROVE, REMOVE = "accounts/contacts/prove.html", "accounts/contacts/remove.html"


class Held(NamedTuple):
    """A contact of the person at the screen; `id` stands in addresses and tells nothing."""

    id: str
    kind: str
    value: str
    verified: bool


def _held() -> list[Held]:
    key = current_app.config["SECRET_KEY"]
    own = queries.contacts_of(me().id)
    return [Held(sealed_id(key, f"contact:{one.id}"), one.kind, one.value, bool(one.verified_at)) for one in own]


def _own(contact_id: str) -> Held | None:
    """One's own contact at an address; None for anybody else's, and for one that is gone."""
    return next((one for one in _held() if one.id == contact_id), None)


def _refused(form: Any, rule: RuleBroken, field: str | None, template: str, **shown: Any) -> tuple[str, int]:
    """The form again, its sentence beside the field; 429 when one has to wait."""
    wait = isinstance(rule, (TooManyTries, rules.TooManyCodes, SlowDown))
    form.broken("present" if isinstance(rule, WrongPassword) else None if wait else field, rule)
    body, status = again(template, form=form, **shown)
    return body, 429 if wait else status


@pages.get("/me/contacts")
@requires(Can.USE_OWN_ACCOUNT)
def mine() -> Any:
    """Each contact, whether it is verified, and what can be done with it."""
    return page(MINE, contacts=_held(), ways=asking.ways())


@pages.get("/me/contacts/changed")
@requires(Can.USE_OWN_ACCOUNT)
def changed() -> Any:
    """A number that was lost, or that belongs to somebody else now: what to do."""
    return page("accounts/contacts/changed.html", contacts=_held())


@pages.get("/me/contacts/add")
@requires(Can.USE_OWN_ACCOUNT)
def add() -> Any:
    """The page to add a contact."""
    return page(ADD, form=AddForm(), ways=asking.ways())


@pages.post("/me/contacts/add")
@requires(Can.USE_OWN_ACCOUNT)
def keep() -> Any:
    """Add a contact; whether somebody else has it changes no word."""
    form, person, at = AddForm(request.form), me(), request_time()
    if not form.validate():
        return again(ADD, form=form, ways=asking.ways())
    kind, value = form.parsed
    try:
        proof.confirm(person, form.present.data, network=request.remote_addr or "", at=at)
        added = actions.add(person, kind, value, by=person, at=at)
    except RuleBroken as rule:
        return _refused(form, rule, "contact", ADD, ways=asking.ways())
    if added:
        letters.tell(person, "contact_added", but=value, at=at, contact=value)
    flash(_("%(contact)s is added.", contact=form.contact.data))
    return back_to("accounts.contacts.mine")


@pages.post("/me/contacts/<contact_id>/code")
@requires(Can.USE_OWN_ACCOUNT)
def send(contact_id: str) -> Any:
    """Send a code to one's own contact, to show that it is one's own."""
    contact, at = _own(contact_id), request_time()
    if contact is None or contact.verified:
        return back_to("accounts.contacts.mine")
    try:
        to, network = (contact.kind, contact.value), request.remote_addr or ""
        token = asking.ask(Purpose.CONTACT, to, network=network, by=me(), at=at)
    except RuleBroken as rule:
        return _refused(CodeForm(), rule, None, PROVE, held=contact)
    return asking.remember(back_to("accounts.contacts.prove", contact_id=contact_id), token, at=at)


@pages.get("/me/contacts/<contact_id>/prove")
@requires(Can.USE_OWN_ACCOUNT)
def prove(contact_id: str) -> Any:
    """Where the code is typed."""
    contact = _own(contact_id)
    return page(PROVE, form=CodeForm(), held=contact) if contact else back_to("accounts.contacts.mine")


@pages.post("/me/contacts/<contact_id>/prove")
@requires(Can.USE_OWN_ACCOUNT)
def verify(contact_id: str) -> Any:
    """The right code verifies the contact; a second tap changes nothing."""
    contact, form, at = _own(contact_id), CodeForm(request.form), request_time()
    if contact is None or contact.verified:
        return back_to("accounts.contacts.mine")
    if not form.validate():
        return again(PROVE, form=form, held=contact)
    try:
        asking.prove(me(), (contact.kind, contact.value), form.digits, at=at)
    except rules.WrongCode as wrong:
        return _refused(form, wrong, "code", PROVE, held=contact)
    actions.verify(me(), contact.kind, contact.value, by=me(), at=at)
    return _verified(contact)


def _verified(contact: Held) -> Response:
    flash(_("%(contact)s is verified.", contact=national(contact.value)))
    return asking.forget(back_to("accounts.contacts.mine"))


@pages.get("/me/contacts/<contact_id>/remove")
@requires(Can.USE_OWN_ACCOUNT)
def ask(contact_id: str) -> Any:
    """What removing a contact means, and the button."""
    contact = _own(contact_id)
    return page(REMOVE, form=PresentForm(), held=contact) if contact else back_to("accounts.contacts.mine")


@pages.post("/me/contacts/<contact_id>/remove")
@requires(Can.USE_OWN_ACCOUNT)
def remove(contact_id: str) -> Any:
    """Remove a contact; a second tap changes nothing."""
    contact, form, person, at = _own(contact_id), PresentForm(request.form), me(), request_time()
    if contact is None:
        return back_to("accounts.contacts.mine")
    if not form.validate():
        return again(REMOVE, form=form, held=contact)
    try:
        proof.confirm(person, form.present.data, network=request.remote_addr or "", at=at)
        actions.remove(person, contact.kind, contact.value, by=person, at=at)
    except RuleBroken as rule:
        return _refused(form, rule, None, REMOVE, held=contact)
    letters.tell(person, "contact_removed", at=at, contact=contact.value)
    flash(_("The contact is removed."))
    return back_to("accounts.contacts.mine")
