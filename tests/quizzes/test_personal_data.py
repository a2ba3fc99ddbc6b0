"""What is kept of a learner's attempts: shown, given to the other half of a merge, made nameless."""

from sqlalchemy import select, update

from lms.core.db import db, mode
from lms.quizzes import personal_data, queries
from lms.quizzes.actions import attempts, extras
from lms.quizzes.models import Answer, QuestionImport
from lms.quizzes.queries import records
from lms.quizzes.rules.events import Phone
from tests.factories import catalogue, people
from tests.factories import quizzes as make


def numbers(person):
    return [(attempt.quiz_id, attempt.number, attempt.state) for attempt in queries.attempts_of(person)]


def test_everything_is_shown(app, at):
    person, quiz = people.person(), make.quiz()
    make.handed_in(quiz, person, at=at)
    told = personal_data.export(person)["attempts"][0]
    assert (told["quiz"], told["score"], told["out_of"]) == (quiz.module.title_vi, 6.0, 6.0)
    assert told["handed_in_at"] == at.isoformat()
    assert [line["answer"] for line in told["answers"]][5] == ["1350 MB"]


def test_merging_numbers_the_attempts_anew_and_back(app, at):
    one, two = people.person(), people.person()
    both, mine = make.quiz(), make.quiz()
    for person, quiz in ((one, both), (two, both), (one, mine)):
        make.handed_in(quiz, person, at=at)
    for person in (one, two):
        make.attempt(both, person, at=at)
    before = numbers(one), numbers(two)
    with mode("write"):
        undo = personal_data.move(one, two)
        db.session.commit()
    assert sorted(numbers(two)) == [
        (both.id, 1, "handed_in"), (both.id, 2, "handed_in"), (both.id, 3, "handed_in"), (both.id, 4, "open"),
        (mine.id, 1, "handed_in"),
    ]  # fmt: skip
    assert numbers(one) == [], "an attempt each is open: theirs goes on, the other is handed in"
    with mode("write"):
        personal_data.move_back(undo, one, two)
        db.session.commit()
    assert (numbers(one), numbers(two)) == before


def test_what_came_late_and_what_was_granted_is_shown(app, at):
    person, trainer = people.person(), people.trainer()
    quiz = make.quiz(["single", "short"], minutes=20)
    attempt = make.attempt(quiz, person, at=at)
    with mode("write"):
        extras.grant(quiz, person, 10, 1, "Mất điện", by=trainer, at=at)
        attempts.hand_in(attempt, {2: "Chè dây"}, by=person, at=at)
        attempts.save(attempt, 2, "Măng khô", 9, by=person, at=at)
        db.session.execute(update(Answer).values(remark="Viết thêm một câu nữa"))
        db.session.commit()
    told = personal_data.export(person)
    question = told["attempts"][0]["answers"][0]
    assert question["answer"] == ["Chè dây"] and question["late_answer"] == ["Măng khô"]
    assert question["remark"] == "Viết thêm một câu nữa"
    assert told["extras"] == [{"quiz": quiz.module.title_vi, "minutes": 10, "attempts": 1, "why": "Mất điện"}]


def test_merging_gives_what_was_granted_and_back(app, at):
    one, two, trainer = people.person(), people.person(), people.trainer()
    both, mine = make.quiz(), make.quiz()
    with mode("write"):
        for person, quiz, minutes, tries in ((one, both, 30, 0), (two, both, 10, 2), (one, mine, 5, 5)):
            extras.grant(quiz, person, minutes, tries, "", by=trainer, at=at)
        db.session.commit()

    def granted(person):
        found = (queries.extra(quiz, person) for quiz in (both, mine))
        return [row and (row.minutes, row.attempts) for row in found]

    before = granted(one), granted(two)
    with mode("write"):
        undo = personal_data.move(one, two)
        db.session.commit()
    db.session.expire_all()
    assert granted(two) == [(30, 2), (5, 5)], "the larger of each"
    with mode("write"):
        personal_data.move_back(undo, one, two)
        db.session.commit()
    db.session.expire_all()
    assert (granted(one), granted(two)) == before


def test_erasing_empties_the_record_and_keeps_the_marks(app, at):
    person, phone = people.person(), Phone("0badcafe", at)
    quiz = make.quiz(["short", "single"])
    attempt = make.attempt(quiz, person, at=at)
    with mode("write"):
        attempts.save(attempt, 1, "Măng khô", 1, phone=phone, by=person, at=at)
        attempts.hand_in(attempt, phone=phone, by=person, at=at)
        attempts.save(attempt, 1, "Lò Thị Mảy", 2, phone=phone, by=person, at=at)
        attempts.save(attempt, 2, 1, 3, phone=phone, by=person, at=at)
        extras.grant(quiz, person, 10, 0, "Nhà Mảy mất điện", by=people.trainer(), at=at)
        db.session.execute(update(Answer).values(remark="Mảy viết hay"))
        personal_data.erase(person)
        db.session.commit()
    db.session.expire_all()
    answer = db.session.scalars(select(Answer)).one()
    assert (answer.value, answer.marks, answer.remark, attempt.score) == (None, 1.0, None, 1.0)
    assert [row.value for row in records.late_answers(attempt)] == [None, 1]
    lines = records.events(attempt)
    assert {(line.device, line.phone_at, line.value) for line in lines} == {(None, None, None)} and len(lines) == 5
    assert queries.extra(quiz, person).why == ""


def test_erasing_keeps_what_is_counted_and_loses_what_was_typed(app, at):
    person = people.person()
    attempt = make.attempt(make.quiz(), person, at=at)
    with mode("write"):
        attempts.save(attempt, 6, "Lò Thị Mảy", 1, by=None, at=at)
        attempts.save(attempt, 1, 0, 2, by=None, at=at)
        db.session.commit()
        personal_data.erase(person)
        db.session.commit()
    assert sorted(map(str, db.session.scalars(select(Answer.value)))) == ["0", "None"]


def test_merging_two_who_are_both_at_it_loses_no_answer(app, at):
    one, two, quiz = people.person(), people.person(), make.quiz()
    made, other = make.attempt(quiz, one, at=at), make.attempt(quiz, two, at=at)
    with mode("write"):
        attempts.save(made, 1, make.right_answers(made)[1], 1, by=one, at=at)
        undo = personal_data.move(one, two)
        db.session.commit()
    assert (made.person_id, made.state, made.score) == (two.id, "handed_in", 1.0)
    assert (other.state, len(queries.attempts_of(two))) == ("open", 2)
    with mode("write"):
        personal_data.move_back(undo, one, two)
        db.session.commit()
    db.session.expire_all()
    answer = db.session.scalars(select(Answer)).one()
    assert (made.person_id, made.state, made.score, made.handed_in_at) == (one.id, "open", None, None)
    assert (answer.marks, answer.sequence) == (None, 1)
    assert [line.kind for line in records.events(made)] == ["started", "saved"]


def test_files_of_questions_are_shown_move_and_lose_their_names(app, at):
    one, two = people.trainer(), people.trainer()
    with mode("write"):
        row = QuestionImport(
            module_id=catalogue.module().id, format="gift", name="Bài của Mảy.gift", found=1, by_id=one.id, at=at
        )
        db.session.add(row)
        db.session.commit()
        assert personal_data.export(one)["question_files"] == [{"name": "Bài của Mảy.gift", "at": at.isoformat()}]
        undo = personal_data.move(one, two)
        db.session.expire_all()
        assert row.by_id == two.id
        personal_data.move_back(undo, one, two)
        personal_data.erase(one)
        db.session.commit()
    db.session.expire_all()
    assert (row.by_id, row.name) == (one.id, "")


def test_the_record_is_shown(app, at):
    person = people.person()
    attempt = make.attempt(make.quiz(), person, at=at)
    with mode("write"):
        attempts.save(attempt, 1, 0, 1, phone=Phone("0badcafe", at), by=person, at=at)
        db.session.commit()
    last = personal_data.export(person)["attempts"][0]["steps"][-1]
    assert (last["device"], last["phone_at"], last["at"]) == ("0badcafe", at.isoformat(), at.isoformat())
