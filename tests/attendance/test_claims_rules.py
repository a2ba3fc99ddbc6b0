"""When *I was there* can be said and answered, and which name in the room may be meant."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from lms.attendance.rules import claims
from lms.attendance.rules.claims import ClaimState

ENDS = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
#: The end of the thirtieth day after it in Vietnam.
MIDNIGHT = datetime(2026, 12, 26, 17, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Planned(NamedTuple):
    state: str
    ends_at: datetime


class Shown(NamedTuple):
    id: int
    name: str | None
    original_name: str | None = None


@pytest.mark.parametrize(
    ("state", "decision", "at", "stopped"),
    [
        ("held", "absent", ENDS + DAY, None),
        ("held", "partial", ENDS + DAY, None),
        ("held", "excused", ENDS + DAY, None),
        ("held", "open", ENDS + DAY, None),
        ("scheduled", None, ENDS, None),
        ("scheduled", None, ENDS - SECOND, claims.ClaimTooEarly),
        ("scheduled", "absent", ENDS - SECOND, claims.ClaimTooEarly),
        ("held", "absent", MIDNIGHT - SECOND, None),
        ("held", "absent", MIDNIGHT, claims.ClaimTooLate),
        ("held", "present", ENDS + DAY, claims.ThereAlready),
        ("held", "watched_later", ENDS + DAY, claims.ThereAlready),
        ("held", "present", ENDS + 90 * DAY, claims.ThereAlready),
        ("cancelled", None, ENDS + DAY, claims.ClaimOfCancelled),
    ],
)
def test_when_it_can_be_said(state, decision, at, stopped):
    found = claims.standing_in_the_way(Planned(state, ENDS), decision, at)
    assert (type(found) if found else None) is stopped


@pytest.mark.parametrize(
    ("state", "wanted", "answer"),
    [
        ("open", ClaimState.ACCEPTED, True),
        ("open", ClaimState.REFUSED, True),
        ("accepted", ClaimState.ACCEPTED, False),
        ("refused", ClaimState.REFUSED, False),
        ("accepted", ClaimState.REFUSED, claims.AnsweredMeanwhile),
        ("refused", ClaimState.ACCEPTED, claims.AnsweredMeanwhile),
        ("withdrawn", ClaimState.ACCEPTED, claims.ClaimTakenBack),
        ("withdrawn", ClaimState.REFUSED, claims.ClaimTakenBack),
    ],
)
def test_an_answer_is_given_once(state, wanted, answer):
    if isinstance(answer, bool):
        assert claims.check_open(state, wanted) is answer
    else:
        with pytest.raises(answer):
            claims.check_open(state, wanted)


@pytest.mark.parametrize(
    ("name", "note"),
    [("Galaxy A12", "Mạng yếu"), ("Galaxy A12", ""), ("", "Mạng yếu"), ("", "")],
)
def test_name_and_note_are_kept_together_and_come_apart(name, note):
    assert claims.read(claims.said(name, note).line) == (name, note)


def test_lines_and_long_words_fit_into_the_column():
    said = claims.said("a\nb " + "x" * 90, "c\r\nd  e " + "y" * 300)
    assert said.name.startswith("a b x") and said.note.startswith("c d e y")
    assert len(said.line) <= 200 and claims.read(said.line) == said


SEEN = [
    Shown(1, "Galaxy A12"),
    Shown(2, "Mai"),
    Shown(3, "iPhone của Mai"),
    Shown(4, "MAI"),
    Shown(5, "Tổ 3", "Lò Thị Mảy"),
    Shown(6, None),
    Shown(7, "Đoàn Khuê"),
]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("galaxy a12", 1),
        ("Galaxy  A12 📱", 1),
        ("Galaxy A13", None),
        ("iphone cua mai", 3),
        ("Mai", None),  # two are called so
        ("lo thi may", 5),
        ("", None),
    ],
)
def test_just_the_name_that_was_typed(typed, number):
    found = claims.exactly(typed, SEEN)
    assert (found and found.id) == number


@pytest.mark.parametrize(
    ("typed", "first", "among"),
    [
        (("Galaxy A13", "Giàng A Páo"), 1, {1}),
        (("", "Lò Thị Mảy"), 5, {5}),
        (("dt cua Mai", "Nguyễn Thị Mai"), 3, {2, 3, 4}),
        (("doan khue", ""), 7, {7}),
        (("", "Vừ Mí Sính"), None, set()),
    ],
)
def test_the_likeliest_comes_first(typed, first, among):
    found = [one.id for one in claims.candidates(typed, SEEN)]
    assert (found[0] if found else None) == first or first in found[:3]
    assert among <= set(found)
