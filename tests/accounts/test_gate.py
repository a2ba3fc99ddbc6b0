"""Cookies mean nothing once their row has ended (engineering facts A2, traps 5 to 7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.app import create_app
from lms.core.clock import now
from lms.core.db import db
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.visitor import Visitor

PHONE = "+84912345678"


def signed_in(visit, **person):
    """A browser that came in through the page, staff with the code of their app."""
    made = people.with_app(people.with_password(people.person(phone=PHONE, **person)))
    page = visit.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    if page.location == "/sign-in/second":
        visit.post("accounts.factors.enter_code", {"code": people.app_code(now())})
    return made


def copy_of(visit):
    """Another browser with the same cookie."""
    other = visit.as_(None)
    other.client.set_cookie(gate.cookie_name(), visit.client.get_cookie(gate.cookie_name()).value)
    return other


def is_in(visit):
    return visit.get("accounts.learner.me").status == 200


def test_a_copied_cookie_dies_at_sign_out(visit):
    signed_in(visit)
    copy = copy_of(visit)
    assert is_in(copy)
    page = visit.post("accounts.public.sign_out")
    assert (page.status, page.location) == (303, "/sign-in")
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert visit.client.get_cookie(gate.cookie_name()) is None
    assert not is_in(copy)


def test_a_cookie_from_before_signing_in_is_worth_nothing_after(visit):
    planted = "v" * 43
    visit.client.set_cookie(gate.cookie_name(), planted)
    signed_in(visit)
    assert visit.client.get_cookie(gate.cookie_name()).value != planted
    stranger = visit.as_(None)
    stranger.client.set_cookie(gate.cookie_name(), planted)
    assert is_in(visit) and not is_in(stranger)


def test_a_copied_cookie_dies_with_the_password(visit):
    signed_in(visit)
    copy = copy_of(visit)
    other = visit.as_(None)
    other.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    typed = {"present": PASSWORD, "password": "mật khẩu hoàn toàn mới"}
    assert other.post("accounts.learner.change_password", typed).status == 303
    assert is_in(other) and not is_in(copy) and not is_in(visit)


def test_signing_out_twice_is_harmless(visit):
    assert visit.post("accounts.public.sign_out").status == 303
    assert visit.follow(visit.post("accounts.public.sign_out")).h1 == "Đăng nhập"


@pytest.mark.parametrize(
    ("roles", "visits", "still"),
    [
        ((), [timedelta(days=13)], True),
        ((), [timedelta(days=15)], False),
        ((), [timedelta(days=13), timedelta(days=26)], True),
        ((), [timedelta(days=13), timedelta(days=26), timedelta(days=30, minutes=1)], False),
        ((("trainer", ""),), [timedelta(minutes=59)], True),
        ((("trainer", ""),), [timedelta(minutes=61)], False),
        ((("coordinator", "12"),), [timedelta(minutes=50 * n) for n in range(1, 15)], True),
        ((("coordinator", "12"),), [timedelta(minutes=50 * n) for n in range(1, 16)], False),
    ],
)
def test_the_time_limits_are_the_rows(visit, clock, at, roles, visits, still):
    signed_in(visit, roles=roles)
    copy = copy_of(visit)
    for moment in visits[:-1]:
        clock.move_to(at + moment)
        assert is_in(visit)
    clock.move_to(at + visits[-1])
    assert is_in(copy) == still


def test_last_seen_moves_every_few_minutes_only(visit, clock, at):
    signed_in(visit)
    for minutes, seen in [(3, 0), (6, 6), (8, 6)]:
        clock.move_to(at + timedelta(minutes=minutes))
        is_in(visit)
        assert db.session.scalars(select(SignIn.seen_at)).one() == at + timedelta(minutes=seen)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é", "' OR 1=1 --"])
def test_a_made_up_cookie_opens_nothing(visit, token):
    signed_in(visit.as_(None))
    visit.client.set_cookie(gate.cookie_name(), token)
    assert not is_in(visit)


def test_the_database_holds_no_token(visit):
    signed_in(visit)
    cookie = visit.client.get_cookie(gate.cookie_name())
    kept = db.session.scalars(select(SignIn.token)).one()
    assert kept == gate.digest(cookie.value) != cookie.value
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")


@pytest.mark.parametrize("state", ["disabled_at", "erased_at"])
def test_the_disabled_and_the_erased_are_out_at_once(visit, at, state):
    person = signed_in(visit)
    setattr(person, state, at)
    assert not is_in(visit)


def test_an_odd_host_is_refused(bench, app, tmp_path):
    strict = create_app(
        {
            "INSTANCE": str(tmp_path),
            "DATABASE_URL": bench.config["DATABASE_URL"],
            "ENV": "production",
            "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
            "HOSTS": "cunghoc.vn",
            "BASE_URL": "https://cunghoc.vn",
            "LOG_LEVEL": "ERROR",
        }
    )
    visit = Visitor(strict)
    assert visit.open("GET", "/sign-in", headers={"Host": "evil.example"}).status == 400
    assert visit.open("GET", "/healthz", headers={"Host": "cunghoc.vn"}).status == 200
    with strict.app_context():
        assert gate.cookie_name() == "__Host-lms"
        db.engine.dispose()
