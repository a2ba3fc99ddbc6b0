"""What quizzes keep of a person: attempts, with the answers given."""

from collections import Counter
from typing import Any

from sqlalchemy import delete, select, update

from lms.core.db import db
from lms.core.moving import give, give_keyed, ids
from lms.quizzes import paper, queries, telling
from lms.quizzes.actions import handing_in
from lms.quizzes.models import Answer, Attempt, AttemptEvent, Extra, QuestionImport, Quiz
from lms.quizzes.queries import records
from lms.quizzes.rules.attempts import OPEN
from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.events import ANSWERS

#: Kinds whose answers are typed.
TYPED = (Kind.NUMERIC, Kind.SHORT)


def export(person: Any) -> dict[str, Any]:
    """Every attempt with the answers in words, what came late and what a trainer wrote; and what was granted."""
    return {
        "attempts": [_told(attempt) for attempt in queries.attempts_of(person)],
        "extras": [
            {
                "quiz": _title(db.session.get_one(Quiz, row.quiz_id)),
                "minutes": row.minutes,
                "attempts": row.attempts,
                "why": row.why,
            }
            for row in _extras(person)
        ],
        "question_files": [
            {"name": row.name, "at": row.at.isoformat()}
            for row in db.session.scalars(_files(person).order_by(QuestionImport.id))
        ],
    }


def _files(person: Any) -> Any:
    return select(QuestionImport).where(QuestionImport.by_id == person.id)


def _told(attempt: Attempt) -> dict[str, Any]:
    return {
        "quiz": _title(attempt.quiz),
        "number": attempt.number,
        "started_at": attempt.started_at.isoformat(),
        "handed_in_at": attempt.handed_in_at and attempt.handed_in_at.isoformat(),
        "score": attempt.score,
        "out_of": attempt.out_of,
        "steps": [_step(event) for event in records.events(attempt)],
        "answers": [_answer(*line) for line in queries.sheet(attempt) if line[1] is not None or line[2] is not None],
    }


def _step(event: AttemptEvent) -> dict[str, Any]:
    """A line of the record: what happened, when, and what the phone said of itself."""
    told = {"what": telling.words(event.kind, event.position), "at": event.at.isoformat()}
    if event.device:
        told["device"] = event.device
    if event.phone_at:
        told["phone_at"] = event.phone_at.isoformat()
    return told


def _title(quiz: Quiz) -> str:
    return quiz.named.title_vi


def _answer(item: Any, row: Any, late: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"question": item.text}
    if row is not None:
        told["answer"] = paper.said(item.kind, item.options, row.value)
    if row is not None and row.remark:
        told["remark"] = row.remark
    if late is not None:
        told["late_answer"] = paper.said(item.kind, item.options, late.value)
    return told


def erase(person: Any) -> None:
    """Attempts stay with the nameless row: answers are choices and numbers, and what was passed stays counted.

    What was typed by hand is removed, with its marks kept: even a number that can be read may be a phone's. Questions
    that somebody brought are the programme's; what their files were called goes.
    """
    named = QuestionImport.by_id == person.id
    db.session.execute(update(QuestionImport).where(named).values(name=""))
    db.session.execute(update(Extra).where(Extra.person_id == person.id).values(why=""))
    mine = select(Attempt.id).where(Attempt.person_id == person.id)
    lines = update(AttemptEvent).where(AttemptEvent.attempt_id.in_(mine)).execution_options(synchronize_session=False)
    db.session.execute(lines.values(device=None, phone_at=None))
    db.session.execute(lines.where(AttemptEvent.kind.in_(ANSWERS)).values(value=None))
    for attempt in queries.attempts_of(person):
        for item, *rows in records.rows(attempt):
            for row in filter(None, rows):
                if item.kind in TYPED or paper.problem(item.kind, item.options, row.value):
                    row.value = None
            if rows[0] is not None:
                rows[0].remark = None
    db.session.flush()


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the attempts of `source` to `target`; answers what `move_back` needs.

    Those of both at one quiz are numbered anew, in the order they were begun. Both have one open: that of `target`
    goes on, that of `source` is handed in with what had arrived, so that no answer is lost.
    """
    closed = _close_one_of_two(source, target)
    theirs, moving = _attempts(target), _attempts(source)
    shared = {row.quiz_id for row in theirs} & {row.quiz_id for row in moving}
    old = [row for row in (*theirs, *moving) if row.quiz_id in shared]
    files = ids(QuestionImport, source, "by_id")
    undo = {
        "attempts": [row.id for row in moving],
        "numbers": [[row.id, row.number] for row in old],
        "closed": closed,
        "files": files,
        **_move_extras(source, target),
    }
    give(QuestionImport, files, target, "by_id")
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
    give(QuestionImport, undo.get("files", ()), source, "by_id")
    for attempt_id, line_id in undo.get("closed", ()):
        _open_again(attempt_id, line_id)
    give_keyed(Extra, "quiz_id", undo.get("extras", ()), target, source)
    for quiz_id, minutes, attempts in undo.get("more", ()):
        _set_extra(target, quiz_id, minutes, attempts)


def _close_one_of_two(source: Any, target: Any) -> list[list[int]]:
    """Hand in what `source` has open where `target` has, too: as of the last that arrived. Ids of attempt and line."""
    busy = {row.quiz_id for row in _attempts(target) if row.state == OPEN}
    found = []
    for row in _attempts(source):
        if row.state == OPEN and row.quiz_id in busy:
            attempt = db.session.get_one(Attempt, row.id)
            events = records.events(attempt)
            handing_in.hand_in(attempt, by=None, at=events[-1].at if events else attempt.started_at)
            found.append([attempt.id, records.events(attempt)[-1].id])
    return found


def _open_again(attempt_id: int, line_id: int) -> None:
    """An attempt goes on that was handed in for a merge, unless something happened to it since."""
    later = select(AttemptEvent.id).where(AttemptEvent.attempt_id == attempt_id, AttemptEvent.id > line_id).limit(1)
    if db.session.scalar(later) is not None:
        return
    table = Attempt.__table__
    as_before = {"state": OPEN, "handed_in_at": None, "score": None, "passed": None, "pending": 0}
    db.session.execute(update(table).where(table.c.id == attempt_id).values(as_before))
    unmarked = update(Answer.__table__).where(Answer.__table__.c.attempt_id == attempt_id)
    db.session.execute(unmarked.values(marks=None, waits=False))
    db.session.execute(delete(AttemptEvent.__table__).where(AttemptEvent.__table__.c.id == line_id))


def _extras(person: Any) -> list[Extra]:
    found = select(Extra).where(Extra.person_id == person.id).order_by(Extra.quiz_id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _move_extras(source: Any, target: Any) -> dict[str, Any]:
    """Give what was granted. Both have something at one quiz: `target` has the larger of each, the other stays."""
    theirs = {row.quiz_id: row for row in _extras(target)}
    mine = _extras(source)
    shared = [(row, theirs[row.quiz_id]) for row in mine if row.quiz_id in theirs]
    alone = [row.quiz_id for row in mine if row.quiz_id not in theirs]
    more = [[own.quiz_id, own.minutes, own.attempts] for _row, own in shared]
    for row, own in shared:
        _set_extra(target, own.quiz_id, max(row.minutes, own.minutes), max(row.attempts, own.attempts))
    give_keyed(Extra, "quiz_id", alone, source, target)
    return {"extras": alone, "more": more}


def _set_extra(person: Any, quiz_id: int, minutes: int, attempts: int) -> None:
    table = Extra.__table__
    which = (table.c.quiz_id == quiz_id, table.c.person_id == person.id)
    db.session.execute(update(table).where(*which).values(minutes=minutes, attempts=attempts))


def _attempts(person: Any) -> list[Any]:
    columns = (Attempt.id, Attempt.quiz_id, Attempt.number, Attempt.state, Attempt.started_at)
    return list(db.session.execute(select(*columns).where(Attempt.person_id == person.id).order_by(Attempt.id)))


def _hide_numbers(numbers: list[list[int]]) -> None:
    """Numbers nobody has, as long as the right ones may still be taken."""
    _number([[row_id, -row_id] for row_id, _number in numbers])


def _number(numbers: list[list[int]]) -> None:
    for row_id, number in numbers:
        db.session.execute(update(Attempt.__table__).where(Attempt.id == row_id).values(number=number))
