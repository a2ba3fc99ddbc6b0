"""Changes of questions. Every text that ever held is kept as a `QuestionVersion`; attempts begun keep their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from lms.audit.actions import record
from lms.catalogue.models import Module
from lms.core.db import db, lock
from lms.quizzes.models import Question, QuestionTag, QuestionVersion
from lms.quizzes.queries.editing import words_of
from lms.quizzes.rules import questions as rules


def create(words: Mapping[str, Any], module: Module, *, by: Any, at: datetime) -> Question:
    """A new question of a module, with the next code there. Raises a kind of QuestionIncomplete."""
    kept = rules.checked(words)
    lock(module)
    question = Question(
        code=_next_code(module), module_id=module.id, position=_next_position(module), shipped="", changed_at=at,
        version=1, **{name: value for name, value in kept.items() if name != "tags"},
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    _put_tags(question, kept["tags"])
    _keep(question, 1, kept, by and by.id, at)
    return question


def change(
    question: Question, words: Mapping[str, Any], *, seen_version: int | None = None, by: Any, at: datetime
) -> Question:
    """Write these words in the place of what the question says; what it said stays in its history.

    `words`: all of them, or only those that change. `seen_version`: the version the editor began from; None takes
    no notice of others. The same words again change nothing. Raises a kind of QuestionIncomplete, or Overtaken.
    """
    lock(question)
    if seen_version is not None and seen_version != question.version:
        raise rules.Overtaken()
    before = words_of(question)
    kept = rules.checked({**before, **words})
    if kept != before:
        write(question, before, kept, by_id=by and by.id, at=at)
    return question


def write(question: Question, before: dict[str, Any], kept: dict[str, Any], *, by_id: int | None, at: datetime) -> None:
    """Put `kept` in place as the next version; the very first change keeps what stood before as well."""
    if question.version == 0:
        _keep(question, _next_number(question), before, None, question.changed_at)
    number = _next_number(question)
    for name, value in kept.items():
        if name != "tags":
            setattr(question, name, value)
    if kept["tags"] != before["tags"]:
        _put_tags(question, kept["tags"])
    question.version, question.changed_at = number, at
    _keep(question, number, kept, by_id, at)


def offer(question: Question, kept: dict[str, Any], *, at: datetime) -> None:
    """Keep a newer text of the programme beside what somebody wrote: in the history, not in place."""
    before = words_of(question)
    if question.version == 0:
        _keep(question, 1, before, None, question.changed_at)
        question.version = 1
    known = db.session.scalars(select(QuestionVersion.words).where(QuestionVersion.question_id == question.id))
    if kept not in list(known):
        _keep(question, _next_number(question), kept, None, at)


def restore(question: Question, version: QuestionVersion, *, seen_version: int | None, by: Any, at: datetime) -> None:
    """Let a text of the history hold again, as a new version."""
    change(question, version.words, seen_version=seen_version, by=by, at=at)


def archive(question: Question, *, by: Any, at: datetime) -> None:
    """Take the question out of attempts to come; those begun keep it."""
    _set_state(question, rules.ARCHIVED, "quizzes.question_archived", by, at)


def bring_back(question: Question, *, by: Any, at: datetime) -> None:
    """Let it be asked again."""
    _set_state(question, rules.READY, "quizzes.question_brought_back", by, at)


def _set_state(question: Question, state: str, act: str, by: Any, at: datetime) -> None:
    lock(question)
    if question.state != state:
        question.state = state
        record(act, "question", question.id, by=by, at=at)


def _put_tags(question: Question, tags: list[str]) -> None:
    db.session.execute(delete(QuestionTag).where(QuestionTag.question_id == question.id))
    if tags:
        db.session.execute(insert(QuestionTag), [{"question_id": question.id, "tag": tag} for tag in tags])


def _keep(question: Question, number: int, words: dict[str, Any], by_id: int | None, at: datetime) -> None:
    db.session.add(QuestionVersion(question_id=question.id, number=number, words=words, by_id=by_id, at=at))
    db.session.flush()


def _next_number(question: Question) -> int:
    most = select(func.max(QuestionVersion.number)).where(QuestionVersion.question_id == question.id)
    return (db.session.scalar(most) or 0) + 1


def _next_position(module: Module) -> int:
    most = select(func.max(Question.position)).where(Question.module_id == module.id)
    return (db.session.scalar(most) or 0) + 1


def _next_code(module: Module) -> str:
    """`T1.1-N9` after `T1.1-N8`: a series of its own, for the programme's next question must find its code free."""
    start = f"{module.code}-N"
    codes = db.session.scalars(select(Question.code).where(Question.code.startswith(start, autoescape=True)))
    numbers = [int(tail) for code in codes if (tail := code[len(start) :]).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"
