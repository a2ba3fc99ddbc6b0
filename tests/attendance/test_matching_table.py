"""A table of names as rooms show them: who it really is, and by which step they are recognised."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from lms.attendance.rules import names
from lms.attendance.rules.matching import Learner, Roster, Seen

HERE = Path(__file__).parent
#: What trainers have confirmed in this class before: shown name → id. Some of it should not have been.
CONFIRMED = {
    "Bống": 1, "Nguyễn Thị Lan": 1, "Shop Hoa Xinh": 36, "Mr. T": 27, "0912345678": 40, "0912 345 678": 40,
    "iPhone": 1, "Zoom User": 2, "Mẹ": 5, "Hoa": 36,
}  # fmt: skip


def rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def the_class():
    learners = [
        Learner(int(row["id"]), row["name"], row["mark"], tuple(row["email"].split()), row["registrant"] or None)
        for row in rows("class.csv")
    ]
    return Roster(learners, {names.key(name): person_id for name, person_id in CONFIRMED.items()})


TABLE = rows("names.csv")
ROSTER = the_class()


def seen(row):
    return Seen(*(row[column] or None for column in ("shown", "original", "email", "registrant")))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['shown']}: {row['about']}")
def test_step(row):
    match = ROSTER.match(seen(row))
    expected = (None, None) if row["step"] == "-" else (int(row["who"]), row["step"])
    assert (match.person_id, match.step) == expected
    if row["step"] == "-" and row["who"] != "-":
        assert int(row["who"]) in [one.person_id for one in match.suggestions]


def test_nobody_is_matched_with_somebody_else(record_property):
    found = [(row, ROSTER.match(seen(row))) for row in TABLE]
    wrong = [row["shown"] for row, match in found if match.person_id not in (None, int(row["who"].replace("-", "0")))]
    of_class = [match for row, match in found if row["who"] != "-"]
    share = 100 * sum(match.person_id is not None for match in of_class) // len(of_class)
    steps = Counter(str(match.step) for match in of_class if match.step)
    print(f"\n{len(TABLE)} shown names, {len(of_class)} of learners: {share}% matched by themselves, {dict(steps)}")
    record_property("matched_percent", share)
    assert wrong == []
    assert len(TABLE) >= 80


def test_composed_or_not_is_the_same():
    for row in TABLE:
        apart = Seen(*(text and unicodedata.normalize("NFD", text) for text in seen(row)))
        assert ROSTER.match(apart) == ROSTER.match(seen(row)), row["shown"]
