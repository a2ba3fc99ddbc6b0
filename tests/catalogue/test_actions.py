"""Loading the curriculum, and marking lessons as read."""

from unicodedata import normalize

from sqlalchemy import func, select

from lms.catalogue import actions, queries, rules
from lms.catalogue.models import Lesson, LessonRead, Module, Track
from lms.core.db import db
from lms.core.revisions import revision
from tests.factories import catalogue as make
from tests.factories import people
from tests.factories.curriculum import by_code, curriculum, lesson
from tests.statements import statements


def test_the_real_curriculum_is_loaded_whole(app, at):
    actions.load(at=at)
    counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (Track, Module, Lesson)]
    assert counts == [4, 24, 55]
    assert db.session.scalar(select(Track.slug).where(Track.code == "T4")) == "tri-tue-nhan-tao-ai-co-ban"
    named = {code for module in db.session.scalars(select(Module)) for code in module.competences}
    assert named <= set(rules.COMPETENCES)


def test_a_second_start_asks_twice_and_writes_nothing(app, at):
    actions.load(at=at)
    db.session.commit()
    with statements() as seen:
        assert actions.load(at=at) == 0
    assert len(seen) == 2 and all(statement.startswith("SELECT") for statement in seen)


def test_what_is_loaded(load):
    assert load(curriculum()) == 4
    row = by_code("T1.1.2")
    assert (row.slug, row.position, row.minutes, row.drafted_with_ai) == ("dau-chan-so-2", 2, 25, True)
    assert row.outline == [["s-phan-mot", "Phần một"]]
    assert '<h2 id="s-phan-mot">' in row.body_html and row.reviewed_at is None


def test_a_newer_text_takes_the_place_and_keeps_the_address(load, at):
    load(curriculum())
    row = by_code("T1.1.1")
    row.reviewed_at = at
    db.session.commit()
    before = revision("catalogue")
    assert load(curriculum(lesson("T1.1.1", title_vi="Dấu vết số", body="Mới"), lesson("T1.1.2"))) == 1
    row = by_code("T1.1.1")
    assert (row.slug, row.title_vi, row.body_html) == ("dau-chan-so", "Dấu vết số", "<p>Mới</p>\n")
    assert row.reviewed_at is None, "the new words have not been reviewed"
    assert revision("catalogue") != before


def test_an_edited_lesson_is_left_alone(load):
    load(curriculum())
    by_code("T1.1.1").body = "Giảng viên đã sửa"
    db.session.commit()
    newer = curriculum(lesson("T1.1.1", body="Mới"), lesson("T1.1.2"))
    assert load(newer) == 1, "the newer text is offered beside it"
    assert load(newer) == 0
    assert by_code("T1.1.1").body == "Giảng viên đã sửa"


def test_lessons_may_change_places(load):
    load(curriculum())
    assert load(curriculum(lesson("T1.1.2"), lesson("T1.1.1"))) == 2
    assert (by_code("T1.1.2").position, by_code("T1.1.1").position) == (1, 2)


def test_text_in_pieces_is_composed(load):
    load(curriculum(lesson("T1.1.1", title_vi=normalize("NFD", "Dấu chân"))))
    assert by_code("T1.1.1").title_vi == "Dấu chân"


def test_reading_twice_is_once(app, at):
    person, lesson = people.person(), make.lesson()
    assert actions.mark_read(lesson, by=person, at=at) is True
    assert actions.mark_read(lesson, by=person, at=at) is False
    assert db.session.scalar(select(func.count()).select_from(LessonRead)) == 1


def test_progress_and_what_is_next(app, at):
    person, track = people.person(), make.track(modules=2, lessons=2)
    first = track.modules[0].lessons
    for read in first:
        actions.mark_read(read, by=person, at=at)
    assert queries.progress(person)[track.id] == (2, 4)
    assert queries.next_lesson(queries.contents(person, track.id)).id == track.modules[1].lessons[0].id
    assert queries.progress(people.person())[track.id] == (0, 4)
    assert queries.track_of(track.modules[1].id).id == track.id
