"""What quizzes keep of a person: attempts, with the answers given."""

from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.quizzes import paper, queries
from lms.quizzes.models import Attempt
from lms.quizzes.rules.attempts import OPEN


def export(person: Any) -> dict[str, Any]:
    """Every attempt with its questions, the answers in words, and the score."""
    return {"attempts": [_told(attempt) for attempt in queries.attempts_of(person)]}


def _told(attempt: Attempt) -> dict[str, Any]:
    return {
        "quiz": attempt.quiz.module.title_vi,
        "number": attempt.number,
        "started_at": attempt.started_at.isoformat(),
        "handed_in_at": attempt.handed_in_at and attempt.handed_in_at.isoformat(),
        "score": attempt.score,
        "out_of": attempt.out_of,
        "answers": [
            {"question": item.text, "answer": paper.said(item.kind, item.options, row.value), "late": row.late}
            for item, row in queries.paper(attempt)
            if row is not None
        ],
    }


def erase(person: Any) -> None:
    """Attempts stay with the nameless row: answers are choices and numbers, and what was passed stays counted.

    Only what was typed by hand and could not be read is removed: it may hold anything.
    """
    for attempt in queries.attempts_of(person):
        for item, row in queries.paper(attempt):
            if row is not None and paper.problem(item.kind, item.options, row.value):
                row.value = None


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the attempts of `source` to `target`, numbered after theirs; answers what `move_back` needs.

    Both have an attempt open at one quiz: that of `target` goes on, that of `source` stays where it is.
    """
    theirs = _numbers(target)
    busy = {quiz_id for quiz_id, number, state in theirs if state == OPEN}
    moved = []
    for attempt in queries.attempts_of(source):
        if attempt.state == OPEN and attempt.quiz_id in busy:
            continue
        last = max((number for quiz_id, number, _state in theirs if quiz_id == attempt.quiz_id), default=0)
        theirs.append((attempt.quiz_id, last + 1, attempt.state))
        moved.append([attempt.id, attempt.number])
        _give(attempt.id, target, last + 1)
    return {"attempts": moved}


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    for attempt_id, number in undo["attempts"]:
        _give(attempt_id, source, number)


def _numbers(person: Any) -> list[tuple[int, int, str]]:
    found = db.session.execute(
        select(Attempt.quiz_id, Attempt.number, Attempt.state).where(Attempt.person_id == person.id)
    )
    return [(quiz_id, number, state) for quiz_id, number, state in found]


def _give(attempt_id: int, to: Any, number: int) -> None:
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id)
        .values(person_id=to.id, number=number)
        .execution_options(synchronize_session="fetch")
    )
