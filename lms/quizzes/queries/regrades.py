"""Questions about mended keys: which papers hold the question, and what the key changes on them."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select

from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.rules import EnrolmentState
from lms.people import queries as people
from lms.people.models import Person
from lms.quizzes.models import (
    Answer,
    Attempt,
    AttemptItem,
    Question,
    QuestionVersion,
    Quiz,
    Regrade,
    RegradeChange,
)
from lms.schedule.models import Series, SeriesTrainer
from lms.schedule.rules import SeriesState

#: Papers that are looked at, and that are marked again, in one step.
BLOCK, STEP = 500, 20
#: Regrades and people shown in a list.
SHOWN, PEOPLE = 20, 100


class Look(NamedTuple):
    """A regrade with its question."""

    regrade: Regrade
    question: Question

    @property
    def id(self) -> int:
        """The key of the regrade."""
        return self.regrade.id


class Paper(NamedTuple):
    """A question on a paper, with what was answered and how the attempt stands."""

    item: AttemptItem
    answer: Answer | None
    attempt: Attempt
    pass_percent: int


class Touched(NamedTuple):
    """Somebody's attempt that a key changes."""

    change: RegradeChange
    attempt: Attempt
    person: Person


def job_key(regrade: Any) -> str:
    """What its job is found by as long as it waits or runs."""
    return f"quizzes.regrade:{regrade.id}"


def look(question: str, regrade_id: str) -> Look | None:
    """A regrade of a question, by code and public id."""
    found = db.session.execute(
        select(Regrade, Question)
        .join(Question, Question.id == Regrade.question_id)
        .where(Question.code == question, Regrade.public_id == regrade_id)
    ).first()
    return found and Look(*found)


def regrades_of(question: Question) -> list[Regrade]:
    """The latest regrades of a question."""
    mine = select(Regrade).where(Regrade.question_id == question.id)
    return list(db.session.scalars(mine.order_by(Regrade.id.desc()).limit(SHOWN)))


def going_on(question: Question, states: Collection[str]) -> Regrade | None:
    """The regrade by the key the question has now that stands in one of these states."""
    mine = select(Regrade).where(Regrade.question_id == question.id, Regrade.after == question.version)
    return db.session.scalars(mine.where(Regrade.state.in_(states)).order_by(Regrade.id.desc()).limit(1)).first()


def words_of_version(question_id: int, number: int) -> dict[str, Any] | None:
    """What a question said in a version."""
    mine = (QuestionVersion.question_id == question_id, QuestionVersion.number == number)
    return db.session.scalar(select(QuestionVersion.words).where(*mine))


def before(question: Question) -> int:
    """The version before the one that holds; 0 for none."""
    mine = (QuestionVersion.question_id == question.id, QuestionVersion.number < question.version)
    return db.session.scalar(select(func.max(QuestionVersion.number)).where(*mine)) or 0


def holding(question_id: int) -> int:
    """How many attempts hold a question."""
    found = select(func.count()).select_from(AttemptItem).where(AttemptItem.question_id == question_id)
    return db.session.scalar(found) or 0


def next_attempts(question_id: int, after: int, most: int) -> list[int]:
    """Ids of the next attempts that hold a question."""
    found = select(AttemptItem.attempt_id).where(AttemptItem.question_id == question_id, AttemptItem.attempt_id > after)
    return list(db.session.scalars(found.order_by(AttemptItem.attempt_id).limit(most)))


def papers(question_id: int, attempts: Collection[int]) -> list[Paper]:
    """The question on these attempts, in order: one SELECT."""
    same = (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position)
    rows = db.session.execute(
        select(AttemptItem, Answer, Attempt, Quiz.pass_percent)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .outerjoin(Answer, same)
        .where(AttemptItem.question_id == question_id, AttemptItem.attempt_id.in_(attempts))
        .order_by(AttemptItem.attempt_id, AttemptItem.position)
        .execution_options(populate_existing=True)
    )
    return [Paper(*row) for row in rows]


def others(attempts: Collection[int]) -> dict[int, list[tuple[int, float, float | None]]]:
    """By attempt: (position, worth, marks or None while it waits) of every answer."""
    same = (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position)
    marks = case((Answer.waits, None), else_=func.coalesce(Answer.marks, 0.0))
    rows = db.session.execute(
        select(AttemptItem.attempt_id, AttemptItem.position, AttemptItem.worth, marks)
        .join(Answer, same)
        .where(AttemptItem.attempt_id.in_(attempts))
        .order_by(AttemptItem.attempt_id, AttemptItem.position)
    )
    found: dict[int, list[tuple[int, float, float | None]]] = {}
    for number, *line in rows:
        found.setdefault(number, []).append(tuple(line))
    return found


#: Papers whose options are not the same any more stand among the changes with nothing changed.
LEFT = and_(
    RegradeChange.marks_before == RegradeChange.marks_after,
    RegradeChange.passed_before.is_not_distinct_from(RegradeChange.passed_after),
)
GAINS = and_(RegradeChange.passed_after.is_(True), RegradeChange.passed_before.is_not(True))
LOSES = and_(RegradeChange.passed_before.is_(True), RegradeChange.passed_after.is_not(True))


class Sums(NamedTuple):
    """What the noted changes come to. `left`: papers that stay as they are."""

    changes: int
    raised: int
    lowered: int
    gains: int
    losses: int
    left: int


def sums(regrade: Any) -> Sums:
    """Counted anew: one SELECT."""
    higher, lower = (
        RegradeChange.marks_after > RegradeChange.marks_before,
        RegradeChange.marks_after < RegradeChange.marks_before,
    )
    columns = [func.count().filter(wanted) for wanted in (~LEFT, higher, lower, GAINS, LOSES, LEFT)]
    row = db.session.execute(select(*columns).where(RegradeChange.regrade_id == regrade.id)).one()
    return Sums(*row)


def touched(regrade: Any, viewer: Any) -> list[Touched]:
    """Those among one's own learners whose marks change, losses first; national coordinators see everybody."""
    shown = (
        select(RegradeChange, Attempt, Person)
        .join(Attempt, Attempt.id == RegradeChange.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .where(RegradeChange.regrade_id == regrade.id, ~LEFT)
    )
    if not people.covers(viewer, None):
        shown = shown.where(Attempt.person_id.in_(_taught(viewer)))
    order = case((LOSES, 0), (GAINS, 1), else_=2)
    rows = db.session.execute(shown.order_by(order, Person.name_sort, Attempt.id).limit(PEOPLE))
    return [Touched(*row) for row in rows]


def _taught(viewer: Any) -> Any:
    """Ids of those with a seat in a published class of this trainer."""
    classes = select(SeriesTrainer.series_id).where(SeriesTrainer.person_id == viewer.id)
    return (
        select(Enrolment.person_id)
        .join(Series, Series.id == Enrolment.series_id)
        .where(Enrolment.series_id.in_(classes), Enrolment.state == EnrolmentState.ENROLLED)
        .where(Series.state == SeriesState.PUBLISHED)
    )


def quizzes_of(question_id: int) -> list[int]:
    """Ids of the quizzes whose attempts hold a question."""
    found = select(Attempt.quiz_id).join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
    found = found.where(AttemptItem.question_id == question_id).distinct()
    return list(db.session.scalars(found.order_by(Attempt.quiz_id)))
