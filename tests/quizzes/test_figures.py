"""What came of quizzes: which attempts count, how choices are told back, what pages say."""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from lms.core import jobs
from lms.core.db import db, mode
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.actions import figures as actions
from lms.quizzes.models import AttemptItem, Question
from lms.quizzes.queries import figures, gains
from lms.quizzes.rules.suspicion import Flag
from tests.factories import people
from tests.factories import quizzes as make
from tests.statements import statements


def work():
    with mode("write"):
        while jobs.run_due():
            pass


def count(quiz, at):
    with mode("write"):
        actions.ask(quiz.id, at=at)
        db.session.commit()
    work()
    return figures.figures_of(quiz).figures


def hands_in(quiz, answers, *, at, person=None):
    """An attempt with these answers by position, each given as words: the option, or what is typed."""
    person = person or people.person()
    attempt = make.attempt(quiz, person, at=at)
    given = {}
    for item, _row in queries.paper(attempt):
        word = answers.get(item.position)
        if word is not None:
            given[item.position] = item.options.index(word) if isinstance(item.options, list) else word
    with mode("write"):
        attempts.hand_in(attempt, given, by=person, at=at)
        db.session.commit()
    return attempt


def question_of(quiz):
    return queries.questions(quiz)[0]


@pytest.fixture
def quiz(app):
    return make.quiz(kinds=["single", "truefalse", "numeric"])


def test_choices_are_told_in_the_order_of_the_question(quiz, at, clock):
    for word in ("Chè", "Chè", "Muối", "Đường", "Đường", "Đường"):
        hands_in(quiz, {1: word, 3: "1.350"}, at=at)
    told = count(quiz, at)["questions"][str(question_of(quiz).id)]
    assert [(what, many, right) for _slot, what, many, right in told["taken"]] == [
        ("0", 3, False), ("1", 1, False), ("2", 2, True), ("3", 0, False),
    ]  # fmt: skip
    assert (told["answers"], told["blanks"], told["facility"]) == (6, 0, pytest.approx(2 / 6))
    assert {tuple(row) for row in figures.figures_of(quiz).figures["questions"][str(
        queries.questions(quiz)[2].id)]["taken"]} == {("", "1350", 6, True)}  # fmt: skip


def test_an_option_the_question_no_longer_has_is_told_by_its_words(quiz, at, clock):
    hands_in(quiz, {1: "Muối"}, at=at)
    with mode("write"):
        question = question_of(quiz)
        question.options = ["Đường", "Muối biển", "Chè", "Măng"]
        db.session.commit()
    told = count(quiz, at)["questions"][str(question.id)]
    assert ["", "=Muối", 1, False] in told["taken"]


def test_only_the_first_attempt_of_each_person_counts(quiz, at, clock):
    person = people.person()
    hands_in(quiz, {1: "Muối"}, at=at, person=person)
    hands_in(quiz, {1: "Chè"}, at=at, person=person)
    make.attempt(quiz, people.person(), at=at)
    assert count(quiz, at)["quiz"]["attempts"] == 1
    assert figures.figures_of(quiz).figures["questions"][str(question_of(quiz).id)]["facility"] == 0


def test_what_waits_for_a_trainer_is_left_out_and_said(quiz, at, clock):
    hands_in(quiz, {1: "Chè"}, at=at)
    waiting = hands_in(quiz, {1: "Chè"}, at=at)
    with mode("write"):
        waiting.pending = 1
        db.session.commit()
    told = count(quiz, at)["quiz"]
    assert (told["attempts"], told["waiting"]) == (1, 1)


def test_what_few_people_typed_is_not_told(quiz, at, clock):
    for typed in ("0912345678", "1350", "1.350", "1350 MB", "7", "7"):
        hands_in(quiz, {3: typed}, at=at)
    told = count(quiz, at)["questions"][str(queries.questions(quiz)[2].id)]
    assert told["taken"] == [["", "1350", 3, True]] and told["answers"] == 6


def test_a_wrong_key_is_noticed_and_told_to_the_bank(quiz, at, clock):
    """Twelve who know everything else choose Muối; twelve who know nothing choose what the key says."""
    for right in (True, False):
        for _number in range(12):
            best = {1: "Muối", 2: "Đúng", 3: "1350"}
            hands_in(quiz, best if right else {1: "Chè", 2: "Sai", 3: "4"}, at=at)
    told = count(quiz, at)
    question = question_of(quiz)
    assert told["questions"][str(question.id)]["flags"] == [Flag.KEY, Flag.NEGATIVE, Flag.UNTAKEN]
    other = queries.questions(quiz)[2]
    assert figures.flagged([question.id, other.id]) == {question.id: [Flag.KEY, Flag.NEGATIVE, Flag.UNTAKEN]}
    assert [line.question.id for line in figures.lines(figures.figures_of(quiz))][0] == question.id


def test_of_few_nothing_is_said(quiz, at, clock):
    for _number in range(9):
        hands_in(quiz, {1: "Muối", 2: "Đúng", 3: "1350"}, at=at)
    assert count(quiz, at)["flags"] == {}


def test_practice_flags_no_question(app, at, clock):
    quiz = make.quiz(kinds=["single"], purpose="practice", attempts_allowed=0)
    for _number in range(10):
        hands_in(quiz, {1: "Muối"}, at=at)
    told = count(quiz, at)
    assert told["questions"][str(question_of(quiz).id)]["flags"] == [Flag.GUESS] and told["flags"] == {}


def test_figures_are_due_once_something_was_handed_in(quiz, at, clock):
    assert figures.due(at) == []
    hands_in(quiz, {1: "Chè"}, at=at)
    assert figures.due(at) == [quiz.id]
    clock.move_to(at + timedelta(hours=1))
    count(quiz, at + timedelta(hours=1))
    assert figures.due(at + timedelta(hours=2)) == []
    hands_in(quiz, {1: "Chè"}, at=at + timedelta(hours=2))
    assert figures.due(at + timedelta(hours=3)) == [quiz.id]


def test_blocks_are_the_whole(quiz, at):
    for number in range(7):
        hands_in(quiz, {1: "Chè" if number % 2 else "Muối"}, at=at)
    small = [sheet for block in figures.blocks(quiz.id, {}, size=2) for sheet in block]
    assert small == [sheet for block in figures.blocks(quiz.id, {}) for sheet in block] and len(small) == 7


def test_a_block_takes_four_statements_however_many_attempts(quiz, at):
    for _number in range(5):
        hands_in(quiz, {1: "Chè"}, at=at)
    number = quiz.id
    with statements() as seen_now:
        list(figures.blocks(number, {}, size=5))
    assert len(seen_now) == 5, "attempts, papers, questions, events, and no more attempts"


def test_the_gain_of_the_same_people(app, at, clock):
    before = make.quiz(kinds=["single", "truefalse"], purpose="pre")
    after = make.quiz(kinds=["single", "truefalse"], purpose="post", pair_id=before.id)
    for first, then in (({1: "Chè"}, {1: "Chè", 2: "Đúng"}), ({}, {1: "Chè"}), ({1: "Chè"}, {1: "Chè"})):
        person = people.person()
        hands_in(before, first, at=at, person=person)
        hands_in(after, then, at=at + timedelta(days=1), person=person)
    hands_in(after, {1: "Chè"}, at=at)
    clock.move_to(at + timedelta(days=2))
    count(after, at + timedelta(days=2))
    gain = gains.gain_of(before).gain
    assert (gain.people, gain.more, gain.same, gain.less) == (3, 2, 1, 0)
    assert gain.before == pytest.approx(1 / 3) and gain.after == pytest.approx(2 / 3)
    assert gain.of_possible == pytest.approx(1 / 2)


# Pages.


@pytest.fixture
def trainer(app):
    return people.trainer()


def test_the_page_of_a_quiz_says_what_needs_a_look(quiz, trainer, visit, at):
    for right in (True, False):
        for _number in range(12):
            hands_in(quiz, {1: "Muối", 2: "Đúng", 3: "1350"} if right else {1: "Chè", 2: "Sai"}, at=at)
    desk = visit.as_(trainer, "en")
    assert "Nobody has handed in" in desk.get("quizzes.trainer.quiz_figures", quiz_id=quiz.public_id)
    assert desk.post("quizzes.trainer.work_out", quiz_id=quiz.public_id).status == 303
    assert "being worked out" in desk.get("quizzes.trainer.quiz_figures", quiz_id=quiz.public_id)
    work()
    page = desk.get("quizzes.trainer.quiz_figures", quiz_id=quiz.public_id)
    assert "24 people have handed in a first attempt." in page
    assert "chose “Muối” more often than what the key calls right" in page
    assert "Nobody chose “Đường”, “Măng”" in page
    first = page.soup.select_one("section[aria-labelledby=questions] tbody tr")
    assert question_of(quiz).code in first.get_text()
    page = desk.get("quizzes.trainer.question_figures", question=question_of(quiz).code)
    assert "Muối 12 50 %" in page and "right" in page
    assert "3 questions" not in desk.get("quizzes.trainer.all_figures")


def test_the_page_takes_the_same_statements_for_few_and_many(quiz, trainer, visit, at):
    desk, seen = visit.as_(trainer), []
    for _time in range(2):
        for _number in range(3):
            hands_in(quiz, {1: "Chè"}, at=at)
        count(quiz, at)
        with statements() as seen_now:
            desk.get("quizzes.trainer.quiz_figures", quiz_id=quiz.public_id)
        seen.append(len(seen_now))
    assert seen[0] == seen[1]


def test_figures_go_out_without_names(quiz, trainer, visit, at):
    person = people.person("Vàng Thị Dở")
    hands_in(quiz, {1: "Chè"}, at=at, person=person)
    count(quiz, at)
    desk = visit.as_(trainer, "en")
    got = desk.get(f"/quizzes/{quiz.public_id}/figures/file?kind=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(got.response.get_data())).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Code", "Question", "Kind", "Answers"] and len(rows) == 4
    text = desk.get(f"/quizzes/{quiz.public_id}/figures/file?kind=csv&of=choices").response.get_data(as_text=True)
    assert "Chè,1,Yes" in text and "Vàng" not in text
    assert desk.get(f"/quizzes/{quiz.public_id}/figures/file?kind=pdf").status == 404


def test_a_learner_sees_no_figures(quiz, visit):
    learner = visit.as_(people.person())
    assert learner.get("quizzes.trainer.quiz_figures", quiz_id=quiz.public_id).status == 404
    assert learner.get("quizzes.trainer.all_figures").status == 403
    assert db.session.query(AttemptItem).count() == 0 and db.session.query(Question).count() == 3
