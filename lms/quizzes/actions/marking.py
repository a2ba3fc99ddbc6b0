"""Marks that a person gives to short answers. Of two at once the first counts, and the second is told."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import db, lock
from lms.quizzes import rows
from lms.quizzes.actions import figures, questions, scoring
from lms.quizzes.models import Answer, Attempt, AttemptItem, Question
from lms.quizzes.queries import marking as found
from lms.quizzes.queries import regrades
from lms.quizzes.rules import grading
from lms.quizzes.rules import marking as rules
from lms.quizzes.rules.attempts import HANDED_IN
from lms.quizzes.rules.bank import Kind, form, is_strict
from lms.quizzes.rules.events import Happened
from lms.quizzes.rules.marking import SHARES, Share

EQUAL = "quizzes.mark_equal"


def mark(
    place: tuple[int, int], share: Share, remark: str = "", *, again: bool = False, by: Any, at: datetime
) -> Answer:
    """Give an answer its points. `again`: one that a person marked already; else only one that waits.

    Raises AlreadyMarked when somebody was quicker, NotWaiting for what is nobody's to mark.
    """
    attempt = db.session.get(Attempt, place[0])
    if attempt is None:
        raise rules.NotWaiting()
    lock(attempt)
    answer = db.session.get(Answer, place, populate_existing=True)
    item = db.session.get(AttemptItem, place)
    if answer is None or item is None or attempt.state != HANDED_IN:
        raise rules.NotWaiting()
    if not again and not answer.waits:
        raise rules.AlreadyMarked()
    if again and (answer.waits or answer.marked_by_id is None):
        raise rules.NotWaiting()
    before, marks = rows.marks(answer), item.worth * SHARES[Share(share)]
    said = remark.strip()[: rules.REMARK] or None
    if again and (before, answer.remark) == (marks, said):
        return answer
    answer.marks, answer.waits, answer.remark = marks, False, said
    answer.marked_by_id, answer.marked_at = by.id, at
    db.session.flush()
    _tell(attempt, item, before, marks, by=by, at=at)
    told = {"position": item.position, "again": again}
    audit.record("quizzes.answer_marked", "attempt", attempt.id, by=by, at=at, **told)
    return answer


def _tell(
    attempt: Attempt, item: AttemptItem, before: float | None, marks: float | None, *, by: Any, at: datetime
) -> None:
    """The score anew, its line in the record, and figures some time later."""
    told = {"marks": [before, marks]}
    scoring.rescore(attempt, kind=Happened.MARKED, position=item.position, by=by, at=at, **told)
    figures.ask(attempt.quiz_id, at=at + figures.SOON)


def accept(question: Question, text: str, *, by: Any, at: datetime) -> bool:
    """Let these words count as right from now on; what waits with the same words is marked by the worker.

    Answers whether they are new.
    """
    lock(question)
    if question.kind != Kind.SHORT:  # a file made something else of it
        return False
    strict = is_strict(question.options)
    known = {form(each, strict=strict) for each in question.key["accepted"]}
    if not form(text, strict=strict) or form(text, strict=strict) in known:
        return False
    key = {**question.key, "accepted": [*question.key["accepted"], text.strip()]}
    questions.change(question, {"key": key}, by=by, at=at)
    audit.record("quizzes.form_accepted", "question", question.id, by=by, at=at)
    args = {"question": question.id, "by": by.id}
    jobs.start(EQUAL, args=args, owner=by, at=at, key=f"{EQUAL}:{question.id}:{question.version}")
    return True


def mark_equal(question: Question, job: Any, *, by: Any, at: datetime) -> int:
    """Give papers that are open or wait the forms accepted now, and the marks by them; some at a time."""
    number, last, done = question.id, 0, 0
    while attempts := found.papers_to_tell(number, last, regrades.STEP):
        for attempt in attempts:
            done += _mark_by_form(question, attempt, by=by, at=at)
        last = attempts[-1]
        if not jobs.progress(job.id, done):
            break
    return done


def _mark_by_form(question: Question, number: int, *, by: Any, at: datetime) -> bool:
    """Whether a waiting answer of an attempt is one of the accepted forms, and has its marks now."""
    attempt = lock(db.session.get_one(Attempt, number))
    paper = regrades.papers(question.id, [number])[0]
    item, answer = paper.item, paper.answer
    if question.kind != item.kind:
        return False
    item.options, item.key = question.options, question.key
    db.session.flush()
    if answer is None or not answer.waits or attempt.state != HANDED_IN:
        return False
    marks = grading.mark(item.kind, item.options, item.key, answer.value, item.worth)
    if marks is None:
        return False
    answer.marks, answer.waits = marks, False
    db.session.flush()
    _tell(attempt, item, None, marks, by=by, at=at)
    return True
