"""What the quizzes do by themselves."""

from typing import Any

from lms.core import jobs
from lms.core.clock import now
from lms.core.db import db, mode, transaction
from lms.core.jobs import Job, every, task
from lms.people.models import Person
from lms.quizzes.actions import attempts, figures, importing
from lms.quizzes.models import QuestionImport, Quiz
from lms.quizzes.rules.importing import State

#: Attempts handed in in one transaction: phones that save wait for it on SQLite.
AT_ONCE = 100


@every(seconds=30)
def hand_in_overdue() -> None:
    """Hand in, with the answers they hold, the attempts whose time is up."""
    attempts.hand_in_overdue(at=now(), most=AT_ONCE)


@task(importing.TAKE_IN)
def take_in(job: Job) -> Any:
    """Take a file of questions into the bank. A worker that dies leaves whole blocks; the next goes on behind them."""
    with mode("late"):
        brought = db.session.get_one(QuestionImport, job.args["import"])
        if brought.state == State.RUNNING:
            number, by = job.id, db.session.get_one(Person, brought.by_id)
            work, done = importing.begin(brought), importing.place_of(brought)
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
