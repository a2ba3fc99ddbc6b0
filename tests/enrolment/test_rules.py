"""Rules of taking a place, as decision tables."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.enrolment import rules

AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "last_ends", "opens", "closes", "broken"),
    [
        ("published", HOUR, None, None, None),
        ("published", HOUR, -HOUR, HOUR, None),
        ("published", HOUR, 0 * HOUR, None, None),
        ("published", HOUR / 3600, None, None, None),
        ("published", 0 * HOUR, None, None, rules.ClassFinished),
        ("published", -HOUR, None, None, rules.ClassFinished),
        ("published", None, None, None, rules.ClassFinished),
        ("published", HOUR, HOUR, None, rules.EnrolmentNotYetOpen),
        ("published", HOUR, None, 0 * HOUR, rules.EnrolmentClosed),
        ("published", HOUR, -HOUR, -HOUR, rules.EnrolmentClosed),
        ("published", -HOUR, HOUR, None, rules.ClassFinished),
        ("finished", HOUR, None, None, rules.ClassFinished),
        ("draft", HOUR, None, None, rules.ClassNotOpen),
        ("archived", HOUR, None, None, rules.ClassNotOpen),
        ("archived", -HOUR, None, None, rules.ClassNotOpen),
    ],
)
def test_who_may_enrol_when(state, last_ends, opens, closes, broken):
    last_ends_at, opens_at, closes_at = (None if gap is None else AT + gap for gap in (last_ends, opens, closes))
    if broken:
        with pytest.raises(broken):
            rules.check_may_enrol(state, last_ends_at, AT, opens_at=opens_at, closes_at=closes_at)
    else:
        assert rules.check_may_enrol(state, last_ends_at, AT, opens_at=opens_at, closes_at=closes_at) is None
    if opens is None and closes is None:
        assert rules.may_enrol(state, last_ends_at, AT) is (broken is None)


@pytest.mark.parametrize(("seats", "taken", "left"), [(100, 0, 100), (100, 99, 1), (100, 100, 0), (90, 100, 0)])
def test_seats_left(seats, taken, left):
    assert rules.seats_left(seats, taken) == left


def test_the_sentence_of_a_full_class_names_its_seats():
    assert str(rules.SeatsGone(seats=300)).startswith("Lớp đã đủ 300 chỗ")
