"""Rules about codes and contacts, as decision tables and for every input."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.rules import codes as rules
from lms.accounts.rules.sign_ins import SlowDown

NOW = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)


@given(st.binary(min_size=32, max_size=32))
def test_what_is_made_is_read_back_however_it_is_shown(seed):
    code = rules.digits(seed)
    assert len(code) == 8 and rules.read_digits(rules.grouped(code)) == code
    for length in (rules.HANDED_LENGTH, rules.RECOVERY_LENGTH):
        made = rules.signs(seed, length)
        assert len(made) == length and not set(made) - set(rules.SIGNS)
        for typed in (made, rules.grouped(made), rules.grouped(made).lower(), f" {made.lower()} "):
            assert rules.read_signs(typed) == made


def test_codes_are_as_random_as_promised():
    """At least 20, 50 and 80 bits."""
    assert 10**rules.DIGITS > 2**20
    assert len(rules.SIGNS) ** rules.HANDED_LENGTH > 2**50
    assert len(rules.SIGNS) ** rules.RECOVERY_LENGTH > 2**80
    assert not set("0O1IL2Z5S8B") & set(rules.SIGNS)


@given(st.text(max_size=400))
def test_anything_typed_is_a_code_or_a_sentence(text):
    for read in (rules.read_digits, rules.read_signs):
        try:
            assert read(text).isascii()
        except (rules.CodeIncomplete, rules.KeyIncomplete) as no:
            assert str(no)


def test_how_codes_are_grouped():
    assert rules.grouped("12345678") == "1234 5678"
    assert rules.grouped("A7K2QWER") == "A7K2-QWER"
    assert rules.grouped("34679ACDEFGH") == "3467-9ACD-EFGH"


@pytest.mark.parametrize(
    ("asked", "minutes_ago", "contacts", "seconds_ago", "answer"),
    [
        (0, None, 0, None, None), (4, 30, 1, 60, None), (5, 0, 1, 0, "60"), (5, 59, 1, 0, "1"), (9, 30, 1, 0, "30"),
        (0, None, 49, 0, None), (0, None, 50, 2, SlowDown), (0, None, 50, 3, None),
    ],
)  # fmt: skip
def test_how_often_one_may_ask(asked, minutes_ago, contacts, seconds_ago, answer):
    first = None if minutes_ago is None else NOW - timedelta(minutes=minutes_ago)
    last = None if seconds_ago is None else NOW - timedelta(seconds=seconds_ago)
    if answer is None:
        assert rules.check_asks(asked, first, contacts, last, at=NOW) is None
    else:
        with pytest.raises(SlowDown if answer is SlowDown else rules.TooManyCodes) as no:
            rules.check_asks(asked, first, contacts, last, at=NOW)
        assert answer is SlowDown or f"{answer} phút" in str(no.value)


def test_how_many_contacts():
    assert rules.check_room(rules.CONTACTS_MOST - 1) is None
    with pytest.raises(rules.TooManyContacts):
        rules.check_room(rules.CONTACTS_MOST)


@pytest.mark.parametrize(
    ("way", "minutes", "fresh"),
    [("code", 0, True), ("code", 9, True), ("code", 10, False), ("password", 0, False), ("sign-up", 0, False)],
)
def test_which_sign_in_stands_in_for_the_present_password(way, minutes, fresh):
    assert rules.is_fresh(way, NOW - timedelta(minutes=minutes), at=NOW) is fresh
