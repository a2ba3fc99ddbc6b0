"""Who is behind a figure."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, select, tuple_

from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import covers
from lms.reach.models import Milestone
from lms.reach.queries.scopes import Asked
from lms.schedule.models import Series, Session

PAGE = 50


class Behind(NamedTuple):
    """One person, counted once."""

    #: Public id of the person, for the next page only.
    key: str
    #: None for those who live outside the viewer's scope by now, "" for those who were erased.
    name: str | None
    province_code: str
    gender: str
    age_band: str
    day: date
    own_word: bool
    proof_kind: str
    #: Public id of the session that proves it, or the address of the completed class.
    proof: str | None
    title: str | None


class Slice(NamedTuple):
    """A page of the list; `after` is where the next one begins."""

    people: list[Behind]
    after: str | None


def people_behind(viewer: Any, asked: Asked, *, after: str = "") -> Slice:
    """One page of the persons behind a figure, by province and in the order they were counted.

    `after`: the last key of the page before. Two SELECTs, however many people there are.
    """
    inside = [
        Milestone.scope == asked.period.scope,
        Milestone.indicator == asked.indicator,
        Milestone.withdrawn_at.is_(None),
    ]
    if asked.scope.provinces is not None:
        inside.append(Milestone.province_code.in_(asked.scope.provinces))
    order = (Milestone.province_code, Milestone.id)
    last = db.session.execute(select(*order).join_from(Milestone, Person).where(*inside, Person.public_id == after))
    if after and (found := last.first()) is not None:
        inside.append(tuple_(*order) > tuple_(*found))
    rows = db.session.execute(_with_proof().where(*inside).order_by(*order).limit(PAGE + 1)).all()
    people = [_behind(viewer, *row) for row in rows[:PAGE]]
    return Slice(people, people[-1].key if len(rows) > PAGE else None)


def _with_proof() -> Any:
    return (
        select(Milestone, Person, Session.public_id, Session.topic, Series.slug, Series.title)
        .join_from(Milestone, Person)
        .outerjoin(Session, and_(Milestone.proof_kind == "session", Session.id == Milestone.proof_id))
        .outerjoin(Series, and_(Milestone.proof_kind == "completion", Series.id == Milestone.proof_id))
    )


def _behind(
    viewer: Any, row: Milestone, person: Person, session: str | None, topic: str | None, slug: str | None, series: str
) -> Behind:
    return Behind(
        person.public_id,
        person.name if covers(viewer, person.province_code) else None,
        row.province_code,
        row.gender,
        row.age_band,
        row.day,
        row.self_reported,
        row.proof_kind,
        session or slug,
        topic or series,
    )
