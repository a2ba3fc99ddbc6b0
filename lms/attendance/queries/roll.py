"""The trainer's lists: how many, who, and with which traces."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from lms.attendance.models import Decision, Evidence
from lms.attendance.queries.evidence import HAS_SEAT
from lms.attendance.queries.subjects import OfSession
from lms.attendance.rules.decision import EvidenceKind, State
from lms.core.db import db
from lms.core.text import fold
from lms.enrolment.models import Enrolment
from lms.people.models import Contact, Person
from lms.schedule.queries import session_by_public_id

#: The state of a decision that is not one yet.
OPEN = "open"
#: People on a page of the roll.
PAGE = 50
SHOWN = ("all", "look", "present", "unseen")


class Counts(NamedTuple):
    """People of one session: with a seat, who pressed join, who gave the code, who came late, whom to look at."""

    enrolled: int
    clicked: int
    coded: int
    late: int
    unclear: int


class Tally(NamedTuple):
    """Everybody on the roll: people by state (`OPEN`: no decision), those of them late, unclear, not seen."""

    states: dict[str, int]
    late: int
    unclear: int
    unseen: int


@dataclass(frozen=True)
class Seat(OfSession):
    """A learner in a session: what the trainer marks."""

    person: Person
    decision: Decision | None


class Line(NamedTuple):
    """One person on the roll."""

    person: Person
    decision: Decision | None
    evidence: list[Evidence]


class Roll(NamedTuple):
    """A page of the roll. `tabs`: people by filter. `first`: place of its first line, from 1."""

    lines: list[Line]
    tabs: dict[str, int]
    matching: int
    first: int
    #: Public ids to ask for the pages before and after with.
    before: str | None
    after: str | None

    @property
    def last(self) -> int:
        """Place of the last line."""
        return self.first + len(self.lines) - 1


def counts(session: Any) -> Counts:
    """The figures of the desk, in one SELECT."""

    def people(kind: str) -> ColumnElement[int]:
        distinct = func.count(Evidence.person_id.distinct())
        return select(distinct).where(Evidence.session_id == session.id, Evidence.kind == kind).scalar_subquery()

    seats = select(func.count()).where(Enrolment.series_id == session.series_id, Enrolment.state == HAS_SEAT)
    late = select(func.count()).where(Decision.session_id == session.id, Decision.late)
    look = _listed(session, func.count()).where(_unclear(session))
    asked = (people(EvidenceKind.CLICK), people(EvidenceKind.CODE), late.scalar_subquery(), look.scalar_subquery())
    return Counts(*db.session.execute(select(seats.scalar_subquery(), *asked)).one())


def tally(session: Any) -> Tally:
    """How many there are of each state, in one SELECT."""
    many = func.count()
    some = (many.filter(which) for which in (Decision.late, _unclear(session), _tab(session, "unseen")))
    rows = db.session.execute(_listed(session, Decision.state, many, *some).group_by(Decision.state)).all()
    states: Counter[str] = Counter()
    for row in rows:
        states[row[0] or OPEN] += row[1]
    return Tally(dict(states), *(sum(row[column] for row in rows) for column in (2, 3, 4)))


def seat(session_id: str, person_id: str) -> Seat | None:
    """A person on the roll of a session, both by public id (two SELECTs)."""
    session = session_by_public_id(session_id)
    if session is None:
        return None
    row = db.session.execute(_listed(session, Person, Decision).where(Person.public_id == person_id)).first()
    return row and Seat(session, *row)


def rest(session: Any) -> list[int]:
    """Ids of the persons with a seat since before its end who are neither marked nor decided as there."""
    here = (State.PRESENT, State.PARTIAL, State.EXCUSED, State.WATCHED_LATER)
    return list(
        db.session.scalars(
            _listed(session, Person.id)
            .where(Enrolment.state == HAS_SEAT, Enrolment.enrolled_at < session.ends_at)
            .where(~_marked(), _state().not_in(here))
            .order_by(Person.id)
        )
    )


def roll(
    session: Any, *, show: str = "all", search: str = "", after: str | None = None, before: str | None = None
) -> Roll:
    """A page of the roll, by given name: two SELECTs, whatever its length."""
    wanted = and_(_tab(session, show), _named(search))
    tabs, matching, passed = _figures(session, wanted, after or before)
    page = _page(session, wanted, after, before)
    more = len(page) > PAGE
    lines = page[-PAGE:] if before and not after else page[:PAGE]
    first = passed - len(lines) if before and not after else passed + 1
    return Roll(
        lines,
        tabs,
        matching,
        first if lines else 0,
        lines[0].person.public_id if lines and first > 1 else None,
        lines[-1].person.public_id if lines and (more or (before and not after)) else None,
    )


def _figures(session: Any, wanted: ColumnElement[bool], cursor: str | None) -> tuple[dict[str, int], int, int]:
    """(people by filter, people wanted, those of them up to the cursor)"""
    upto = _key(cursor, or_equal=True) if cursor else false()
    row = db.session.execute(
        _listed(
            session,
            *(func.count().filter(_tab(session, name)) for name in SHOWN),
            func.count().filter(wanted),
            func.count().filter(and_(wanted, upto)),
        )
    ).one()
    return dict(zip(SHOWN, row, strict=False)), row[-2], row[-1]


def _page(session: Any, wanted: ColumnElement[bool], after: str | None, before: str | None) -> list[Line]:
    """Up to one line more than a page holds, by given name, each with its evidence."""
    backwards = bool(before and not after)
    people = _listed(session, Person.id.label("id")).where(wanted)
    if after:
        people = people.where(~_key(after, or_equal=True))
    elif before:
        people = people.where(_key(before, or_equal=False))
    order = (Person.name_sort.desc(), Person.id.desc()) if backwards else (Person.name_sort, Person.id)
    chosen = people.order_by(*order).limit(PAGE + 1).subquery()
    rows = db.session.execute(
        select(Person, Decision, Evidence)
        .join(chosen, chosen.c.id == Person.id)
        .outerjoin(Decision, and_(Decision.session_id == session.id, Decision.person_id == Person.id))
        .outerjoin(Evidence, and_(Evidence.session_id == session.id, Evidence.person_id == Person.id))
        .order_by(Person.name_sort, Person.id, Evidence.at, Evidence.id)
    )
    lines: dict[int, Line] = {}
    for person, decision, evidence in rows:
        line = lines.setdefault(person.id, Line(person, decision, []))
        if evidence is not None:
            line.evidence.append(evidence)
    return list(lines.values())


def _listed(session: Any, *columns: Any) -> Select[Any]:
    """`columns` over the people on the roll: with a seat now, or decided although they gave it up."""
    here = and_(Decision.session_id == session.id, Decision.person_id == Person.id)
    return (
        select(*columns)
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Decision, here)
        .where(Enrolment.series_id == session.series_id, Person.merged_at.is_(None))
        .where(or_(Enrolment.state == HAS_SEAT, Decision.id.is_not(None)))
    )


def _tab(session: Any, show: str) -> ColumnElement[bool]:
    if show == "look":
        return _unclear(session)
    if show == "present":
        return _state().in_((State.PRESENT, State.WATCHED_LATER))
    if show == "unseen":
        return and_(_state().in_((OPEN, State.ABSENT)), ~_unclear(session))
    return true()


def _unclear(session: Any) -> ColumnElement[bool]:
    """There in part, or a trace that proves nothing, and not marked."""
    traced = exists().where(
        Evidence.session_id == session.id, Evidence.person_id == Person.id, Evidence.kind != EvidenceKind.MARK
    )
    return and_(~_marked(), or_(_state() == State.PARTIAL, and_(_state().in_((OPEN, State.ABSENT)), traced)))


def _named(search: str) -> ColumnElement[bool]:
    """Whose name contains the words, tones and case aside, or whose phone contains the digits."""
    key = fold(search[:80])
    digits = "".join(sign for sign in key if sign.isdigit()).lstrip("0")
    if not key:
        return true()
    if len(digits) >= 4:
        return exists().where(Contact.person_id == Person.id, Contact.value.contains(digits))
    return Person.name_fold.contains(key, autoescape=True)


def _key(cursor: str, *, or_equal: bool) -> ColumnElement[bool]:
    """Whether a person stands before the one with this public id in class-list order (or is the same)."""
    mark = aliased(Person)
    name = select(mark.name_sort).where(mark.public_id == cursor).scalar_subquery()
    number = select(mark.id).where(mark.public_id == cursor).scalar_subquery()
    earlier = Person.id <= number if or_equal else Person.id < number
    return or_(Person.name_sort < name, and_(Person.name_sort == name, earlier))


def _marked() -> ColumnElement[bool]:
    return func.coalesce(Decision.marked, false())


def _state() -> ColumnElement[str]:
    return func.coalesce(Decision.state, OPEN)
