"""What the bench measures on: learners in a series of 52 sessions, one of them running now."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from lms import content
from lms.accounts import gate, passwords
from lms.accounts.models import Credential, SignIn
from lms.catalogue.models import Lesson, Track
from lms.core import clock, migrations
from lms.core.db import db, mode
from lms.core.ids import public_id
from lms.core.revisions import put
from lms.core.words import LANGUAGES
from lms.enrolment import feeds
from lms.enrolment.models import Enrolment, SeatCount
from lms.people.models import Contact, Person
from lms.quizzes.actions import attempts
from lms.quizzes.models import Question, Quiz, QuizItem
from lms.schedule import actions as schedules
from lms.schedule.models import CalendarFeed, Series, Session
from tests.factories import people, schedule

#: The address that stands in calendars, and the password of every learner.
SITE, PASSWORD = "http://bench.example", "ba cây nấm hương"
SEATS = 1_000_000


@dataclass
class World:
    """Addresses and cookies for the cases."""

    tokens: list[str]
    emails: list[str]
    series: str
    #: Series nobody is in yet: each takes every learner once.
    free_series: list[str]
    session: str
    lesson: str
    #: Calendars of as many learners: each may be asked for only so often.
    feeds: list[str]
    attempt: str
    #: A quiz of ten that may be taken any number of times.
    quiz: str


def build(app: Flask, learners: int, free_series: int) -> World:
    """Migrate, load the content, and fill."""
    migrations.upgrade(app)
    content.bring_up(app)
    with app.app_context(), mode("write"):
        return _fill(app, learners, free_series)


def _fill(app: Flask, count: int, free_series: int) -> World:
    at = clock.now()
    trainer = people.trainer()
    series = weekly(trainer, at, "bench", 52)
    first = schedule.sessions_of(series)[0]
    numbers = learners(count, at)
    tokens, emails = sign_ins(numbers, at), _credentials(numbers, at)
    _seats(series, numbers, at)
    put("bench", "mark")
    schedules.keep_blocks(SITE, LANGUAGES, by=None, at=at)
    one = db.session.get(Person, numbers[0])
    attempt = attempts.start(db.session.scalars(select(Quiz).order_by(Quiz.id)).first(), one, by=one, at=at)
    quiz = _of_ten(attempt.quiz.module_id)
    free = [weekly(trainer, at, f"bench-{number}", 8).slug for number in range(free_series)]
    db.session.commit()
    return World(
        tokens, emails, series.slug, free, first.public_id, db.session.scalars(select(Lesson.slug)).first(),
        _feeds(numbers[:500], app.config["SECRET_KEY"]), attempt.public_id, quiz.public_id,
    )  # fmt: skip


def _of_ten(module_id: int) -> Quiz:
    """A quiz of ten questions with one right answer each, beside that of the module."""
    quiz = Quiz(module_id=module_id, purpose="post", title_vi="Mười câu", title_en="Ten questions", attempts_allowed=0)
    db.session.add(quiz)
    db.session.flush()
    chosen = db.session.scalars(select(Question.id).where(Question.kind == "single").order_by(Question.id).limit(10))
    db.session.add_all(
        QuizItem(quiz_id=quiz.id, question_id=number, position=place) for place, number in enumerate(chosen, 1)
    )
    return quiz


def _feeds(numbers: list[int], key: str) -> list[str]:
    """The addresses of these people's calendars."""
    found = db.session.scalars(select(Person.public_id).where(Person.id.in_(numbers)))
    return [f"/calendar/{feeds.token_of(key, number, 1)}.ics" for number in found]


def weekly(trainer: Any, at: Any, slug: str, count: int, *, seats: int = SEATS) -> Series:
    """A weekly series whose first session began five minutes ago; its sessions have the modules of a track."""
    start = clock.local(at) - timedelta(minutes=5)
    track = db.session.scalars(select(Track).order_by(Track.position)).first()
    row = schedule.series(
        trainer, start.date(), count, slug=slug, track_id=track.id, seats=seats,
        starts=start.time().replace(second=0, microsecond=0),
    )  # fmt: skip
    module = db.session.scalars(select(Quiz.module_id).order_by(Quiz.id)).first()
    db.session.execute(update(Session).where(Session.series_id == row.id).values(module_id=module))
    db.session.commit()
    return row


def learners(count: int, at: Any) -> list[int]:
    """Ids of new persons; the bench needs none of what an honest sign-up adds."""
    name = {"name": "Lò Thị Mảy", "name_fold": "lo thi may", "name_sort": "may lo thi", "birth_year": 2004}
    rows = [{**name, "public_id": public_id(), "mark": f"{n:04d}"[-4:], "created_at": at} for n in range(count)]
    return list(db.session.scalars(insert(Person).returning(Person.id), rows))


def sign_ins(numbers: list[int], at: Any) -> list[str]:
    """A token for each person."""
    tokens = [gate.new_token() for _ in numbers]
    common = {"device": "bench", "began_at": at, "seen_at": at, "expires_at": at + timedelta(days=30)}
    rows = [
        {**common, "person_id": number, "public_id": public_id(), "token": gate.digest(token), "idle_seconds": 1209600}
        for number, token in zip(numbers, tokens, strict=True)
    ]
    db.session.execute(insert(SignIn), rows)
    return tokens


def _credentials(numbers: list[int], at: Any) -> list[str]:
    """An e-mail address for each person; all have the same password, kept as ours are."""
    emails, kept = [f"learner{number}@bench.example" for number in numbers], passwords.scramble(PASSWORD)
    people_and_emails = list(zip(numbers, emails, strict=True))
    db.session.execute(
        insert(Contact),
        [{"person_id": number, "kind": "email", "value": email, "added_at": at} for number, email in people_and_emails],
    )
    db.session.execute(
        insert(Credential), [{"person_id": number, "password": kept, "changed_at": at} for number in numbers]
    )
    return emails


def _seats(series: Series, numbers: list[int], at: Any) -> None:
    """A seat in a series for each person, and the state of their calendars."""
    seat = {"series_id": series.id, "state": "enrolled", "enrolled_at": at, "way": "class-page"}
    db.session.execute(insert(Enrolment), [{**seat, "person_id": number} for number in numbers])
    db.session.add(SeatCount(series_id=series.id, taken=len(numbers)))
    feeds_ = [{"person_id": number, "version": 1, "changed_at": at} for number in numbers]
    db.session.execute(insert(CalendarFeed), feeds_)
