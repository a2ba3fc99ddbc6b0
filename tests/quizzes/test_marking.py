"""Short answers that a person marks: without names, one after another, each by one trainer."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.quizzes import queries
from lms.quizzes.actions import attempts, questions
from lms.quizzes.actions import marking as actions
from lms.quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, Question
from lms.quizzes.queries import marking
from lms.quizzes.rules import marking as rules
from lms.quizzes.rules.marking import Share
from tests.factories import people
from tests.factories import quizzes as make
from tests.quizzes.test_figures import question_of, work

OURS = Entry.action.startswith("quizzes.")
KEY = {"accepted": ["Páo"], "rubric": "Nêu tên một người trong bài."}


@pytest.fixture
def quiz(app):
    """One short question with a rubric."""
    made = make.quiz(kinds=["short"])
    with mode("write"):
        question_of(made).key = KEY
        db.session.commit()
    return made


@pytest.fixture
def trainer(app):
    return people.trainer()


def writes(quiz, words, *, at, person=None):
    person = person or people.person("Vàng Thị Dở")
    attempt = make.attempt(quiz, person, at=at)
    with mode("write"):
        attempts.hand_in(attempt, {1: words}, by=person, at=at)
        db.session.commit()
    return attempt


def gives(attempt, share, *, by, at, remark="", again=False):
    with mode("write"):
        actions.mark((attempt.id, 1), share, remark, again=again, by=by, at=at)
        db.session.commit()


def standing(attempt):
    db.session.commit()
    row = db.session.get(Attempt, attempt.id, populate_existing=True)
    return row.score, row.pending, row.passed


def test_what_waits_stands_in_the_queue_the_oldest_first(quiz, trainer, at):
    second = writes(quiz, "Sùng A Sáng", at=at + timedelta(hours=1))
    first = writes(quiz, "Lò Văn Hặc", at=at)
    writes(quiz, "páo", at=at)
    assert [(each.many, each.since) for each in marking.queue()] == [(2, at)]
    question = question_of(quiz)
    assert marking.next_one(question).place == (first.id, 1)
    assert marking.next_one(question, (first.id, 1)).place == (second.id, 1)
    assert marking.next_one(question, (second.id, 1)).place == (first.id, 1), "from the beginning again"
    assert standing(first) == (0.0, 1, None)


@pytest.mark.parametrize(
    ("share", "score", "passed"), [(Share.FULL, 1.0, True), (Share.HALF, 0.5, False), (Share.NONE, 0.0, False)]
)
def test_marks_decide_the_attempt(quiz, trainer, at, share, score, passed):
    attempt = writes(quiz, "Sùng A Sáng", at=at)
    gives(attempt, share, remark=" Gần đúng ", by=trainer, at=at)
    assert standing(attempt) == (score, 0, passed)
    row = db.session.get(Answer, (attempt.id, 1))
    assert (row.remark, row.marked_by_id, row.waits) == ("Gần đúng", trainer.id, False)
    event = db.session.scalars(select(AttemptEvent).where(AttemptEvent.kind == "marked")).one()
    assert (event.by_id, event.position, event.value["marks"]) == (trainer.id, 1, [None, score])
    assert db.session.scalars(select(Entry.action).where(OURS)).all() == ["quizzes.answer_marked"]


def test_of_two_trainers_the_first_counts(quiz, trainer, at):
    attempt = writes(quiz, "Sùng A Sáng", at=at)
    gives(attempt, Share.FULL, by=trainer, at=at)
    with pytest.raises(rules.AlreadyMarked):
        gives(attempt, Share.NONE, by=people.trainer("Đỗ Văn Khải"), at=at)
    db.session.rollback()
    assert standing(attempt) == (1.0, 0, True)


def test_marks_may_be_changed_later(quiz, trainer, at):
    attempt = writes(quiz, "Sùng A Sáng", at=at)
    gives(attempt, Share.FULL, by=trainer, at=at)
    gives(attempt, Share.HALF, remark="Thiếu họ", again=True, by=people.trainer("Đỗ Văn Khải"), at=at)
    assert standing(attempt) == (0.5, 0, False)
    told = db.session.scalars(
        select(AttemptEvent.value).where(AttemptEvent.kind == "marked").order_by(AttemptEvent.id)
    ).all()
    assert [value["marks"] for value in told] == [[None, 1.0], [1.0, 0.5]]


def test_what_its_form_decided_is_nobodys_to_mark(quiz, trainer, at):
    attempt = writes(quiz, "páo", at=at)
    for again in (True, False):
        with pytest.raises((rules.AlreadyMarked, rules.NotWaiting)):
            gives(attempt, Share.NONE, again=again, by=trainer, at=at)
        db.session.rollback()
    with pytest.raises(rules.NotWaiting):
        gives(make.attempt(quiz, people.person(), at=at), Share.FULL, by=trainer, at=at)
    db.session.rollback()
    assert standing(attempt) == (1.0, 0, True)


def test_words_accepted_from_now_on_mark_equal_answers(quiz, trainer, at, clock):
    question = question_of(quiz)
    same, other = writes(quiz, "  SÙNG a sáng", at=at), writes(quiz, "Lò Văn Hặc", at=at)
    open_one = make.attempt(quiz, people.person("Lý A Chu"), at=at)
    with mode("write"):
        assert actions.accept(question, "Sùng A Sáng", by=trainer, at=at)
        assert not actions.accept(question, "sung a sang", by=trainer, at=at), "known by now"
        db.session.commit()
    work()
    assert (standing(same), standing(other)) == ((1.0, 0, True), (0.0, 1, None))
    assert db.session.get(Question, question.id).key["accepted"] == ["Páo", "Sùng A Sáng"]
    with mode("write"):
        attempts.hand_in(open_one, {1: "Sùng A Sáng"}, by=None, at=at)
        db.session.commit()
    assert standing(open_one) == (1.0, 0, True), "those still at it have it, too"
    assert standing(writes(quiz, "sùng a sáng", at=at)) == (1.0, 0, True)


def test_earlier_marks_of_the_same_words_are_told(quiz, trainer, at):
    for share in (Share.HALF, Share.HALF, Share.FULL):
        gives(writes(quiz, "Sùng A Sáng", at=at), share, by=trainer, at=at)
    gives(writes(quiz, "Lò Văn Hặc", at=at), Share.NONE, by=trainer, at=at)
    writes(quiz, "sung a  sang", at=at)
    question = question_of(quiz)
    assert marking.earlier_marks(question, marking.next_one(question)) == [(0.5, 2), (1.0, 1)]


# Pages.


def test_a_trainer_marks_one_after_another_and_sees_no_name(quiz, trainer, visit, at, clock):
    learners = [people.person(name) for name in ("Vàng Thị Dở", "Giàng A Páo")]
    tries = [writes(quiz, f"Người số {number}", at=at, person=each) for number, each in enumerate(learners)]
    desk, code = visit.as_(trainer, "en"), question_of(quiz).code
    assert "2 answers wait" in desk.get("quizzes.trainer.queue")
    page = desk.get("quizzes.trainer.mark", question=code)
    assert "Người số 0" in page and "Nêu tên một người" in page and "Accepted answers" in page
    for hidden in (*(each.name for each in learners), *(each.public_id for each in (*learners, *tries))):
        assert hidden not in page.html
    token = page.value("answer")
    bad = desk.post("quizzes.trainer.give_marks", {"answer": token, "remark": "Gần rồi"}, question=code)
    assert bad.status == 422 and bad.errors == ["Choose how many points the answer earns"]
    assert "Gần rồi" in bad.html
    bad = desk.post("quizzes.trainer.give_marks", {"answer": token, "share": "half", "accept": "y"}, question=code)
    assert bad.status == 422 and "Only an answer that earns all points" in bad
    gone = desk.post("quizzes.trainer.give_marks", {"answer": token, "share": "half", "remark": "Gần"}, question=code)
    assert "Người số 1" in desk.follow(gone)
    gone = desk.post("quizzes.trainer.give_marks", {"answer": token, "share": "full"}, question=code)
    assert "Somebody else has just marked this answer" in desk.follow(gone)
    assert standing(tries[0]) == (0.5, 0, False)
    page = desk.get("quizzes.trainer.mark", question=code)
    old = page.soup.select_one("#done ~ ul a")["href"]
    page = desk.get(old)
    assert "You may mark it again" in page and page.value("remark").strip() == "Gần"
    fields = {"answer": page.value("answer"), "again": "1", "share": "full"}
    assert desk.post("quizzes.trainer.give_marks", fields, question=code).status == 303
    assert standing(tries[0]) == (1.0, 0, True)


def test_leaving_one_for_later_shows_the_next(quiz, trainer, visit, at, clock):
    for number in range(2):
        writes(quiz, f"Người số {number}", at=at + timedelta(minutes=number))
    desk, code = visit.as_(trainer, "en"), question_of(quiz).code
    page = desk.get("quizzes.trainer.mark", question=code)
    later = page.soup.find("a", string=lambda text: text and "Leave it for later" in text)
    assert "Người số 1" in desk.get(later["href"])


def test_accepting_on_the_page_marks_the_equal_ones(quiz, trainer, visit, at, clock):
    tries = [writes(quiz, "Sùng A Sáng", at=at) for _number in range(3)]
    desk, code = visit.as_(trainer, "en"), question_of(quiz).code
    token = desk.get("quizzes.trainer.mark", question=code).value("answer")
    desk.post("quizzes.trainer.give_marks", {"answer": token, "share": "full", "accept": "y"}, question=code)
    work()
    assert [standing(each) for each in tries] == [(1.0, 0, True)] * 3
    assert "No answer to this question waits any more." in desk.get("quizzes.trainer.mark", question=code)
    assert "Nothing waits." in desk.get("quizzes.trainer.queue")
    acts = db.session.scalars(select(Entry.action).where(OURS).order_by(Entry.id)).all()
    assert acts == ["quizzes.answer_marked", "quizzes.form_accepted"]


def test_what_was_made_up_opens_nothing(quiz, trainer, visit, at, clock):
    writes(quiz, "Sùng A Sáng", at=at)
    desk, code = visit.as_(trainer, "en"), question_of(quiz).code
    gone = desk.post("quizzes.trainer.give_marks", {"answer": "1/1", "share": "full"}, question=code)
    assert "not for a trainer to mark" in desk.follow(gone)
    assert visit.as_(people.person()).get("quizzes.trainer.mark", question=code).status == 404
    other = make.quiz(kinds=["single"])
    assert "No answer to this question waits" in desk.get("quizzes.trainer.mark", question=question_of(other).code)
    assert db.session.query(AttemptItem).count() == 1 and queries.size(other) == 1


def test_words_for_a_question_that_became_another_kind_are_not_accepted(quiz, trainer, at):
    """A file may make a choice of it; papers begun before are handed in by what they asked."""
    attempt, question = make.attempt(quiz, people.person(), at=at), question_of(quiz)
    job = SimpleNamespace(id=0)
    with mode("write"):
        words = {"kind": "single", "options": ["a", "b"], "key": 0}
        questions.change(question, words, by=trainer, at=at)
        assert actions.accept(question, "Dở", by=trainer, at=at) is False
        assert actions.mark_equal(question, job, by=trainer, at=at) == 0
        attempts.hand_in(attempt, {1: "Páo"}, by=None, at=at)
        db.session.commit()
    assert attempt.score == 1.0
