"""Questions are written, changed and restored; what they said stays known."""

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.quizzes.actions import questions as verbs
from lms.quizzes.models import Question, QuestionTag, QuestionVersion
from lms.quizzes.queries.editing import words_of
from lms.quizzes.rules import bank
from lms.quizzes.rules import questions as rules
from tests.factories import catalogue, people
from tests.factories import quizzes as make

WORDS = {
    "kind": "single", "text": " Chè nào là chè Shan? ", "options": ["Một", "Hai"], "key": 1,
    "feedback": {"0": "Gần đúng", "1": " ", "7": "không có"}, "tags": ["chè", "Chè", " ", "#vùng cao"],
    "difficulty": 2,
}  # fmt: skip


@pytest.fixture
def by(app):
    return people.trainer("Đặng Thị Hòa")


@pytest.fixture
def module(app):
    return catalogue.module()


def created(module, by, at, **words):
    with mode("write"):
        made = verbs.create(WORDS | words, module, by=by, at=at)
        db.session.commit()
    return made


def changed(question, words, by, at, seen=None):
    with mode("write"):
        verbs.change(question, words, seen_version=seen, by=by, at=at)
        db.session.commit()


def versions(question):
    mine = select(QuestionVersion).where(QuestionVersion.question_id == question.id)
    return [(row.number, row.by_id) for row in db.session.scalars(mine.order_by(QuestionVersion.number))]


def test_a_question_is_kept_tidy_with_its_first_version(module, by, at):
    row = created(module, by, at)
    assert (row.code, row.text, row.feedback) == (f"{module.code}-N1", "Chè nào là chè Shan?", {"0": "Gần đúng"})
    tags = db.session.scalars(select(QuestionTag.tag).order_by(QuestionTag.tag))
    assert sorted(tags) == ["chè", "vùng cao"]
    assert versions(row) == [(1, by.id)] and row.version == 1
    assert created(module, by, at).code == f"{module.code}-N2"


def test_a_change_keeps_what_stood_before(module, by, at):
    row = make.question(module)
    db.session.commit()
    changed(row, {"text": "Mới"}, by, at, seen=0)
    assert versions(row) == [(1, None), (2, by.id)] and (row.version, row.text) == (2, "Mới")
    changed(row, {"text": "Mới"}, by, at, seen=2)
    assert row.version == 2, "the same again is no change"
    changed(row, {"tags": ["chè"]}, by, at)
    assert row.version == 3 and words_of(row)["tags"] == ["chè"]


def test_of_two_people_at_once_the_second_is_told(module, by, at):
    row = created(module, by, at)
    changed(row, {"text": "Của Hòa"}, by, at, seen=1)
    with pytest.raises(rules.Overtaken), mode("write"):
        verbs.change(row, {"text": "Của Khải"}, seen_version=1, by=by, at=at)
    db.session.rollback()
    assert db.session.scalar(select(Question.text)) == "Của Hòa"


def test_an_old_text_can_hold_again(module, by, at):
    row = created(module, by, at)
    changed(row, {"text": "Sai", "key": 0, "tags": []}, by, at)
    first = db.session.scalar(select(QuestionVersion).where(QuestionVersion.number == 1))
    with mode("write"):
        verbs.restore(row, first, seen_version=2, by=by, at=at)
        db.session.commit()
    assert (row.text, row.key, row.version) == ("Chè nào là chè Shan?", 1, 3)
    assert words_of(row)["tags"] == ["chè", "vùng cao"]


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ({"text": "  "}, rules.TextMissing),
        ({"text": "x" * 70_000}, rules.TextTooLong),
        ({"options": ["Một", "x" * 5_000]}, rules.TextTooLong),
        ({"options": ["Một"]}, bank.TooFewOptions),
        ({"key": 2}, bank.NoRightAnswer),
        ({"difficulty": 7}, rules.DifficultyUnknown),
        ({"tags": [f"t{number}" for number in range(30)]}, rules.TooManyTags),
        ({"tags": ["x" * 50]}, rules.TagTooLong),
        ({"options": [str(number) for number in range(300)]}, rules.TooManyOptions),
    ],
)
def test_what_is_missing_is_said(module, by, at, words, broken):
    with pytest.raises(broken), mode("write"):
        verbs.create(WORDS | words, module, by=by, at=at)
    db.session.rollback()
    assert db.session.scalar(select(Question.id)) is None


def test_archived_and_back(module, by, at):
    row = created(module, by, at)
    for verb, state in ((verbs.archive, "archived"), (verbs.archive, "archived"), (verbs.bring_back, "ready")):
        with mode("write"):
            verb(row, by=by, at=at)
            db.session.commit()
        assert db.session.scalar(select(Question.state)) == state


def test_marks_change_with_the_key_only():
    before = rules.checked(WORDS)
    assert not rules.changes_marks(before, before | {"text": "x", "explanation": "y"})
    assert rules.changes_marks(before, before | {"key": 0})
