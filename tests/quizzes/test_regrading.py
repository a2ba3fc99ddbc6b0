"""A mended key: what it changes on papers frozen before, for whom, and that nobody is forgotten."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.quizzes import queries
from lms.quizzes.actions import attempts, questions, regrading
from lms.quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, Regrade, RegradeChange
from lms.quizzes.queries import regrades
from lms.quizzes.rules import regrading as rules
from lms.quizzes.shuffle import shuffled
from tests.factories import enrolment, people, schedule
from tests.factories import quizzes as make
from tests.quizzes.test_figures import hands_in, question_of, work

KEYS = st.sampled_from(["single", "multi", "order", "match"])


@pytest.fixture
def quiz(app):
    """Two questions, each worth half: one alone does not pass."""
    return make.quiz(kinds=["single", "truefalse"])


@pytest.fixture
def trainer(app):
    return people.trainer()


def mend(quiz, trainer, at, **words):
    """The key of the first question becomes Muối, unless other words are given."""
    with mode("write"):
        questions.change(question_of(quiz), words or {"key": 1}, by=trainer, at=at)
        db.session.commit()


def looked(quiz, trainer, at):
    with mode("write"):
        regrade = regrading.start(question_of(quiz), by=trainer, at=at)
        db.session.commit()
    work()
    db.session.refresh(regrade)
    return regrade


def applied(regrade, quiz, trainer, at, *, only_raise=False):
    with mode("write"):
        regrading.apply(regrade, question_of(quiz), only_raise=only_raise, by=trainer, at=at)
        db.session.commit()
    work()
    db.session.refresh(regrade)
    return regrade


def standing(*tries):
    """(score, passed) of each attempt as it is stored."""
    db.session.commit()
    rows = [db.session.get(Attempt, attempt.id, populate_existing=True) for attempt in tries]
    return [(row.score, row.passed) for row in rows]


@given(KEYS, st.integers(0, 10_000))
def test_a_key_goes_with_its_words_whatever_their_order(kind, seed):
    options, key = make.SHAPES[kind]
    frozen, frozen_key = shuffled(kind, options, key, str(seed))
    assert rules.mended(kind, frozen, kind, options, key) == (frozen, frozen_key)


@pytest.mark.parametrize(
    ("kind", "frozen", "own"),
    [
        ("single", ["a", "b", "c"], ["a", "b"]),
        ("single", ["a", "b"], ["a", "khác"]),
        ("match", {"left": ["a", "b"], "right": ["x", "y"]}, {"left": ["a", "b"], "right": ["x", "z"]}),
        ("numeric", {"unit": "MB"}, {"unit": "GB"}),
    ],
)
def test_other_choices_are_another_question(kind, frozen, own):
    key = {"single": 0, "match": {"0": 0, "1": 1}, "numeric": {"value": 1, "tolerance": 0}}[kind]
    assert rules.mended(kind, frozen, kind, own, key) is None
    assert rules.mended("multi", ["a", "b"], "single", ["a", "b"], 0) is None


def test_what_a_person_marked_stays_and_nothing_goes_back_to_waiting():
    key, options = {"accepted": [], "rubric": "Nêu một ví dụ"}, {"strict": False}
    assert rules.marks("short", options, key, rules.Given("gì đó", 1.0, 0.5, True)) == 0.5
    assert rules.marks("short", options, key, rules.Given("gì đó", 1.0, 0.0, False)) == 0.0
    assert rules.marks("single", ["a", "b"], 0, rules.Given(1, 1.0, 1.0, False)) == 0.0
    assert rules.marks("single", ["a", "b"], 0, rules.Given(1, 1.0, 1.0, False), only_raise=True) == 1.0


def test_a_look_counts_and_changes_nothing(quiz, trainer, at, clock):
    wins = hands_in(quiz, {1: "Muối", 2: "Đúng"}, at=at)
    loses = hands_in(quiz, {1: "Chè", 2: "Đúng"}, at=at)
    same = hands_in(quiz, {1: "Măng"}, at=at)
    mend(quiz, trainer, at)
    regrade = looked(quiz, trainer, at)
    assert (regrade.state, regrade.attempts, regrade.changes, regrade.gains, regrade.losses) == (
        "looked_at",
        3,
        2,
        1,
        1,
    )
    assert (regrade.before, regrade.after) == (1, 2)
    assert standing(wins, loses, same) == [(1.0, False), (2.0, True), (0.0, False)]
    assert regrades.sums(regrade) == (2, 1, 1, 1, 1, 0)


def test_applied_it_marks_everybody_by_the_new_key(quiz, trainer, at, clock):
    wins = hands_in(quiz, {1: "Muối", 2: "Đúng"}, at=at)
    loses = hands_in(quiz, {1: "Chè", 2: "Đúng"}, at=at)
    mend(quiz, trainer, at)
    regrade = applied(looked(quiz, trainer, at), quiz, trainer, at)
    assert (regrade.state, regrade.changes, regrade.gains, regrade.losses) == ("done", 2, 1, 1)
    assert standing(wins, loses) == [(2.0, True), (1.0, False)]
    for item in db.session.scalars(select(AttemptItem).where(AttemptItem.position == 1)):
        assert item.options[item.key] == "Muối"
    kinds = db.session.scalars(select(AttemptEvent.kind).where(AttemptEvent.kind == "regraded")).all()
    told = db.session.scalars(select(Change.subject).where(Change.kind == "quizzes.handed_in")).all()
    assert len(kinds) == 2 and told.count(wins.id) == told.count(loses.id) == 2
    entry = db.session.scalars(select(Entry).where(Entry.action == "quizzes.regraded")).one()
    assert entry.detail["only_raise"] is False


def test_only_raising_nobody_loses(quiz, trainer, at, clock):
    wins = hands_in(quiz, {1: "Muối", 2: "Đúng"}, at=at)
    loses = hands_in(quiz, {1: "Chè", 2: "Đúng"}, at=at)
    mend(quiz, trainer, at)
    regrade = applied(looked(quiz, trainer, at), quiz, trainer, at, only_raise=True)
    assert standing(wins, loses) == [(2.0, True), (2.0, True)]
    assert (regrade.state, regrade.changes, regrade.losses) == ("raised", 1, 0)
    assert (
        db.session.scalars(select(Entry).where(Entry.action == "quizzes.regraded")).one().detail["only_raise"] is True
    )


def test_done_twice_it_is_done_once(quiz, trainer, at, clock):
    attempt = hands_in(quiz, {1: "Muối", 2: "Đúng"}, at=at)
    mend(quiz, trainer, at)
    regrade = applied(looked(quiz, trainer, at), quiz, trainer, at)
    with mode("write"):  # a worker that died before it could say so
        regrade.state = "running"
        jobs.start(regrading.APPLY, args={"regrade": regrade.id, "by": trainer.id}, at=at)
        db.session.commit()
    work()
    db.session.refresh(regrade)
    assert (regrade.state, regrade.changes, regrade.gains) == ("done", 1, 1)
    assert standing(attempt) == [(2.0, True)]
    assert len(db.session.scalars(select(AttemptEvent.id).where(AttemptEvent.kind == "regraded")).all()) == 1


def test_whoever_is_still_at_it_or_hands_in_meanwhile_is_caught(quiz, trainer, at, clock):
    person, other = people.person(), people.person()
    open_one, meanwhile = make.attempt(quiz, person, at=at), make.attempt(quiz, other, at=at)
    hands_in(quiz, {1: "Muối"}, at=at)
    mend(quiz, trainer, at)
    regrade = looked(quiz, trainer, at)
    with mode("write"):
        place = queries.paper(meanwhile)[0].item.options.index("Muối")
        attempts.hand_in(meanwhile, {1: place}, by=other, at=at)
        db.session.commit()
    assert standing(meanwhile) == [(0.0, False)]
    applied(regrade, quiz, trainer, at)
    assert standing(meanwhile) == [(1.0, False)]
    with mode("write"):
        item = queries.paper(open_one)[0].item
        attempts.hand_in(open_one, {1: item.options.index("Muối")}, by=person, at=at)
        db.session.commit()
    assert standing(open_one) == [(1.0, False)]


def test_papers_with_other_choices_stay_and_are_said(quiz, trainer, at, clock):
    attempt = hands_in(quiz, {1: "Muối"}, at=at)
    mend(quiz, trainer, at, key=1, options=["Đường", "Muối", "Chè", "Măng khô"])
    later = hands_in(quiz, {1: "Chè"}, at=at)
    regrade = looked(quiz, trainer, at)
    assert regrades.sums(regrade).left == 1 and regrade.changes == 0
    applied(regrade, quiz, trainer, at)
    assert standing(attempt, later) == [(0.0, False), (0.0, False)]
    kept = db.session.get(AttemptItem, (attempt.id, 1))
    assert kept.options[kept.key] == "Chè", "what was asked then keeps its key"


def test_a_key_changed_again_has_to_be_looked_at_again(quiz, trainer, at, clock):
    hands_in(quiz, {1: "Muối"}, at=at)
    mend(quiz, trainer, at)
    regrade = looked(quiz, trainer, at)
    mend(quiz, trainer, at, key=3)
    with mode("write"), pytest.raises(rules.ChangedSince):
        regrading.apply(regrade, question_of(quiz), only_raise=False, by=trainer, at=at)
    db.session.rollback()
    new = looked(quiz, trainer, at)
    db.session.refresh(regrade)
    assert (regrade.state, new.id == regrade.id) == ("dropped", False)
    assert looked(quiz, trainer, at).id == new.id, "a second look at the same key is the same"


def test_nobody_asked_nothing_to_do(quiz, trainer, at):
    with mode("write"), pytest.raises(rules.NothingToRegrade):
        regrading.start(question_of(quiz), by=trainer, at=at)
    assert db.session.query(Regrade).count() == 0


def test_a_waiting_answer_gets_the_marks_of_a_form_accepted_now(app, trainer, at, clock):
    quiz = make.quiz(kinds=["short"])
    question = question_of(quiz)
    mend(quiz, trainer, at, key={"accepted": ["Páo"], "rubric": "Tên một người"})
    waiting = hands_in(quiz, {1: "Giàng A Páo"}, at=at)
    by_hand = hands_in(quiz, {1: "Giàng A Páo"}, at=at)
    with mode("write"):
        row = db.session.get(Answer, (by_hand.id, 1))
        row.marks, row.waits, row.marked_by_id, by_hand.pending = 0.5, False, trainer.id, 0
        db.session.commit()
    mend(quiz, trainer, at, key={**question.key, "accepted": ["Páo", "giang a pao"]})
    applied(looked(quiz, trainer, at), quiz, trainer, at)
    assert standing(waiting)[0] == (1.0, True)
    assert db.session.get(Answer, (by_hand.id, 1)).marks == 0.5


# Pages.


def test_the_page_shows_numbers_to_all_and_names_to_their_trainer(quiz, visit, at, clock):
    trainer, stranger = people.trainer(), people.trainer("Đỗ Văn Khải")
    learner = people.person("Vàng Thị Dở")
    enrolment.enrol(learner, schedule.series(trainer))
    hands_in(quiz, {1: "Chè", 2: "Đúng"}, at=at, person=learner)
    mend(quiz, trainer, at)
    code, desk = question_of(quiz).code, visit.as_(trainer, "en")
    assert "One attempt holds this question" in desk.get("quizzes.trainer.question_regrades", question=code)
    gone = desk.post("quizzes.trainer.begin_regrade", question=code)
    assert "Looking what would change" in desk.follow(gone)
    work()
    page = desk.follow(gone)
    assert "The marks of one attempt would change" in page and "one no longer passes" in page
    assert "Vàng Thị Dở" in page and "Only raise" in page
    other = visit.as_(stranger, "en").follow(gone)
    assert "one no longer passes" in other and "Vàng" not in other
    assert db.session.scalars(select(Entry.action).where(Entry.action == "quizzes.regrade_read")).all() == [
        "quizzes.regrade_read"
    ]
    regrade = db.session.scalars(select(Regrade)).one()
    told = {"question": code, "regrade_id": regrade.public_id}
    assert desk.post("quizzes.trainer.apply_regrade", {"only_raise": "yes"}, **told).status == 303
    work()
    assert "Applied, nobody lost" in desk.follow(gone)
    assert visit.as_(learner).get("quizzes.trainer.regrade", **told).status == 404


def test_a_look_can_be_dropped_or_made_again(quiz, trainer, visit, at, clock):
    hands_in(quiz, {1: "Muối"}, at=at)
    mend(quiz, trainer, at)
    regrade = looked(quiz, trainer, at)
    hands_in(quiz, {1: "Muối"}, at=at + timedelta(minutes=1))
    told = {"question": question_of(quiz).code, "regrade_id": regrade.public_id}
    desk = visit.as_(trainer, "en")
    desk.post("quizzes.trainer.look_again_at_key", **told)
    work()
    assert "of 2 that hold the question" in desk.get("quizzes.trainer.regrade", **told)
    desk.post("quizzes.trainer.drop_regrade", **told)
    assert "Dropped. Nothing was changed." in desk.get("quizzes.trainer.regrade", **told)
    assert db.session.query(RegradeChange).count() == 1
