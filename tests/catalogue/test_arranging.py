"""Order, moving, copying, beginning: by buttons that say the place they lead to."""

import threading

import pytest

from lms.catalogue.actions import arranging
from lms.catalogue.models import Lesson, LessonDraft, Module, Track
from lms.core.db import db, mode
from tests.factories import catalogue as make
from tests.factories import people

TITLES = {"title_vi": "Bán hàng qua Zalo", "title_en": "Selling on Zalo"}


@pytest.fixture
def track(app):
    return make.track(modules=2, lessons=3)


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


def order(module):
    db.session.expire_all()
    found = db.select(Lesson.code, Lesson.position).where(Lesson.module_id == module.id).order_by(Lesson.position)
    rows = list(db.session.execute(found))
    assert [place for _code, place in rows] == list(range(1, len(rows) + 1))
    return [code[-1] for code, _place in rows]


def put(trainer, module, lesson, place):
    told = {"put": f"{lesson.slug}:{place}"}
    return trainer.post("catalogue.trainer.order_lessons", told, module=module.slug).status


def test_a_button_gives_a_place_and_a_second_tap_the_same(trainer, track):
    module, lessons = track.modules[0], track.modules[0].lessons
    page = trainer.get("catalogue.trainer.module_sheet", module=module.slug)
    values = [button["value"].rpartition(":")[2] for button in page.soup.select('button[name="put"]')]
    assert values == ["2", "1", "3", "2"]
    for _tap in range(2):
        assert put(trainer, module, lessons[2], 1) == 303
    assert order(module) == ["3", "1", "2"]
    db.session.expire_all()
    assert db.session.get(Module, module.id).arranged_at is not None


@pytest.mark.parametrize("wish", ["", "x", ":", ":1", "khong-co:1", "x:²", "x:-1", "x:99999999999999"])
def test_a_strange_wish_moves_nothing(trainer, track, wish):
    module = track.modules[0]
    told = {"put": wish.replace("x", module.lessons[0].slug)}
    assert trainer.post("catalogue.trainer.order_lessons", told, module=module.slug).status == 303
    assert order(module) == ["1", "2", "3"]


def test_a_lesson_of_another_module_is_not_put_in_by_the_order(trainer, track):
    one, two = track.modules
    assert put(trainer, one, two.lessons[0], 1) == 303
    assert order(one) == ["1", "2", "3"] and order(two) == ["1", "2", "3"]


def test_modules_have_an_order_too(trainer, track, visit):
    (first, _slug), (second, slug) = [(row.title_vi, row.slug) for row in track.modules]
    assert trainer.post("catalogue.trainer.order_modules", {"put": f"{slug}:1"}, track=track.slug).status == 303
    page = visit.get("catalogue.public.track", slug=track.slug)
    assert page.text.index(second) < page.text.index(first)


def test_moving_keeps_address_and_code(trainer, track):
    one, two = track.modules
    lesson = one.lessons[1]
    for _tap in range(2):
        page = trainer.post("catalogue.trainer.move", {"module": two.slug}, lesson=lesson.slug)
        assert page.status == 303
    assert order(one) == ["1", "3"]
    assert [row.slug for row in db.session.get(Module, two.id).lessons][-1] == lesson.slug
    assert trainer.post("catalogue.trainer.move", {"module": "khong-co"}, lesson=lesson.slug).status == 422


def test_a_copy_is_a_draft_with_the_same_words(trainer, visit, track):
    one, two = track.modules
    pages = [trainer.post("catalogue.trainer.copy", {"module": two.slug}, lesson=one.lessons[0].slug) for _tap in "ab"]
    assert pages[0].status == 303 and pages[0].location == pages[1].location, "a second tap is the same copy"
    copy = db.session.scalars(db.select(Lesson).where(Lesson.module_id == two.id).order_by(Lesson.position)).all()[-1]
    assert (copy.code, copy.state, copy.position) == (f"{two.code}.4", "draft", 4)
    assert db.session.get(LessonDraft, copy.id).words["body"] == make.BODY
    assert copy.title_vi in trainer.follow(pages[0])
    assert visit.get("catalogue.public.module", slug=two.slug).text.count(copy.title_vi) == 0


def test_a_track_a_module_and_a_lesson_begin(trainer, visit, app):
    made = []
    for _tap in range(2):
        form = trainer.get("catalogue.trainer.new_track") if not made else None
        told = TITLES | {"code": form.value("code") if form else "T1"}
        made.append(trainer.post("catalogue.trainer.create_track", told).location)
    assert made[0] == made[1] == "/tracks/ban-hang-qua-zalo/write"
    told = TITLES | {"code": "T1.1", "competences": ["2.2", "1.1"], "unesco": ["SR"]}
    page = [trainer.post("catalogue.trainer.create_module", told, track="ban-hang-qua-zalo") for _tap in "ab"][1]
    assert page.location == "/modules/ban-hang-qua-zalo/write"
    module = db.session.scalars(db.select(Module)).one()
    assert (module.code, module.competences, module.unesco) == ("T1.1", ["1.1", "2.2"], ["SR"])
    page = trainer.post("catalogue.trainer.create_lesson", TITLES | {"code": "T1.1.1"}, module=module.slug)
    assert page.location == "/lessons/ban-hang-qua-zalo/write"
    lesson = db.session.scalars(db.select(Lesson)).one()
    assert (lesson.code, lesson.state, lesson.position) == ("T1.1.1", "draft", 1)
    assert "Bán hàng qua Zalo" not in visit.get("catalogue.public.tracks")


def test_titles_are_asked_for(trainer, track):
    places = {
        "create_track": {},
        "name_track": {"track": track.slug},
        "create_module": {"track": track.slug},
        "create_lesson": {"module": track.modules[0].slug},
    }
    for endpoint, place in places.items():
        page = trainer.post(f"catalogue.trainer.{endpoint}", {"title_vi": "Chỉ một"}, **place)
        assert page.status == 422 and len(page.errors) == 1 and page.value("title_vi") == "Chỉ một"


def test_competences_are_chosen_by_name_and_others_refused(trainer, track):
    module = track.modules[0]
    told = TITLES | {"competences": ["9.9"]}
    assert trainer.post("catalogue.trainer.name_module", told, module=module.slug).status == 422
    told = TITLES | {"competences": ["6.1"], "unesco": []}
    assert trainer.post("catalogue.trainer.name_module", told, module=module.slug).status == 303
    db.session.expire_all()
    row = db.session.get(Module, module.id)
    assert (row.title_vi, row.competences, row.slug) == (TITLES["title_vi"], ["6.1"], module.slug)


def test_two_who_name_a_module_at_once_undo_nothing_unseen(trainer, track):
    module = track.modules[0]
    opened = trainer.get("catalogue.trainer.module_sheet", module=module.slug).value("seen")
    theirs = TITLES | {"competences": ["6.1"], "unesco": [], "seen": opened}
    assert trainer.post("catalogue.trainer.name_module", theirs, module=module.slug).status == 303
    mine = {"title_vi": module.title_vi, "title_en": "Mine", "competences": ["2.6"], "seen": opened}
    page = trainer.post("catalogue.trainer.name_module", mine, module=module.slug)
    assert page.status == 422 and page.value("title_en") == "Mine"
    assert any(TITLES["title_vi"] in error and "6.1" in error for error in page.errors)
    again = mine | {"seen": page.value("seen")}
    assert trainer.post("catalogue.trainer.name_module", again, module=module.slug).status == 303
    assert trainer.post("catalogue.trainer.name_module", again, module=module.slug).status == 303, "a second tap"


def test_where_codes_end_it_is_said(trainer, app):
    track = make.track(modules=0, code="C9999999")
    page = trainer.post("catalogue.trainer.create_module", TITLES, track=track.slug)
    assert page.status == 422 and page.errors and db.session.scalar(db.select(db.func.count(Track.id))) == 1


def test_two_who_arrange_at_once_leave_a_whole_order(app, track, at):
    module, office = track.modules[0], people.trainer()
    ids, module_id, by_id = [row.id for row in module.lessons], module.id, office.id
    db.session.commit()

    def arrange(number):
        with app.app_context(), mode("late"):
            for turn in range(6):
                lesson = db.session.get(Lesson, ids[(number + turn) % 3])
                who = db.session.get(type(office), by_id)
                arranging.put_lesson(db.session.get(Module, module_id), lesson, turn % 3 + 1, by=who, at=at)
                db.session.commit()
            db.session.remove()

    workers = [threading.Thread(target=arrange, args=(number,)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(order(module)) == ["1", "2", "3"]
