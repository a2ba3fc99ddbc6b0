"""Questions about what came of quizzes: which attempts count for the figures, and the figures once worked out."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from lms.catalogue.models import Module
from lms.core.db import db
from lms.core.jobs import Job
from lms.quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, Question, Quiz, QuizDraw, QuizFigures
from lms.quizzes.queries.firsts import firsts
from lms.quizzes.rules import choices, pace
from lms.quizzes.rules.attempts import HANDED_IN
from lms.quizzes.rules.figures import Shape, need
from lms.quizzes.rules.statistics import Given, Sheet
from lms.quizzes.rules.suspicion import Flag

#: Kind of the job that works them out.
FIGURES = "quizzes.figures"
#: Attempts that are looked at in one step.
BLOCK = 500
#: Figures older than this are worked out again where something was handed in since.
HOURLY = timedelta(hours=1)


class Told(NamedTuple):
    """Figures of a question in one quiz."""

    quiz: Quiz
    figures: dict[str, Any]
    at: datetime


def figures_of(quiz: Any) -> QuizFigures | None:
    """What was worked out last; None before the first time."""
    return db.session.get(QuizFigures, quiz.id, populate_existing=True)


def question_by_code(question: str) -> Question | None:
    """The question with a code."""
    return db.session.scalar(select(Question).where(Question.code == question))


def questions_in(ids: Iterable[int]) -> dict[int, Question]:
    """Questions by their key."""
    found = db.session.scalars(select(Question).where(Question.id.in_(list(ids))).order_by(Question.id))
    return {question.id: question for question in found}


def flagged(question_ids: Iterable[int]) -> dict[int, list[Flag]]:
    """Which of these questions need a look, and why, the most telling first: one SELECT."""
    wanted = {str(number) for number in question_ids}
    found: dict[int, set[str]] = {}
    for (flags,) in db.session.execute(select(QuizFigures.figures["flags"]).order_by(QuizFigures.quiz_id)):
        for number, said in (flags or {}).items():
            if number in wanted:
                found.setdefault(int(number), set()).update(said)
    return {number: [flag for flag in Flag if flag in said] for number, said in found.items()}


def of_question(question: Question) -> list[Told]:
    """The figures of a question in each quiz that asked it, practice last: one SELECT."""
    own = QuizFigures.figures[("questions", str(question.id))]
    rows = db.session.execute(
        select(Quiz, own, QuizFigures.at)
        .join(QuizFigures, QuizFigures.quiz_id == Quiz.id)
        .join(Quiz.module)
        .options(contains_eager(Quiz.module))
        .order_by(Quiz.purpose == "practice", Quiz.id)
    )
    return [Told(quiz, figures, at) for quiz, figures, at in rows if figures]


class Summary(NamedTuple):
    """A quiz in a list; `attempts` is None before anything was worked out."""

    quiz: Quiz
    attempts: int | None
    flagged: int


def summaries(most: int = 300) -> list[Summary]:
    """Every quiz with how many did it and how many of its questions need a look, by module: one SELECT."""
    rows = db.session.execute(
        select(Quiz, QuizFigures.attempts, QuizFigures.figures["flags"])
        .join(Quiz.module)
        .outerjoin(QuizFigures, QuizFigures.quiz_id == Quiz.id)
        .options(contains_eager(Quiz.module))
        .order_by(Module.track_id, Module.position, Quiz.id)
        .limit(most)
    )
    return [Summary(quiz, attempts, len(flags or {})) for quiz, attempts, flags in rows]


def due(at: datetime) -> list[int]:
    """Ids of the quizzes with something handed in since their figures were worked out."""
    last = (
        select(Attempt.quiz_id, func.max(Attempt.handed_in_at).label("last"))
        .where(Attempt.state == HANDED_IN)
        .group_by(Attempt.quiz_id)
        .subquery()
    )
    fresh = QuizFigures.at.is_(None) | (last.c.last >= QuizFigures.at)
    return list(
        db.session.scalars(
            select(last.c.quiz_id)
            .outerjoin(QuizFigures, QuizFigures.quiz_id == last.c.quiz_id)
            .where(fresh, last.c.last <= at)
            .order_by(last.c.quiz_id)
        )
    )


def draws(quiz_id: int) -> bool:
    """Whether each attempt draws questions of its own."""
    return db.session.scalar(select(QuizDraw.quiz_id).where(QuizDraw.quiz_id == quiz_id).limit(1)) is not None


def counted(quiz_id: int) -> tuple[int, int]:
    """(first attempts that are marked, first attempts that wait for a trainer)"""
    columns = (func.count().filter(Attempt.pending == 0), func.count().filter(Attempt.pending > 0))
    marked, waiting = db.session.execute(select(*columns).where(*firsts(Attempt, quiz_id))).one()
    return marked, waiting


def blocks(quiz_id: int, shapes: dict[int, Shape], size: int = BLOCK) -> Iterator[list[Sheet]]:
    """First attempts, marked to the end, so many at a time; `shapes` is filled with the questions they hold."""
    last = 0
    while rows := db.session.execute(
        select(Attempt.id, Attempt.passed)
        .where(*firsts(Attempt, quiz_id), Attempt.pending == 0, Attempt.id > last)
        .order_by(Attempt.id)
        .limit(size)
    ).all():
        last = rows[-1].id
        yield _sheets({row.id: row.passed for row in rows}, shapes)


def _sheets(passed: dict[int, bool | None], shapes: dict[int, Shape]) -> list[Sheet]:
    """The sheets of some attempts: two SELECTs, and one for questions not met before."""
    counts = (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position)
    columns = (AttemptItem.attempt_id, AttemptItem.position, AttemptItem.question_id, AttemptItem.kind)
    rows = db.session.execute(
        select(*columns, AttemptItem.options, AttemptItem.worth, Answer.value, Answer.marks)
        .outerjoin(Answer, counts)
        .where(AttemptItem.attempt_id.in_(passed))
        .order_by(AttemptItem.attempt_id, AttemptItem.position)
    ).all()
    new = {row.question_id for row in rows} - shapes.keys()
    for question in questions_in(new).values() if new else ():
        shapes[question.id] = Shape(question.kind, question.options, question.key, question.version)
    took = _seconds(list(passed))
    answers: dict[int, list[Given]] = {number: [] for number in passed}
    for row in rows:
        shape = shapes[row.question_id]
        same = shape.kind == row.kind
        picks = choices.picks(row.kind, row.options, shape.options, shape.key, row.value) if same else ()
        seconds = took.get(row.attempt_id, {}).get(row.position) if row.value is not None else None
        answers[row.attempt_id].append(Given(row.question_id, row.marks or 0.0, row.worth, picks, seconds))
    return [Sheet(tuple(given), passed[number]) for number, given in answers.items()]


def _seconds(attempts: list[int]) -> dict[int, dict[int, int]]:
    """By attempt and position: how long its first answer took."""
    columns = (AttemptEvent.attempt_id, AttemptEvent.position, AttemptEvent.at, AttemptEvent.phone_at)
    rows = db.session.execute(
        select(*columns, AttemptEvent.device)
        .where(AttemptEvent.attempt_id.in_(attempts), AttemptEvent.kind.in_(("started", "saved")))
        .order_by(AttemptEvent.attempt_id, AttemptEvent.id)
    )
    moments: dict[int, list[pace.Moment]] = {}
    for number, *moment in rows:
        moments.setdefault(number, []).append(pace.Moment(*moment))
    return {number: pace.seconds(found) for number, found in moments.items()}


def job_key(quiz_id: int) -> str:
    """What the job of a quiz is found by as long as it waits or runs."""
    return f"{FIGURES}:{quiz_id}"


def working(kind_key: str) -> Job | None:
    """The job with this key, as long as it waits or runs."""
    return db.session.scalar(select(Job).where(Job.key == kind_key))


class Line(NamedTuple):
    """A question with its figures in one quiz."""

    question: Question
    figures: dict[str, Any]


def lines(found: QuizFigures | None) -> list[Line]:
    """The questions of a quiz with their figures, first those that need a look; of equals by code."""
    told = found.figures["questions"] if found else {}
    questions = questions_in(int(number) for number in told) if told else {}
    rows = [Line(questions[int(number)], figures) for number, figures in told.items()]
    return sorted(rows, key=lambda line: (need(line.figures), line.question.code))


def said(question: Question, pick: Iterable[str]) -> tuple[str, str]:
    """(place, words) of something chosen."""
    slot, what = pick
    return choices.said(question.kind, question.options, (slot, what))
