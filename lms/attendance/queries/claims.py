"""Questions about learners' word: what they said, what speaks for it, and what waits for a trainer."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from lms.attendance.models import Claim, Decision, Evidence, Participant, Stay
from lms.attendance.queries.evidence import evidence_of
from lms.attendance.rules import claims as rules
from lms.attendance.rules.claims import ClaimState, Said
from lms.attendance.rules.reports import Fate, State
from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Series, SeriesTrainer, Session
from lms.schedule.queries import session_by_public_id

#: Claims on a page.
PAGE = 50


class Case(NamedTuple):
    """A claim with who makes it and of which session: what the policy is asked about."""

    session: Session
    claim: Claim
    person: Person

    @property
    def series_id(self) -> int:
        """The series, so that the policy can ask who teaches it."""
        return self.session.series_id

    @property
    def id(self) -> int:
        """The session's key."""
        return self.session.id

    @property
    def said(self) -> Said:
        """What the learner wrote, taken apart."""
        return rules.read(self.claim.note)


class Possible(NamedTuple):
    """Somebody seen in the room who may be the learner, and when that was."""

    participant: Participant
    stays: list[Stay]
    #: Written just as the learner typed it.
    exact: bool


class File(NamedTuple):
    """All a trainer looks at before answering."""

    decision: Decision | None
    evidence: list[Evidence]
    possible: list[Possible]
    #: Who answered, once somebody did.
    answered_by: Person | None


class Counts(NamedTuple):
    """How many claims wait for an answer, and how many have one."""

    open: int
    answered: int


def own(session: Any, person: Any) -> Claim | None:
    """What a person said about a session."""
    return db.session.scalar(select(Claim).where(Claim.session_id == session.id, Claim.person_id == person.id))


def case(session_id: str, claim_id: str) -> Case | None:
    """A claim of a session, both by public id."""
    session = session_by_public_id(session_id)
    if session is None:
        return None
    found = select(Claim, Person).join(Person, Person.id == Claim.person_id)
    row = db.session.execute(found.where(Claim.session_id == session.id, Claim.public_id == claim_id)).first()
    return row and Case(session, *row)


def file(found: Case) -> File:
    """The evidence as it stands, and names in the room that may be theirs."""
    claim = found.claim
    mine = (Decision.session_id == claim.session_id, Decision.person_id == claim.person_id)
    decision = db.session.scalar(select(Decision).where(*mine))
    by = db.session.get(Person, claim.answered_by_id) if claim.answered_by_id else None
    possible = _possible(found) if claim.state == ClaimState.OPEN else []
    return File(decision, evidence_of(found.session, found.person), possible, by)


def _possible(found: Case) -> list[Possible]:
    strangers, typed = open_names(found.session), found.said.name
    exact = rules.exactly(typed, strangers)
    likely = rules.candidates((typed, found.person.name), strangers)
    chosen = ([exact] if exact else []) + [one for one in likely if one is not exact]
    ids = [one.id for one in chosen]
    stays = select(Stay).where(Stay.participant_id.in_(ids), Stay.fate == Fate.STAY)
    rows = list(db.session.scalars(stays.order_by(Stay.joined_at, Stay.id)))
    return [Possible(one, [row for row in rows if row.participant_id == one.id], one is exact) for one in chosen]


def open_names(session: Any) -> list[Participant]:
    """Everybody seen in a session under a name nobody has recognised."""
    mine = (Participant.session_id == session.id, Participant.state == State.OPEN, Participant.name.is_not(None))
    return list(db.session.scalars(select(Participant).where(*mine).order_by(Participant.id)))


def name_in(session: Any, participant_id: str) -> Participant | None:
    """Somebody seen in a session, recognised or not, by public id."""
    mine = (Participant.session_id == session.id, Participant.public_id == participant_id)
    return db.session.scalar(select(Participant).where(*mine))


def queue(
    *, teacher: Any = None, session: Any = None, answered: bool = False, after: str = ""
) -> tuple[list[Case], str | None]:
    """(claims of a trainer's classes, or of one session, or of all; the claim to go on after).

    Those that wait come in the order of their coming; those with an answer the latest first.
    """
    found = (
        select(Session, Claim, Person)
        .join(Claim, Claim.session_id == Session.id)
        .join(Person, Person.id == Claim.person_id)
        .join(Series, Series.id == Session.series_id)
        .where(*_within(teacher, session), *_stands(answered))
        .options(contains_eager(Session.series))
    )
    moment = Claim.answered_at if answered else Claim.at
    mark = aliased(Claim)
    if after and (last := db.session.scalar(select(mark).where(mark.public_id == after))):
        then = last.answered_at if answered else last.at
        beyond = moment < then if answered else moment > then
        same = Claim.id < last.id if answered else Claim.id > last.id
        found = found.where(or_(beyond, and_(moment == then, same)))
    order = (moment.desc(), Claim.id.desc()) if answered else (moment, Claim.id)
    rows = [Case(*row) for row in db.session.execute(found.order_by(*order).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].claim.public_id if len(rows) > PAGE else None


def counts(*, teacher: Any = None, session: Any = None) -> Counts:
    """How many claims there are of each sort, over the same as `queue`."""
    found = (
        select(func.count().filter(*_stands(False)), func.count().filter(*_stands(True)))
        .select_from(Claim)
        .join(Person, Person.id == Claim.person_id)
        .join(Session, Session.id == Claim.session_id)
        .where(*_within(teacher, session))
    )
    return Counts(*db.session.execute(found).one())


def open_count(trainer: Any) -> int:
    """How many claims wait in the classes that somebody teaches (one SELECT)."""
    return counts(teacher=trainer).open


def _within(teacher: Any, session: Any) -> tuple[Any, ...]:
    """Conditions on `Session` and `Person`. Whoever is erased or merged claims nothing any more."""
    if session is not None:
        return (Session.id == session.id, *IS_HERE)
    if teacher is None:
        return IS_HERE
    theirs = exists().where(SeriesTrainer.series_id == Session.series_id, SeriesTrainer.person_id == teacher.id)
    return (theirs, *IS_HERE)


def _stands(answered: bool) -> tuple[Any, ...]:
    return (Claim.state.in_(sorted(rules.ANSWERED)),) if answered else (Claim.state == ClaimState.OPEN,)


class Evening(NamedTuple):
    """One session of a class as one learner stands to it."""

    session: Session
    decision: Decision | None
    claim: Claim | None

    def may_claim(self, at: datetime) -> bool:
        """Whether "I was there" can be said now, or has been and can be changed."""
        known = self.decision.state if self.decision else None
        said = self.claim is None or self.claim.state not in rules.ANSWERED
        return said and rules.standing_in_the_way(self.session, known, at) is None


def evenings(person: Any, series: Any) -> list[Evening]:
    """Every session of a series in order, with the person's decision and claim (one SELECT)."""
    found = (
        select(Session, Decision, Claim)
        .outerjoin(Decision, and_(Decision.session_id == Session.id, Decision.person_id == person.id))
        .outerjoin(Claim, and_(Claim.session_id == Session.id, Claim.person_id == person.id))
        .where(Session.series_id == series.id)
        .order_by(Session.starts_at, Session.id)
    )
    return [Evening(*row) for row in db.session.execute(found)]
