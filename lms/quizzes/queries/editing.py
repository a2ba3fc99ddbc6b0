"""Questions about the bank as those who write it see it: the list, one question, its history, where it is used."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, false, func, or_, select, tuple_

from lms.catalogue.models import Lesson, Module
from lms.core.db import db
from lms.core.text import fold
from lms.people.models import Person
from lms.quizzes.models import AttemptItem, Question, QuestionTag, QuestionVersion, Quiz, QuizDraw, QuizItem
from lms.quizzes.rules.questions import NAMES, READY

#: Questions on one page of the list; versions shown of one question; words looked for at most.
PAGE, VERSIONS, LONGEST = 40, 50, 200
#: Rows read at a time while looking for words.
STEP = 500


class Asked(NamedTuple):
    """What the list is narrowed by; empty narrows nothing."""

    words: str = ""
    module: str = ""
    kind: str = ""
    tag: str = ""
    difficulty: str = ""
    #: `ready`, `archived`, or `all`.
    state: str = READY
    #: Public id of a quiz that asks it; `none`: in no quiz.
    used: str = ""


@dataclass
class Line:
    """A question in the list."""

    question: Question
    module: Module
    tags: list[str] = field(default_factory=list)
    quizzes: list[Quiz] = field(default_factory=list)


class Slice(NamedTuple):
    """A page of questions; `after` is the code to go on from, None at the end."""

    lines: list[Line]
    after: str | None


def bank(asked: Asked, *, after: str | None = None, most: int = PAGE) -> Slice:
    """Questions as they stand in their modules, narrowed; two SELECTs, one more with words."""
    order = (Module.position, Module.id, Question.position, Question.id)
    whole = select(Question, Module, _tags_together()).join(Module, Module.id == Question.module_id)
    found = narrowed(whole, asked).order_by(Module.track_id, *order)
    place = (Module.track_id, *order)
    last = select(*place).join(Question, Question.module_id == Module.id).where(Question.code == after)
    if after and (key := db.session.execute(last).first()) is not None:
        found = found.where(tuple_(*place) > tuple_(*key))
    words = fold(asked.words[:LONGEST]).split()
    if words:
        ids = list(_with_words(found, words, most + 1))
        found = found.where(Question.id.in_(ids)) if ids else found.where(false())
    rows = db.session.execute(found.limit(most + 1))
    lines = [Line(question, module, sorted((tags or "").splitlines())) for question, module, tags in rows]
    shown = lines[:most]
    _fill(shown)
    return Slice(shown, shown[-1].question.code if len(lines) > most else None)


def narrowed(found: Select[Any], asked: Asked) -> Select[Any]:
    """A SELECT of questions with their modules, narrowed by all that is asked but words."""
    if asked.module:
        found = found.where(Module.code == asked.module)
    if asked.kind:
        found = found.where(Question.kind == asked.kind)
    if asked.difficulty.isdecimal():
        found = found.where(Question.difficulty == int(asked.difficulty[:2]))
    if asked.state != "all":
        found = found.where(Question.state == (asked.state or READY))
    if asked.tag:
        found = found.where(exists().where(QuestionTag.question_id == Question.id, QuestionTag.tag == asked.tag))
    if asked.used == "none":
        found = found.where(~exists().where(QuizItem.question_id == Question.id))
    elif asked.used:
        quiz = select(Quiz.id).where(Quiz.public_id == asked.used).scalar_subquery()
        found = found.where(exists().where(QuizItem.question_id == Question.id, QuizItem.quiz_id == quiz))
    return found


def _with_words(found: Select[Any], words: list[str], most: int) -> Iterator[int]:
    """Ids of the first `most` questions that hold every word, whatever its tones and case, in order."""
    columns = (Question.id, Question.code, Question.text, Question.title_en)
    seen = 0
    rows = db.session.execute(found.with_only_columns(*columns).execution_options(yield_per=STEP))
    for question_id, code, text, title in rows:
        said = f"{_folded(text)} {_folded(title)} {code.casefold()}"
        if all(word in said for word in words):
            yield question_id
            seen += 1
            if seen == most:
                rows.close()
                return


@lru_cache(20_000)
def _folded(text: str) -> str:
    return fold(text)


def _tags_together() -> Any:
    """The tags of the question of the outer SELECT, a line each."""
    mine = select(func.aggregate_strings(QuestionTag.tag, "\n")).where(QuestionTag.question_id == Question.id)
    return mine.correlate(Question).scalar_subquery()


def _fill(lines: list[Line]) -> None:
    """The quizzes that ask each."""
    by_id = {line.question.id: line for line in lines}
    for question_id, quiz in db.session.execute(_asking(by_id)):
        by_id[question_id].quizzes.append(quiz)


def _asking(question_ids: Any) -> Any:
    return (
        select(QuizItem.question_id, Quiz)
        .join(Quiz, Quiz.id == QuizItem.quiz_id)
        .where(QuizItem.question_id.in_(question_ids), Quiz.state != "archived")
        .order_by(Quiz.id)
    )


def question_by_code(question: str) -> Question | None:
    """The question of an address."""
    return db.session.scalar(select(Question).where(Question.code == question))


def tags_of(question: Question) -> list[str]:
    """The tags of one question, sorted."""
    return sorted(db.session.scalars(select(QuestionTag.tag).where(QuestionTag.question_id == question.id)))


def words_of(question: Question) -> dict[str, Any]:
    """Everything a trainer may change, as a version keeps it."""
    return {name: getattr(question, name) for name in NAMES if name != "tags"} | {"tags": tags_of(question)}


def tags() -> list[tuple[str, int]]:
    """Every tag with the number of questions that have it, by name."""
    found = select(QuestionTag.tag, func.count()).group_by(QuestionTag.tag).order_by(QuestionTag.tag)
    return [(tag, count) for tag, count in db.session.execute(found)]


def modules() -> list[Module]:
    """Every module in the order of the curriculum."""
    return list(db.session.scalars(select(Module).order_by(Module.track_id, Module.position, Module.id)))


def module_by_code(code: str) -> Module | None:
    """The module with a code."""
    return db.session.scalar(select(Module).where(Module.code == code))


def module_of(question: Question) -> Module:
    """The module a question belongs to."""
    return db.session.get_one(Module, question.module_id)


def lessons(module: Module) -> list[Lesson]:
    """The lessons that may teach a question of a module."""
    found = select(Lesson).where(Lesson.module_id == module.id, Lesson.state != "archived")
    return list(db.session.scalars(found.order_by(Lesson.position, Lesson.id)))


def lesson_of(question: Question) -> Lesson | None:
    """The lesson that teaches a question, where somebody said."""
    return db.session.get(Lesson, question.lesson_id) if question.lesson_id is not None else None


def used_in(question: Question) -> list[tuple[Quiz, bool]]:
    """Quizzes that may ask a question, with whether it has a fixed place there (else it may be drawn)."""
    mine = select(QuestionTag.tag).where(QuestionTag.question_id == question.id)
    fixed = exists().where(QuizItem.quiz_id == Quiz.id, QuizItem.question_id == question.id)
    drawn = exists().where(
        QuizDraw.quiz_id == Quiz.id,
        or_(QuizDraw.module_id.is_(None), QuizDraw.module_id == question.module_id),
        or_(QuizDraw.difficulty == 0, QuizDraw.difficulty == question.difficulty),
        or_(QuizDraw.tag == "", QuizDraw.tag.in_(mine)),
    )
    found = select(Quiz, fixed).where(or_(fixed, and_(drawn, question.state == READY))).order_by(Quiz.id)
    return [(quiz, bool(has_place)) for quiz, has_place in db.session.execute(found)]


def attempts_with(question: Question) -> int:
    """How many attempts hold a question."""
    found = select(func.count()).select_from(AttemptItem).where(AttemptItem.question_id == question.id)
    return db.session.scalar(found) or 0


class Past(NamedTuple):
    """A version of a question, and who made it so; None for the programme."""

    version: QuestionVersion
    by: Person | None


def versions(question: Question) -> list[Past]:
    """What a question said, the newest first; two SELECTs."""
    found = (
        select(QuestionVersion)
        .where(QuestionVersion.question_id == question.id)
        .order_by(QuestionVersion.number.desc())
        .limit(VERSIONS)
    )
    rows = list(db.session.scalars(found))
    people = select(Person).where(Person.id.in_({row.by_id for row in rows if row.by_id is not None}))
    named = {person.id: person for person in db.session.scalars(people)}
    return [Past(row, named.get(row.by_id)) for row in rows]


def version(question: Question, number: int) -> QuestionVersion | None:
    """One version of a question."""
    return db.session.scalar(
        select(QuestionVersion).where(QuestionVersion.question_id == question.id, QuestionVersion.number == number)
    )
