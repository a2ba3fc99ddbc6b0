"""Sign-up in a minute on a phone: at most six fields and four taps from the page of a class to a seat."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.core.clock import ZONE
from lms.enrolment.models import Enrolment
from lms.guardians.models import Guardianship
from lms.people.models import Person
from tests.factories import people, schedule
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

WEDNESDAY = datetime(2026, 11, 25, 20, 0, tzinfo=ZONE)
TYPED = {"name": "Giàng A Páo", "contact": "0912 345 678", "birth_year": "2004", "password": "ba cây nấm rừng"}
FIELDS, TAPS = 6, 4
#: Reports what a finger really did: presses on links, buttons and boxes, and choices in native lists. A press on a
#: label arrives at its box as a second click, which counts once; typing counts none.
COUNT = """
addEventListener("click", (event) => {
  const pressed = event.target.closest("a, button, input[type=checkbox], input[type=radio], summary");
  if (event.isTrusted && pressed) window.tapped(pressed.textContent.trim() || pressed.name);
}, true);
addEventListener("change", (event) => {
  if (event.isTrusted && event.target.matches("select")) window.tapped(event.target.name);
}, true);
"""


@pytest.fixture
def series(house, now):
    """A class that begins tomorrow: its id and its slug."""
    now.move_to(WEDNESDAY)
    with house.rows():
        made = schedule.series(people.trainer("Nguyễn Văn Tùng"))
        return SimpleNamespace(id=made.id, slug=made.slug)


@pytest.fixture
def learner(look):
    """Somebody on a phone of 360 px whose taps are counted in `learner.taps`."""
    page = look()
    someone = Someone(page)
    someone.taps = []
    page.expose_function("tapped", lambda what: someone.taps.append(what))
    page.add_init_script(COUNT)
    return someone


def fields(page):
    """What has to be filled in, as the DOM has it."""
    return page.locator("main form :is(input:not([type=hidden]), select, textarea)").evaluate_all(
        "all => all.map(field => field.name)"
    )


def type_in(page, values):
    """With the keyboard, from field to field."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").focus()
        page.keyboard.type(value)


def choose(page, name, first_letters):
    """In a native list, by its keyboard."""
    page.locator(f"main [name={name}]").focus()
    page.keyboard.type(first_letters)
    page.keyboard.press("Tab")


def test_from_a_class_page_to_a_seat_in_six_fields_and_four_taps(house, series, learner):
    page = learner.page
    assert page.viewport_size["width"] == 360
    learner.opens(f"/classes/{series.slug}").follows("Đăng ký lớp này")
    assert len(fields(page)) <= FIELDS, fields(page)
    type_in(page, TYPED)
    choose(page, "province", "Lai")
    page.locator("label[for=consent]").click(position={"x": 12, "y": 12})
    learner.presses("Tạo tài khoản và giữ chỗ")
    assert learner.taps == ["Đăng ký lớp này", "province", "consent", "Tạo tài khoản và giữ chỗ"]
    assert len(learner.taps) <= TAPS
    with house.rows() as rows:
        person = rows.scalars(select(Person).where(Person.name == TYPED["name"])).one()
        assert (person.province_code, person.paused_at) == ("12", None)
        assert rows.scalars(select(Enrolment.series_id).where(Enrolment.person_id == person.id)).all() == [series.id]
        assert rows.scalars(select(SignIn.way).where(SignIn.person_id == person.id)).all() == ["sign-up"]
    learner.opens("/today").reads("Chỗ của bạn đã được giữ")
    page.watch.check()


def test_with_a_referral_the_province_is_chosen_and_one_tap_is_saved(series, learner):
    page = learner.page
    learner.opens(f"/classes/{series.slug}?province=12").follows("Đăng ký lớp này")
    assert page.locator("main [name=province]").input_value() == "12"
    type_in(page, {**TYPED, "contact": "0168 234 5678"})
    page.locator("main [name=consent]").check()
    page.get_by_role("button", name="Tạo tài khoản và giữ chỗ").click()
    page.wait_for_load_state()
    learner.reads("Đầu số 0168 nay là 038. Nhập 0382 345 678 nếu đó là số của bạn")
    assert page.locator("main [name=province]").input_value() == "12"
    assert page.locator("main [name=name]").input_value() == TYPED["name"]


def test_a_child_asks_a_guardian_who_agrees_on_another_phone(house, series, learner, look):
    learner.opens(f"/classes/{series.slug}").follows("Đăng ký lớp này")
    learner.types(**{**TYPED, "birth_year": "2012"}).chooses("province", "12")
    learner.page.locator("main [name=consent]").check()
    learner.presses("Tạo tài khoản và giữ chỗ").follows("đi tiếp")
    learner.reads("Xin cha mẹ hoặc người giám hộ đồng ý", "bạn chưa có chỗ")
    house.work()
    link = learner.page.locator("#message").input_value().split()[-1]
    mother = Someone(look())
    mother.opens(link.removeprefix(house.url)).reads("Giàng A Páo xin bạn đồng ý")
    mother.types(name="Sùng Thị Mỷ", code="905172").chooses("relation", "mother")
    mother.page.locator("main [name=consent]").check()
    mother.presses("Tôi đồng ý").reads("Giờ Giàng A Páo có thể đăng ký lớp học.")
    learner.page.reload()
    learner.reads("Cha mẹ hoặc người giám hộ đã đồng ý").follows("Tìm lớp học")
    learner.presses("Đăng ký lớp này").reads("Chỗ của bạn đã được giữ")
    with house.rows() as rows:
        row = rows.scalars(select(Guardianship)).one()
        assert row.child_agreed_at is not None and row.consented_at is not None
    mother.presses("Rút lại sự đồng ý").reads("Đang chờ bạn đồng ý")
    learner.opens("/today").reads("Cần cha mẹ hoặc người giám hộ đồng ý")
    for somebody in (learner, mother):
        somebody.page.watch.check()
