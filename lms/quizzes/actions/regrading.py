"""A mended key, applied to papers that were frozen before: looked at first, then done. Every step may be repeated.

The look notes what would change and for whom. Applying goes through the papers again, each under its attempt's lock,
by the key the question has; whoever handed in meanwhile is among them, and so are those still at it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import db, lock, upsert
from lms.quizzes import rows
from lms.quizzes.actions import figures, scoring
from lms.quizzes.models import Attempt, Question, Regrade, RegradeChange
from lms.quizzes.queries import regrades as found
from lms.quizzes.rules import grading
from lms.quizzes.rules import regrading as rules
from lms.quizzes.rules.attempts import HANDED_IN, decided
from lms.quizzes.rules.events import Happened
from lms.quizzes.rules.regrading import State

LOOK, APPLY = "quizzes.regrade_look", "quizzes.regrade"


def start(question: Question, *, by: Any, at: datetime) -> Regrade:
    """Let the worker look what the key the question has now changes; asked again, the look that is there already."""
    lock(question)
    going = found.going_on(question, (State.COUNTING, State.LOOKED_AT, State.RUNNING, State.RAISING))
    if going is not None:
        return going
    if not found.holding(question.id):
        raise rules.NothingToRegrade()
    old = (Regrade.question_id == question.id, Regrade.state == State.LOOKED_AT)
    db.session.execute(update(Regrade).where(*old).values(state=State.DROPPED, ended_at=at))
    regrade = Regrade(
        question_id=question.id, state=State.COUNTING, before=found.before(question), after=question.version,
        by_id=by.id, at=at,
    )  # fmt: skip
    db.session.add(regrade)
    db.session.flush()
    jobs.start(LOOK, args={"regrade": regrade.id}, owner=by, at=at, key=found.job_key(regrade))
    audit.record("quizzes.regrade_asked", "question", question.id, by=by, at=at, regrade=regrade.id)
    return regrade


def look_again(regrade: Regrade, *, by: Any, at: datetime) -> None:
    """Count once more what would change, before anything was applied."""
    if _turn(regrade, State.COUNTING, State.LOOKED_AT, State.COUNTING):
        jobs.start(LOOK, args={"regrade": regrade.id}, owner=by, at=at, key=found.job_key(regrade))


def apply(regrade: Regrade, question: Question, *, only_raise: bool, by: Any, at: datetime) -> None:
    """Let the worker apply it; `only_raise`: nobody loses marks by it. A second time changes nothing.

    Raises ChangedSince when the question says something else by now.
    """
    if question.version != regrade.after and regrade.state == State.LOOKED_AT:
        raise rules.ChangedSince()
    to = State.RAISING if only_raise else State.RUNNING
    if _turn(regrade, to, State.LOOKED_AT):
        told = {"regrade": regrade.id, "version": regrade.after, "only_raise": only_raise}
        audit.record("quizzes.regraded", "question", question.id, by=by, at=at, **told)
        jobs.start(APPLY, args={"regrade": regrade.id, "by": by.id}, owner=by, at=at, key=found.job_key(regrade))
    elif regrade.state in (State.RUNNING, State.RAISING):
        jobs.start(APPLY, args={"regrade": regrade.id, "by": by.id}, owner=by, at=at, key=found.job_key(regrade))


def drop(regrade: Regrade, *, by: Any, at: datetime) -> None:
    """Let all marks be as they are."""
    if _turn(regrade, State.DROPPED, State.LOOKED_AT, State.COUNTING):
        regrade.ended_at = at
        audit.record("quizzes.regrade_dropped", "question", regrade.question_id, by=by, at=at, regrade=regrade.id)


def _turn(regrade: Regrade, to: State, *before: State) -> bool:
    """Whether it went from one of these states to the next; of two who try, one does."""
    wanted = (Regrade.id == regrade.id, Regrade.state.in_(before))
    turned = db.session.execute(update(Regrade).where(*wanted).values(state=to)).rowcount == 1
    db.session.refresh(regrade)
    return turned


def look(regrade: Regrade, job: Any, *, at: datetime) -> None:
    """The worker's look, from the beginning if another worker had begun."""
    if regrade.state != State.COUNTING:
        return
    db.session.execute(delete(RegradeChange).where(RegradeChange.regrade_id == regrade.id))
    words = found.words_of_version(regrade.question_id, regrade.after) or _words_of(regrade)
    many = _through(regrade, job, found.BLOCK, lambda numbers: _note(regrade, words, numbers))
    if many is not None:
        _sum_up(regrade, many)
        _turn(regrade, State.LOOKED_AT, State.COUNTING)
        regrade.at = at


def carry_out(regrade: Regrade, job: Any, *, by: Any, at: datetime) -> None:
    """The worker's marking; whoever died in the middle left whole attempts, which are found done."""
    if regrade.state not in (State.RUNNING, State.RAISING):
        return
    words = found.words_of_version(regrade.question_id, regrade.after) or _words_of(regrade)

    def do(numbers: list[int]) -> None:
        for number in numbers:
            apply_to(regrade, words, number, by=by, at=at)

    many = _through(regrade, job, found.STEP, do)
    if many is not None:
        finish(regrade, many, at=at)


def _through(regrade: Regrade, job: Any, size: int, do: Callable[[list[int]], None]) -> int | None:
    """Every attempt that holds the question, some at a time, each time committed; None once somebody stopped it."""
    question_id, job_id, last, done = regrade.question_id, job.id, 0, 0
    total = found.holding(question_id)
    while numbers := found.next_attempts(question_id, last, size):
        do(numbers)
        last, done = numbers[-1], done + len(numbers)
        if not jobs.progress(job_id, done, max(total, done)):
            return None
    return done


def _words_of(regrade: Regrade) -> dict[str, Any]:
    """What the question says now: a question of the programme that nobody changed has no versions."""
    question = db.session.get_one(Question, regrade.question_id)
    return {name: getattr(question, name) for name in ("kind", "options", "key", "explanation")}


def _note(regrade: Regrade, words: dict[str, Any], attempts: Sequence[int]) -> None:
    """Note what would change on these papers."""
    rows = []
    papers = found.papers(regrade.question_id, attempts)
    others = found.others([paper.attempt.id for paper in papers if paper.attempt.state == HANDED_IN])
    for paper in papers:
        change = _would(paper, words, others.get(paper.attempt.id, []))
        if change is not None:
            rows.append({"regrade_id": regrade.id, **change})
    if rows:
        db.session.execute(insert(RegradeChange), rows)


def _mended(paper: Any, words: dict[str, Any]) -> rules.Mended | None:
    kind, options, new_key, _explanation = rules.words_for(words)
    return rules.mended(paper.item.kind, paper.item.options, kind, options, new_key)


def _given(paper: Any) -> rules.Given:
    answer = paper.answer
    return rules.Given(answer.value, paper.item.worth, rows.marks(answer), answer.marked_by_id is not None)


def _would(paper: Any, words: dict[str, Any], others: list[Any]) -> dict[str, Any] | None:
    """The change of one paper; a paper that stays as it is with nothing changed; None where nothing differs."""
    attempt, mended = paper.attempt, _mended(paper, words)
    handed_in = attempt.state == HANDED_IN and paper.answer is not None
    old = _given(paper).marks if handed_in else 0.0
    if mended is None:
        return _row(paper, old, old, attempt.passed)
    new = rules.marks(paper.item.kind, mended.options, mended.key, _given(paper)) if handed_in else old
    if new == old:
        return None
    rest = [(worth, new if position == paper.item.position else marks) for position, worth, marks in others]
    score = grading.score(marks for _worth, marks in rest)
    waits = sum(worth for worth, marks in rest if marks is None)
    return _row(paper, old, new, decided(score, waits, attempt.out_of, paper.pass_percent))


def _row(paper: Any, old: float | None, new: float | None, passed: bool | None) -> dict[str, Any]:
    return {
        "attempt_id": paper.attempt.id,
        "position": paper.item.position,
        "marks_before": old or 0.0,
        "marks_after": new or 0.0,
        "passed_before": paper.attempt.passed,
        "passed_after": passed,
    }


def apply_to(regrade: Regrade, words: dict[str, Any], number: int, *, by: Any, at: datetime) -> None:
    """Give one attempt the key, and the marks by it; done already, it is left alone."""
    attempt = lock(db.session.get_one(Attempt, number))
    paper = found.papers(regrade.question_id, [number])[0]
    mended = _mended(paper, words)
    if mended is None:
        old = _given(paper).marks if paper.answer else 0.0
        _keep(regrade, _row(paper, old, old, attempt.passed))
        return
    item = paper.item
    item.options, item.key, item.explanation = mended.options, mended.key, words["explanation"]
    db.session.flush()
    if attempt.state != HANDED_IN or paper.answer is None:
        return
    given, only_raise = _given(paper), regrade.state == State.RAISING
    new = rules.marks(item.kind, item.options, item.key, given, only_raise=only_raise)
    if new == given.marks:
        _forget(regrade, number, new)
        return
    passed = attempt.passed
    paper.answer.marks, paper.answer.waits = new, new is None
    db.session.flush()
    told = {"marks": [given.marks, new], "regrade": regrade.public_id}
    scoring.rescore(attempt, kind=Happened.REGRADED, position=item.position, by=by, at=at, **told)
    _keep(regrade, {**_row(paper, given.marks, new, attempt.passed), "passed_before": passed})


def _keep(regrade: Regrade, row: dict[str, Any]) -> None:
    columns = ["position", "marks_before", "marks_after", "passed_before", "passed_after"]
    upsert(RegradeChange, {"regrade_id": regrade.id, **row}, "regrade_id", "attempt_id", update=columns)


def _forget(regrade: Regrade, number: int, marks: float | None) -> None:
    """What the look foresaw and did not come; what a worker that died had done already stays noted."""
    mine = (RegradeChange.regrade_id == regrade.id, RegradeChange.attempt_id == number)
    db.session.execute(delete(RegradeChange).where(*mine, RegradeChange.marks_after != (marks or 0.0)))


def finish(regrade: Regrade, attempts: int, *, at: datetime) -> None:
    """Everything is done; figures are worked out again."""
    _sum_up(regrade, attempts)
    regrade.ended_at = at
    _turn(regrade, State.DONE, State.RUNNING)
    _turn(regrade, State.RAISED, State.RAISING)
    for quiz_id in found.quizzes_of(regrade.question_id):
        figures.ask(quiz_id, at=at)


def _sum_up(regrade: Regrade, attempts: int) -> None:
    told = found.sums(regrade)
    regrade.attempts, regrade.changes = attempts, told.changes
    regrade.gains, regrade.losses = told.gains, told.losses
    db.session.flush()
