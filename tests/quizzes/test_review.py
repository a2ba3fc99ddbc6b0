"""What a learner is shown of an attempt, and when; looking at an answer in practice."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.db import db
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.queries import records
from lms.quizzes.rules import review
from lms.quizzes.rules.review import Phase, Shown
from tests.factories import people
from tests.factories import quizzes as make

NOON = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
HALF, DAY = timedelta(minutes=30), timedelta(days=1)
ALL, NOTHING = Shown(True, True, True), Shown()
JSON = {"Accept": "application/json"}


def quiz_of(rule=None, *, purpose="module", closes_at=None):
    return SimpleNamespace(review=rule, purpose=purpose, closes_at=closes_at)


def handed_in(at=NOON):
    return SimpleNamespace(state="handed_in", handed_in_at=at)


OPEN = SimpleNamespace(state="open", handed_in_at=None)


@pytest.mark.parametrize(
    ("attempt", "closes_at", "at", "phase"),
    [
        (OPEN, None, NOON, Phase.DURING),
        (OPEN, NOON, NOON + DAY, Phase.DURING),
        (handed_in(), None, NOON, Phase.AFTER),
        (handed_in(), None, NOON + HALF - timedelta(seconds=1), Phase.AFTER),
        (handed_in(), None, NOON + HALF, Phase.LATER),
        (handed_in(), NOON + DAY, NOON + HALF, Phase.LATER),
        (handed_in(), NOON + DAY, NOON + DAY, Phase.CLOSED),
        (handed_in(), NOON, NOON, Phase.CLOSED),
    ],
)
def test_phases(attempt, closes_at, at, phase):
    assert review.phase(attempt, closes_at, at) == phase


def test_what_is_shown_where_nothing_is_said():
    assert review.rule_of(quiz_of()) == {"during": NOTHING, "after": ALL, "later": ALL, "closed": ALL}
    assert set(review.rule_of(quiz_of(purpose="practice")).values()) == {ALL}


def test_what_is_shown_as_the_quiz_says():
    quiz = quiz_of({"after": ["marks"], "later": ["marks"], "closed": ["marks", "answers"]}, closes_at=NOON + DAY)
    assert review.shown(quiz, OPEN, NOON) == NOTHING
    assert review.shown(quiz, handed_in(), NOON) == Shown(marks=True)
    assert review.shown(quiz, handed_in(), NOON + DAY) == Shown(marks=True, answers=True)
    more = review.more(quiz, handed_in(), NOON)
    assert (more.at, more.shown) == (NOON + DAY, Shown(answers=True))
    assert review.more(quiz, handed_in(), NOON + DAY) is None
    assert review.more(quiz_of(), handed_in(), NOON) is None and review.more(quiz, OPEN, NOON) is None


def test_what_comes_half_an_hour_later():
    quiz = quiz_of({"after": [], "later": ["marks", "answers"], "closed": []})
    assert review.more(quiz, handed_in(), NOON) == (NOON + HALF, Shown(marks=True, answers=True))


RULES = st.dictionaries(st.sampled_from(list(Phase)), st.lists(st.sampled_from(Shown._fields), unique=True))


@given(RULES, st.integers(-100, 5000), st.none() | st.integers(-100, 5000))
def test_more_is_said_only_where_it_comes(rule, minutes, closes):
    closes_at = None if closes is None else NOON + timedelta(minutes=closes)
    quiz, at = quiz_of(review.checked(rule), closes_at=closes_at), NOON + timedelta(minutes=minutes)
    more = review.more(quiz, handed_in(), at)
    if more is not None:
        now, then = review.shown(quiz, handed_in(), at), review.shown(quiz, handed_in(), more.at)
        assert more.at > at and not more.shown.nothing
        assert all(
            later and not already for wanted, already, later in zip(more.shown, now, then, strict=True) if wanted
        )


@pytest.mark.parametrize("rule", [{"afterwards": []}, {"after": ["everything"]}])
def test_a_rule_that_means_nothing_is_refused(rule):
    with pytest.raises(review.ReviewUnclear):
        review.checked(rule)


@pytest.mark.parametrize("stored", ["x", [], {"after": None}, {"after": "marks"}])
def test_a_stored_rule_that_cannot_be_read_shows_too_little(stored):
    assert review.rule_of(quiz_of(stored))[Phase.AFTER] in (ALL, NOTHING)


@pytest.fixture
def person(app):
    return people.person()


def test_a_result_shows_only_what_is_allowed_now(visit, person, at, clock):
    rule = {"after": [], "later": ["marks"], "closed": ["marks", "answers", "explanations"]}
    quiz = make.quiz(["single"], review=rule, closes_at=at + DAY)
    attempt = make.handed_in(quiz, person, at=at, right=False)
    why, learner = queries.paper(attempt)[0].item.explanation, visit.as_(person)

    def look(after):
        clock.move_to(at + after)
        return learner.get("quizzes.learner.result", attempt_id=attempt.public_id)

    page = look(timedelta(minutes=1))
    assert page.h1 == "Đã nộp bài" and why not in page and "Chè" not in page
    assert "0 trên 1 điểm" not in learner.get("quizzes.learner.quiz", quiz_id=quiz.public_id)
    page = look(HALF)
    assert page.h1 == "Chưa đạt, 0 trên 1 điểm" and why not in page and "Chè" not in page
    page = look(DAY)
    assert why in page and "Chè" in page


def practice(person, at):
    return make.attempt(make.quiz(["single", "truefalse"], purpose="practice", title_vi="Luyện"), person, at=at)


def test_looking_at_an_answer_lets_what_was_answered_stand(person, at):
    attempt = practice(person, at)
    attempts.save(attempt, 1, 3, 1, by=person, at=at)
    for _twice in range(2):
        line = attempts.look(attempt, 1, by=person, at=at)
    assert (line.item.position, line.answer.value) == (1, 3)
    with pytest.raises(attempts.AnswerStands):
        attempts.save(attempt, 1, 2, 9, by=person, at=at)
    attempts.save_all(attempt, {1: 2, 2: 0}, seen=9, by=person, at=at)
    assert [row.value for _item, row in queries.paper(attempt)] == [3, 0]
    assert [line.kind for line in records.events(attempt)] == ["started", "saved", "looked", "saved"]


def test_what_is_not_shown_is_not_looked_at(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    with pytest.raises(review.NoLooking):
        attempts.look(attempt, 1, by=person, at=at)
    own = practice(person, at)
    with pytest.raises(attempts.NotAsked):
        attempts.look(own, 9, by=person, at=at)
    attempts.hand_in(own, by=person, at=at)
    with pytest.raises(attempts.AlreadyHandedIn):
        attempts.look(own, 1, by=person, at=at)


def test_looking_works_with_a_script_and_without(visit, person, at):
    attempt, learner = practice(person, at), visit.as_(person)
    where = {"attempt_id": attempt.public_id}
    right = make.right_answers(attempt)
    plain = learner.post("quizzes.learner.look", {"a1": str(right[1]), "seen": "0"}, **where, position=1)
    assert plain.location == f"/attempts/{attempt.public_id}#q1"
    path = learner.address("quizzes.learner.look", {**where, "position": 2})
    said = learner.open("POST", path, data={"a2": "1", "s2": "3"}, headers=JSON).response.json
    assert (said["looked"], said["key"], said["right"]) == (True, ["Đúng"], False) and "Vì sao" in said["explanation"]
    sheet = learner.get("quizzes.learner.attempt", **where)
    assert "Vì sao" in sheet.soup.select_one("#q1").get_text()
    db.session.expire_all()
    assert [row.value for _item, row in queries.paper(attempt)] == [right[1], 1]
    for position in ("0", "x", "1e1", "99999"):
        path = learner.address("quizzes.learner.look", {**where, "position": position})
        assert learner.open("POST", path, data={}).status == 404
    assert learner.post("quizzes.learner.look", **where, position=7).status == 422
