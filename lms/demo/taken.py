"""Quizzes beyond those of the modules: a pair around a class, one with a time limit, one for practice.

In them is what trainers look after: a question with a wrong key, an answer that came late, more time for somebody,
short answers that have marks beside those that wait.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lms.catalogue.models import Module
from lms.core.db import db
from lms.demo.crowd import Cast
from lms.demo.lives import MINUTE, sheet_of
from lms.enrolment.models import Enrolment
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.actions import attempts, extras, marking, questions, settings
from lms.quizzes.models import Answer, AttemptItem, Question, Quiz
from lms.quizzes.rules.marking import Share
from lms.schedule.models import Series
from lms.schedule.queries import sessions_of

USUAL: dict[str, Any] = {
    "title_vi": "", "title_en": "", "purpose": "practice", "pair_id": None, "pass_percent": 70, "attempts_allowed": 0,
    "minutes": None, "counts": "best", "opens_at": None, "closes_at": None, "shuffle_questions": False,
    "shuffle_options": True, "review": None,
}  # fmt: skip
#: Asked before and after the class.
ASKED = ("T1.1-Q1", "T1.1-Q2", "T1.1-Q4", "T1.3-Q1", "T1.5-Q1", "T1.5-Q2", "T1.6-Q1", "T1.6-Q2")
#: The slip of a trainer: the key calls the first of these right.
SLIP = {
    "kind": "single", "text": "Ảnh nào **không** nên đăng công khai?",
    "title_en": "Which picture should not be public?",
    "options": ["Ảnh sản phẩm đang phơi", "Ảnh vé tàu còn rõ mã vạch", "Ảnh phiên chợ nhìn từ xa"], "key": 0,
    "feedback": {}, "explanation": "Mã vạch và tên trên vé cho người lạ biết bạn đi đâu, lúc nào.", "difficulty": 1,
    "lesson_id": None, "tags": ["an toàn", "ảnh"],
}  # fmt: skip
TRUTH = 1
#: How likely somebody knew an answer before and after.
KNEW, KNOWS = 0.42, 0.84
TIME = 15
WHY = "Dùng chung máy với em, mạng ở bản chập chờn"
REMARKS = ("Gọn và có thật, mình thích chỗ “kể chuyện bản làng”", "Thiếu cách liên hệ, bạn thêm một dòng nhé")


def plant(cast: Cast, over: Series, soon: Series, chance: Random, *, at: datetime) -> None:
    """The quizzes around the class that is over, practice for the one that runs, and marks."""
    trainer = cast.trainers[1]
    evenings = sessions_of(over)
    begin, end = evenings[0].starts_at - 2 * 60 * MINUTE, evenings[-1].ends_at + 60 * MINUTE
    slip = questions.create(SLIP, evenings[0].module, by=trainer, at=begin - 60 * MINUTE)
    before, after = _pair(evenings[0].module, slip, trainer, at=begin - 30 * MINUTE)
    people = _enrolled(over)
    for person in people:
        _take(before, person, KNEW, chance, begin + chance.uniform(0, 90) * MINUTE)
    others = [person for person in people if person != cast.learner]
    for person in others[2:]:
        _take(after, person, KNOWS, chance, end + chance.uniform(0, 300) * MINUTE)
    _too_late(after, others[0], end)
    extras.grant(after, others[1], TIME, 1, WHY, by=trainer, at=end)
    _practice([item.module for item in sessions_of(soon)][:2], trainer, at=begin)
    _mark_some(trainer, at=at - 60 * MINUTE)


def _enrolled(series: Series) -> list[Person]:
    found = db.select(Person).join(Enrolment, Enrolment.person_id == Person.id)
    return list(db.session.scalars(found.where(Enrolment.series_id == series.id).order_by(Person.id)))


def _pair(module: Module, slip: Question, by: Any, *, at: datetime) -> tuple[Quiz, Quiz]:
    told = USUAL | {"counts": "first", "attempts_allowed": 1, "pass_percent": 50}
    before = _quiz(module, told | _titles("Trước khóa học", "Before the class") | {"purpose": "pre"}, slip, by, at)
    told |= _titles("Sau khóa học", "After the class") | {"purpose": "post", "pair_id": before.id, "minutes": TIME}
    return before, _quiz(module, told, slip, by, at)


def _titles(vi: str, en: str) -> dict[str, str]:
    return {"title_vi": f"{vi} Thương hiệu cá nhân", "title_en": f"{en}: personal brand"}


def _quiz(module: Module, told: dict[str, Any], slip: Question, by: Any, at: datetime) -> Quiz:
    quiz = settings.make(module, told, by=by, at=at)
    asked = {row.code: row for row in db.session.scalars(db.select(Question).where(Question.code.in_(ASKED)))}
    for code in ASKED:
        settings.add(quiz, asked[code], by=by, at=at)
    settings.add(quiz, slip, by=by, at=at)
    settings.set_state(quiz, "open", by=by, at=at)
    return quiz


def _sheet(attempt: Any, skill: float, chance: Random) -> dict[int, Any]:
    """As people answer; at the slip they say what is true, whatever its key says."""
    sheet = sheet_of(attempt, skill, chance)
    for line in queries.paper(attempt):
        if line.item.text == SLIP["text"] and line.item.position in sheet:
            said = TRUTH if chance.random() < skill else chance.choice((0, 2))
            sheet[line.item.position] = line.item.options.index(SLIP["options"][said])
    return sheet


def _take(quiz: Quiz, person: Person, skill: float, chance: Random, at: datetime) -> None:
    attempt = attempts.start(quiz, person, by=person, at=at)
    sheet = _sheet(attempt, min(0.97, skill + chance.uniform(-0.25, 0.2)), chance)
    attempts.hand_in(attempt, sheet, by=person, at=at + chance.uniform(4, 12) * MINUTE)


def _too_late(quiz: Quiz, person: Person, at: datetime) -> None:
    """The phone had no network when the time was up; what it held came later."""
    attempt = attempts.start(quiz, person, by=person, at=at)
    sheet = sorted(sheet_of(attempt, 1.0, Random(1)).items())
    for minute, (position, value) in enumerate(sheet, 1):
        if minute == len(sheet) - 2:
            attempts.hand_in(attempt, by=None, at=at + timedelta(minutes=TIME + 2))
        arrives = at + (minute if minute < len(sheet) - 2 else TIME + 20) * MINUTE
        attempts.save(attempt, position, value, minute, by=person, at=arrives)


def _practice(modules: Sequence[Module], by: Any, *, at: datetime) -> None:
    """Five questions out of each of two modules, others every time."""
    told = USUAL | {"title_vi": "Luyện tập: hỏi AI cho trúng", "title_en": "Practice: asking AI well"}
    quiz = settings.make(modules[-1], told, by=by, at=at)
    for module in modules:
        settings.draw(quiz, module, "", 0, 5, by=by, at=at)
    settings.set_state(quiz, "open", by=by, at=at)


def _mark_some(by: Any, *, at: datetime) -> None:
    """A few of the short answers have their marks; the others wait."""
    waiting = db.select(AttemptItem).join(
        Answer, (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position)
    )
    found = db.session.scalars(waiting.where(Answer.waits).order_by(AttemptItem.attempt_id, AttemptItem.position))
    for item, share, remark in zip(found, (Share.FULL, Share.HALF, Share.FULL), (*REMARKS, ""), strict=False):
        marking.mark((item.attempt_id, item.position), share, remark, by=by, at=at)
