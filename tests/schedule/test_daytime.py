"""What the day and its part are called; which sessions meet at another hour."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from lms.schedule.daytime import day_words, unusual


@pytest.mark.parametrize(
    ("starts", "now", "words"),
    [
        ("2026-11-26 19:30", "2026-11-26 00:10", "Tối nay"),
        ("2026-11-26 19:30", "2026-11-25 23:59", "Tối mai"),
        ("2026-11-26 09:00", "2026-11-26 08:00", "Sáng nay"),
        ("2026-11-26 12:00", "2026-11-25 08:00", "Trưa mai"),
        ("2026-11-26 14:00", "2026-11-26 08:00", "Chiều nay"),
        ("2026-11-26 19:30", "2026-11-24 23:59", None),
        ("2026-11-26 19:30", "2026-11-27 00:10", None),
    ],
)
def test_what_the_day_is_called(starts, now, words):
    assert day_words(datetime.fromisoformat(starts), datetime.fromisoformat(now)) == words


@pytest.mark.parametrize(
    ("starts", "numbers"),
    [
        (["11-26 19:30", "12-03 19:30", "12-10 19:30"], set()),
        (["11-26 19:30", "12-04 19:30", "12-10 19:30"], {2}),
        (["11-26 19:30", "12-03 20:00", "12-10 19:30"], {2}),
        (["11-24 19:30", "11-26 19:30", "12-01 19:30", "12-03 19:30"], set()),
        (["11-26 19:30", "12-04 19:30"], set()),
        (["11-26 19:30", "12-03 19:30", "12-10 19:30", "cancelled 12-12 19:30"], set()),
        ([], set()),
    ],
)
def test_what_meets_at_a_time_of_its_own(starts, numbers):
    sessions = [
        SimpleNamespace(
            number=number,
            state="cancelled" if said.startswith("cancelled") else "scheduled",
            starts_at=datetime.fromisoformat(f"2026-{said.split(' ', 1)[1] if 'can' in said else said}+07:00"),
        )
        for number, said in enumerate(starts, 1)
    ]
    assert unusual(sessions) == numbers
