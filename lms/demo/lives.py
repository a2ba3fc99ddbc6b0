"""What the people of the demonstration did: they enrolled, came or stayed away, and took the quizzes.

Everything goes through the actions of the rooms, each with the time at which it would have been done; then
what the worker would have done by now is done, so that every page is filled at the first look.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lms.attendance import actions as attendance
from lms.attendance import claim_letters
from lms.attendance import queries as evenings
from lms.attendance.actions import claims
from lms.attendance.rules.decision import Mark
from lms.catalogue import actions as catalogue
from lms.core.db import db
from lms.core.outbox import claim
from lms.demo import rooms
from lms.demo.classes import Running
from lms.demo.crowd import Cast
from lms.enrolment import actions as enrolment
from lms.enrolment import letters
from lms.enrolment import queries as seats
from lms.people.models import Person
from lms.quizzes import queries as quizzes
from lms.quizzes.actions import attempts
from lms.quizzes.rules.bank import Kind
from lms.reach.actions import counting
from lms.schedule.models import Series, Session
from lms.schedule.queries import sessions_of
from lms.schedule.rules import SessionState

MINUTE = timedelta(minutes=1)
#: Nobody enrols later than this after the first evening.
LATEST = timedelta(days=15)
#: Which part of the crowd enrols in which class.
SHARE = {"soon": 0.62, "tonight": 0.72, "over": 0.45, "ahead": 0.2}
#: What somebody wrote where a trainer is to look.
WRITTEN = "Măng khô, mật ong Sìn Hồ: kể chuyện bản làng, gửi tận nhà cho người bận rộn"
#: Reasons a trainer gave.
EXCUSE, BY_NAME = "Có nhắn trước qua Zalo", "Mất sóng, có trả lời trong khung chat"


def live(cast: Cast, running: Running, chance: Random, *, at: datetime) -> None:
    """Enrol people, then let each evening happen in order."""
    there: dict[int, list[Person]] = {}
    for name, series in running._asdict().items():
        there[series.id] = _enrol(cast, series, SHARE[name], chance, at)
    past = sorted(
        (item for series in running for item in sessions_of(series) if item.state == SessionState.HELD),
        key=lambda item: item.starts_at,
    )
    reported = next(item for item in reversed(past) if item.series_id == running.tonight.id)
    for session in past:
        came = _evening(session, there[session.series_id], cast, chance)
        if session == reported:
            rooms.report(session, came, cast, Random(session.number))
            rooms.claims(session, there[session.series_id], came, cast)
        _quizzes(session, came, cast, chance, at)


def _enrol(cast: Cast, series: Series, share: float, chance: Random, at: datetime) -> list[Person]:
    """The learner has a seat in both running classes and in the one that is over; the rest by lot."""
    opened = series.published_at
    last = min(at, sessions_of(series)[0].starts_at + LATEST)
    chosen = []
    for person in cast.learners:
        mine = person is cast.learner and share != SHARE["ahead"]
        if not mine and chance.random() > share:
            continue
        when = max(opened, person.created_at) + chance.random() * timedelta(days=3)
        if when > last:
            continue
        place = seats.place(person, series.slug)
        enrolment.enrol(person, place, way="demo", by=person, at=when)
        chosen.append(person)
    return chosen


def _evening(session: Session, enrolled: Sequence[Person], cast: Cast, chance: Random) -> list[Person]:
    """One evening: a code is shown, people come, the trainer helps those whose phone failed."""
    trainer = cast.trainers[0]
    start = session.starts_at
    attendance.new_code(session, by=trainer, at=start + 3 * MINUTE)
    code = evenings.code_shown(session).code
    came = []
    for person in enrolled:
        if chance.random() > cast.diligence[person.id]:
            if chance.random() < 0.08:
                attendance.mark(session, person, Mark.EXCUSED, EXCUSE, by=trainer, at=session.ends_at)
            continue
        late = chance.random() < 0.12
        arrives = start + (chance.uniform(11, 25) if late else chance.uniform(-12, 5)) * MINUTE
        attendance.click(session, person, by=person, at=arrives)
        lot = chance.random()
        if lot < 0.86:
            typed = max(arrives, start + 3 * MINUTE) + chance.uniform(1, 6) * MINUTE
            attendance.check_in(session, person, code, by=person, at=typed)
        elif lot < 0.94:
            attendance.mark(session, person, Mark.PRESENT, BY_NAME, by=trainer, at=session.ends_at + 5 * MINUTE)
        else:
            continue  # pressed the button and was not seen again
        came.append(person)
    return came


def _quizzes(session: Session, came: Sequence[Person], cast: Cast, chance: Random, at: datetime) -> None:
    """Many of those who came take the quiz of the evening's module; most pass."""
    quiz = quizzes.quiz_of(session.module) if session.module else None
    if quiz is None:
        return
    for lesson in session.module.lessons:
        catalogue.mark_read(lesson, by=cast.learner, at=min(at, session.ends_at))
    for person in came:
        if chance.random() < (0.95 if person is cast.learner else 0.7):
            begins = session.ends_at + chance.uniform(20, 60 * 30) * MINUTE
            if begins + 20 * MINUTE < at:
                _attempt(quiz, person, 0.6 + 0.4 * cast.diligence[person.id], chance, begins)


def _attempt(quiz: Any, person: Person, skill: float, chance: Random, at: datetime) -> None:
    attempt = attempts.start(quiz, person, by=person, at=at)
    sheet = sheet_of(attempt, skill, chance)
    attempts.hand_in(attempt, sheet, by=person, at=at + chance.uniform(5, 15) * MINUTE)


def sheet_of(attempt: Any, skill: float, chance: Random) -> dict[int, Any]:
    """What somebody answers who knows so much; what they do not know they guess, or leave."""
    sheet = {}
    for line in quizzes.paper(attempt):
        item = line.item
        if chance.random() < skill:
            sheet[item.position] = _right(item)
        elif item.kind in (Kind.SINGLE, Kind.TRUEFALSE):
            sheet[item.position] = (item.key + 1) % len(item.options)
    return sheet


def _right(item: Any) -> Any:
    """The right answer as the sheet sends it: numbers and words are typed."""
    if item.kind == Kind.SHORT:
        return item.key["accepted"][0] if item.key["accepted"] else WRITTEN
    return str(item.key["value"]).replace(".", ",") if item.kind == Kind.NUMERIC else item.key


def settle(cast: Cast, running: Running, key: str, *, at: datetime) -> None:
    """Do what the worker would have done by now: decide, write the letters, count."""
    db.session.flush()
    while attendance.decide_new(at=at):
        pass
    while attendance.settle(at=at, most=50):
        pass
    while welcomes := claim("enrolment.welcome"):
        for change in welcomes:
            letters.welcome(change.subject, key=key, by=None, at=change.at)
    for answer in claim(claims.ANSWERED):
        claim_letters.answered(answer.subject, at=answer.at)
    while counting.count_new(at=at):
        pass
