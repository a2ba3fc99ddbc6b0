"""Changes to what a person agrees to and tells of themselves, by that person."""

from datetime import datetime
from typing import Any

from lms.core.db import insert_once, upsert
from lms.people import actions as people
from lms.people.models import CardAnswer, Person
from lms.people.rules import SENSITIVE, Gender, Purpose
from lms.profile import queries
from lms.profile.rules import cards as rules
from lms.profile.rules.cards import Card, CardState


def give(person: Person, purpose: Purpose, *, by: Any, at: datetime) -> None:
    """Agree to a purpose of the page. A child's own agreement to learning waits for the guardian's.

    Raises GuardianDecides.
    """
    rules.check_gives(purpose, is_child=queries.is_child(person, at))
    if purpose == Purpose.LEARNING:
        people.agree_to_learn(person, way="settings", by=by, at=at)
    else:
        people.give_consent(person, purpose, way="settings", by=by, at=at)


def withdraw(person: Person, purpose: Purpose, *, by: Any, at: datetime) -> None:
    """Take a consent back: learning stops, a sensitive answer is removed with it."""
    if purpose == Purpose.LEARNING:
        people.stop_learning(person, by=by, at=at)
        return
    people.withdraw_consent(person, purpose, by=by, at=at)
    if purpose in SENSITIVE:
        _note(person, Card(purpose), CardState.REFUSED, at=at)


def show(card: Card, person_id: int, *, at: datetime) -> None:
    """The card was put before the person, who has said nothing yet."""
    values = {"person_id": person_id, "card": card, "state": CardState.ASKED, "at": at}
    insert_once(CardAnswer, values, "person_id", "card")


def answer(person: Person, card: Card, value: str, *, by: Any, at: datetime) -> None:
    """Keep what the person says: a Gender, the code of a commune or an ethnic group, or `yes`/`no`.

    The caller has seen the tick beside a sensitive card, which is a consent. Raises UnknownCommune.
    """
    if card == Card.GENDER:
        people.set_gender(person, Gender(value), by=by, at=at)
    elif card == Card.COMMUNE:
        people.live_in(person, value, by=by, at=at)
    else:
        people.give_consent(person, rules.SENSITIVE[card], way="card", by=by, at=at)
    _note(person, card, CardState.ANSWERED, value if card in rules.SENSITIVE else None, at=at)


def refuse(person: Person, card: Card, *, by: Any, at: datetime) -> None:
    """The person would rather not say, and does not want to be asked again: an earlier answer is removed."""
    if card == Card.GENDER:
        people.set_gender(person, None, by=by, at=at)
    elif card == Card.COMMUNE:
        people.live_in(person, None, by=by, at=at)
    else:
        people.withdraw_consent(person, rules.SENSITIVE[card], by=by, at=at)
    _note(person, card, CardState.REFUSED, at=at)


def defer(person: Person, card: Card, *, by: Any, at: datetime) -> None:
    """Ask again later. What was answered or refused before stays so."""
    found = queries.answer(person, card)
    if found is None or found.state in (CardState.ASKED, CardState.DEFERRED):
        _note(person, card, CardState.DEFERRED, at=at)


def _note(person: Person, card: Card, state: CardState, value: str | None = None, *, at: datetime) -> None:
    values = {"person_id": person.id, "card": card, "state": state, "value": value, "at": at}
    upsert(CardAnswer, values, "person_id", "card", update=["state", "value", "at"])
