"""Who decides, what a code must be, how long what is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.guardians import links, rules
from lms.guardians.rules import State, Step

AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("paused_why", "is_child", "consented", "ways", "state"),
    [
        ("guardian", True, False, [], State.WAITING),
        ("guardian", True, True, [], State.WITHDRAWN),
        ("guardian", False, True, [], State.WITHDRAWN),
        (None, True, True, ["guardian"], State.AGREED),
        (None, False, True, ["guardian"], State.AGREED),
        (None, False, True, ["settings"], State.OWN),
        (None, False, False, ["sign-up"], State.OWN),
        ("withdrawn", True, True, [], State.DECLINED),
        ("withdrawn", True, False, [], State.DECLINED),
        ("withdrawn", False, True, [], State.OWN),
    ],
)
def test_who_decides(paused_why, is_child, consented, ways, state):
    assert rules.state(paused_why, is_child, consented, ways) == state


@pytest.mark.parametrize(
    ("state", "consented", "has_code", "opened", "step"),
    [
        (State.WAITING, False, False, False, Step.CONSENT),
        (State.AGREED, True, True, False, Step.ENTER),
        (State.AGREED, True, True, True, Step.CHILD),
        (State.WITHDRAWN, True, True, False, Step.ENTER),
        (State.WITHDRAWN, True, True, True, Step.CHILD),
        (State.AGREED, True, False, True, Step.NEW_CODE),
        (State.WITHDRAWN, True, False, False, Step.NEW_CODE),
        (State.DECLINED, True, True, True, Step.CHILD),
        (State.DECLINED, False, False, False, Step.NOTHING),
        (State.OWN, True, True, True, Step.CHILD),
        (State.OWN, True, False, True, Step.NOTHING),
        (State.OWN, False, False, True, Step.NOTHING),
    ],
)
def test_what_the_page_shows(state, consented, has_code, opened, step):
    assert rules.step(state, consented, has_code, opened) == step


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("905172", None),
        ("9051726380", None),
        ("90517", rules.CodeNotDigits),
        ("9051726380123", rules.CodeNotDigits),
        ("٩٠٥١٧٢", rules.CodeNotDigits),
        ("90517a", rules.CodeNotDigits),
        ("", rules.CodeNotDigits),
        ("111111", rules.CodeTooEasy),
        ("121212", rules.CodeTooEasy),
        ("123456", rules.CodeTooEasy),
        ("654321", rules.CodeTooEasy),
        ("789012", rules.CodeTooEasy),
        ("112233", rules.CodeTooEasy),
        ("345678", rules.CodeTooEasy),
        ("0912905173", rules.CodeTooEasy),
        ("905173", rules.CodeTooEasy),
    ],
)
def test_a_code_is_not_guessed_at_once(code, broken):
    def check():
        rules.check_code(code, common={"112233"}, own=["0912905173"])

    if broken is None:
        return check()
    with pytest.raises(broken):
        check()


@pytest.mark.parametrize(("failures", "passed", "minutes"), [(4, 0, None), (5, 0, 60), (5, 59, 1), (9, 30, 30)])
def test_tries_are_counted_by_the_hour(failures, passed, minutes):
    def check():
        rules.check_tries(failures, AT - timedelta(minutes=passed), at=AT)

    if minutes is None:
        return check()
    with pytest.raises(rules.TooManyCodes) as refused:
        check()
    assert refused.value.values == {"minutes": minutes}


@pytest.mark.parametrize(
    ("day", "birth_year", "birth_date", "gone"),
    [
        (date(2027, 11, 25), 2008, date(2008, 11, 26), False),
        (date(2027, 11, 26), 2008, date(2008, 11, 26), True),
        (date(2027, 2, 28), 2008, date(2008, 2, 29), False),
        (date(2027, 3, 1), 2008, date(2008, 2, 29), True),
        (date(2027, 12, 31), 2008, None, False),
        (date(2028, 1, 1), 2008, None, True),
        (date(2028, 1, 1), None, None, False),
    ],
)
def test_a_guardian_is_forgotten_a_year_after_the_18th_birthday(day, birth_year, birth_date, gone):
    assert rules.is_forgotten(day, birth_year, birth_date) is gone


@pytest.mark.parametrize(
    ("state", "consented", "has_code", "shown"),
    [
        (State.WAITING, False, False, True),
        (State.AGREED, True, True, True),
        (State.AGREED, True, False, False),
        (State.WITHDRAWN, True, False, False),
        (State.OWN, False, False, False),
        (State.DECLINED, True, True, False),
    ],
)
def test_a_child_never_holds_a_link_that_sets_the_code(state, consented, has_code, shown):
    assert rules.link_is_for_child(state, consented, has_code) is shown


@given(st.text())
def test_no_text_is_a_token_but_ours(text):
    assert links.read(text) is None or len(text) == 39


def test_a_token_is_of_one_child_and_one_version():
    claim = links.read(links.token_of("key", "a" * 13, 2))
    assert claim.child_id == "a" * 13
    assert [links.is_current("key", claim, version) for version in (1, 2, 3)] == [False, True, False]
    assert not links.is_current("another key", claim, 2)
    assert not links.is_current("key", claim._replace(child_id="b" * 13), 2)
