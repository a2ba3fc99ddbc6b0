"""The class pages, as visitors and learners meet them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db
from lms.enrolment import queries
from lms.enrolment.models import Enrolment
from lms.partners.models import Partner, PartnerLink
from lms.people.models import Person
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat
from tests.journeys import share

ANSWERS = {
    "name": "Giàng A Páo",
    "contact": "0912 345 678",
    "birth_year": "2005",
    "province": "12",
    "password": "ba cây nấm hương",
    "consent": "y",
}


def test_the_list_says_what_who_when_and_how_many_seats(visit, trainer, learner):
    series = make.series(trainer, seats=213)
    seat(learner, series)
    page = visit.get("enrolment.public.classes")
    assert page.h1 == "Lớp học trực tuyến miễn phí"
    line = page.soup.select_one(".rows li").get_text(" ", strip=True)
    for words in (series.title, "Thứ Năm 26/11, 19:30 – 21:00", "Chủ đề buổi 1", trainer.name, "Còn 212 chỗ"):
        assert words in line


def test_the_list_goes_by_the_next_session_and_leaves_out_what_is_not_open(visit, trainer):
    make.series(trainer, make.FIRST + timedelta(days=1), title="Lớp sau")
    make.series(trainer, make.FIRST - timedelta(weeks=3), 5, title="Lớp đang học")
    make.series(trainer, make.FIRST - timedelta(weeks=9), 2, title="Lớp đã hết buổi")
    make.series(trainer, state="draft", title="Bản nháp")
    make.series(trainer, state="archived", title="Lớp đã cất")
    page = visit.get("enrolment.public.classes")
    assert [tag.get_text() for tag in page.soup.select(".rows .h")] == ["Lớp đang học", "Lớp sau"]


def titles(page):
    return [tag.get_text() for tag in page.soup.select(".rows .h")]


def test_the_list_can_be_narrowed_down_by_track_and_weekday(visit, trainer):
    make.series(trainer, title="Lớp livestream")
    other = make.track("T8", slug="ai-co-ban", title_vi="AI cơ bản")
    make.series(trainer, make.FIRST + timedelta(days=1), title="Lớp AI", track_id=other.id, weekdays=[2, 5])
    for narrowed, found in (
        ({"track": "ai-co-ban"}, ["Lớp AI"]),
        ({"weekday": "2"}, ["Lớp AI"]),
        ({"weekday": "4"}, ["Lớp livestream"]),
        ({"weekday": "4", "track": "ai-co-ban"}, []),
        ({"weekday": "8", "track": "không có", "place": "12"}, ["Lớp livestream", "Lớp AI"]),
    ):
        page = visit.get("enrolment.public.classes", **narrowed)
        assert titles(page) == found
        chosen = {tag.find_parent("select")["name"]: tag["value"] for tag in page.soup.select("option[selected]")}
        assert chosen == {name: value for name, value in narrowed.items() if value in ("ai-co-ban", "2", "4")}
    assert "không có lớp nào" in visit.get("enrolment.public.classes", weekday="1").text.lower()


def test_the_list_can_be_narrowed_down_to_the_provinces_of_partners(visit, trainer, at):
    own, other = make.series(trainer, title="Lớp Lai Châu"), make.series(trainer, title="Lớp khác")
    assert visit.get("enrolment.public.classes").soup.select_one("select[name=place]") is None
    for number, (series, province, ended) in enumerate([(own, "12", None), (other, "01", at)]):
        partner = Partner(name="Tỉnh đoàn", name_fold="tinh doan", kind="state", province_code=province, created_at=at)
        db.session.add(partner)
        db.session.flush()
        where = {"code": f"abcd{number}", "label": "Chợ phiên", "use": "poster", "class_slug": series.slug}
        db.session.add(PartnerLink(partner_id=partner.id, created_at=at, ended_at=ended, **where))
    db.session.commit()
    page = visit.get("enrolment.public.classes", place="12")
    assert titles(page) == ["Lớp Lai Châu"]
    assert [tag["value"] for tag in page.soup.select("select[name=place] option")] == ["", "12"]
    assert len(titles(visit.get("enrolment.public.classes", place="01"))) == 2


def test_a_long_list_goes_on_on_the_next_page(visit, trainer):
    for number in range(31):
        make.series(trainer, count=1, title=f"Lớp {number}")
    first = visit.get("enrolment.public.classes")
    again = visit.get(first.soup.select_one("a[rel=next]")["href"])
    assert len({*titles(first), *titles(again)}) == 31 and len(titles(again)) == 1


@pytest.mark.parametrize("after", ["", "x", "99999999999-abc", "1-", "-", "٣-abc"])
def test_an_address_we_did_not_write_is_ignored(visit, trainer, after):
    make.series(trainer)
    assert visit.get(f"/classes?after={after}").status == 200


def test_without_classes_the_list_leads_to_the_lessons(visit):
    page = visit.get("enrolment.public.classes")
    assert page.soup.select_one(".none a")["href"] == "/tracks"


def test_the_class_page_tells_everything_and_has_one_button(visit, series, trainer):
    page = visit.get("enrolment.public.series", slug=series.slug)
    assert page.h1 == series.title and "Buổi tới: Tối nay, Thứ Năm 26/11" in page
    assert page.soup.select_one(".clock").get_text() == "19:30"
    assert len(page.soup.select("ol.rows > li")) == 8 and trainer.name in page
    (button,) = page.soup.select(".btn.go")
    assert button["href"] == f"/classes/{series.slug}/sign-up"
    marks = {tag["property"]: tag["content"] for tag in page.soup.select("meta[property]")}
    assert marks["og:title"] == f"{series.title} – Thứ Năm 26/11, 19:30"
    assert marks["og:url"].endswith(f"/classes/{series.slug}")
    assert marks["og:description"] == series.summary


@pytest.mark.parametrize(("code", "file"), [("T1", "share-t1"), ("T9", "share")])
def test_a_shared_link_shows_the_picture_of_the_track(visit, trainer, code, file):
    series = make.series(trainer, track_id=make.track(code, slug=code.lower()).id)
    page = visit.get("enrolment.public.series", slug=series.slug)
    marks = {tag["property"]: tag["content"] for tag in page.soup.select("meta[property]")}
    assert re.fullmatch(rf"http://localhost/assets/{file}-[0-9a-f]{{10}}\.png", marks["og:image"])
    picture = visit.get(marks["og:image"].removeprefix("http://localhost"))
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/png")


def test_there_is_a_picture_of_every_track_and_its_size_is_said():
    for name in share.titles():
        assert share.size_of(share.IMG / name) == (1200, 630), f"python -m tests.journeys.share draws {name}"


def test_a_cancelled_session_is_struck_out_with_its_reason(visit, series):
    session = make.sessions_of(series)[4]
    session.state, session.cancel_reason = "cancelled", "Giảng viên bị ốm"
    db.session.commit()
    line = visit.get("enrolment.public.series", slug=series.slug).soup.select("ol.rows > li")[4]
    assert line.select_one("s").get_text(" ", strip=True) == "Thứ Năm 10/12, 19:30 – 21:00"
    assert "Đã hủy" in line.get_text() and "Giảng viên bị ốm" in line.get_text()


def test_drafts_and_unknown_classes_have_no_page(visit, trainer):
    draft = make.series(trainer, state="draft")
    for slug in (draft.slug, "khong-co"):
        for endpoint in ("enrolment.public.series", "enrolment.public.sign_up", "schedule.feed.series"):
            assert visit.get(endpoint, slug=slug).status == 404


def test_one_tap_enrols_and_the_page_says_so(visit, series, learner, clock, at):
    clock.move_to(at - timedelta(hours=3))
    mine = visit.as_(learner)
    page = mine.get("enrolment.public.series", slug=series.slug)
    assert page.soup.select_one("form .btn.go").get_text() == "Đăng ký lớp này"
    for _tap in range(2):
        answer = mine.post("enrolment.learner.enrol", slug=series.slug)
        assert (answer.status, answer.location) == (303, f"/classes/{series.slug}")
    page = mine.get("enrolment.public.series", slug=series.slug)
    assert "Chỗ của bạn đã được giữ" in page and not page.soup.select(f"form[action$='{series.slug}/enrol']")
    assert queries.taken(series.id) == 1


def test_giving_the_seat_up_and_coming_back(visit, series, learner):
    seat(learner, series)
    mine = visit.as_(learner)
    assert mine.post("enrolment.learner.leave", slug=series.slug).status == 303
    assert mine.get("enrolment.public.series", slug=series.slug).soup.select(".btn.go")
    assert mine.post("enrolment.learner.enrol", slug=series.slug).status == 303
    assert queries.taken(series.id) == 1


def test_a_visitor_who_taps_is_asked_to_sign_in(visit, series):
    answer = visit.post("enrolment.learner.enrol", slug=series.slug)
    assert answer.status == 303 and answer.location.startswith("/sign-in")


def past_the_code(visit, answer):
    """The page that the recovery code leads to, with what the sign-up said."""
    return visit.get(visit.follow(answer).soup.select_one("main a.btn.go")["href"])


def test_signing_up_from_a_class_makes_the_account_and_the_seat_at_once(visit, series):
    form = visit.get("enrolment.public.sign_up", slug=series.slug)
    assert "Thứ Năm 26/11" in form and form.soup.select_one("aside .h").get_text() == series.title
    answer = visit.post("enrolment.public.register", ANSWERS, slug=series.slug)
    assert answer.status == 303 and answer.location.startswith("/welcome?next=")
    person = db.session.scalar(select(Person).where(Person.name == "Giàng A Páo"))
    (row,) = db.session.scalars(select(Enrolment))
    assert (row.person_id, row.way, queries.taken(series.id)) == (person.id, "sign-up", 1)
    page = past_the_code(visit, answer)
    assert "Tài khoản đã tạo xong." in page and "Chỗ của bạn đã được giữ." in page and "Páo" in page


def test_signing_up_from_a_class_twice_takes_one_seat(visit, series):
    typed = ANSWERS | {"once": visit.get("enrolment.public.sign_up", slug=series.slug).value("once")}
    for _tap in range(2):
        assert visit.post("enrolment.public.register", typed, slug=series.slug).status == 303
    assert len(list(db.session.scalars(select(Enrolment)))) == queries.taken(series.id) == 1


def test_a_child_takes_no_seat_and_is_led_to_ask_a_guardian(visit, series):
    visit.post("enrolment.public.register", ANSWERS | {"birth_year": "2012"}, slug=series.slug)
    assert db.session.scalars(select(Enrolment)).all() == []
    page = visit.get("home.learner.today")
    assert "bạn chưa có chỗ: Khi chưa đủ 16 tuổi, bạn cần cha mẹ hoặc người giám hộ đồng ý." in page
    answer = visit.post("enrolment.learner.enrol", slug=series.slug)
    assert (answer.status, answer.location) == (303, "/my-guardian")


def test_a_mistake_at_sign_up_writes_nothing_and_keeps_what_was_typed(visit, series):
    page = visit.post("enrolment.public.register", ANSWERS | {"contact": "0912"}, slug=series.slug)
    assert page.status == 422 and len(page.errors) == 1 and page.soup.select(".field.bad")
    assert page.value("name") == "Giàng A Páo" and page.value("contact") == "0912"
    assert not list(db.session.scalars(select(Enrolment))) and queries.taken(series.id) == 0


def test_ones_own_classes(visit, series, trainer, learner):
    mine = visit.as_(learner)
    assert "Bạn chưa đăng ký lớp nào." in mine.get("enrolment.learner.mine")
    seat(learner, series)
    past = make.series(trainer, make.FIRST - timedelta(weeks=20), 2, state="finished", title="Lớp cũ")
    seat(learner, past)
    page = mine.get("enrolment.learner.mine")
    assert [tag.get_text() for tag in page.soup.select(".rows .h")] == [series.title, "Lớp cũ"]
    assert "Buổi tới: Thứ Năm 26/11, 19:30" in page


def address(mine):
    """The path of one's own calendar, as the page shows it."""
    shown = mine.get("enrolment.learner.calendar").soup.select_one("#address")["value"]
    return shown.removeprefix("http://localhost")


def test_nobody_is_ever_shown_the_live_room(visit, series, learner, trainer):
    seat(learner, series)
    mine = visit.as_(learner)
    session = make.sessions_of(series)[2]
    pages = [
        visit.get("enrolment.public.classes"),
        visit.get("enrolment.public.series", slug=series.slug),
        visit.get("enrolment.public.sign_up", slug=series.slug),
        visit.get("schedule.feed.series", slug=series.slug),
        visit.get("schedule.feed.session", session_id=session.public_id),
        mine.get("enrolment.public.series", slug=series.slug),
        mine.get("enrolment.learner.mine"),
        mine.get("enrolment.learner.calendar"),
        mine.get(address(mine)),
    ]
    for page in pages:
        assert page.status == 200 and "zoom.us" not in page.html and "kept-to-ourselves" not in page.html


@pytest.mark.parametrize(
    ("endpoint", "most"),
    [("enrolment.public.classes", 5), ("enrolment.public.series", 5), ("enrolment.learner.mine", 5)],
)
def test_the_number_of_statements_does_not_grow(visit, trainer, learner, statements, endpoint, most):
    mine, counts = visit.as_(learner), []
    series = make.series(trainer, count=1, slug="lop")
    seat(learner, series)
    values = {"slug": "lop"} if endpoint.endswith("series") else {}
    for _round in range(2):
        mine.get(endpoint, **values)
        statements.clear()
        mine.get(endpoint, **values)
        counts.append(len(statements))
        for week in range(8):
            make.session(series, make.FIRST + timedelta(weeks=week + 1))
            seat(learner, make.series([trainer, people.trainer()], count=3))
    assert counts[0] == counts[1] <= most, statements


def test_enrolling_takes_six_statements(visit, series, learner, statements):
    seat(people.person(), series)
    mine, path = visit.as_(learner), f"/classes/{series.slug}/enrol"
    db.session.commit()
    statements.clear()
    mine.post(path)
    assert len(statements) <= 6, statements


def test_a_ready_page_for_visitors_takes_one_statement(visit, series, statements):
    path = f"/classes/{series.slug}"
    visit.get(path)
    statements.clear()
    visit.get(path)
    assert len(statements) == 1


def test_a_session_at_another_time_than_usual_is_marked(visit, series, at):
    moved = make.sessions_of(series)[4]
    make.change(moved, day=moved.date_local.replace(day=11), at=at)
    rows = visit.get("enrolment.public.series", slug=series.slug).soup.select("[aria-labelledby=plan] li")
    marked = [row.select_one(".num").get_text() for row in rows if "Khác ngày giờ thường lệ" in row.get_text()]
    assert marked == ["5"]
