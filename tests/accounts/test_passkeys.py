"""Passkeys: made, used once for each challenge, by their owner, on our address (W3C Web Authentication, §7)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.accounts import gate, passkeys
from lms.accounts.models import Ceremony, Passkey, SignIn
from lms.core.db import db
from lms.notifications.models import Letter
from tests.factories import people
from tests.factories.device import PRESENT, Device
from tests.factories.people import PASSWORD, app_code

PHONE = "+84912345678"
REFUSED = "Khóa truy cập này chưa dùng được. Thử lại, hoặc đăng nhập bằng cách khác"
NOT_KEPT = "Chưa thêm được khóa truy cập. Hãy thử lại"
ASK, ENTER = "accounts.public.ask_passkey", "accounts.public.enter_passkey"
NEW, ADD = "accounts.factors.new_challenge", "accounts.factors.add"
SECOND_ASK, SECOND_ENTER = "accounts.factors.second_challenge", "accounts.factors.enter_passkey"


def asked(visit, endpoint):
    return visit.post(endpoint).response.json["options"]


def give(visit, endpoint, answer):
    """(status, where to or why not) of what the browser's device said."""
    page = visit.open("POST", visit.address(endpoint, {}), json=answer)
    return page.status, page.response.json.get("next") or page.response.json["error"]


def signed_in(visit, person):
    """A browser of this person that came in just now."""
    return visit.as_(person)


def with_passkey(visit, person, **device):
    """A device on which this person has made a passkey."""
    made, browser = Device(**device), signed_in(visit, person)
    assert give(browser, ADD, made.makes(asked(browser, NEW))) == (200, "/me/passkeys")
    return made


def enters(visit, device, **more):
    return give(visit, ENTER, device.signs(asked(visit, ASK), **more))


def is_in(visit):
    return visit.get("accounts.learner.me").status == 200


def ways():
    return db.session.scalars(select(SignIn.way).where(SignIn.device != "test")).all()


@pytest.fixture
def learner(app):
    return people.with_password(people.person("Giàng A Páo", phone=PHONE, email="pao@gmail.com"))


@pytest.fixture
def staff(app):
    return people.with_app(people.with_password(people.trainer(phone=PHONE)))


def test_a_passkey_is_added_and_signs_in_elsewhere(visit, learner):
    device = with_passkey(visit, learner)
    assert enters(visit, device, owner=learner.public_id) == (200, "/today")
    assert is_in(visit)
    assert ways() == ["passkey"]
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.address, "khóa truy cập" in letter.text) == ("pao@gmail.com", True)


def test_staff_need_nothing_besides_a_passkey(visit, staff):
    assert enters(visit, with_passkey(visit, staff)) == (200, "/today")
    assert is_in(visit)


def test_the_browser_is_asked_for_a_device_that_knows_its_owner(visit, learner):
    browser = signed_in(visit, learner)
    make, ask = asked(browser, NEW), asked(visit, ASK)
    assert make["authenticatorSelection"]["userVerification"] == ask["userVerification"] == "required"
    assert make["authenticatorSelection"]["residentKey"] == "required"
    assert (make["rp"]["id"], ask["rpId"], ask["allowCredentials"]) == ("localhost", "localhost", [])
    assert make["user"]["displayName"] == "Giàng A Páo"
    assert learner.public_id not in make["user"]["name"]


def test_a_challenge_is_answered_once(visit, learner):
    device = with_passkey(visit, learner)
    answer = device.signs(asked(visit, ASK))
    cookie = visit.client.get_cookie("lms-passkey-in").value
    assert give(visit, ENTER, answer)[0] == 200
    other = visit.as_(None)
    other.client.set_cookie("lms-passkey-in", cookie)
    assert give(other, ENTER, answer) == (422, REFUSED)


def test_a_wrong_answer_uses_the_challenge_up(visit, learner):
    device = with_passkey(visit, learner)
    options = asked(visit, ASK)
    assert give(visit, ENTER, Device().signs(options)) == (422, REFUSED)
    assert give(visit, ENTER, device.signs(options)) == (422, REFUSED)


def test_a_challenge_belongs_to_the_browser_that_asked(visit, learner):
    device = with_passkey(visit, learner)
    answer = device.signs(asked(visit, ASK))
    other = visit.as_(None)
    assert give(other, ENTER, answer) == (422, REFUSED)
    asked(other, ASK)
    assert give(other, ENTER, answer) == (422, REFUSED)


def test_a_challenge_lasts_ten_minutes(visit, learner, clock, at):
    device = with_passkey(visit, learner)
    answer = device.signs(asked(visit, ASK))
    clock.move_to(at + timedelta(minutes=10))
    assert give(visit, ENTER, answer) == (422, REFUSED)


def test_a_challenge_of_one_kind_is_worth_nothing_for_another(visit, learner):
    device, browser = with_passkey(visit, learner), signed_in(visit, learner)
    new = asked(browser, NEW) | {"rpId": "localhost"}
    browser.client.set_cookie("lms-passkey-in", browser.client.get_cookie("lms-passkey-new").value)
    assert give(browser, ENTER, device.signs(new)) == (422, REFUSED)
    enter = asked(browser, ASK) | {"rp": {"id": "localhost"}}
    browser.client.set_cookie("lms-passkey-new", browser.client.get_cookie("lms-passkey-in").value)
    assert give(browser, ADD, Device().makes(enter)) == (422, NOT_KEPT)


def test_what_one_began_another_cannot_end(visit, learner):
    browser = signed_in(visit, learner)
    options = asked(browser, NEW)
    browser.sign_in(people.person("Kẻ Khác"))
    assert give(browser, ADD, Device().makes(options)) == (422, NOT_KEPT)
    assert db.session.scalar(select(func.count()).select_from(Passkey)) == 0


@pytest.mark.parametrize("origin", ["http://evil.example", "https://localhost", "http://localhost.evil.example"])
def test_another_sites_page_is_refused(visit, learner, origin):
    device = with_passkey(visit, learner)
    device.origin = origin
    assert enters(visit, device) == (422, REFUSED)


def test_another_sites_passkey_is_refused(visit, learner):
    device = with_passkey(visit, learner)
    assert give(visit, ENTER, device.signs(asked(visit, ASK) | {"rpId": "evil.example"})) == (422, REFUSED)


def test_a_device_that_did_not_look_at_its_owner_is_refused(visit, learner):
    device = with_passkey(visit, learner)
    device.flags = PRESENT
    assert enters(visit, device) == (422, REFUSED)
    browser = signed_in(visit, learner)
    another = Device()
    another.flags = PRESENT
    assert give(browser, ADD, another.makes(asked(browser, NEW))) == (422, NOT_KEPT)


@pytest.mark.parametrize(("first", "then", "status"), [(5, 6, 200), (5, 5, 422), (5, 4, 422), (5, 0, 422), (0, 0, 200)])
def test_a_counter_that_goes_back_is_a_copy(visit, learner, first, then, status):
    device = with_passkey(visit, learner, count=first)
    device.count = then
    assert enters(visit, device)[0] == status


def test_a_passkey_is_one_persons(visit, learner):
    device = with_passkey(visit, learner)
    browser = signed_in(visit, people.person("Kẻ Khác"))
    assert give(browser, ADD, device.makes(asked(browser, NEW))) == (422, NOT_KEPT)


@pytest.mark.parametrize("state", ["disabled_at", "merged_at", "erased_at"])
def test_who_is_gone_stays_out(visit, learner, at, state):
    device = with_passkey(visit, learner)
    setattr(learner, state, at)
    db.session.commit()
    assert enters(visit, device) == (422, REFUSED)


def test_the_second_step_takes_a_passkey_of_the_same_person_only(visit, staff):
    mine, theirs = with_passkey(visit, staff), with_passkey(visit, people.trainer("Đỗ Văn Khải"))
    visit.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    assert give(visit, SECOND_ENTER, theirs.signs(asked(visit, SECOND_ASK))) == (422, REFUSED)
    assert give(visit, SECOND_ENTER, mine.signs(asked(visit, SECOND_ASK))) == (200, "/today")
    assert is_in(visit)
    assert ways() == ["second"]


def test_who_has_no_factor_makes_a_passkey_in_the_second_step(visit):
    people.with_password(people.trainer(phone=PHONE))
    visit.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    device = Device()
    assert give(visit, SECOND_ENTER, device.makes(asked(visit, SECOND_ASK))) == (200, "/today")
    assert is_in(visit)
    assert enters(visit.as_(None), device) == (200, "/today")


def test_who_has_a_factor_makes_none_with_the_password_alone(visit, staff):
    visit.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    options = asked(visit, SECOND_ASK)
    assert give(visit, SECOND_ENTER, Device().makes(options | {"rp": {"id": "localhost"}})) == (422, REFUSED)
    assert not is_in(visit)


def test_a_passkey_is_removed_by_its_owner_only(visit, learner):
    device = with_passkey(visit, learner)
    number = db.session.scalars(select(Passkey.public_id)).one()
    stranger = signed_in(visit, people.person("Kẻ Khác"))
    assert stranger.post("accounts.factors.remove", passkey_id=number).status == 404
    browser = signed_in(visit, learner)
    assert browser.post("accounts.factors.remove", passkey_id=number).location == "/me/passkeys"
    assert browser.post("accounts.factors.remove", passkey_id=number).status == 404
    assert enters(visit, device) == (422, REFUSED)


def test_after_ten_minutes_one_shows_again_who_one_is(visit, learner, clock, at):
    with_passkey(visit, learner)
    number = db.session.scalars(select(Passkey.public_id)).one()
    visit.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    clock.move_to(at + timedelta(minutes=11))
    assert visit.post(NEW).response.json == {"next": "/me/confirm"}
    assert visit.post("accounts.factors.begin_app").location == "/me/confirm"
    assert visit.post("accounts.factors.remove", passkey_id=number).location == "/me/confirm"
    assert visit.get("accounts.factors.mine").soup.select_one("main button") is None
    before = visit.client.get_cookie(gate.cookie_name()).value
    wrong = visit.post("accounts.factors.confirmed", {"password": "không phải mật khẩu này"})
    assert (wrong.status, wrong.errors) == (422, ["Mật khẩu hiện tại chưa khớp. Nhập lại"])
    assert visit.post("accounts.factors.confirmed", {"password": PASSWORD}).location == "/me/passkeys"
    assert visit.client.get_cookie(gate.cookie_name()).value != before
    assert visit.post("accounts.factors.begin_app").location == "/me/app"


def test_staff_show_it_with_both_factors(visit, staff, clock, at):
    browser = signed_in(visit, staff)
    clock.move_to(at + timedelta(minutes=11))
    assert browser.post("accounts.factors.confirmed", {"password": PASSWORD}).location == "/sign-in/second"
    code = app_code(at + timedelta(minutes=11))
    assert browser.post("accounts.factors.enter_code", {"code": code}).location == "/me/passkeys"


def test_the_offer_is_made_until_it_is_declined_or_taken(visit, learner):
    title = "Lần sau chỉ cần vân tay"
    browser = signed_in(visit, learner)
    assert title in browser.get("accounts.learner.me")
    assert browser.post("accounts.factors.later").location == "/me"
    assert title not in browser.get("accounts.learner.me")
    assert title in signed_in(visit, learner).get("accounts.learner.me")
    with_passkey(visit, learner)
    assert title not in signed_in(visit, learner).get("accounts.learner.me")


def test_the_devices_say_how_one_signed_in(visit, learner):
    assert enters(visit, with_passkey(visit, learner)) == (200, "/today")
    assert "Đăng nhập bằng khóa truy cập" in visit.get("accounts.learner.me")


def test_the_database_keeps_no_token_and_old_ceremonies_go(visit, learner, at):
    from lms.accounts.actions.sign_ins import forget_old

    asked(visit, ASK)
    cookie = visit.client.get_cookie("lms-passkey-in")
    assert db.session.scalars(select(Ceremony.token)).one() == gate.digest(cookie.value) != cookie.value
    forget_old(at=at + timedelta(minutes=11))
    assert db.session.scalars(select(Ceremony)).all() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.sampled_from(["public-key", "AAAA", "e30"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "clientDataJSON",
                    "authenticatorData",
                    "signature",
                    "attestationObject",
                ]
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(answer=JSON)
def test_whatever_a_browser_says_is_refused_and_not_a_fault(bench, answer):
    with bench.test_request_context():
        for check in (
            lambda: passkeys.check_made(answer, "AAAA"),
            lambda: passkeys.check(answer, "AAAA", key="", count=0),
        ):
            with pytest.raises(passkeys.Refused):
                check()
        assert len(passkeys.credential_of(answer)) <= passkeys.CREDENTIAL_LENGTH


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b'{"id": 3}', b'{"id": "x", "response": null}'])
@pytest.mark.parametrize("endpoint", [ENTER, ADD, SECOND_ENTER])
def test_odd_bodies_are_refused(visit, learner, endpoint, body):
    browser = signed_in(visit, learner)
    for ask in (ASK, NEW):
        asked(browser, ask)
    page = browser.open("POST", browser.address(endpoint, {}), data=body, content_type="application/json")
    assert page.status == 422
