"""The facts that count people, read from the rooms below for a batch of persons."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from lms.attendance.models import Decision
from lms.certificates import queries as certificates
from lms.core.clock import local
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.people.models import Consent, Person
from lms.people.rules import Purpose
from lms.reach.models import Merged
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.ledger import Fact
from lms.schedule.models import Series, Session
from lms.schedule.rules import SessionState

Facts = dict[tuple[int, str], list[Fact]]
COUNTED = ("present", "watched_later")


def people(person_ids: Sequence[int], *, hold: bool = False) -> list[Any]:
    """Those of these persons whose figures follow the facts, by id, with what describes them.

    Who was erased stays as counted; who was merged counts as the other. `hold`: nobody else may recount
    them until the transaction ends (their rows may still be pointed at).
    """
    found = (
        select(Person.id, Person.birth_year, Person.birth_date, Person.province_code, Person.gender)
        .where(Person.id.in_(person_ids), Person.erased_at.is_(None))
        .where(Person.id.not_in(select(Merged.person_id).where(Merged.person_id.in_(person_ids))))
        .order_by(Person.id)
    )
    return list(db.session.execute(found.with_for_update(key_share=True, of=Person) if hold else found))


def facts_of(person_ids: Sequence[int]) -> Facts:
    """(person, indicator) → facts. Seven SELECTs for any number of persons; give at most some hundreds."""
    found: Facts = defaultdict(list)
    _registered(person_ids, found)
    _attended(person_ids, found)
    _completed(person_ids, found)
    return found


def _registered(person_ids: Sequence[int], found: Facts) -> None:
    consents = select(Consent.person_id, Consent.id, Consent.given_at).where(
        Consent.person_id.in_(person_ids), Consent.purpose == Purpose.LEARNING
    )
    for person_id, number, given_at in db.session.execute(consents):
        found[person_id, Indicator.REGISTERED].append(Fact(local(given_at).date(), "consent", number))
    enrolments = (
        select(Enrolment.person_id, Enrolment.id, Enrolment.enrolled_at, Series.track_id, Series.id)
        .join(Series, Series.id == Enrolment.series_id)
        .where(Enrolment.person_id.in_(person_ids))
    )
    for person_id, number, at, track_id, series_id in db.session.execute(enrolments):
        fact = Fact(local(at).date(), "enrolment", number, track_id, series_id, in_calendar=False)
        found[person_id, Indicator.REGISTERED].append(fact)


def _attended(person_ids: Sequence[int], found: Facts) -> None:
    decisions = (
        select(
            Decision.person_id,
            Session.date_local,
            Decision.session_id,
            Series.track_id,
            Series.id,
            Decision.self_reported,
        )
        .join(Session, Session.id == Decision.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(Decision.person_id.in_(person_ids), Decision.state.in_(COUNTED))
        .where(Session.state != SessionState.CANCELLED)
    )
    for person_id, day, session_id, track_id, series_id, own_word in db.session.execute(decisions):
        fact = Fact(day, "session", session_id, track_id, series_id, self_reported=own_word)
        found[person_id, Indicator.ATTENDED].append(fact)


def _completed(person_ids: Sequence[int], found: Facts) -> None:
    for done in certificates.completions(person_ids):
        fact = Fact(local(done.at).date(), "completion", done.series_id, done.track_id, done.series_id)
        found[done.person_id, Indicator.COMPLETED].append(fact)
