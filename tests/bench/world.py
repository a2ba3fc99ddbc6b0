"""What the bench measures on: learners in a series of 52 sessions, one of them running now."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from lms import content
from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.catalogue.models import Lesson, Track
from lms.core import clock, migrations
from lms.core.db import db, mode
from lms.core.revisions import put
from lms.enrolment import feeds
from lms.enrolment.models import CalendarFeed
from lms.quizzes.actions import attempts
from lms.quizzes.models import Quiz
from tests.factories import enrolment, people, schedule

LEARNERS = 400


@dataclass
class World:
    """Addresses and cookies for the cases."""

    tokens: list[str]
    series: str
    other_series: str
    session: str
    lesson: str
    feed: str
    attempt: str
    attempt_token: str


def build(app: Flask) -> World:
    """Migrate, load the content, and fill."""
    migrations.upgrade(app)
    content.bring_up(app)
    with app.app_context(), mode("write"):
        return _fill(app)


def _fill(app: Flask) -> World:
    at = clock.now()
    start = clock.local(at) - timedelta(minutes=5)
    trainer = people.trainer()
    values = {
        "track_id": db.session.scalars(select(Track.id)).first(),
        "starts": start.time().replace(second=0, microsecond=0),
        "seats": 1_000_000,
    }
    series = schedule.series(trainer, start.date(), 52, slug="bench-a", **values)
    other = schedule.series(trainer, start.date() + timedelta(days=1), 8, slug="bench-b", **values)
    first = schedule.sessions_of(series)[0]
    tokens, persons = [], []
    for _ in range(LEARNERS):
        person = people.person(at=at)
        persons.append(person)
        tokens.append(_sign_in(person, at))
        enrolment.enrol(person, series, at=at)
    put("bench", "mark")
    attempt = attempts.start(db.session.scalars(select(Quiz)).first(), persons[0], by=persons[0], at=at)
    if db.session.get(CalendarFeed, persons[0].id) is None:
        db.session.add(CalendarFeed(person_id=persons[0].id, version=1, changed_at=at))
    db.session.commit()
    token = feeds.token_of(app.config["SECRET_KEY"], persons[0].public_id, 1)
    return World(
        tokens, series.slug, other.slug, first.public_id, db.session.scalars(select(Lesson.slug)).first(),
        f"/calendar/{token}.ics", attempt.public_id, tokens[0],
    )  # fmt: skip


def _sign_in(person: Any, at: Any) -> str:
    token = gate.new_token()
    db.session.add(
        SignIn(token=gate.digest(token), person_id=person.id, device="bench", began_at=at, seen_at=at,
               expires_at=at + timedelta(days=30), idle_seconds=14 * 86400)
    )  # fmt: skip
    return token
