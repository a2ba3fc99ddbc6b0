"""What the quizzes do by themselves."""

from contextlib import suppress
from typing import Any

from lms.core import jobs
from lms.core.clock import now
from lms.core.db import db, mode, transaction
from lms.core.jobs import Job, every, task
from lms.core.words import _n, speak
from lms.people.models import Person
from lms.quizzes.actions import attempts, exporting, figures, importing, marking, regrading
from lms.quizzes.models import Question, QuestionImport, Quiz, Regrade
from lms.quizzes.queries import exports, imports
from lms.quizzes.queries.editing import Asked
from lms.quizzes.rules.importing import State

#: Attempts handed in in one transaction: phones that save wait for it on SQLite.
AT_ONCE = 100


@every(seconds=30)
def hand_in_overdue() -> None:
    """Hand in, with the answers they hold, the attempts whose time is up."""
    attempts.hand_in_overdue(at=now(), most=AT_ONCE)


@task(exporting.WRITE_OUT)
def write_out(job: Job) -> Any:
    """Write questions into a file for whoever asked."""
    args, number, by = job.args, job.id, db.session.get_one(Person, job.owner_id)
    speak(args["language"])
    asked = Asked(**args["asked"])
    most = exports.total(asked)
    with suppress(Stopped):
        file, count = exporting.write_out(
            asked, args["format"], lambda done: _go_on(number, done, most), by=by, at=now()
        )
        text = _n("%(num)s question is in the file.", "%(num)s questions are in the file.", count)
        return {"file": file.public_id, "text": text}


class Stopped(Exception):
    """Whoever started the work wants it no more."""


def _go_on(number: int, done: int, most: int) -> None:
    if not jobs.progress(number, done, max(most, done)):
        raise Stopped


@task(importing.TAKE_IN)
def take_in(job: Job) -> Any:
    """Take a file of questions into the bank. A worker that dies leaves whole blocks; the next goes on behind them."""
    with mode("late"):
        brought = db.session.get_one(QuestionImport, job.args["import"])
        if brought.state == State.RUNNING:
            number, by = job.id, db.session.get_one(Person, brought.by_id)
            work, done = imports.begin(brought), imports.place_of(brought)
            while done < brought.found:
                with transaction():
                    done = importing.take_block(brought, work, by=by, at=now())
                if not jobs.progress(number, done, brought.found):
                    break
            else:
                importing.finish(brought, by=by, at=now())
        return {"href": f"/questions/imports/{brought.public_id}"}


@every(seconds=3600)
def ask_for_figures() -> dict[str, int]:
    """Have the figures worked out of every quiz that somebody handed in since."""
    return {"asked": figures.ask_due(at=now())}


@task(figures.FIGURES)
def work_out_figures(job: Job) -> Any:
    """Work out what came of a quiz."""
    with mode("late"):
        quiz = db.session.get_one(Quiz, job.args["quiz"])
        address = f"/quizzes/{quiz.public_id}/figures"
        return {"href": address} if figures.work_out(quiz, job, at=now()) else None


@task(regrading.LOOK)
def look_at_key(job: Job) -> Any:
    """Look what a mended key changes on papers frozen before."""
    with mode("late"):
        regrade = db.session.get_one(Regrade, job.args["regrade"])
        address = _address(regrade)
        regrading.look(regrade, job, at=now())
        return {"href": address}


@task(regrading.APPLY)
def apply_key(job: Job) -> Any:
    """Give these papers the mended key, and the marks by it."""
    with mode("late"):
        regrade = db.session.get_one(Regrade, job.args["regrade"])
        address, by = _address(regrade), db.session.get_one(Person, job.args["by"])
        regrading.carry_out(regrade, job, by=by, at=now())
        return {"href": address}


@task(marking.EQUAL)
def mark_equal(job: Job) -> dict[str, int]:
    """Mark what waits with words that are accepted by now."""
    with mode("late"):
        question, by = db.session.get_one(Question, job.args["question"]), db.session.get_one(Person, job.args["by"])
        return {"marked": marking.mark_equal(question, job, by=by, at=now())}


def _address(regrade: Regrade) -> str:
    code = db.session.get_one(Question, regrade.question_id).code
    return f"/questions/{code}/regrades/{regrade.public_id}"
