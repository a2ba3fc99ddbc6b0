"""The bank of questions: loaded from the shipped curriculum, one quiz for each module."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from lms.catalogue.actions import CURRICULUM
from lms.catalogue.models import Module
from lms.catalogue.rules import may_replace
from lms.core import revisions
from lms.core.db import db
from lms.core.text import nfc
from lms.quizzes import queries
from lms.quizzes.models import Question, Quiz, QuizItem
from lms.quizzes.rules.bank import key_from_curriculum

#: Name of the revision that says which curriculum file was loaded last.
LOADED = "quizzes-curriculum"
#: The words of a question that a trainer may change, in the order of the fingerprint.
WORDS = ("kind", "text", "title_en", "options", "key", "explanation")


def load(path: Path = CURRICULUM, *, at: datetime) -> int:
    """Bring the bank up to the shipped file, after the catalogue's `load`; answers how many questions changed.

    With the file of last time it costs two SELECTs. A
    question that somebody has edited is left alone, and so is every attempt already begun.
    """
    source = path.read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    if revisions.revision(LOADED) == f"{LOADED}={digest}" and queries.has_bank():
        return 0
    changed = _load_questions(json.loads(nfc(source.decode()))["questions"], at=at)
    _make_quizzes()
    revisions.put(LOADED, digest)
    return changed


def _load_questions(shipped: list[dict[str, Any]], *, at: datetime) -> int:
    modules = {module.code: module.id for module in db.session.scalars(select(Module))}
    rows = {row.code: row for row in db.session.scalars(select(Question))}
    positions: dict[str, int] = {}
    changed = 0
    for question in shipped:
        if question["module"] not in modules:
            continue
        position = positions[question["module"]] = positions.get(question["module"], 0) + 1
        kind, options, key = key_from_curriculum(question)
        words = {
            "kind": str(kind), "text": question["vi"], "title_en": question["en"], "options": options, "key": key,
            "explanation": question["explain"],
        }  # fmt: skip
        place = {"module_id": modules[question["module"]], "position": position}
        changed += _place(rows.get(question["id"]), question["id"], words, place, at)
    db.session.flush()
    return changed


def _place(row: Question | None, code: str, words: dict[str, Any], place: dict[str, int], at: datetime) -> bool:
    coming = _fingerprint(words)
    if row is None:
        db.session.add(Question(code=code, shipped=coming, changed_at=at, **words, **place))
        return True
    replace = may_replace(row.shipped, _fingerprint({name: getattr(row, name) for name in WORDS}), coming)
    for name, value in (place | (words if replace else {})).items():
        setattr(row, name, value)
    if replace:
        row.shipped, row.changed_at = coming, at
    return replace


def _fingerprint(words: dict[str, Any]) -> str:
    said = json.dumps([words[name] for name in WORDS], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _make_quizzes() -> None:
    """A quiz for each module that has questions; new questions join the quiz of their module at the end."""
    quizzes = {quiz.module_id: quiz for quiz in db.session.scalars(select(Quiz))}
    placed = set(db.session.scalars(select(QuizItem.question_id)))
    for question in db.session.scalars(select(Question).order_by(Question.module_id, Question.position)):
        if question.id in placed:
            continue
        quiz = quizzes.get(question.module_id)
        if quiz is None:
            quiz = quizzes[question.module_id] = Quiz(module_id=question.module_id)
            db.session.add(quiz)
            db.session.flush()
        db.session.add(QuizItem(quiz_id=quiz.id, question_id=question.id, position=question.position))
    db.session.flush()
