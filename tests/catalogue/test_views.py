"""The pages of the catalogue, as a visitor and as a learner see them."""

import pytest

from lms.catalogue import actions
from lms.core.db import db, mode
from lms.core.revisions import touch
from tests.factories import catalogue as make
from tests.factories import people
from tests.statements import statements


@pytest.fixture
def track(app):
    return make.track(modules=2, lessons=2)


def test_tracks(visit, track):
    page = visit.get("catalogue.public.tracks")
    assert page.h1 == "Bài học"
    assert track.title_vi in page and "2 học phần, 4 bài học" in page


def test_no_track_yet(visit):
    with mode("write"):
        touch("catalogue")
        db.session.commit()
    assert "Bài học đang được chuẩn bị" in visit.get("catalogue.public.tracks")


def test_track(visit, track):
    page = visit.get("catalogue.public.track", slug=track.slug)
    assert page.h1 == track.title_vi
    assert page.soup.find("a", string="Học bài đầu tiên")["href"] == f"/lessons/{track.modules[0].lessons[0].slug}"
    assert len(page.soup.select(".rows > li")) == 4


def test_module(visit, track):
    module = track.modules[1]
    page = visit.get("catalogue.public.module", slug=module.slug)
    assert page.h1 == module.title_vi and "Học phần 2 trong 2" in page
    assert "Quản lý danh tính số" in page and "Dùng AI an toàn, có trách nhiệm" in page
    assert page.soup.find("a", string="Làm bài kiểm tra")["href"] == f"/modules/{module.slug}/quiz"


def test_lesson(visit, track):
    lesson = track.modules[0].lessons[1]
    page = visit.get("catalogue.public.lesson", slug=lesson.slug)
    assert page.h1 == lesson.title_vi and "Bài 2 trong 2" in page and "20 phút" in page
    assert [a["href"] for a in page.soup.select(".toc a")] == ["#s-ba-cau-hoi", "#try"]
    assert "đang chờ giảng viên duyệt" in page
    around = [a["href"] for a in page.soup.select("nav .rows a")]
    assert around == [f"/lessons/{track.modules[0].lessons[0].slug}", f"/lessons/{track.modules[1].lessons[0].slug}"]


def test_a_reviewed_lesson_says_so(visit, at):
    lesson = make.lesson(reviewed_at=at)
    page = visit.get("catalogue.public.lesson", slug=lesson.slug)
    assert "giảng viên đã duyệt ngày Thứ Năm 26/11" in page and "đang chờ" not in page


def test_a_lesson_written_by_hand_says_nothing_of_ai(visit):
    page = visit.get("catalogue.public.lesson", slug=make.lesson(drafted_with_ai=False).slug)
    assert "AI hỗ trợ" not in page


@pytest.mark.parametrize("place", ["tracks", "modules", "lessons"])
def test_a_missing_page(visit, place):
    assert visit.open("GET", f"/{place}/khong-co").status == 404


def test_reading(visit, track):
    learner, lesson = visit.as_(people.person()), track.modules[0].lessons[0]
    assert "Đã học xong bài này" in learner.get("catalogue.public.lesson", slug=lesson.slug)
    for _tap in range(2):
        back = learner.post("catalogue.learner.read", slug=lesson.slug)
        assert back.status == 303 and back.location == f"/lessons/{lesson.slug}#done"
    page = learner.get("catalogue.public.lesson", slug=lesson.slug)
    assert "Bạn đã học xong bài này" in page and not page.soup.select("#done form")
    assert "Đã học 1 trong 2 bài" in learner.get("catalogue.public.module", slug=track.modules[0].slug)
    whole = learner.get("catalogue.public.track", slug=track.slug)
    assert "Đã học 1 trong 4 bài" in whole and whole.soup.find("a", string="Học tiếp")
    assert "Đã học 1 trong 4 bài" in learner.get("catalogue.public.tracks")
    assert "Đã học 0 trong 4 bài" in visit.as_(people.person()).get("catalogue.public.tracks")


def test_reading_asks_to_sign_in_first_and_comes_back(visit, track):
    lesson = track.modules[0].lessons[0]
    page = visit.get("catalogue.public.lesson", slug=lesson.slug)
    link = page.soup.find("a", string="Đăng nhập để đánh dấu bài đã học")
    assert link["href"].startswith("/sign-in?next=") and not page.soup.select("#done form")
    back = visit.post("catalogue.learner.read", slug=lesson.slug)
    assert back.status == 303 and back.location.startswith("/sign-in")


def test_reading_what_is_not_there(visit):
    assert visit.as_(people.person()).post("catalogue.learner.read", slug="khong-co").status == 404


def test_english_titles_and_vietnamese_text(visit, track):
    lesson = track.modules[0].lessons[0]
    page = visit.as_(people.person(), language="en").get("catalogue.public.lesson", slug=lesson.slug)
    assert page.h1 == lesson.title_en and page.soup.html["lang"] == "en"
    assert page.soup.select_one(".prose")["lang"] == "vi"
    assert "The text of this lesson is in Vietnamese." in page


def asked(visitor, endpoint, **values):
    with statements() as seen:
        assert visitor.get(endpoint, **values).status == 200
    return len(seen)


def test_pages_ask_little_and_the_same_of_a_large_track(visit):
    person = people.person()
    learner = visit.as_(person)
    counts = []
    for size in (1, 9):
        track = make.track(modules=size, lessons=size)
        module = track.modules[0]
        at = make.SHIPPED
        for lesson in module.lessons:
            actions.mark_read(lesson, by=person, at=at)
        db.session.commit()
        addresses = {"track": track.slug, "module": module.slug, "lesson": module.lessons[0].slug}
        counts.append([asked(learner, f"catalogue.public.{name}", slug=slug) for name, slug in addresses.items()])
    assert counts[0] == counts[1] == [3, 3, 4]
    assert asked(learner, "catalogue.public.tracks") == 2


def test_a_visitor_gets_pages_kept_ready(visit, track):
    lesson = track.modules[0].lessons[0]
    visit.get("catalogue.public.lesson", slug=lesson.slug)
    assert asked(visit, "catalogue.public.lesson", slug=lesson.slug) == 1
