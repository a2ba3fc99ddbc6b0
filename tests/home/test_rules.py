"""Which class the day is about, what the day is called, and where a language button may lead."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from lms.home.rules import Moment, Stage, choose, own_path, stage

START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def session(start=START, state="scheduled"):
    return SimpleNamespace(starts_at=start, ends_at=start + 1.5 * HOUR, state=state)


FIRST, SECOND = session(), session(START + 168 * HOUR)


@pytest.mark.parametrize(
    ("hours", "moment", "which"),
    [
        (-240, Moment.EVE, FIRST),
        (-0.26, Moment.EVE, FIRST),
        (-0.25, Moment.OPEN, FIRST),
        (1.49, Moment.OPEN, FIRST),
        (1.5, Moment.AFTER, FIRST),
        (21.4, Moment.AFTER, FIRST),
        (21.5, Moment.EVE, SECOND),
        (167, Moment.EVE, SECOND),
        (300, Moment.NONE, None),
    ],
)
def test_the_class_of_the_day(hours, moment, which):
    assert choose([FIRST, SECOND], START + hours * HOUR) == (moment, which)


def test_nothing_planned():
    assert choose([], START) == (Moment.NONE, None)


def test_cancelled_ones_are_passed_over():
    assert choose([session(state="cancelled"), SECOND], START) == (Moment.EVE, SECOND)


def test_a_near_class_pushes_the_last_one_aside():
    soon = session(START + 4 * HOUR)
    assert choose([FIRST, soon], START + 1.6 * HOUR) == (Moment.EVE, soon)


def test_the_open_door_wins_over_the_class_before():
    soon = session(START + 1.6 * HOUR)
    assert choose([FIRST, soon], START + 1.55 * HOUR) == (Moment.OPEN, soon)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-1, Stage.BEFORE), (-0.25, Stage.DURING), (1.4, Stage.DURING), (1.5, Stage.AFTER), (99, Stage.AFTER)],
)
def test_the_desk_opens_where_the_class_is(hours, expected):
    assert stage(FIRST, START + hours * HOUR) == expected


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/today", "/today"),
        ("/classes?track=a&after=2", "/classes?track=a&after=2"),
        ("/lớp-học", "/lớp-học"),
        (None, "/"),
        ("", "/"),
        ("today", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("\\/evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/ /evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_only_paths_of_ours(given, path):
    assert own_path(given) == path
