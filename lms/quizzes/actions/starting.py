"""Beginning an attempt: its questions are chosen and frozen, whatever becomes of the bank afterwards."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import make_transient_to_detached

from lms.core.db import db, insert_once_id
from lms.core.errors import RuleBroken
from lms.core.ids import public_id
from lms.core.words import _l
from lms.quizzes import queries, rows
from lms.quizzes.actions import handing_in, record
from lms.quizzes.models import Attempt, AttemptItem, Quiz
from lms.quizzes.queries.attempts import Granted
from lms.quizzes.queries.bank import Words
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules import drawing
from lms.quizzes.rules.events import UNKNOWN, Happened, Phone
from lms.quizzes.rules.terms import QuizState, terms
from lms.quizzes.shuffle import frozen

#: Marks for a fully right answer.
WORTH = 1.0


class NoQuestions(RuleBroken):
    """The quiz is still empty."""

    sentence = _l("This quiz has no questions yet. Come back a little later")


def start(quiz: Quiz, person: Any, *, phone: Phone = UNKNOWN, by: Any, at: datetime) -> Attempt:
    """The open attempt of a person, or a new one with its questions frozen.

    Raises NoTriesLeft, QuizNotYetOpen, QuizClosed or NoQuestions. Two at once: the unique indexes decide, and both
    get the same attempt.
    """
    while True:
        tries, extra = queries.begun(quiz, person)
        going = next((attempt for attempt in tries if attempt.state == rules.OPEN), None)
        if going:
            attempt = db.session.get_one(Attempt, going.id, populate_existing=True)
            if not rules.overdue(going.due_at, at):
                return attempt
            rows.hold(quiz)
            if not handing_in.end(attempt, at=at):
                continue
        _check(quiz, extra, len(tries), at)
        number, named = max((attempt.number for attempt in tries), default=0) + 1, public_id()
        questions = _questions(quiz, named)
        started = _begin(quiz, person, extra, number, named, len(questions), at)
        if started:
            _freeze(started, questions, shuffle=quiz.shuffle_options)
            _lengthen(started, quiz, person, extra)
            record.note(started, Happened.STARTED, phone=phone, by=by, at=at)
            return started


def _check(quiz: Quiz, extra: Granted | None, begun: int, at: datetime) -> None:
    if quiz.state != QuizState.OPEN:
        raise rules.QuizClosed()
    own = terms(quiz, extra)
    rules.check_start(begun, own.attempts_allowed, at, opens_at=own.opens_at, closes_at=own.closes_at)


def _questions(quiz: Quiz, seed: str) -> list[Words]:
    """What this attempt asks, in order: the fixed questions, then those drawn for it."""
    fixed = queries.words(quiz)
    pools = queries.pools(quiz)
    draws = [(pool.position, pool.count) for pool in pools]
    chosen = drawing.choose(list(fixed), draws, {pool.position: pool.questions for pool in pools}, seed)
    if not chosen:
        raise NoQuestions()
    known = fixed | queries.words_by_id([number for number in chosen if number not in fixed])
    order = drawing.mixed(chosen, seed) if quiz.shuffle_questions else chosen
    return [known[number] for number in order if number in known]


def _begin(
    quiz: Quiz, person: Any, extra: Granted | None, number: int, named: str, count: int, at: datetime
) -> Attempt | None:
    """The row of a new attempt; None if somebody took the number, or opened one, a moment earlier."""
    due = rules.due_at(at, quiz.minutes, quiz.closes_at)
    values = {
        "public_id": named,
        "quiz_id": quiz.id,
        "person_id": person.id,
        "number": number,
        "state": rules.OPEN,
        "started_at": at,
        "due_at": due + timedelta(minutes=extra.minutes) if due and extra else due,
        "out_of": WORTH * count,
        "pending": 0,
    }
    made = insert_once_id(Attempt, values)
    return _held(made, values) if made is not None else None


def _held(number: int, values: dict[str, Any]) -> Attempt:
    """The row just written, in the session without being read; what the database filled in is read if it is asked."""
    attempt = Attempt(id=number, **values)
    make_transient_to_detached(attempt)
    db.session.add(attempt)
    return attempt


def _lengthen(attempt: Attempt, quiz: Quiz, person: Any, known: Granted | None) -> None:
    """Add what was granted since it was read. Whoever grants holds the quiz, and the new row waited for that."""
    if attempt.due_at is None:
        return
    more = queries.granted_minutes(quiz, person) - (known.minutes if known else 0)
    if more:
        attempt.due_at += timedelta(minutes=more)
        db.session.flush()


def _freeze(attempt: Attempt, questions: list[Words], *, shuffle: bool) -> None:
    items = []
    for position, question in enumerate(questions, 1):
        options, key, feedback = frozen(question, f"{attempt.public_id}/{question.code}", shuffle=shuffle)
        items.append(
            {
                "attempt_id": attempt.id,
                "position": position,
                "question_id": question.id,
                "kind": question.kind,
                "text": question.text,
                "options": options,
                "key": key,
                "explanation": question.explanation,
                "feedback": feedback,
                "worth": WORTH,
            }
        )
    db.session.execute(_FREEZE, items)


_FREEZE = insert(AttemptItem.__table__)
