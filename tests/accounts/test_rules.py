"""Rules about signing in, as decision tables."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.accounts import passwords
from lms.accounts.rules import sign_ins as rules
from lms.accounts.rules.sign_ins import check_network, check_password, check_tries, device_of

NOW = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("ba cây nấm hương", None),
        ("xq7-kfm2", None),
        ("😀😃😄😁😆😅😂🤣", None),
        ("", rules.PasswordTooShort),
        ("1234567", rules.PasswordTooShort),
        ("x" * 201, rules.PasswordTooLong),
        ("12345678", rules.PasswordTooCommon),
        ("Mật Khẩu 123", rules.PasswordTooCommon),
        ("ANHYEUEM", rules.PasswordTooCommon),
        ("abababab", rules.PasswordTooCommon),
        ("Lò Thị Mảy", rules.PasswordIsContact),
        ("lothimay", rules.PasswordIsContact),
    ],
)
def test_which_passwords_will_do(password, rule):
    if rule is None:
        assert check_password(password, common=passwords.common(), own={"Lò Thị Mảy", ""}) is None
    else:
        with pytest.raises(rule):
            check_password(password, common=passwords.common(), own={"Lò Thị Mảy", ""})


def test_the_common_passwords_are_kept_as_they_are_compared():
    known = passwords.common()
    assert 1000 < len(known) < 5000
    assert all(rules.guess_key(word) == word and len(word) >= rules.PASSWORD_FROM for word in known)
    assert {"matkhau123", "anhyeuem", "password", "qwertyuiop", "vietnam123"} <= known


@pytest.mark.parametrize(("failed", "since", "minutes"), [(4, 0, None), (5, 0, 60), (5, 30, 30), (6, 59, 1)])
def test_how_long_one_waits(failed, since, minutes):
    first = NOW - timedelta(minutes=since)
    if minutes is None:
        assert check_tries(failed, first, at=NOW) is None
        return
    with pytest.raises(rules.TooManyTries) as refused:
        check_tries(failed, first, at=NOW)
    assert refused.value.values == {"minutes": minutes}


@pytest.mark.parametrize(
    ("contacts", "ago", "slowed"), [(49, 0, False), (50, 0, True), (50, 2.9, True), (50, 3, False), (5000, 3, False)]
)
def test_a_network_waits_a_moment_at_most(contacts, ago, slowed):
    last = NOW - timedelta(seconds=ago)
    if slowed:
        with pytest.raises(rules.SlowDown):
            check_network(contacts, last, at=NOW)
    else:
        assert check_network(contacts, last, at=NOW) is None


@pytest.mark.parametrize(
    ("kind", "year", "tried"), [("phone", None, 4), ("phone", 2004, 4), ("email", None, 1), ("email", 2004, 4)]
)
def test_how_many_are_tried_depends_on_what_was_typed(kind, year, tried):
    assert rules.persons_tried(kind, year) == tried


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-A245F) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
         "Chrome · Android"),
        ("Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android/12",
         "Zalo · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Mobile Safari/604.1",
         "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_as_people_know_it(agent, device):
    assert device_of(agent) == device


def test_staff_stay_signed_in_for_a_shorter_time():
    assert rules.limits(True) == (timedelta(hours=12), timedelta(hours=1))
    assert rules.limits(False) == (timedelta(days=30), timedelta(days=14))
