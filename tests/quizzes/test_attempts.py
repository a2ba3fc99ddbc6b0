"""Tries, time and which attempt counts, as decision tables."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules.attempts import accepts_answer, check_start, counting, due_at, overdue, passed, percent_of

AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Try:
    number: int
    score: float | None = None
    state: str = "handed_in"


def moment(minutes):
    return None if minutes is None else AT + minutes * MINUTE


@pytest.mark.parametrize(
    ("begun", "allowed", "left"), [(0, 3, 3), (2, 3, 1), (3, 3, 0), (4, 3, 0), (0, 0, None), (99, 0, None)]
)
def test_tries_left(begun, allowed, left):
    assert rules.tries_left(begun, allowed) == left


@pytest.mark.parametrize(
    ("begun", "allowed", "opens", "closes", "broken"),
    [
        (0, 3, None, None, None),
        (2, 3, None, None, None),
        (3, 3, None, None, rules.NoTriesLeft),
        (99, 0, None, None, None),
        (0, 3, 0, 60, None),
        (0, 3, 1, None, rules.QuizNotYetOpen),
        (0, 3, None, 0, rules.QuizClosed),
        (0, 3, -60, -1, rules.QuizClosed),
        (3, 3, 1, None, rules.QuizNotYetOpen),
    ],
)
def test_who_may_begin(begun, allowed, opens, closes, broken):
    if broken:
        with pytest.raises(broken):
            check_start(begun, allowed, AT, opens_at=moment(opens), closes_at=moment(closes))
    else:
        assert check_start(begun, allowed, AT, opens_at=moment(opens), closes_at=moment(closes)) is None


def test_the_last_try_is_said_kindly():
    assert (
        str(rules.NoTriesLeft(allowed=3)) == "Bạn đã làm đủ 3 lượt của bài kiểm tra này. Kết quả của bạn vẫn được giữ"
    )


@pytest.mark.parametrize(
    ("minutes", "closes", "due"), [(None, None, None), (20, None, 20), (None, 30, 30), (20, 30, 20), (40, 30, 30)]
)
def test_when_time_is_up(minutes, closes, due):
    assert due_at(AT, minutes, moment(closes)) == moment(due)


@pytest.mark.parametrize(
    ("due", "handed_in", "counts", "is_overdue"),
    [
        (None, None, True, False),
        (None, -1, False, False),
        (0, None, True, False),
        (-1, None, True, False),
        (-1.001, None, False, True),
        (-60, None, False, True),
        (10, 0, False, False),
        (10, None, True, False),
    ],
)
def test_an_answer_counts_until_the_grace_is_over(due, handed_in, counts, is_overdue):
    assert accepts_answer(moment(due), AT, moment(handed_in)) is counts
    assert overdue(moment(due), AT) is is_overdue


@pytest.mark.parametrize(
    ("tries", "best", "last", "first"),
    [
        ([], None, None, None),
        ([Try(1, 5.0, "open")], None, None, None),
        ([Try(1, 5.0)], 1, 1, 1),
        ([Try(1, 5.0), Try(2, 9.0), Try(3, 7.0)], 2, 3, 1),
        ([Try(3, 7.0), Try(1, 5.0), Try(2, 9.0)], 2, 3, 1),
        ([Try(1, 5.0), Try(2, 9.0, "open")], 1, 1, 1),
        ([Try(1, 9.0), Try(2, 9.0)], 1, 2, 1),
        ([Try(1), Try(2, 0.5)], 2, 2, 1),
        ([Try(1), Try(2, 0.0)], 1, 2, 1),
    ],
)
def test_which_attempt_counts(tries, best, last, first):
    chosen = [counting(tries, counts) for counts in ("best", "last", "first")]
    assert [item and item.number for item in chosen] == [best, last, first]


@pytest.mark.parametrize(
    ("score", "out_of", "percent", "enough"),
    [
        (7, 10, 70, True),
        (6.99, 10, 69, False),
        (10, 10, 100, True),
        (0, 10, 0, False),
        (0, 0, 0, False),
        (0.7 * 3, 3, 70, True),
        (0.1 + 0.2 + 0.4, 1, 70, True),
        (7 / 3 * 3, 10, 70, True),
    ],
)
def test_passing(score, out_of, percent, enough):
    assert passed(score, out_of, 70) is enough
    assert percent_of(score, out_of) == percent
