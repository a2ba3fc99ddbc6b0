"""Questions about quizzes as those who set them up see them: the list, what is asked, who was granted more."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select

from lms.catalogue.models import Module
from lms.core.db import db
from lms.core.screens import title_of
from lms.enrolment.models import Enrolment
from lms.enrolment.rules import EnrolmentState
from lms.people import queries as people
from lms.people.models import NameWord, Person
from lms.people.rules import words_of
from lms.quizzes.models import Attempt, Extra, Question, Quiz, QuizDraw, QuizItem
from lms.quizzes.queries import bank as queries
from lms.quizzes.rules.drawing import choose
from lms.schedule.models import Series, SeriesTrainer
from lms.schedule.rules import SeriesState

#: People offered for one search; longest name looked for.
PEOPLE, NAME = 20, 120
#: Purposes in the order in which learners find the quizzes of a module.
SHOWN = ("module", "pre", "practice", "post")


class QuizLine(NamedTuple):
    """A quiz in the list, with how many questions it asks and how many attempts it has."""

    quiz: Quiz
    module: Module
    fixed: int
    drawn: int
    attempts: int

    @property
    def name(self) -> str:
        """Its own title, or its module's with the code before it."""
        return title_of(self.quiz) if self.quiz.title_vi else f"{self.module.code} {title_of(self.module)}"

    @property
    def asks(self) -> int:
        """Questions in one attempt."""
        return self.fixed + self.drawn


def quizzes(module: Module | None = None) -> list[QuizLine]:
    """Every quiz, or those of one module, in the order of the curriculum: one SELECT."""
    found = select(Quiz, Module, _count(QuizItem), _drawn(), _count(Attempt)).join(Module, Module.id == Quiz.module_id)
    if module is not None:
        found = found.where(Module.id == module.id)
    found = found.order_by(Module.track_id, Module.position, Module.id, Quiz.state == "archived", Quiz.id)
    return [QuizLine(*row) for row in db.session.execute(found)]


def _count(model: Any) -> Any:
    return select(func.count()).select_from(model).where(model.quiz_id == Quiz.id).correlate(Quiz).scalar_subquery()


def _drawn() -> Any:
    drawn = select(func.coalesce(func.sum(QuizDraw.count), 0)).where(QuizDraw.quiz_id == Quiz.id)
    return drawn.correlate(Quiz).scalar_subquery()


def items(quiz: Quiz) -> list[Question]:
    """The questions with a fixed place, in order."""
    found = select(Question).join(QuizItem, QuizItem.question_id == Question.id).where(QuizItem.quiz_id == quiz.id)
    return list(db.session.scalars(found.order_by(QuizItem.position, Question.id)))


class Draw(NamedTuple):
    """A draw, the module it draws from (None: any), and how many questions fit."""

    row: QuizDraw
    module: Module | None
    fits: int


def draws(quiz: Quiz, placed: Collection[int] = ()) -> list[Draw]:
    """What is drawn for each attempt, in order: two SELECTs. `placed`: ids of the questions with a fixed place."""
    found = (
        select(QuizDraw, Module)
        .outerjoin(Module, Module.id == QuizDraw.module_id)
        .where(QuizDraw.quiz_id == quiz.id)
        .order_by(QuizDraw.position)
    )
    pools = {pool.position: set(pool.questions) for pool in queries.pools(quiz)}
    taken = set(placed)
    return [Draw(row, module, len(pools[row.position] - taken)) for row, module in db.session.execute(found)]


def states(quiz: Quiz) -> Mapping[str, int]:
    """How many attempts are in each state."""
    found = select(Attempt.state, func.count()).where(Attempt.quiz_id == quiz.id).group_by(Attempt.state)
    return {state: count for state, count in db.session.execute(found)}


def pre_quizzes(quiz: Quiz | None, module_id: int) -> list[Quiz]:
    """What a `post` quiz of a module can be compared with."""
    kept = or_(Quiz.state != "archived", Quiz.id == (quiz.pair_id if quiz else None))
    found = select(Quiz).where(Quiz.module_id == module_id, Quiz.purpose == "pre", kept)
    if quiz is not None:
        found = found.where(Quiz.id != quiz.id)
    return list(db.session.scalars(found.order_by(Quiz.id)))


def module_quiz(module_id: int) -> Quiz | None:
    """The quiz by which a module is passed, open or still a draft."""
    return db.session.scalar(
        select(Quiz).where(Quiz.module_id == module_id, Quiz.purpose == "module", Quiz.state != "archived")
    )


def module_with_quizzes(slug: str) -> Module | None:
    """The module of an address, if learners find a quiz there."""
    open_one = exists().where(Quiz.module_id == Module.id, Quiz.state == "open")
    return db.session.scalar(select(Module).where(Module.slug == slug, open_one))


def open_quizzes(module: Module) -> list[Quiz]:
    """The quizzes of a module that learners find: first the one that passes it, then before, practice, after."""
    found = select(Quiz).where(Quiz.module_id == module.id, Quiz.state == "open").order_by(Quiz.id)
    places = list(SHOWN)
    return sorted(db.session.scalars(found), key=lambda quiz: places.index(quiz.purpose))


def extras(quiz: Quiz, viewer: Any) -> list[tuple[Extra, Person]]:
    """What was granted to whom at a quiz, by name: of the people in the viewer's classes, and by the viewer."""
    found = select(Extra, Person).join(Person, Person.id == Extra.person_id).where(Extra.quiz_id == quiz.id)
    if not people.covers(viewer, None):
        found = found.where(or_(Extra.by_id == viewer.id, taught_by(viewer)))
    return [(extra, person) for extra, person in db.session.execute(found.order_by(Person.name_sort, Person.id))]


def sample(quiz: Quiz) -> list[Question]:
    """The questions of one attempt as they could be drawn."""
    fixed = queries.questions(quiz)
    pools = queries.pools(quiz)
    chosen = choose(
        [row.id for row in fixed],
        [(pool.position, pool.count) for pool in pools],
        {pool.position: pool.questions for pool in pools},
        quiz.public_id,
    )
    rows = queries.questions_by_id(chosen)
    return [rows[number] for number in chosen]


def people_to_help(viewer: Any, words: str) -> list[Person]:
    """People with a seat in a class that the viewer teaches, by name; with words, those whose name has them.

    Whoever looks after the whole country finds anybody, by words only.
    """
    words = words[:NAME].replace("\0", "").strip()
    if people.covers(viewer, None):
        return people.search(viewer, words, most=PEOPLE).people if words else []
    found = select(Person).where(taught_by(viewer), *people.IS_HERE)
    for word in words_of(words):
        named = select(NameWord.person_id).where(NameWord.word.startswith(word, autoescape=True))
        found = found.where(Person.id.in_(named))
    return list(db.session.scalars(found.order_by(Person.name_sort, Person.id).limit(PEOPLE)))


def taught_by(viewer: Any) -> Any:
    """The condition on `Person` that they hold a seat in a class the viewer teaches."""
    taught = select(SeriesTrainer.series_id).where(SeriesTrainer.person_id == viewer.id)
    return exists().where(
        Enrolment.person_id == Person.id,
        Enrolment.state == EnrolmentState.ENROLLED,
        Enrolment.series_id.in_(taught),
        Series.id == Enrolment.series_id,
        Series.state == SeriesState.PUBLISHED,
    )
