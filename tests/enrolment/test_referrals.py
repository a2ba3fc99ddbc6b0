"""`/r/<code>`: visits are counted, the first link is kept, and whoever signs up came by it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.clock import local
from lms.core.db import db, mode
from lms.enrolment import personal_data
from lms.enrolment.models import FirstTouch
from lms.partners.models import LinkVisit
from lms.people.models import Person
from tests.conftest import AT
from tests.factories import partners as make
from tests.factories import people

ANSWERS = {
    "name": "Giàng A Páo",
    "contact": "0912 345 678",
    "birth_year": "2005",
    "province": "12",
    "password": "ba cây nấm hương",
    "consent": "y",
}
PHONE = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


@pytest.fixture
def link(series):
    """A poster of the youth union that leads to the class, for people of Lai Châu."""
    return make.link(make.partner(), "c7k4pd", class_slug=series.slug, province_code="12")


@pytest.fixture
def phone(visit):
    """Somebody's phone."""
    visit.client.environ_base["HTTP_USER_AGENT"] = PHONE
    return visit


def visits():
    db.session.rollback()
    return {(row.link_id, row.day): row.visits for row in db.session.scalars(select(LinkVisit))}


def touches():
    db.session.rollback()
    found = select(Person.name, FirstTouch).join(FirstTouch, FirstTouch.person_id == Person.id)
    return {name: (touch.link_id, touch.at) for name, touch in db.session.execute(found)}


def follow(phone, code="c7k4pd", **values):
    return phone.open("GET", f"/r/{code}", **values)


def test_it_leads_to_the_class_with_the_province_and_counts_the_visit(phone, link, series):
    for _twice in range(2):
        answer = follow(phone)
        assert (answer.status, answer.location) == (302, f"/classes/{series.slug}?province=12")
        assert answer.headers["Cache-Control"] == "no-store"
    assert visits() == {(link.id, "2026-11-26"): 2}
    cookie = phone.client.get_cookie("lms-from")
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    assert phone.follow(answer).h1 == series.title


def test_typed_in_capitals_it_is_the_same_link(phone, link):
    assert follow(phone, "C7K4PD").status == 302


@pytest.mark.parametrize("state", ["finished", "archived", "draft"])
def test_a_class_that_is_over_is_left_out(phone, link, series, state):
    with mode("write"):
        series.state = state
        db.session.commit()
    assert follow(phone).location == "/classes?province=12"


def test_a_link_without_a_class_leads_to_all_of_them(phone):
    make.link(make.partner(), "c7k4pd")
    assert follow(phone).location == "/classes"


def test_programs_staff_and_head_requests_are_no_visits(phone, link, visit):
    follow(phone, headers={"User-Agent": "facebookexternalhit/1.1"})
    follow(phone, headers={"Sec-Purpose": "prefetch"})
    phone.open("HEAD", "/r/c7k4pd")
    staff = visit.as_(people.coordinator("12"))
    staff.client.environ_base["HTTP_USER_AGENT"] = PHONE
    assert follow(staff).status == 302
    assert visits() == {}
    learner = visit.as_(people.person())
    learner.client.environ_base["HTTP_USER_AGENT"] = PHONE
    assert follow(learner).status == 302
    assert visits() == {(link.id, "2026-11-26"): 1}
    assert learner.client.get_cookie("lms-from") is None


def test_what_is_not_known_or_has_ended_leads_kindly_to_the_classes(phone, link):
    page = follow(phone, "khong1")
    assert (page.status, page.h1) == (404, "Không tìm thấy đường dẫn này")
    assert page.soup.select_one("main a.btn")["href"] == "/classes"
    with mode("write"):
        link.ended_at = AT
        db.session.commit()
    page = follow(phone)
    assert (page.status, page.h1) == (410, "Đường dẫn này không còn dùng nữa")
    assert visits() == {} and phone.client.get_cookie("lms-from") is None


def test_the_links_of_an_ended_partner_have_ended(phone):
    make.link(make.partner(ended_at=AT), "c7k4pd")
    assert follow(phone).status == 410


def test_who_signs_up_from_the_class_page_came_by_the_first_link(phone, link, series, clock):
    other = make.link(make.partner("TikTok Việt Nam", None), "f9m3rt", province_code="01")
    follow(phone)
    clock.shift(timedelta(days=2))
    follow(phone, "f9m3rt")
    page = phone.get("enrolment.public.sign_up", slug=series.slug)
    for _twice in range(2):
        phone.post("enrolment.public.register", {**ANSWERS, "once": "a" * 13}, slug=series.slug)
    assert page.status == 200
    assert touches() == {"Giàng A Páo": (link.id, AT)}
    assert sorted(visits()) == [(link.id, "2026-11-26"), (other.id, "2026-11-28")]


def test_who_signs_up_anywhere_else_did_too_and_finds_the_province_chosen(phone, link):
    follow(phone)
    assert phone.get("accounts.public.sign_up").value("province") == "12"
    phone.post("accounts.public.register", ANSWERS)
    assert touches() == {"Giàng A Páo": (link.id, AT)}


def test_the_class_page_s_sheet_has_the_province_chosen_without_the_address(phone, link, series):
    follow(phone)
    assert phone.get("enrolment.public.sign_up", slug=series.slug).value("province") == "12"
    assert phone.get("enrolment.public.sign_up", slug=series.slug, province="01").value("province") == "01"


def test_after_a_month_the_link_is_forgotten_and_the_next_one_counts(phone, link, clock):
    other = make.link(make.partner("TikTok Việt Nam", None), "f9m3rt")
    follow(phone)
    clock.shift(timedelta(days=30))
    phone.post("accounts.public.register", ANSWERS)
    assert touches() == {}
    phone.client.delete_cookie("lms")
    follow(phone, "f9m3rt")
    phone.post("accounts.public.register", {**ANSWERS, "name": "Lý A Sài"})
    assert touches() == {"Lý A Sài": (other.id, AT + timedelta(days=30))}


def test_a_link_that_ended_meanwhile_has_brought_them_all_the_same(phone, link):
    follow(phone)
    with mode("write"):
        link.ended_at = AT
        db.session.commit()
    phone.post("accounts.public.register", ANSWERS)
    assert touches() == {"Giàng A Páo": (link.id, AT)}


def test_signing_in_to_an_account_one_has_changes_nothing(phone, link):
    person = people.with_password(people.person("Lò Thị Mảy", phone="+84912345699"))
    follow(phone)
    phone.post("accounts.public.enter", {"contact": "0912345699", "password": people.PASSWORD})
    assert local(person.created_at) < local(AT)
    assert touches() == {}


@pytest.mark.parametrize("made_up", ["", "x", "WyJjN2s0cGQiLCAiIiwgMF0.forged", "bnVsbA.x"])
def test_a_cookie_we_did_not_write_says_nothing(phone, link, made_up):
    phone.client.set_cookie("lms-from", made_up)
    phone.post("accounts.public.register", ANSWERS)
    assert touches() == {}


def test_pages_kept_ready_are_ready_for_those_who_came_by_a_link(phone, link, app):
    follow(phone)
    phone.get("enrolment.public.classes")
    assert len(app.extensions["ready"]._bodies) == 1


def kept(person):
    return personal_data.export(person)["came_by"]


def test_one_sees_by_which_link_one_came_and_an_erased_person_stays_counted(app):
    link, person = make.link(make.partner()), people.person()
    make.touch(link, person, AT)
    assert kept(person) == [
        {"partner": "Tỉnh Đoàn Lai Châu", "link": "Tờ rơi chợ phiên", "opened": "2026-11-26T12:20:00+00:00"}
    ]
    with mode("write"):
        personal_data.erase(person)
        db.session.commit()
    assert len(touches()) == 1


EARLY, LATE = AT - timedelta(days=9), AT - timedelta(days=2)


@pytest.mark.parametrize(
    ("theirs", "mine", "after"),
    [(EARLY, LATE, EARLY), (LATE, EARLY, EARLY), (EARLY, None, EARLY), (None, LATE, LATE), (None, None, None)],
)
def test_of_two_who_are_one_the_link_opened_first_counts_and_it_can_be_undone(app, theirs, mine, after):
    partner = make.partner()
    source, target = people.person("Lý A Sài"), people.person("Lý A Sài B")
    for person, opened in ((source, theirs), (target, mine)):
        if opened:
            make.touch(make.link(partner), person, opened)
    before = touches()
    with mode("write"):
        undo = personal_data.move(source, target)
        db.session.commit()
        assert {name: at for name, (_link, at) in touches().items()} == ({target.name: after} if after else {})
        personal_data.move_back(json.loads(json.dumps(undo)), source, target)
        db.session.commit()
    assert touches() == before
