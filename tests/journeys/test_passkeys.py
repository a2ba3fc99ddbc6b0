"""Passkeys in a real Chromium with a device in software, and the second step of staff with and without script."""

import shutil

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.accounts import totp
from lms.accounts.models import Passkey, SignIn
from lms.core import clock
from lms.core.db import db
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.journeys.screens import FLAGS, LAPTOP, screen
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

CONTACT = "0987 654 321"
#: A passkey belongs to a name, not to a number: the house is called by the name of this machine.
NAMED = [flag.replace("EXCLUDE 127.0.0.1", "EXCLUDE 127.0.0.1 , EXCLUDE localhost") for flag in FLAGS]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Named:
    """The house under a name that passkeys take."""

    def __init__(self, house):
        self.host = house.host.replace("127.0.0.1", "localhost")
        self.url = f"http://{self.host}"


@pytest.fixture(scope="module")
def chromium(browser):
    """A Chromium that finds this machine by its name; the other one finds nothing but its number."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    made = browser.browser_type.launch(executable_path=path, args=NAMED)
    yield made
    made.close()


@pytest.fixture
def somebody(house, chromium):
    """`somebody(device=…)` sits down before a browser, on a device that keeps passkeys or on none."""
    screens = []

    def sits(*, device=DEVICE, **wishes):
        opened = screen(chromium, Named(house), **wishes)
        one = Someone(opened.__enter__())
        screens.append(opened)
        if device:
            one.device = one.page.context.new_cdp_session(one.page)
            one.device.send("WebAuthn.enable")
            made = one.device.send("WebAuthn.addVirtualAuthenticator", {"options": device})
            one.authenticator = made["authenticatorId"]
        return one

    yield sits
    for opened in screens:
        opened.__exit__(None, None, None)


def ways(house):
    with house.rows():
        return db.session.scalars(select(SignIn.way).order_by(SignIn.id)).all()


def taps(someone, text, leads_to):
    """A button that a script listens to."""
    with someone.page.expect_navigation(url=f"**{leads_to}"):
        someone.page.get_by_role("button", name=text).click()
    return someone


def test_a_learner_adds_a_passkey_and_comes_back_with_nothing_else(house, somebody):
    with house.rows():
        people.with_password(people.person("Giàng A Páo", phone="+84987654321"))
    one = somebody().signs_in(CONTACT, PASSWORD)
    one.opens("/me").reads("Lần sau chỉ cần vân tay").follows("Tạo khóa truy cập")
    taps(one, "Thêm khóa truy cập", "/me/passkeys").reads("Đã thêm khóa truy cập", "Chrome · ")
    one.opens("/me").presses("Đăng xuất khỏi máy này")
    one.opens("/sign-in")
    taps(one, "Đăng nhập bằng khóa truy cập", "/today")
    one.opens("/me").reads("Đăng nhập bằng khóa truy cập")
    assert ways(house) == ["password", "passkey"]
    one.page.watch.check()


def test_a_trainer_sets_a_passkey_up_in_the_second_step_and_needs_it_from_then_on(house, somebody):
    with house.rows():
        people.with_password(people.trainer(phone="+84987654321"))
    one = somebody(size=LAPTOP).signs_in(CONTACT, PASSWORD).reads("Thiết lập bước hai")
    taps(one, "Tạo khóa truy cập", "/today")
    one.opens("/me").presses("Đăng xuất khỏi máy này")
    one.signs_in(CONTACT, PASSWORD).reads("Bước hai")
    one.opens("/me/password").reads("Đăng nhập")
    one.opens("/sign-in/second")
    taps(one, "Đăng nhập bằng khóa truy cập", "/today")
    assert ways(house) == ["second", "second"]
    one.page.watch.check()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_trainer_sets_an_app_up_in_the_second_step(house, somebody, script):
    with house.rows():
        people.with_password(people.trainer(phone="+84987654321"))
    one = somebody(device=None, script=script).signs_in(CONTACT, PASSWORD).reads("Thiết lập bước hai")
    secret = one.page.locator("[translate=no]").text_content().replace(" ", "")
    code = totp.code_at(secret, totp.step_of(clock.now()))
    one.types(code=code).presses("Thêm ứng dụng này").opens("/me").reads("bằng xác nhận hai bước")
    one.presses("Đăng xuất khỏi máy này").types(contact=CONTACT, password=PASSWORD).presses("Đăng nhập")
    one.types(code=totp.code_at(secret, totp.step_of(clock.now()) + 1)).presses("Đăng nhập")
    assert ways(house) == ["second", "second"]
    one.page.watch.check()


def test_a_device_that_refuses_says_so_and_changes_nothing(house, somebody):
    with house.rows():
        people.with_password(people.person(phone="+84987654321"))
    one = somebody(device=DEVICE | {"isUserVerified": False}).signs_in(CONTACT, PASSWORD).opens("/me/passkeys")
    one.page.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(one.page.get_by_role("alert")).to_contain_text("Máy của bạn chưa đưa ra khóa truy cập")
    with house.rows():
        assert db.session.scalars(select(Passkey)).all() == []


def test_without_script_no_button_promises_a_passkey(house, somebody):
    one = somebody(device=None, script=False).opens("/sign-in")
    assert one.page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").count() == 0
