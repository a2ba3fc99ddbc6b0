"""Questions out, and in again."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core import jobs
from lms.core.db import db, mode
from lms.files import store
from lms.files.models import File
from lms.quizzes import formats
from lms.quizzes.actions import questions as verbs
from lms.quizzes.formats import bank
from lms.quizzes.formats.decoding import clean
from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.importing import alike
from lms.quizzes.rules.questions import checked
from tests.factories import catalogue, people, quizzes
from tests.quizzes.bringing import Desk, figures, work
from tests.quizzes.bringing import questions as banked
from tests.quizzes.questions import AMOUNTS, SAID, WORDS

PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
LINES = st.lists(SAID, min_size=2, max_size=5, unique=True)
TAGS = st.lists(st.sampled_from(["live", "giá bán", "OCOP", "an toàn"]), unique=True, max_size=3)


@st.composite
def shapes(draw, kind):
    """(options, key, feedback) of a question of a kind."""
    if kind == Kind.NUMERIC:
        return {"unit": draw(st.sampled_from(["", "kg", "đồng"]))}, {"value": draw(AMOUNTS), "tolerance": 0.5}, {}
    if kind == Kind.SHORT:
        forms = draw(st.lists(SAID.filter(lambda text: any(map(str.isalnum, text))), max_size=3, unique=True))
        return {"strict": draw(st.booleans())}, {"accepted": forms, "rubric": draw(WORDS)}, {}
    if kind == Kind.MATCH:
        left, right = draw(LINES), draw(LINES)
        return (
            {"left": left, "right": right},
            {str(n): draw(st.integers(0, len(right) - 1)) for n in range(len(left))},
            {},
        )
    lines = ["Đúng", "Sai"] if kind == Kind.TRUEFALSE else draw(LINES)
    told = {str(n): words for n in range(len(lines)) if (words := draw(WORDS))}
    if kind == Kind.ORDER:
        return lines, draw(st.permutations(range(len(lines)))), told
    places = st.integers(0, len(lines) - 1)
    return lines, draw(st.lists(places, min_size=1, unique=True) if kind == Kind.MULTI else places), told


@st.composite
def questions(draw, kind):
    """A question as the bank keeps it."""
    options, key, told = draw(shapes(kind))
    words = {
        "kind": kind, "text": draw(SAID), "title_en": draw(WORDS), "options": options, "key": key, "feedback": told,
        "explanation": draw(WORDS), "difficulty": draw(st.integers(0, 3)), "tags": draw(TAGS),
    }  # fmt: skip
    kept = {name: value for name, value in checked(words).items() if name != "lesson_id"}
    return bank.Question(**kept | {"code": f"T1.1-Q{draw(st.integers(1, 99))}"})


def same(one, other):
    return alike(one.words(), other.words()) and one.code == other.code


@pytest.mark.parametrize("named", formats.FORMATS)
@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_format_holds_comes_back_into_the_bank(kind, named):
    @(PATIENT if named != "xlsx" else settings(PATIENT, max_examples=4))
    @given(st.lists(questions(kind), min_size=1, max_size=4))
    def come_back(asked):
        pairs = [(one, bank.from_bank(one, category="T1.1", tags=one.tags)) for one in asked]
        lossy = [item for item, _why in formats.losses([item for _one, item in pairs], named)]
        kept = [(one, item) for one, item in pairs if item not in lossy]
        if kept:
            found = formats.read(formats.write([item for _one, item in kept], named), format=named)
            assert found.refused == [] and [item.category for item in found.items] == ["T1.1"] * len(kept)
            again = [bank.to_bank(item) for item in found.items]
            assert all(same(one, other) for (one, _item), other in zip(kept, again, strict=True))

    come_back()


def test_pictures_go_into_moodle_xml_and_are_named_elsewhere():
    name = "a" * 13
    text = f"Đây là gì?\n\n![Đồi chè](/pictures/{name})"
    item = bank.from_bank(bank.Question("numeric", {"unit": ""}, {"value": 1, "tolerance": 0}, text, ""))
    written = formats.write([item], "moodle-xml", {name: b"RIFF1234WEBP"})
    assert f"@@PLUGINFILE@@/{name}.webp" in written.decode() and b"UklGRjEyMzRXRUJQ" in written
    found = formats.read(written)
    assert found.warnings == [] and [replace(one, line=0) for one in found.items] == [item]
    assert list(formats.outside(item, "moodle-xml")) == []
    for named in ("gift", "csv", "xlsx"):
        assert [type(why).__name__ for why in formats.outside(item, named)] == ["PicturesNamed"]
        assert [replace(one, line=0) for one in formats.read(formats.write([item], named)).items] == [item]


@pytest.fixture
def desk(visit):
    return Desk(visit, people.trainer("Đặng Thị Hòa"), catalogue.module())


def taken_out(desk, named, **asked):
    """The file that the page gives."""
    answer = desk.visit.post("quizzes.trainer.write_export", {"format": named, **asked})
    assert answer.status == 303
    if answer.location.startswith("/jobs/"):
        work()
    db.session.rollback()
    file = db.session.scalars(select(File).where(File.purpose == "quizzes.export").order_by(File.id.desc())).first()
    return file, store.path_of(file.public_id).read_bytes()


def fill(desk, *kinds):
    with mode("write"):
        for kind in kinds:
            quizzes.question(desk.module, kind)
        db.session.commit()


@pytest.mark.parametrize("named", ["gift", "moodle-xml", "csv", "xlsx"])
def test_the_bank_through_a_file_is_the_bank(desk, named):
    fill(desk, *quizzes.ALL, "short")
    file, data = taken_out(desk, named)
    assert file.name.endswith("." + {"moodle-xml": "xml"}.get(named, named))
    assert (file.keep_until - file.stored_at).days == 30
    page = desk.bring(data, file.name)
    assert figures(page) == [0, 0, 7, 0]
    desk.take_in(replaces="1")
    assert desk.counts == ("done", 7, 0, 0, 7, 0) and all(row.version == 0 for row in banked())


def test_one_module_or_one_kind_may_be_taken_out(desk):
    fill(desk, *quizzes.ALL)
    other = desk.module
    desk.module = catalogue.module()
    fill(desk, "single")
    _file, data = taken_out(desk, "gift", module=desk.module.code)
    assert len(formats.read(data).items) == 1
    _file, data = taken_out(desk, "gift", module=other.code, kind="match")
    assert [item.type for item in formats.read(data).items] == ["match"]


def test_the_page_says_what_each_format_cannot_hold(desk):
    fill(desk, "single", "numeric", "short")
    page = desk.visit.get("quizzes.trainer.export")
    said = {
        box["value"]: page.soup.find(id=box["aria-describedby"]).get_text(" ", strip=True)
        for box in page.soup.select("input[name=format]")
    }
    assert set(said) == set(formats.FORMATS)
    assert said["moodle-xml"].startswith("Giữ được tất cả")
    assert "1 câu hỏi: Không ghi vào tệp: đơn vị" in said["gift"]
    assert "2 câu hỏi" in said["aiken"]


def test_many_questions_are_the_workers(desk):
    fill(desk, *["truefalse"] * 620)
    _file, data = taken_out(desk, "csv")
    assert len(formats.read(data).items) == 620
    job = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == "quizzes.export")).one()
    page = desk.visit.get("core.jobs.show", job_id=job.public_id)
    assert "Có 620 câu hỏi trong tệp" in page


def test_a_formula_is_no_formula_in_a_table(desk):
    with mode("write"):
        quizzes.question(desk.module, "single", text='=HYPERLINK("http://x")', options=["+1", "@SUM(A1)"], key=0)
        db.session.commit()
    _file, data = taken_out(desk, "csv")
    assert not re.search(rb'(^|,)"?[=+@]', data.splitlines()[1])
    assert figures(desk.bring(data, "a.csv")) == [0, 0, 1, 0]


def test_a_file_of_questions_is_only_for_those_who_write_them(desk, visit):
    fill(desk, "single")
    file, _data = taken_out(desk, "gift")
    other = visit.as_(people.trainer("Đỗ Văn Khải"))
    assert other.get("files.owner.download", file_id=file.public_id).status == 404
    assert desk.visit.get("files.owner.download", file_id=file.public_id).status == 200


def test_nobody_is_asked_for_a_format_that_is_none(desk):
    fill(desk, "single")
    answer = desk.visit.post("quizzes.trainer.write_export", {"format": "docx"})
    assert answer.location.endswith("/questions/export") and db.session.scalar(select(File.id)) is None


def test_what_changed_in_the_file_changes_in_the_bank(desk):
    fill(desk, "single", "match")
    before = [verbs.words_of(row) for row in banked()]
    file, data = taken_out(desk, "moodle-xml")
    desk.bring(clean(data.decode()).replace("Măng", "Măng khô").encode(), file.name)
    desk.take_in(replaces="1")
    after = [verbs.words_of(row) for row in banked()]
    assert after[0]["options"] == ["Đường", "Muối", "Chè", "Măng khô"] and after[1] == before[1]
    assert desk.counts == ("done", 2, 0, 1, 1, 0)
