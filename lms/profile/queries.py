"""Questions about consents and cards."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lms.core.db import db, read
from lms.people import queries as people
from lms.people import rules as people_rules
from lms.people.models import CardAnswer, Consent, Person
from lms.people.rules import Purpose
from lms.places import queries as places
from lms.profile.rules import cards as rules
from lms.profile.rules.cards import Asked, Card, CardState


class Standing(NamedTuple):
    """A purpose, and the consent to it that is in force, if any."""

    purpose: Purpose
    consent: Consent | None


class Coverage(NamedTuple):
    """How far a question got, in persons. Who was not asked yet is the rest of `people`."""

    asked: int
    answered: int
    refused: int
    deferred: int
    people: int


def is_child(person: Any, at: datetime) -> bool:
    """Whether a guardian decides for the person."""
    return people_rules.under_16(people_rules.day_of(at), person.birth_year, person.birth_date)


def standings(person: Any) -> list[Standing]:
    """The consents of one's own page in order; those to sensitive answers only while they are in force."""
    given = {consent.purpose: consent for consent in people.consents(person)}
    return [
        Standing(purpose, given.get(purpose))
        for purpose in (*rules.PURPOSES, *people_rules.SENSITIVE)
        if purpose in rules.PURPOSES or purpose in given
    ]


def answer(person: Any, card: Card) -> CardAnswer | None:
    """What became of a card."""
    return db.session.scalar(select(CardAnswer).where(CardAnswer.person_id == person.id, CardAnswer.card == card))


def answers(person: Any) -> dict[Card, CardAnswer]:
    """What became of the person's cards."""
    found = db.session.scalars(select(CardAnswer).where(CardAnswer.person_id == person.id))
    return {Card(row.card): row for row in found}


def next_card(person: Any, at: datetime) -> Card | None:
    """The card to ask today, if any; one SELECT at most. Who may not learn now is asked nothing."""
    if person.paused_at is not None or people_rules.day_of(person.created_at) >= people_rules.day_of(at):
        return None
    rows = read(select(CardAnswer.card, CardAnswer.state, CardAnswer.at).where(CardAnswer.person_id == person.id))
    asked = {Card(card): Asked(CardState(state), moment) for card, state, moment in rows}
    return rules.next_card(asked, known(person), since=person.created_at, is_child=is_child(person, at), at=at)


def known(person: Any) -> list[Card]:
    """Cards whose answer we have without asking, and the commune of somebody without a province."""
    answered = {Card.GENDER: person.gender, Card.COMMUNE: person.commune_code or not person.province_code}
    return [card for card, value in answered.items() if value]


def coverage(card: Card) -> Coverage:
    """How far a question got among all who are here. Counts every answer: for jobs and exports, not for a page."""
    here = select(CardAnswer.state, func.count()).join(Person, Person.id == CardAnswer.person_id)
    found = here.where(CardAnswer.card == card, *people.IS_HERE).group_by(CardAnswer.state)
    counts = {state: count for state, count in db.session.execute(found)}
    everybody = db.session.scalar(select(func.count()).select_from(Person).where(*people.IS_HERE)) or 0
    return Coverage(*(counts.get(state, 0) for state in CardState), people=everybody)


class Told(NamedTuple):
    """A card on one's own page: the answer (of a commune, its name) and the state; None before it was asked."""

    card: Card
    answer: str | None
    state: str | None


def present(person: Any, card: Card, found: CardAnswer | None) -> str | None:
    """The present answer to a card as it is kept; `found` is its row."""
    kept = {Card.GENDER: person.gender, Card.COMMUNE: person.commune_code}
    return kept.get(card, found and found.value)


def told(person: Any, *, is_child: bool) -> list[Told]:
    """The person's cards in order of asking."""
    rows, commune = answers(person), places.commune(person.commune_code)
    found: list[Told] = []
    for card in rules.cards_for(is_child=is_child):
        row = rows.get(card)
        value = commune and commune.name if card == Card.COMMUNE else present(person, card, row)
        found.append(Told(card, value, row and row.state))
    return found
