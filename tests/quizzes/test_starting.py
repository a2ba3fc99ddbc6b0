"""Which questions an attempt asks, from when to when, and what one person is granted beyond it."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.quizzes import queries
from lms.quizzes.actions import attempts, extras
from lms.quizzes.models import Question, QuestionTag, QuizDraw
from lms.quizzes.queries import records
from lms.quizzes.rules import drawing
from lms.quizzes.rules.attempts import NoTriesLeft, QuizClosed, QuizNotYetOpen
from lms.quizzes.rules.terms import ExtraUnclear
from tests.factories import catalogue, people
from tests.factories import quizzes as make

HOUR = timedelta(hours=1)


@pytest.fixture
def person(app):
    return people.person()


@given(
    st.lists(st.integers(1, 20), max_size=6),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9)), max_size=4, unique_by=lambda draw: draw[0]),
    st.dictionaries(st.integers(1, 4), st.lists(st.integers(1, 20), max_size=12)),
    st.text(max_size=8),
)
def test_what_is_drawn(fixed, draws, pools, seed):
    chosen = drawing.choose(fixed, draws, pools, seed)
    assert len(set(chosen)) == len(chosen), "no question twice"
    assert chosen[: len(set(fixed))] == list(dict.fromkeys(fixed)), "the fixed ones first"
    assert chosen == drawing.choose(fixed, draws, {n: pool[::-1] for n, pool in pools.items()}, seed), (
        "by the seed alone"
    )
    assert set(chosen) <= set(fixed).union(*pools.values())
    wanted = sum(count for _place, count in draws)
    assert len(chosen) <= len(set(fixed)) + wanted
    for place, count in draws:
        assert len(set(chosen) & set(pools.get(place, ()))) >= min(count, len(set(pools.get(place, ())) - set(fixed)))


@given(st.lists(st.integers(1, 99), unique=True), st.text(max_size=8))
def test_an_order_of_its_own_loses_nothing(questions, seed):
    assert sorted(drawing.mixed(questions, seed)) == sorted(questions)
    assert drawing.mixed(questions, seed) == drawing.mixed(questions, seed)


def asked(attempt):
    return [item.question_id for item, _row in queries.paper(attempt)]


def bank(module, count, *, tag="", **values):
    """Questions that stand in no quiz."""
    with mode("write"):
        made = [make.question(module, **values) for _n in range(count)]
        db.session.add_all(QuestionTag(question_id=row.id, tag=tag) for row in made if tag)
        db.session.commit()
    return {row.id for row in made}


def draw(quiz, *draws):
    with mode("write"):
        db.session.add_all(QuizDraw(quiz_id=quiz.id, position=n, **values) for n, values in enumerate(draws, 1))
        db.session.commit()


def test_each_attempt_draws_its_own_questions(app, at):
    quiz = make.quiz(["single"])
    fixed = {question.id for question in queries.questions(quiz)}
    hard = bank(quiz.module, 6, difficulty=3)
    tagged, elsewhere = bank(quiz.module, 5, tag="giá"), bank(catalogue.module(), 5, tag="giá")
    archived = bank(quiz.module, 5, difficulty=3, state="archived")
    draw(quiz, {"difficulty": 3, "count": 2}, {"tag": "giá", "module_id": quiz.module_id, "count": 3})
    papers = [asked(make.attempt(quiz, people.person(), at=at)) for _person in range(8)]
    for numbers in papers:
        assert Counter(
            "fixed" if n in fixed else "hard" if n in hard else "tagged" if n in tagged else "other" for n in numbers
        ) == {"fixed": 1, "hard": 2, "tagged": 3}
        assert not set(numbers) & (elsewhere | archived)
    assert len({tuple(numbers) for numbers in papers}) > 1
    assert queries.size(quiz) == 6 and make.attempt(quiz, people.person(), at=at).out_of == 6.0


def test_where_too_few_are_left_all_are_asked(person, at):
    quiz = make.quiz(["single"])
    few = bank(quiz.module, 2, tag="ít")
    draw(quiz, {"tag": "ít", "count": 5}, {"tag": "ít", "count": 5})
    assert set(asked(make.attempt(quiz, person, at=at))[1:]) == few


def test_an_archived_question_is_in_no_new_attempt(person, at):
    quiz = make.quiz(["single", "truefalse"])
    going = make.attempt(quiz, person, at=at)
    first = queries.questions(quiz)[0]
    with mode("write"):
        db.session.get(Question, first.id).state = "archived"
        db.session.commit()
    assert first.id in asked(going) and queries.size(quiz) == 1
    assert asked(make.attempt(quiz, people.person(), at=at)) == [row.id for row in queries.questions(quiz)]


def test_questions_in_an_order_of_their_own(app, at):
    plain, mixed = make.quiz(["single"] * 8), make.quiz(["single"] * 8, shuffle_questions=True)
    for quiz, many in ((plain, False), (mixed, True)):
        orders = {tuple(asked(make.attempt(quiz, people.person(), at=at))) for _person in range(4)}
        assert (len(orders) > 1) is many and len({frozenset(order) for order in orders}) == 1


def test_feedback_follows_its_option(app, at):
    quiz = make.quiz(["single", "match", "order"])
    with mode("write"):
        for question in queries.questions(quiz):
            lines = question.options["left"] if question.kind == "match" else question.options
            question.feedback = {str(n): f"Về {line}" for n, line in enumerate(lines) if n != 1}
        db.session.commit()
    for _person in range(6):
        for item, _row in queries.paper(make.attempt(quiz, people.person(), at=at)):
            lines = item.options["left"] if item.kind == "match" else item.options
            assert {f"Về {lines[int(n)]}": text for n, text in item.feedback.items()} == {
                text: text for text in item.feedback.values()
            }
            assert len(item.feedback) == len(lines) - 1


def test_options_stay_where_a_trainer_wants_them(app, at):
    quiz = make.quiz(["single", "order"], shuffle_options=False)
    for _person in range(6):
        single, order = (item for item, _row in queries.paper(make.attempt(quiz, people.person(), at=at)))
        assert (single.options, single.key) == make.SHAPES["single"]
        assert order.options != make.SHAPES["order"][0], "as they lie, lines may be the answer"


def test_a_quiz_opens_and_closes(person, at):
    quiz = make.quiz(minutes=60, opens_at=at, closes_at=at + 2 * HOUR)
    with pytest.raises(QuizNotYetOpen):
        attempts.start(quiz, person, by=person, at=at - HOUR)
    with pytest.raises(QuizClosed):
        attempts.start(quiz, person, by=person, at=at + 2 * HOUR)
    assert make.attempt(quiz, person, at=at).due_at == at + HOUR
    late = make.attempt(quiz, people.person(), at=at + 1.5 * HOUR)
    assert late.due_at == at + 2 * HOUR, "answers count until it closes"


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_only_an_open_quiz_begins(person, at, state):
    with pytest.raises(QuizClosed):
        attempts.start(make.quiz(state=state), person, by=person, at=at)


def test_what_is_granted_to_one_person(person, at):
    trainer, other = people.trainer(), people.person()
    quiz = make.quiz(minutes=20, attempts_allowed=1, closes_at=at + 2 * HOUR)
    going = make.attempt(quiz, person, at=at)
    for minutes in (10, 30, 30):
        with mode("write"):
            extras.grant(quiz, person, minutes, 1, "Mất điện cả bản", by=trainer, at=at)
            db.session.commit()
    assert going.due_at == at + timedelta(minutes=50), "an open attempt is longer at once, by what is granted in all"
    lines = [line for line in records.events(going) if line.kind == "extended"]
    assert [(line.value, line.by_id) for line in lines] == [
        ({"minutes": [0, 10]}, trainer.id), ({"minutes": [10, 30]}, trainer.id)
    ]  # fmt: skip
    granted = select(Entry).where(Entry.action == "quizzes.extra_granted")
    assert {entry.subject_id for entry in db.session.scalars(granted)} == {person.id}
    with mode("write"):
        attempts.hand_in(going, by=person, at=at)
        db.session.commit()
    again = make.attempt(quiz, person, at=at + 2.25 * HOUR)
    assert again.due_at == at + 2.5 * HOUR, "the quiz closes later for them"
    standing = queries.standing(person, [quiz.id])[quiz.id]
    assert (standing.left, standing.terms.minutes, standing.terms.attempts_allowed) == (0, 50, 2)
    theirs = queries.standing(other, [quiz.id])[quiz.id]
    assert (theirs.left, theirs.terms.minutes, theirs.terms.closes_at) == (1, 20, at + 2 * HOUR)
    make.handed_in(quiz, other, at=at)
    with pytest.raises(NoTriesLeft):
        attempts.start(quiz, other, by=other, at=at + HOUR)


@pytest.mark.parametrize(("minutes", "tries"), [(-1, 0), (0, -1), (10**6, 0), (0, 10**6)])
def test_what_is_beyond_reason_is_not_granted(person, at, minutes, tries):
    with pytest.raises(ExtraUnclear):
        extras.grant(make.quiz(), person, minutes, tries, "", by=people.trainer(), at=at)
