"""The programme's newer curriculum beside what trainers did: nothing of theirs is undone."""

import pytest
from sqlalchemy import select

from lms.catalogue.actions import arranging, drafts, making, publishing
from lms.catalogue.models import Lesson, LessonVersion, Module, Track
from lms.catalogue.queries.texts import words_of
from lms.catalogue.rules.editing import Names, Seen
from lms.core.db import db
from tests.factories import people
from tests.factories.curriculum import by_code, curriculum, lesson


@pytest.fixture
def trainer(app):
    return people.trainer("Đặng Thị Hòa")


def module(content, **values):
    """The same curriculum with other words for its module."""
    content["tracks"][0]["modules"][0] |= values
    return content


def at_code(model, code):
    db.session.expire_all()
    return db.session.scalar(select(model).where(model.code == code))


def edit(code, body, by, at):
    """A trainer publishes another text."""
    row = by_code(code)
    publishing.write_and_publish(row, words_of(row) | {"body": body}, Seen(0, row.version), "", by=by, at=at)
    db.session.commit()


def order(code):
    module = at_code(Module, code)
    found = select(Lesson.code).where(Lesson.module_id == module.id).order_by(Lesson.position)
    return [name.rpartition(".")[2] for name in db.session.scalars(found)]


def versions(code):
    found = select(LessonVersion).where(LessonVersion.lesson_id == by_code(code).id).order_by(LessonVersion.number)
    return [(row.kind, row.words["body"]) for row in db.session.scalars(found)]


def test_an_edited_text_stays_and_the_newer_one_is_offered_once(load, trainer, at):
    load(curriculum())
    edit("T1.1.1", "Của giảng viên", trainer, at)
    newer = curriculum(lesson("T1.1.1", body="Mới"), lesson("T1.1.2"))
    assert load(newer) == 1 and load(newer) == 0
    assert by_code("T1.1.1").body == "Của giảng viên"
    assert [kind for kind, _body in versions("T1.1.1")] == ["published", "published", "shipped"]
    newest = curriculum(lesson("T1.1.1", body="Mới nữa"), lesson("T1.1.2"))
    assert load(newest) == 1
    assert versions("T1.1.1")[2:] == [("left", "Mới"), ("shipped", "Mới nữa")], "one offer at a time"


def test_the_same_words_from_both_are_no_offer(load, trainer, at):
    load(curriculum())
    edit("T1.1.1", "Mới", trainer, at)
    load(curriculum(lesson("T1.1.1", body="Mới"), lesson("T1.1.2")))
    assert [kind for kind, _body in versions("T1.1.1")] == ["published", "published"]
    assert load(curriculum(lesson("T1.1.1", body="Mới nữa"), lesson("T1.1.2"))) == 1
    assert by_code("T1.1.1").body == "Mới nữa", "from here on it follows the programme again"


def test_who_takes_the_offer_over_follows_the_programme_again(load, trainer, at):
    load(curriculum())
    edit("T1.1.1", "Của giảng viên", trainer, at)
    load(curriculum(lesson("T1.1.1", body="Mới"), lesson("T1.1.2")))
    row = by_code("T1.1.1")
    draft = drafts.take_up(row, 3, by=trainer, at=at)
    publishing.publish(row, Seen(draft.revision, row.version), "", by=trainer, at=at)
    db.session.commit()
    load(curriculum(lesson("T1.1.1", body="Mới nữa"), lesson("T1.1.2")))
    assert by_code("T1.1.1").body == "Mới nữa"


def test_every_text_that_was_shown_is_kept(load):
    load(curriculum())
    load(curriculum(lesson("T1.1.1", body="Hai"), lesson("T1.1.2")))
    load(curriculum(lesson("T1.1.1", body="Ba"), lesson("T1.1.2")))
    assert [body.partition("\n")[0] for _kind, body in versions("T1.1.1")] == ["Câu", "Hai", "Ba"]
    assert by_code("T1.1.1").version == 3 and versions("T1.1.2") == []


def test_a_draft_is_not_touched_by_a_newer_text(load, trainer, at):
    load(curriculum())
    row = by_code("T1.1.1")
    drafts.save(row, words_of(row) | {"body": "Đang viết"}, Seen(0, 0), by=trainer, at=at)
    db.session.commit()
    load(curriculum(lesson("T1.1.1", body="Mới"), lesson("T1.1.2")))
    row = by_code("T1.1.1")
    draft = drafts.editing.draft(row)
    assert (row.body, draft.words["body"], draft.base, row.version) == ("Mới", "Đang viết", 0, 2)


def test_titles_and_competences_of_an_edited_module_stay(load, trainer, at):
    load(curriculum())
    row = at_code(Module, "T1.1")
    making.rename(row, Names("Tên của chúng tôi", "Our name", ["1.1"], []), by=trainer, at=at)
    making.rename(at_code(Track, "T1"), Names("Chuyên đề của chúng tôi", "Our track"), by=trainer, at=at)
    db.session.commit()
    newer = module(curriculum(), title_vi="Tên mới", nls=["3.1"])
    newer["tracks"][0]["title_vi"] = "Chuyên đề mới"
    assert load(newer) == 0
    row = at_code(Module, "T1.1")
    assert (row.title_vi, row.competences, row.slug) == ("Tên của chúng tôi", ["1.1"], "hieu-thuong-hieu")
    assert at_code(Track, "T1").title_vi == "Chuyên đề của chúng tôi"


def test_titles_nobody_edited_follow_and_addresses_stay(load):
    load(curriculum())
    assert load(module(curriculum(), title_vi="Tên mới")) == 1
    row = at_code(Module, "T1.1")
    assert (row.title_vi, row.slug) == ("Tên mới", "hieu-thuong-hieu")


def test_a_row_from_before_fingerprints_were_kept_counts_as_not_edited(load):
    load(curriculum())
    at_code(Module, "T1.1").shipped = None
    db.session.commit()
    load(module(curriculum(), title_vi="Tên mới"))
    assert at_code(Module, "T1.1").title_vi == "Tên mới" and at_code(Module, "T1.1").shipped


def test_an_order_of_ones_own_stays_and_what_is_new_comes_last(load, trainer, at):
    load(curriculum())
    arranging.put_lesson(at_code(Module, "T1.1"), by_code("T1.1.2"), 1, by=trainer, at=at)
    db.session.commit()
    load(curriculum(lesson("T1.1.3"), lesson("T1.1.1"), lesson("T1.1.2")))
    assert order("T1.1") == ["2", "1", "3"]


def test_a_new_lesson_stands_where_the_programme_puts_it(load):
    load(curriculum())
    assert load(curriculum(lesson("T1.1.1"), lesson("T1.1.3"), lesson("T1.1.2"))) == 2
    assert order("T1.1") == ["1", "3", "2"]
    assert [by_code(f"T1.1.{n}").position for n in (1, 3, 2)] == [1, 2, 3]


def test_a_lesson_that_was_moved_stays_where_it_is(load, trainer, at):
    content = curriculum()
    content["tracks"][0]["modules"].append(content["tracks"][0]["modules"][0] | {"code": "T1.2", "lessons": []})
    load(content)
    arranging.move(by_code("T1.1.1"), at_code(Module, "T1.2"), by=trainer, at=at)
    db.session.commit()
    content["tracks"][0]["modules"][0]["lessons"][0] |= {"body": "Mới"}
    load(content)
    assert (order("T1.1"), order("T1.2")) == (["2"], ["1"]) and by_code("T1.1.1").body == "Mới"


def test_what_the_programme_no_longer_has_stays(load):
    load(curriculum())
    assert load(curriculum(lesson("T1.1.2"))) == 2, "the other two changed places"
    assert by_code("T1.1.1").state == "published" and order("T1.1") == ["2", "1"]


def test_what_was_made_here_gives_its_code_to_what_is_shipped(load, trainer, at):
    load(curriculum())
    own = making.create_lesson(at_code(Module, "T1.1"), Names("Bài của tôi", "My lesson"), "", by=trainer, at=at)
    db.session.commit()
    assert (own.code, own.slug) == ("T1.1.3", "bai-cua-toi")
    load(curriculum(lesson("T1.1.1"), lesson("T1.1.2"), lesson("T1.1.3", title_vi="Bài mới")))
    assert by_code("T1.1.3").title_vi == "Bài mới"
    own = by_code("T1.1.4")
    assert (own.title_vi, own.slug, own.state) == ("Bài của tôi", "bai-cua-toi", "draft")
    assert order("T1.1") == ["1", "2", "3", "4"]
