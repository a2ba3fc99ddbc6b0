"""One's own consents, and the questions asked later."""

from typing import Any

from flask import Blueprint, flash, request

from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.people.rules import CONSENT_WORDING, Paused, Purpose
from lms.places import queries as places
from lms.profile import actions, queries, sentences
from lms.profile.forms import ConsentForm, form_for
from lms.profile.rules import cards as rules
from lms.profile.rules.cards import Card

pages = Blueprint("learner", __name__)

CONSENTS, CARD = "profile/learner/consents.html", "profile/learner/card.html"


def _shown() -> dict[str, Any]:
    person, child = me(), queries.is_child(me(), request_time())
    return {
        "standings": queries.standings(person),
        "told": queries.told(person, is_child=child),
        "guardian_gives": rules.GUARDIAN_GIVES if child else (),
        "wording": CONSENT_WORDING,
        "words": sentences,
    }


@pages.get("/me/consents")
@requires(Can.USE_OWN_ACCOUNT)
def consents() -> Any:
    """What one agrees to, and what one has told later."""
    return page(CONSENTS, form=ConsentForm(), **_shown())


@pages.post("/me/consents")
@requires(Can.USE_OWN_ACCOUNT)
def decide() -> Any:
    """Agree to a purpose, or no longer."""
    form, person, at = ConsentForm(request.form), me(), request_time()
    if not form.validate():
        return again(CONSENTS, form=form, **_shown())
    gives = form.what.data == "give"
    try:
        (actions.give if gives else actions.withdraw)(person, Purpose(form.purpose.data), by=person, at=at)
    except RuleBroken as rule:
        form.broken(None, rule)
        return again(CONSENTS, form=form, **_shown())
    if gives and person.paused_why == Paused.GUARDIAN:
        return back_to("guardians.learner.ask")
    given, ended = _("Thank you. You can withdraw this at any time."), _("Withdrawn. You can agree again at any time.")
    flash(given if gives else ended)
    return back_to("profile.learner.consents")


@pages.get("/me/consents/stop")
@requires(Can.USE_OWN_ACCOUNT)
def stop() -> Any:
    """What it means to stop learning, before one does."""
    return page("profile/learner/stop.html")


def own_card(card: str) -> Card | None:
    """A card the person at the screen may be asked."""
    mine = rules.cards_for(is_child=queries.is_child(me(), request_time()))
    return Card(card) if card in mine else None


def _about(card: Card) -> dict[str, Any]:
    return {"card": card, "words": sentences, "rules": rules, "province": places.province(me().province_code)}


@pages.get("/me/cards/<card>")
@requires(Can.USE_OWN_ACCOUNT, own_card)
def card(card: Card) -> Any:
    """One question, with the present answer. That it was asked is noted."""
    person, found = me(), queries.answer(me(), card)
    if found is None:
        afterwards(actions.show, card, identity(person), at=request_time(), needed=False)
    present = queries.present(person, card, found)
    return page(CARD, form=form_for(card, person, present=present), present=present, **_about(card))


@pages.post("/me/cards/<card>")
@requires(Can.USE_OWN_ACCOUNT, own_card)
def tell(card: Card) -> Any:
    """Answer, or rather not, or later."""
    person, at, what = me(), request_time(), request.form.get("what", "answer")
    form = form_for(card, person, request.form)
    try:
        if what == "refuse":
            actions.refuse(person, card, by=person, at=at)
        elif what == "defer":
            actions.defer(person, card, by=person, at=at)
        elif not form.validate():
            return again(CARD, form=form, present=None, **_about(card))
        else:
            actions.answer(person, card, form.value, by=person, at=at)
    except RuleBroken as rule:
        form.broken("answer", rule)
        return again(CARD, form=form, present=None, **_about(card))
    flash(
        {"refuse": _("That is fine. We will not ask again."), "defer": _("We will ask again in a month.")}.get(what)
        or _("Thank you. Your answer is saved.")
    )
    return back_to("home.learner.today" if request.form.get("from") == "today" else "profile.learner.consents")
