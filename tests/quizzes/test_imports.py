"""Bringing questions: looked at, confirmed, taken in."""

import pytest
from sqlalchemy import func, select, update

from lms.core import jobs
from lms.core.db import db, mode
from lms.files.models import File
from lms.quizzes import formats
from lms.quizzes.actions import importing, questions
from lms.quizzes.formats import bank, gift
from lms.quizzes.models import Question, QuestionImport, QuestionVersion
from lms.quizzes.queries import imports
from tests.factories import catalogue, people
from tests.quizzes.bringing import GIFT, Desk, figures, tags, work
from tests.quizzes.bringing import questions as banked


@pytest.fixture
def module(app):
    return catalogue.module(title_vi="Bán hàng trên mạng", title_en="Selling online")


@pytest.fixture
def trainer(module):
    return people.trainer("Đặng Thị Hòa")


@pytest.fixture
def desk(visit, trainer, module):
    return Desk(visit, trainer, module)


def test_nothing_joins_the_bank_before_it_is_confirmed(desk):
    page = desk.bring(GIFT, "bài 1.gift")
    assert figures(page) == [8, 0, 0, 1]
    assert page.h1 == "bài 1.gift" and "Giờ nào nên live?" in page
    work()
    assert banked() == [] and desk.counts == ("read", 9, 0, 0, 0, 0)


def test_what_is_confirmed_is_taken_in_whole(desk, module):
    desk.bring(GIFT, "a.gift")
    page = desk.take_in()
    assert desk.counts == ("done", 9, 8, 0, 0, 1) and figures(page) == [8, 0, 0, 1]
    rows = banked()
    assert [row.kind for row in rows] == [
        "single", "truefalse", "multi", "match", "order", "numeric", "short", "short",
    ]  # fmt: skip
    assert [row.code for row in rows] == [f"{module.code}-Q{number}" for number in range(1, 9)]
    first = rows[0]
    assert (first.title_en, first.feedback, first.key) == ("Best hour", {"0": "Mọi người đã rảnh tay."}, 0)
    assert first.explanation == "Buổi tối đông người xem nhất." and first.module_id == module.id
    assert tags() == [(first.code, "giờ vàng"), (first.code, "live")]


def test_a_block_writes_what_writing_one_by_one_does(desk, module, trainer, at):
    desk.bring(GIFT, "a.gift")
    desk.take_in()
    other = catalogue.module()
    with mode("write"):
        for item in gift.read(GIFT).items:
            questions.create(bank.to_bank(item).words(), other, by=trainer, at=at)
        db.session.commit()

    def written(of):
        columns = [column for column in Question.__table__.columns if column.name not in ("id", "code", "module_id")]
        found = select(*columns, QuestionVersion.number, QuestionVersion.words, QuestionVersion.by_id).join(
            QuestionVersion, QuestionVersion.question_id == Question.id
        )
        return [tuple(row) for row in db.session.execute(found.where(Question.module_id == of.id).order_by("position"))]

    assert len(written(module)) == 8 and written(module) == written(other)


def test_confirming_twice_does_it_once(desk):
    desk.bring(GIFT, "a.gift")
    desk.do("confirm")
    desk.do("confirm")
    assert db.session.scalar(select(func.count()).select_from(jobs.Job).where(jobs.Job.kind == "quizzes.import")) == 1
    work()
    desk.take_in()
    assert len(banked()) == 8 and desk.counts == ("done", 9, 8, 0, 0, 1)


def test_the_same_file_again_adds_nothing(desk):
    desk.bring(GIFT, "a.gift")
    desk.take_in()
    page = desk.bring(GIFT.replace("Giờ nào nên LIVE?", "giờ nào nên live?"), "b.gift")
    assert figures(page) == [0, 0, 8, 1]
    assert not page.soup.select("main .btn.go")
    desk.take_in()
    assert len(banked()) == 8 and desk.counts == ("done", 9, 0, 0, 8, 1)


def test_a_question_twice_in_a_file_is_one(desk):
    desk.bring("Một {T}\n\nmot {TRUE}\n\nMột {F}\n\nMột {=Đúng ~Sai}", "a.gift")
    desk.take_in()
    assert desk.counts == ("done", 4, 2, 0, 2, 0)


def test_the_rows_of_a_table_go_to_the_modules_they_name(desk, module):
    other = catalogue.module(title_vi="Giữ tài khoản", title_en="Keep your account")
    lines = [
        "Câu hỏi;Đáp án đúng;Học phần",
        f"Một;đúng;{other.code}",
        "Hai;đúng;giữ tài khoản",
        f"Ba;đúng;$course$/top/{other.code} Tên gì đó",
        "Bốn;đúng;Tuần 1",
        "Năm;sai;",
    ]
    page = desk.bring("\n".join(lines), "a.csv")
    assert f"“Tuần 1” không phải học phần nào ở đây, nên câu này vào {module.code}" in page
    desk.take_in()
    went = {row.text: row.module_id for row in banked()}
    assert went == {"Một": other.id, "Hai": other.id, "Ba": other.id, "Bốn": module.id, "Năm": module.id}


@pytest.mark.parametrize("ticked", [True, False])
def test_a_known_code_changes_that_question_if_one_says_so(desk, module, ticked):
    desk.bring("Mã;Câu hỏi;Đáp án đúng\n;Cân nặng?;3", "a.csv")
    desk.take_in()
    code = banked()[0].code
    page = desk.bring(f"Mã;Câu hỏi;Đáp án đúng\n{code};Nặng bao nhiêu?;4\nX9-Q1;Mới;5", "b.csv")
    assert figures(page) == [1, 1, 0, 0] and page.soup.select_one("input[name=replaces]")
    desk.take_in(**({"replaces": "1"} if ticked else {}))
    first = banked()[0]
    assert (first.text, first.key["value"], first.version) == (
        ("Nặng bao nhiêu?", 4, 2) if ticked else ("Cân nặng?", 3, 1)
    )
    assert desk.counts == ("done", 2, 1, int(ticked), int(not ticked), 0)
    again = desk.bring(f"Mã;Câu hỏi;Đáp án đúng\n{code};Nặng bao nhiêu?;4", "c.csv")
    assert figures(again) == ([0, 0, 1, 0] if ticked else [0, 1, 0, 0])


def test_what_a_format_cannot_say_is_left_as_it_is_in_the_bank(desk):
    desk.bring("Câu hỏi;Đáp án đúng;Đơn vị;Độ khó\nCân nặng?;3;kg;khó", "a.csv")
    desk.take_in()
    code = banked()[0].code
    desk.bring(f"// [id:{code}]\nNặng bao nhiêu? {{#3}}", "b.gift")
    desk.take_in(replaces="1")
    row = banked()[0]
    assert (row.text, row.options, row.difficulty) == ("Nặng bao nhiêu?", {"unit": "kg"}, 3)


MANY = "\n\n".join(f"Câu {number} {{T}}" for number in range(450))


def test_a_worker_that_dies_leaves_blocks_and_the_next_goes_on(desk):
    desk.bring(MANY, "a.gift")
    desk.do("confirm")
    with mode("write"):
        row = desk.row()
        done = importing.take_block(row, imports.begin(row), by=None, at=row.at)
        db.session.commit()
    assert done == 200 and len(banked()) == 200
    work()
    assert len(banked()) == 450 and desk.counts == ("done", 450, 450, 0, 0, 0)
    assert [row.position for row in banked()] == list(range(1, 451))


def test_work_that_was_stopped_can_go_on(desk):
    desk.bring(GIFT, "a.gift")
    desk.do("confirm")
    with mode("write"):
        jobs.stop(imports.job_of(desk.row()), at=desk.row().at)
        db.session.commit()
    page = desk.page()
    assert "Việc đã dừng ở câu 0 trên 9" in page
    desk.take_in()
    assert desk.counts == ("done", 9, 8, 0, 0, 1)


def test_the_bar_is_asked_for_alone(desk):
    desk.bring(GIFT, "a.gift")
    desk.do("confirm")
    bar = desk.visit.get("quizzes.trainer.import_progress", import_id=desk.import_id)
    assert bar.soup.progress["max"] == "9" and "HX-Refresh" not in bar.headers
    work()
    assert desk.visit.get("quizzes.trainer.import_progress", import_id=desk.import_id).headers["HX-Refresh"] == "true"


def test_another_trainers_file_is_not_there(desk, visit):
    desk.bring(GIFT, "a.gift")
    other = visit.as_(people.trainer("Đỗ Văn Khải"))
    for method, endpoint in [
        ("GET", "show_import"), ("GET", "import_progress"), ("GET", "refused_questions"), ("POST", "confirm_import"),
        ("POST", "drop_import"),
    ]:  # fmt: skip
        path = other.address(f"quizzes.trainer.{endpoint}", {"import_id": desk.import_id})
        assert other.open(method, path).status == 404
    assert "a.gift" not in other.get("quizzes.trainer.imports")
    assert desk.counts[0] == "read"


def test_a_learner_has_no_such_page(visit, app):
    learner = visit.as_(people.person("Giàng A Páo"))
    assert learner.get("quizzes.trainer.imports").status == 403


def test_a_file_is_thrown_away(desk):
    desk.bring(GIFT, "a.gift")
    assert desk.do("drop").status == 303
    assert desk.row().state == "dropped" and db.session.scalar(select(func.count()).select_from(File)) == 0
    assert "a.gift" not in desk.visit.get("quizzes.trainer.imports")
    desk.do("confirm")
    work()
    assert banked() == []


def test_a_file_that_lay_too_long_adds_nothing(desk, at):
    desk.bring(GIFT, "a.gift")
    with mode("write"):
        db.session.execute(db.delete(File))
        db.session.commit()
    assert "Bạn gửi lại tệp nhé" in desk.page()
    desk.do("confirm")
    work()
    assert desk.counts[0] == "read" and banked() == []


def test_rows_in_are_the_sum_of_what_came_of_them(desk):
    text = "\n\n".join(f"Câu {number} {{{'T' if number % 3 else '='}}}" for number in range(450))
    desk.bring(text, "a.gift")
    desk.take_in()
    state, found, *came = desk.counts
    assert (state, found, sum(came)) == ("done", 450, 450) and came == [300, 0, 0, 150]


def test_the_file_is_forgotten_in_time(desk):
    desk.bring(GIFT, "a.gift")
    file = db.session.scalars(select(File)).one()
    assert file.purpose == "quizzes.import" and (file.keep_until - file.stored_at).days == 30


def test_the_likeness_of_questions_is_looked_for_in_their_module_only(desk, module):
    desk.bring(GIFT, "a.gift")
    desk.take_in()
    desk.module = catalogue.module()
    assert figures(desk.bring(GIFT, "a.gift")) == [8, 0, 0, 1]


def test_formats_are_told_from_the_file(desk):
    for named in formats.FORMATS:
        items = gift.read("Chọn {=a ~b}").items
        desk.bring(formats.write(items, named), "tệp")
        assert desk.row().format == named, named
    with mode("write"):
        db.session.execute(update(QuestionImport).values(state="dropped"))
        db.session.commit()
