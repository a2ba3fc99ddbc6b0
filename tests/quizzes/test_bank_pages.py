"""The bank as trainers meet it, with plain forms."""

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.quizzes.actions import questions as verbs
from lms.quizzes.models import Question, QuestionVersion
from tests.factories import catalogue, people
from tests.factories import quizzes as make
from tests.quizzes.sheets import of_sheet
from tests.statements import statements

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7*7 }} %s'


@pytest.fixture
def module(app):
    return catalogue.module()


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


#: kind → (fields, options, key) of a sheet and what is kept of it.
SHEETS = {
    "single": (
        {"rows-0-text": "Chè", "rows-1-text": "Măng", "rows-1-feedback": "Gần đúng", "rows-2-text": " ", "right": "1"},
        ["Chè", "Măng"], 1,
    ),
    "multi": (
        {"rows-0-text": "Chè", "rows-2-text": "Măng", "rows-5-text": "Ong", "right": ["0", "5"]},
        ["Chè", "Măng", "Ong"], [0, 2],
    ),
    "truefalse": ({"right": "1"}, ["Đúng", "Sai"], 1),
    "order": ({"rows-0-text": "Nói", "rows-1-text": "", "rows-3-text": "Hỏi"}, ["Nói", "Hỏi"], [0, 1]),
    "match": (
        {"rows-0-left": "a", "rows-0-right": "Hai", "rows-1-left": "b", "rows-1-right": "Ba", "others": "Bốn\n\n"},
        {"left": ["a", "b"], "right": ["Ba", "Bốn", "Hai"]}, {"0": 2, "1": 0},
    ),
    "numeric": ({"value": "1350,5", "tolerance": "", "unit": "kg"}, {"unit": "kg"}, {"value": 1350.5, "tolerance": 0}),
    "short": (
        {"accepted": "Chè Shan\nchè shan tuyết\n", "strict": "1", "rubric": "Nói được tên"},
        {"strict": True}, {"accepted": ["Chè Shan", "chè shan tuyết"], "rubric": "Nói được tên"},
    ),
}  # fmt: skip
#: The sheet of a question, among the forms on its page.
SHEET = "form[novalidate]"
SAID = {"text": "Gì?", "explanation": "Vì thế.", "tags": "chè, giá bán", "difficulty": "2", "title_en": "What"}


def sent(trainer, module, kind, **fields):
    return trainer.post(f"/questions/new?kind={kind}&module={module.code}", SAID | SHEETS[kind][0] | fields)


@pytest.mark.parametrize("kind", SHEETS)
def test_each_kind_is_written_tried_and_opened_again_unchanged(trainer, module, kind):
    sheet = trainer.get("quizzes.trainer.new_question", kind=kind, module=module.code)
    assert sheet.status == 200 and sheet.soup.find(attrs={"name": "text"})
    there = trainer.follow(sent(trainer, module, kind))
    row = db.session.scalar(select(Question))
    assert (row.kind, row.options, row.key, row.difficulty) == (kind, *SHEETS[kind][1:], 2)
    assert row.code in there.h1 and "giá bán" in there
    edit = trainer.get("quizzes.trainer.edit_question", question=row.code)
    again = trainer.post("quizzes.trainer.change_question", of_sheet(edit, SHEET), question=row.code)
    assert again.status == 303
    db.session.expire_all()
    assert row.version == 1, "what was opened and saved as it was is no change"
    tried = trainer.post("quizzes.trainer.try_question", {"a1": "0", "a1-0": "2", "a1-1": "1"}, question=row.code)
    assert tried.status == 200 and tried.soup.select_one("[role=status]")


@pytest.mark.parametrize(
    ("kind", "fields", "name"),
    [
        ("single", {"text": " "}, "text"),
        ("single", {"right": ""}, "answers"),
        ("single", {"rows-1-text": "Chè"}, "answers"),
        ("single", {"tags": ",".join(map(str, range(30)))}, "tags"),
        ("single", {"rows-0-text": "x" * 5000}, "rows-0-text"),
        ("multi", {"right": []}, "answers"),
        ("order", {"rows-3-text": ""}, "answers"),
        ("match", {"rows-1-right": " "}, "answers"),
        ("numeric", {"value": "khoảng ba"}, "value"),
        ("numeric", {"value": "1.350"}, "value"),
        ("numeric", {"value": ""}, "value"),
        ("numeric", {"tolerance": "-1"}, "tolerance"),
        ("short", {"accepted": "...", "rubric": "", "text": ""}, "text"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_stays(trainer, module, kind, fields, name):
    page = sent(trainer, module, kind, **fields)
    assert page.status == 422 and db.session.scalar(select(Question.id)) is None
    links = [a["href"] for a in page.soup.select(".errors a")]
    assert links == [f"#{name}"] and page.soup.select_one(f"#{name}-error")
    assert page.value("explanation").strip() == "Vì thế." and page.value("tags") == fields.get("tags", SAID["tags"])


def test_lines_are_added_taken_out_and_moved_without_a_script(trainer, module):
    page = sent(trainer, module, "order", rows="more")
    assert page.status == 200 and db.session.scalar(select(Question.id)) is None
    assert len(page.soup.select(".typed")) == 6
    moved = sent(trainer, module, "order", rows="up-1", **{"rows-1-text": "Cho xem"})
    assert [area.get_text().strip() for area in moved.soup.select(".typed textarea")][:2] == ["Cho xem", "Nói"]
    gone = sent(trainer, module, "order", rows="drop-0")
    assert "Nói" not in [area.get_text().strip() for area in gone.soup.select(".typed textarea")]


@pytest.mark.parametrize("kind", SHEETS)
def test_hostile_text_stays_text(trainer, module, kind):
    fields = {name: HOSTILE for name in ("text", "explanation", "title_en")} | {"tags": HOSTILE[:30]}
    for name, value in SHEETS[kind][0].items():
        if name.startswith("rows") and value.strip():
            fields[name] = f"{HOSTILE} {name}"
    page = trainer.follow(sent(trainer, module, kind, **fields))
    code = db.session.scalar(select(Question.code))
    pages = [
        page,
        *(trainer.get(f"quizzes.trainer.{name}", question=code) for name in ("edit_question", "question_history")),
    ]
    for shown in [*pages, trainer.get("quizzes.trainer.questions")]:
        assert "<script>alert" not in shown.html and "<img src=x" not in shown.html and "alert(1)" in shown.html


def test_two_people_at_once_lose_nothing(trainer, visit, module):
    sent(trainer, module, "single")
    code = db.session.scalar(select(Question.code))
    first, second = (
        of_sheet(trainer.get("quizzes.trainer.edit_question", question=code), SHEET) for _person in range(2)
    )
    assert trainer.post("quizzes.trainer.change_question", first | {"text": "Của Hòa"}, question=code).status == 303
    refused = trainer.post("quizzes.trainer.change_question", second | {"text": "Của Khải"}, question=code)
    assert refused.status == 422 and "Của Hòa" in refused and refused.value("text").strip() == "Của Khải"
    knowingly = trainer.post("quizzes.trainer.change_question", of_sheet(refused, SHEET), question=code)
    assert knowingly.status == 303
    db.session.expire_all()
    assert db.session.scalar(select(Question.text)) == "Của Khải"
    said = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.number))
    assert [row.words["text"] for row in said] == ["Gì?", "Của Hòa", "Của Khải"]


def test_the_history_shows_what_changed_and_lets_it_hold_again(trainer, module):
    sent(trainer, module, "single")
    code = db.session.scalar(select(Question.code))
    sheet = of_sheet(trainer.get("quizzes.trainer.edit_question", question=code), SHEET)
    trainer.post("quizzes.trainer.change_question", sheet | {"text": "Gì thế?", "right": "0"}, question=code)
    page = trainer.get("quizzes.trainer.question_history", question=code)
    assert [tag.get_text() for tag in page.soup.select("del")] and "thế" in page.soup.select_one("ins").get_text()
    back = trainer.post("quizzes.trainer.restore_question", {"number": "1", "seen": "2"}, question=code)
    assert trainer.follow(back).status == 200
    db.session.expire_all()
    row = db.session.scalar(select(Question))
    assert (row.text, row.key, row.version) == ("Gì?", 1, 3)
    late = trainer.post("quizzes.trainer.restore_question", {"number": "2", "seen": "2"}, question=code)
    assert late.status == 303 and db.session.scalar(select(Question.version)) == 3
    assert trainer.post("quizzes.trainer.restore_question", {"number": "99"}, question=code).status == 404


def test_the_list_finds_words_without_tones_and_narrows(trainer, module, at):
    quiz = make.quiz(kinds=["single"], module=module)
    with mode("write"):
        words = {"kind": "truefalse", "text": "Chè Shan **tuyết** ở đâu?", "options": ["Đúng", "Sai"], "key": 0}
        by = people.trainer()
        made = verbs.create(words | {"tags": ["vùng cao"], "difficulty": 3}, module, by=by, at=at)
        gone = verbs.create(words | {"text": "Cũ"}, module, by=by, at=at)
        verbs.archive(gone, by=by, at=at)
        db.session.commit()
        made, gone = made.code, gone.code

    def codes(**asked):
        page = trainer.get("quizzes.trainer.questions", **asked)
        return [a["href"].rpartition("/")[2] for a in page.soup.select(".bank a")]

    placed = db.session.scalar(select(Question.code).order_by(Question.id))
    assert codes() == [placed, made]
    assert codes(q="che  SHAN o dau") == [made] and codes(q="không có") == []
    assert codes(kind="truefalse") == codes(tag="vùng cao") == codes(difficulty="3") == codes(used="none") == [made]
    assert codes(used=quiz.public_id) == [placed] and codes(state="archived") == [gone]
    assert codes(module="T9.9") == codes(kind="x") == codes(difficulty="x", kind="x") == []
    assert len(codes(state="all", module=module.code)) == 3


def test_the_list_goes_on_where_a_page_ended(trainer, module):
    make.quiz(kinds=["single"] * 45, module=module)
    page = trainer.get("quizzes.trainer.questions")
    assert len(page.soup.select(".bank a")) == 40
    rest = trainer.get(page.soup.select_one("[rel=next]")["href"])
    first = {a["href"] for a in page.soup.select(".bank a")}
    assert len(rest.soup.select(".bank a")) == 5 and not first & {a["href"] for a in rest.soup.select(".bank a")}


def test_learners_do_not_see_the_bank(visit, module):
    learner = visit.as_(people.person())
    with mode("write"):
        row = make.question(module)
        db.session.commit()
        code = row.code
    assert learner.get("quizzes.trainer.questions").status == 403
    assert learner.get("quizzes.trainer.question", question=code).status == 404
    assert learner.post("quizzes.trainer.archive_question", question=code).status == 404


def asked(trainer, name, **values):
    with statements() as seen:
        assert trainer.get(f"quizzes.trainer.{name}", **values).status == 200
    return len(seen)


def test_pages_ask_the_same_of_a_long_bank(trainer, module):
    def counts():
        quiz = make.quiz(kinds=["single"], module=module, purpose="practice", title_vi="Thử").public_id
        code = db.session.scalar(select(Question.code).order_by(Question.id))
        return [
            asked(trainer, "questions"),
            asked(trainer, "questions", q="câu"),
            asked(trainer, "question", question=code),
            asked(trainer, "edit_question", question=code),
            asked(trainer, "quizzes"),
            asked(trainer, "settings", quiz_id=quiz),
            asked(trainer, "quiz_questions", quiz_id=quiz),
            asked(trainer, "preview_quiz", quiz_id=quiz),
        ]

    few = counts()
    make.quiz(kinds=["single", "multi", "order"] * 12, module=module)
    assert few[0] <= 7 and max(few) <= 11
    assert counts() == few
