"""Changes of quizzes: what they are for, what they ask, who may take them when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from lms.audit.actions import record
from lms.catalogue.models import Module
from lms.core.db import db, lock
from lms.core.outbox import announce
from lms.quizzes import queries
from lms.quizzes.models import Question, Quiz, QuizDraw, QuizItem
from lms.quizzes.queries import setting
from lms.quizzes.rules import settings as rules
from lms.quizzes.rules.terms import Purpose, QuizState


def make(module: Module, words: Mapping[str, Any], *, by: Any, at: datetime) -> Quiz:
    """A new quiz of a module, a draft without questions. Raises a kind of SettingRefused."""
    lock(module)
    kept = rules.check(words, module_has_quiz=setting.module_quiz(module.id) is not None)
    quiz = Quiz(module_id=module.id, state=str(QuizState.DRAFT), **kept)
    db.session.add(quiz)
    db.session.flush()
    record("quizzes.quiz_made", "quiz", quiz.id, by=by, at=at, purpose=quiz.purpose)
    return quiz


def change(quiz: Quiz, words: Mapping[str, Any], *, by: Any, at: datetime) -> list[str]:
    """Set a quiz anew; answers the names of what changed. Attempts begun keep what `rules.FROZEN` names."""
    lock(quiz)
    kept = rules.check(words, module_has_quiz=_taken(quiz))
    changed = [name for name, value in kept.items() if getattr(quiz, name) != value]
    passes = Purpose.MODULE in (quiz.purpose, kept["purpose"])
    for name in changed:
        setattr(quiz, name, kept[name])
    if passes and {"purpose", "counts"} & set(changed):
        announce("quizzes.asked", quiz.id, at=at)
    if changed:
        record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, changed=changed)
    return changed


def _taken(quiz: Quiz) -> bool:
    """Whether another quiz passes its module."""
    other = setting.module_quiz(quiz.module_id)
    return other is not None and other.id != quiz.id


def set_state(quiz: Quiz, state: str, *, by: Any, at: datetime) -> None:
    """Open a quiz, archive it, or make it a draft again. Raises NothingAsked, TooFewFit or ModuleHasQuiz."""
    lock(quiz)
    rules.check_state(state, quiz.purpose, asked=queries.size(quiz), module_has_quiz=_taken(quiz))
    if state == QuizState.OPEN:
        _check_draws(quiz)
    if quiz.state != state:
        quiz.state = state
        if quiz.purpose == Purpose.MODULE:
            announce("quizzes.asked", quiz.id, at=at)
        record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, state=state)


def duplicate(quiz: Quiz, *, title_vi: str, title_en: str, by: Any, at: datetime) -> Quiz:
    """The same once more as a draft for practice: a module has one quiz only."""
    words = {name: getattr(quiz, name) for name in rules.NAMES}
    practice = quiz.purpose == "module"
    words |= {"title_vi": title_vi[: rules.TITLE], "title_en": title_en[: rules.TITLE]}
    copy = make(quiz.module, words | ({"purpose": "practice"} if practice else {}), by=by, at=at)
    for model, columns in ((QuizItem, ("question_id", "position")), (QuizDraw, _DRAW)):
        rows = db.session.scalars(select(model).where(model.quiz_id == quiz.id))
        copies = [{name: getattr(row, name) for name in columns} | {"quiz_id": copy.id} for row in rows]
        if copies:
            db.session.execute(insert(model), copies)
    return copy


_DRAW = ("position", "module_id", "tag", "difficulty", "count")


def add(quiz: Quiz, question: Question, *, by: Any, at: datetime) -> None:
    """Give a question a fixed place at the end; a second time changes nothing. Raises TooManyAsked and draws' kinds."""
    lock(quiz)
    if question.id in _placed(quiz):
        return
    last = db.session.scalar(select(func.max(QuizItem.position)).where(QuizItem.quiz_id == quiz.id)) or 0
    db.session.add(QuizItem(quiz_id=quiz.id, question_id=question.id, position=last + 1))
    db.session.flush()
    _check_draws(quiz)
    record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, added=question.id)


def take_out(quiz: Quiz, question: Question, *, by: Any, at: datetime) -> None:
    """Take a question's fixed place away; an open quiz keeps one question at least."""
    lock(quiz)
    db.session.execute(delete(QuizItem).where(QuizItem.quiz_id == quiz.id, QuizItem.question_id == question.id))
    _check_asked(quiz)
    record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, taken_out=question.id)


def move(quiz: Quiz, question: Question, step: int, *, by: Any, at: datetime) -> None:
    """One place up (-1) or down (1)."""
    lock(quiz)
    order = _placed(quiz)
    here = order.index(question.id) if question.id in order else -1
    there = here + (1 if step > 0 else -1)
    if here < 0 or not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for position, question_id in enumerate(order, 1):
        mine = (QuizItem.quiz_id == quiz.id, QuizItem.question_id == question_id)
        db.session.execute(update(QuizItem).where(*mine).values(position=position))
    record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, moved=question.id)


def draw(
    quiz: Quiz, module: Module | None, tag: str, difficulty: int, count: int, *, by: Any, at: datetime
) -> None:  # fmt: skip
    """Draw so many questions for each attempt, besides. Raises TooFewFit, DrawsOverlap or TooManyAsked."""
    lock(quiz)
    last = db.session.scalar(select(func.max(QuizDraw.position)).where(QuizDraw.quiz_id == quiz.id)) or 0
    if last >= 10 * rules.DRAWS or len(queries.pools(quiz)) >= rules.DRAWS:
        raise rules.TooManyAsked(most=rules.QUESTIONS)
    row = QuizDraw(
        quiz_id=quiz.id, position=last + 1, module_id=module and module.id, tag=tag, difficulty=difficulty, count=count
    )
    db.session.add(row)
    db.session.flush()
    _check_draws(quiz)
    record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, drawn=count)


def draw_no_more(quiz: Quiz, position: int, *, by: Any, at: datetime) -> None:
    """Take a draw out; an open quiz keeps one question at least."""
    lock(quiz)
    db.session.execute(delete(QuizDraw).where(QuizDraw.quiz_id == quiz.id, QuizDraw.position == position))
    _check_asked(quiz)
    record("quizzes.quiz_changed", "quiz", quiz.id, by=by, at=at, draw_out=position)


def _placed(quiz: Quiz) -> list[int]:
    mine = select(QuizItem.question_id).where(QuizItem.quiz_id == quiz.id)
    return list(db.session.scalars(mine.order_by(QuizItem.position, QuizItem.question_id)))


def _check_draws(quiz: Quiz) -> None:
    rules.check_draws(_placed(quiz), [(pool.count, pool.questions) for pool in queries.pools(quiz)])


def _check_asked(quiz: Quiz) -> None:
    if quiz.state == QuizState.OPEN:
        rules.check_open(queries.size(quiz))
