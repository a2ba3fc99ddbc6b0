"""What the day and its part are called."""

from datetime import datetime

import pytest

from lms.schedule.daytime import day_words


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
