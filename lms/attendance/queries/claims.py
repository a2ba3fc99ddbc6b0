"""Questions about learners' word: what they said, what speaks for it, and what waits for a trainer."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from lms.attendance.models import Claim, Decision, Evidence, Participant, Stay
from lms.attendance.queries.evidence import evidence_of
from lms.attendance.queries.reports import GONE
from lms.attendance.rules import claims as rules
from lms.attendance.rules.claims import ClaimState, Said
from lms.attendance.rules.reports import Fate, State
from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Series, SeriesTrainer, Session

#: Claims on a page.
PAGE = 50


class Case(NamedTuple):
    """A claim with who makes it and of which session: what the policy is asked about."""

    session: Session
    claim: Claim
    person: Person
    #: How they stand, and who answered, where one claim is looked at.
    decision: Decision | None = None
    answered_by: Person | None = None

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


class Seen(NamedTuple):
    """Somebody seen in the room under a name nobody has recognised, and the (beginning, end) of each stay."""

    id: int
    public_id: str
    name: str | None
    original_name: str | None
    stays: list[tuple[datetime | None, datetime | None]]


class File(NamedTuple):
    """What else a trainer looks at before answering. `exact`: whom the learner named just as written."""

    evidence: list[Evidence]
    possible: list[Seen]
    exact: Seen | None


class Counts(NamedTuple):
    """How many claims wait for an answer, and how many have one."""

    open: int
    answered: int


def own(session: Any, person: Any) -> Claim | None:
    """What a person said about a session."""
    return db.session.scalar(select(Claim).where(Claim.session_id == session.id, Claim.person_id == person.id))


def case(session_id: str, claim_id: str) -> Case | None:
    """A claim of a session, both by public id (one SELECT)."""
    teacher = aliased(Person)
    found = (
        select(Session, Claim, Person, Decision, teacher)
        .join(Series, Series.id == Session.series_id)
        .join(Claim, Claim.session_id == Session.id)
        .join(Person, Person.id == Claim.person_id)
        .outerjoin(Decision, and_(Decision.session_id == Session.id, Decision.person_id == Person.id))
        .outerjoin(teacher, teacher.id == Claim.answered_by_id)
        .where(Session.public_id == session_id, Claim.public_id == claim_id)
        .options(contains_eager(Session.series))
    )
    row = db.session.execute(found).first()
    return row and Case(*row)


def file(found: Case) -> File:
    """Traces, and while it waits the names in the room that may be theirs, the likeliest first (two SELECTs)."""
    evidence = evidence_of(found.session, found.person)
    if found.claim.state != ClaimState.OPEN:
        return File(evidence, [], None)
    strangers, typed = strangers_in(found.session), found.said.name
    exact = rules.exactly(typed, strangers)
    likely = rules.candidates((typed, found.person.name), strangers)
    return File(evidence, ([exact] if exact else []) + [one for one in likely if one is not exact], exact)


def strangers_in(session: Any) -> list[Seen]:
    """Everybody seen in a session under a name nobody has recognised, in the order in which they came."""
    stay = and_(Stay.participant_id == Participant.id, Stay.fate == Fate.STAY)
    names = (Participant.id, Participant.public_id, Participant.name, Participant.original_name)
    unknown = (Participant.state == State.OPEN, Participant.name.is_not(None), ~GONE)
    rows = db.session.execute(
        select(*names, Stay.id, Stay.joined_at, Stay.left_at)
        .outerjoin(Stay, stay)
        .where(Participant.session_id == session.id, *unknown)
        .order_by(Participant.id, Stay.joined_at, Stay.id)
    )
    found: dict[int, Seen] = {}
    for *seen, stay_id, joined, left in rows:
        one = found.setdefault(seen[0], Seen(*seen, stays=[]))
        if stay_id is not None:
            one.stays.append((joined, left))
    return list(found.values())


def name_in(session: Any, participant_id: str) -> Participant | None:
    """Somebody seen in a session, recognised or not, by public id."""
    mine = (Participant.session_id == session.id, Participant.public_id == participant_id, ~GONE)
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
