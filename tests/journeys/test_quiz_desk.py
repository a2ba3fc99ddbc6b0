"""A trainer after a quiz: what the figures say, a key that is mended, answers that wait, one that came late."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core.clock import ZONE
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.actions import attempts, questions
from lms.quizzes.models import Answer, Attempt, LateAnswer, Regrade
from lms.quizzes.rules.events import Phone
from tests.factories import catalogue, enrolment, people, quizzes, schedule
from tests.factories.people import PASSWORD
from tests.journeys.eye import faults
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

EVENING = datetime(2026, 11, 26, 20, 15, tzinfo=ZONE)
TRAINER = "0987 654 321"
NAMES = ("Giàng A Páo", "Lường Thị Bích", "H'Hen Niê Kđăm", "Sùng Thị Xua")
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])


def answers(attempt, words):
    """Answers by position, as words of the options or as they are typed."""
    given = {}
    for item, _row in queries.paper(attempt):
        word = words.get(item.position)
        if word is not None:
            given[item.position] = item.options.index(word) if isinstance(item.options, list) else word
    return given


def hands_in(quiz, person, words, at):
    with_words = attempts.start(quiz, person, phone=Phone("0a0a0a0a", at), by=person, at=at)
    for position, value in answers(with_words, words).items():
        when = at + timedelta(seconds=40 * position)
        attempts.save(with_words, position, value, position, phone=Phone("0a0a0a0a", when), by=person, at=when)
    return attempts.hand_in(with_words, by=person, at=at + timedelta(minutes=6))


@pytest.fixture
def desk(house, now):
    """A class of a trainer; twelve know everything and meet a wrong key, twelve know nothing; one is late."""
    now.move_to(EVENING)
    with house.rows() as rows:
        trainer = people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        series = schedule.series(trainer, count=2)
        quiz = quizzes.quiz(kinds=["single", "truefalse", "short"], module=catalogue.module(), minutes=20)
        single, _statement, short = queries.questions(quiz)
        single.text, single.options = "Bán gì ở chợ phiên thì lời nhất?", ["Đường", "Muối", "Chè", "Măng"]
        short.text, short.key = "Kể tên một người bán chè.", {"accepted": ["Páo"], "rubric": "Một người trong bài."}
        learners = [people.person(name) for name in NAMES]
        for learner in learners:
            enrolment.enrol(learner, series)
        for number in range(24):
            person = learners[number] if number < len(learners) else people.person(f"Học viên {number}")
            knows = number % 2 == 0
            words = {1: "Muối" if knows else "Chè", 2: "Đúng" if knows else "Sai", 3: "páo" if knows else None}
            words |= {3: {0: "Bà Mẩy", 1: "Bà Mẩy", 5: "Chịu"}.get(number, words[3])}
            attempt = hands_in(quiz, person, words, EVENING)
            rows.flush()
            if number == 3:
                late = attempt
        place = answers(late, {2: "Đúng"})[2]
        when = EVENING + timedelta(minutes=40)
        attempts.save(late, 2, place, 9, phone=Phone("0b0b0b0b", when), by=learners[3], at=when)
        rows.flush()
        found = {"quiz": quiz.public_id, "single": single.code, "short": short.code, "late": late.public_id}
        found["trainer"] = trainer.id
    now.move_to(EVENING + timedelta(hours=1))
    return found


def looks(someone, name):
    """No fault in either width or scheme; a picture where somebody wants to see."""
    size = someone.page.viewport_size
    found = faults(someone.page, [(size, "light"), (size, "dark")])
    folder = os.environ.get("LMS_PICTURES")
    if folder:
        for scheme in ("dark", "light"):
            someone.page.emulate_media(color_scheme=scheme)
            path = Path(folder) / f"{name}-{size['width']}-{scheme}.png"
            someone.page.screenshot(path=path, full_page=True)
    assert found == [], name


@SIZES
def test_a_wrong_key_is_found_mended_and_marked_again(house, desk, look, size):
    trainer = Someone(look(size=size)).signs_in(TRAINER, PASSWORD).opens(f"/quizzes/{desk['quiz']}/figures")
    trainer.presses("Tính lại ngay").reads("Đang tính số liệu")
    house.work()
    trainer.opens(f"/quizzes/{desk['quiz']}/figures").reads("Đáp án đã đúng chưa?", "chọn “Muối” nhiều hơn đáp án")
    looks(trainer, "figures")
    trainer.follows("Bán gì ở chợ phiên").reads("Muối", "21 người được hỏi câu này")
    looks(trainer, "question-figures")
    with house.rows() as rows:
        question, by = queries.questions(queries.quiz_by_id(desk["quiz"]))[0], rows.get(Person, desk["trainer"])
        questions.change(question, {"key": 1}, by=by, at=EVENING)
    trainer.follows("Sửa đáp án và chấm lại").reads("24 lượt làm có câu này")
    looks(trainer, "regrades")
    trainer.presses("Xem ai sẽ thay đổi").reads("Đang xem điều gì sẽ thay đổi")
    house.work()
    trainer.page.reload()
    trainer.reads("Điểm của 24 lượt làm sẽ thay đổi", "12 người được thêm điểm", "12 người bị bớt điểm", "Giàng A Páo")
    looks(trainer, "regrade")
    trainer.ticks("Chỉ cộng thêm: không ai mất điểm").presses("Áp dụng đáp án mới")
    house.work()
    trainer.page.reload()
    trainer.reads("Đã áp dụng, không ai mất điểm", "Điểm của 12 lượt làm đã thay đổi")
    looks(trainer, "regraded")
    with house.rows() as rows:
        assert rows.scalars(select(Regrade.state)).all() == ["raised"]
        assert sorted(rows.scalars(select(Answer.marks).where(Answer.position == 1)).all()) == [1.0] * 24


@SIZES
def test_answers_that_wait_are_marked_one_after_another(house, desk, look, size):
    trainer = Someone(look(size=size)).signs_in(TRAINER, PASSWORD).opens("/marking").reads("câu chờ chấm")
    looks(trainer, "queue")
    trainer.follows("Kể tên một người bán chè").reads("Bà Mẩy", "Một người trong bài.")
    assert "Giàng A Páo" not in trainer.words() and "Lường Thị Bích" not in trainer.words()
    trainer.page.get_by_role("button", name="Cho điểm").click()
    trainer.reads("Có 1 chỗ cần sửa", "Chọn số điểm cho câu trả lời này")
    looks(trainer, "mark-again")
    trainer.ticks("Đủ điểm").ticks("Từ nay nhận câu này là đúng").types(remark="Đúng rồi, bà Mẩy bán chè ngon.")
    looks(trainer, "mark")
    trainer.presses("Cho điểm").reads("Đã chấm.")
    house.work()
    trainer.opens(f"/marking/{desk['short']}").reads("Chịu", "Bạn đã chấm")
    with house.rows() as rows:
        told = rows.scalars(select(Answer.marks).where(Answer.position == 3, ~Answer.waits)).all()
        assert sorted(told) == [1.0] * 13, "eleven wrote páo; two Bà Mẩy, of which one was marked by hand"


@SIZES
def test_a_late_answer_is_seen_and_counted(house, desk, look, size, now):
    trainer = Someone(look(size=size)).signs_in(TRAINER, PASSWORD).opens(f"/attempts/{desk['late']}/record")
    trainer.reads("Sùng Thị Xua", "Câu trả lời cho câu 2 đến muộn", "Máy B")
    looks(trainer, "record")
    trainer.presses("Tính câu trả lời muộn").reads("Được tính từ", "0 → 1 điểm")
    looks(trainer, "record-counted")
    with house.rows() as rows:
        attempt = rows.scalars(select(Attempt).where(Attempt.public_id == desk["late"])).one()
        assert rows.get(LateAnswer, (attempt.id, 2)).counted_at is not None
        assert rows.get(Answer, (attempt.id, 2)).marks == 1.0
