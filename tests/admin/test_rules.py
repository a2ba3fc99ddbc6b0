import pytest

from lms.admin import rules


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+84912345678", "0912 ••• 678"),
        ("email", "may.lo@example.vn", "m•••@example.vn"),
        ("email", "a@b.vn", "a•••@b.vn"),
    ],
)
def test_a_masked_contact_tells_two_people_apart_and_no_more(kind, value, shown):
    assert rules.masked(kind, value) == shown


def test_the_address_of_a_calendar_is_not_for_others():
    said = "Lịch:\nhttps://cunghoc.vn/calendar/kqzjhqe5zzjdc234.ics\nhttps://cunghoc.vn/classes/ai-co-ban"
    shown = "Lịch:\nhttps://cunghoc.vn/calendar/•••.ics\nhttps://cunghoc.vn/classes/ai-co-ban"
    assert rules.without_tokens(said) == shown


def test_the_last_caretaker_stays():
    with pytest.raises(rules.LastCaretaker):
        rules.check_stays(0)
    assert rules.check_stays(1) is None


def test_nobody_closes_their_own_account():
    with pytest.raises(rules.NotYourself):
        rules.check_other(7, 7)
    assert rules.check_other(7, 8) is None
