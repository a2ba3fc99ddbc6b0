"""One's own account page."""

import pytest
from sqlalchemy import select

from lms.accounts import passwords
from lms.accounts.models import SignIn
from lms.accounts.queries import sign_ins as queries
from lms.core.db import db
from lms.people.models import Person
from tests.factories import people
from tests.factories.people import PASSWORD


@pytest.fixture
def mine(visit):
    """A learner at home: their browser and who they are."""
    person = people.with_password(people.person("Giàng A Páo", phone="+84912345678", email="pao@gmail.com"))
    browser = visit.as_(person)
    browser.me = person
    return browser


def test_the_page_shows_what_we_know(mine):
    page = mine.get("accounts.learner.me")
    assert (page.value("name"), page.value("province"), page.value("language")) == ("Giàng A Páo", "12", "vi")
    assert "0912 345 678" in page and "pao@gmail.com" in page
    assert "Máy này" in page and "Đăng xuất mọi thiết bị khác" not in page


def test_details_can_be_changed(mine):
    page = mine.post("accounts.learner.change", {"name": "Giàng  A Pao", "province": "Hà Giang", "language": "en"})
    assert (page.status, page.location) == (303, "/me")
    person = db.session.get(Person, mine.me.id)
    assert (person.name, person.name_fold, person.province_code, person.language) == (
        "Giàng A Pao", "giang a pao", "08", "en"
    )  # fmt: skip
    assert mine.get("accounts.learner.me").h1 == "My account"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Nhập họ và tên của bạn"),
        ("province", "Atlantis", "Chọn tỉnh hoặc thành phố trong danh sách"),
        ("language", "xx", None),
    ],
)
def test_a_wrong_detail_changes_nothing(mine, field, typed, sentence):
    good = {"name": "Tên Khác", "province": "01", "language": "vi"}
    page = mine.post("accounts.learner.change", {**good, field: typed})
    assert page.status == 422
    assert len(page.errors) == 1 and (sentence is None or page.errors == [sentence])
    assert db.session.get(Person, mine.me.id).name == "Giàng A Páo"


def test_one_device_can_be_ended(mine, visit, at):
    other = visit.as_(mine.me)
    number = db.session.scalars(select(SignIn.public_id).order_by(SignIn.id.desc()).limit(1)).one()
    assert mine.post("accounts.learner.end_device", sign_in_id=number).status == 303
    assert other.get("accounts.learner.me").status == 303
    assert mine.get("accounts.learner.me").status == 200


def test_all_other_devices_can_be_ended(mine, visit, at):
    others = [visit.as_(mine.me) for _number in range(3)]
    assert "Đăng xuất mọi thiết bị khác" in mine.get("accounts.learner.me")
    mine.post("accounts.learner.end_others")
    assert [other.get("accounts.learner.me").status for other in others] == [303, 303, 303]
    assert len(queries.sign_ins(mine.me, at=at)) == 1


def test_nobody_ends_the_devices_of_somebody_else(mine, visit):
    stranger = visit.as_(people.person())
    number = db.session.scalars(select(SignIn.public_id).where(SignIn.person_id == mine.me.id)).one()
    assert stranger.post("accounts.learner.end_device", sign_in_id=number).status == 404
    assert stranger.post("accounts.learner.end_device", sign_in_id="nothing").status == 404
    assert mine.get("accounts.learner.me").status == 200


def test_a_new_password_ends_the_other_devices(mine, visit):
    other = visit.as_(mine.me)
    page = mine.post("accounts.learner.change_password", {"present": PASSWORD, "password": "một mật khẩu khác"})
    assert page.status == 303
    assert passwords.matches(queries.password_of(mine.me), "một mật khẩu khác")
    assert other.get("accounts.learner.me").status == 303
    assert mine.get("accounts.learner.me").status == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": "sai mật khẩu"}, "Mật khẩu hiện tại chưa khớp. Nhập lại"),
        ({"present": ""}, "Nhập mật khẩu hiện tại"),
        ({"password": "ngắn"}, "Dùng ít nhất 8 ký tự. Ba từ ghép lại dễ nhớ hơn"),
        ({"password": "matkhau123"}, "Nhiều người dùng mật khẩu này nên rất dễ đoán. Hãy chọn mật khẩu khác"),
    ],
)
def test_a_password_that_will_not_do_is_not_kept(mine, typed, sentence):
    good = {"present": PASSWORD, "password": "một mật khẩu khác"}
    page = mine.post("accounts.learner.change_password", {**good, **typed})
    assert (page.status, page.errors) == (422, [sentence])
    assert passwords.matches(queries.password_of(mine.me), PASSWORD)


@pytest.mark.parametrize("path", ["/me", "/me/password"])
def test_strangers_are_asked_to_sign_in(visit, path):
    page = visit.get(path)
    assert page.status == 303 and page.location.startswith("/sign-in?next=")
