import pytest

from lms.admin import rules


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
