"""What quizzes keep of a person: attempts, with the answers given."""

from collections import Counter
from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.core.moving import give
from lms.quizzes import paper, queries
from lms.quizzes.models import Attempt, Extra
from lms.quizzes.rules.attempts import OPEN
from lms.quizzes.rules.bank import Kind


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
            {"question": item.text, "answer": paper.said(item.kind, item.options, row.value)}
            for item, row in queries.paper(attempt)
            if row is not None
        ],
    }


def erase(person: Any) -> None:
    """Attempts stay with the nameless row: answers are choices and numbers, and what was passed stays counted.

    What was typed by hand is removed, with its marks kept: even a number that can be read may be a phone's.
    """
    db.session.execute(update(Extra).where(Extra.person_id == person.id).values(why=""))
    for attempt in queries.attempts_of(person):
        for item, row in queries.paper(attempt):
            typed = item.kind == Kind.NUMERIC or paper.problem(item.kind, item.options, row and row.value)
            if row is not None and typed:
                row.value = None


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the attempts of `source` to `target`; answers what `move_back` needs.

    Those of both at one quiz are numbered anew, in the order they were begun. Both have one open: that of `target`
    goes on, that of `source` stays where it is.
    """
    theirs, mine = _attempts(target), _attempts(source)
    busy = {row.quiz_id for row in theirs if row.state == OPEN}
    moving = [row for row in mine if row.state != OPEN or row.quiz_id not in busy]
    shared = {row.quiz_id for row in theirs} & {row.quiz_id for row in moving}
    old = [row for row in (*theirs, *moving) if row.quiz_id in shared]
    undo = {"attempts": [row.id for row in moving], "numbers": [[row.id, row.number] for row in old]}
    places: Counter[int] = Counter()
    new = []
    for row in sorted(old, key=lambda row: (row.started_at, row.state == OPEN, row.id)):
        places[row.quiz_id] += 1
        new.append([row.id, places[row.quiz_id]])
    _hide_numbers(undo["numbers"])
    give(Attempt, undo["attempts"], target)
    _number(new)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. Attempts that `target` began since keep their numbers."""
    _hide_numbers(undo["numbers"])
    give(Attempt, undo["attempts"], source)
    _number(undo["numbers"])


def _attempts(person: Any) -> list[Any]:
    columns = (Attempt.id, Attempt.quiz_id, Attempt.number, Attempt.state, Attempt.started_at)
    return list(db.session.execute(select(*columns).where(Attempt.person_id == person.id).order_by(Attempt.id)))


def _hide_numbers(numbers: list[list[int]]) -> None:
    """Numbers nobody has, as long as the right ones may still be taken."""
    _number([[row_id, -row_id] for row_id, _number in numbers])


def _number(numbers: list[list[int]]) -> None:
    for row_id, number in numbers:
        db.session.execute(update(Attempt.__table__).where(Attempt.id == row_id).values(number=number))
