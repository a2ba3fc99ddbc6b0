"""Working out what came of quizzes. Figures may be worked out again at any time; the last ones hold."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from lms.core import jobs
from lms.core.db import db, upsert
from lms.quizzes.models import Quiz, QuizFigures
from lms.quizzes.queries import figures as found
from lms.quizzes.queries.gains import reached
from lms.quizzes.rules.figures import Shape, told
from lms.quizzes.rules.gain import gain
from lms.quizzes.rules.statistics import Tally

#: Kind of the job.
FIGURES = found.FIGURES
#: After single marks the figures wait a while: more will follow.
SOON = timedelta(hours=1)


def ask(quiz_id: int, *, by: Any = None, at: datetime) -> str:
    """Let the worker work out a quiz's figures; answers the public id of the job. Asked twice it is done once."""
    return jobs.start(FIGURES, args={"quiz": quiz_id}, owner=by, at=at, key=found.job_key(quiz_id))


def ask_due(*, at: datetime) -> int:
    """Ask for every quiz with something handed in since; answers how many."""
    numbers = found.due(at)
    for number in numbers:
        ask(number, at=at)
    return len(numbers)


def work_out(quiz: Quiz, job: Any, *, at: datetime) -> bool:
    """Take in the attempts, some at a time, and keep what came of them; False if somebody stopped it.

    Nothing is kept before the end: a worker that dies leaves the figures as they were.
    """
    there, waiting = found.counted(quiz.id)
    quiz_id, practice = quiz.id, quiz.purpose == "practice"
    tally, shapes = Tally(alike=not found.draws(quiz_id)), dict[int, Shape]()
    for sheets in found.blocks(quiz_id, shapes):
        for sheet in sheets:
            tally.add(sheet)
        if not jobs.progress(job.id, tally.attempts, max(there, tally.attempts)):
            return False
    figures = told(tally, shapes, waiting=waiting, practice=practice)
    if quiz.pair_id:
        figures["gain"] = asdict(gain(reached(quiz)))
    keep(quiz_id, tally, figures, at=at)
    return True


def keep(quiz_id: int, tally: Tally, figures: dict[str, Any], *, at: datetime) -> None:
    """Put figures in the place of older ones."""
    values = {"quiz_id": quiz_id, "at": at, "attempts": tally.attempts, "figures": figures}
    upsert(QuizFigures, values, "quiz_id", update=["at", "attempts", "figures"])
    db.session.flush()
