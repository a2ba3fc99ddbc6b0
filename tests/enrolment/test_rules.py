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


@pytest.mark.parametrize(
    ("state", "left", "last_starts", "last_ends", "opens", "offered"),
    [
        ("published", 3, HOUR, 2 * HOUR, None, "seat"),
        ("published", 3, -HOUR, HOUR, None, "seat"),
        ("published", 0, HOUR, 2 * HOUR, None, "line"),
        ("published", 0, 0 * HOUR, HOUR, None, "full"),
        ("published", 0, -HOUR, HOUR, None, "full"),
        ("published", 3, HOUR, 2 * HOUR, HOUR / 2, "soon"),
        ("published", 0, HOUR, 2 * HOUR, HOUR / 2, "soon"),
        ("published", 3, -2 * HOUR, -HOUR, None, "closed"),
        ("published", 3, None, None, None, "closed"),
        ("finished", 3, HOUR, 2 * HOUR, None, "closed"),
    ],
)
def test_what_a_class_has_for_a_newcomer(state, left, last_starts, last_ends, opens, offered):
    starts, ends, opens_at = (None if gap is None else AT + gap for gap in (last_starts, last_ends, opens))
    assert rules.offer(state, left, starts, ends, AT, opens_at=opens_at) == offered


@pytest.mark.parametrize(
    ("state", "last_starts", "running", "moves"),
    [
        ("published", HOUR, False, True),
        ("published", HOUR / 3600, False, True),
        ("published", HOUR, True, False),
        ("published", 0 * HOUR, True, False),
        ("published", 0 * HOUR, False, False),
        ("published", -HOUR, False, False),
        ("published", None, False, False),
        ("finished", HOUR, False, False),
        ("archived", HOUR, False, False),
    ],
)
def test_when_a_free_seat_goes_to_the_next_in_line(state, last_starts, running, moves):
    last_starts_at = None if last_starts is None else AT + last_starts
    assert rules.line_moves(state, last_starts_at, running, AT) is moves


@pytest.mark.parametrize(
    ("state", "came", "enrolled", "may"),
    [
        ("seated", AT, AT, True),
        ("seated", AT, AT + HOUR, False),
        ("seated", AT, None, False),
        ("declined", AT, AT, False),
        ("waiting", None, None, False),
        ("waiting", None, AT, False),
    ],
)
def test_only_the_seat_that_came_is_given_back(state, came, enrolled, may):
    assert rules.may_decline(state, came, enrolled) is may


@pytest.mark.parametrize(
    ("seats", "taken", "line", "left"),
    [(100, 0, False, 100), (100, 99, False, 1), (100, 100, False, 0), (90, 100, False, 0), (100, 98, True, 0)],
)
def test_seats_left(seats, taken, line, left):
    assert rules.seats_left(seats, taken, line=line) == left


def test_the_sentence_of_a_full_class_names_its_seats():
    assert str(rules.SeatsGone(seats=300)).startswith("Lớp đã đủ 300 chỗ")
