"""Reading and writing GIFT: the cases of `gift/`, and what they cannot show."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from lms.quizzes.formats import gift, gift_writing
from lms.quizzes.formats.items import Item

FOLDER = Path(__file__).parent / "gift"


def _cases():
    for path in sorted(FOLDER.glob("*.gift")):
        for case in path.read_text("utf-8").removeprefix("==== ").split("\n==== "):
            title, _end, body = case.partition("\n")
            source, _end, wanted = body.partition("----\n")
            yield pytest.param(source, wanted.strip().split("\n"), id=f"{path.stem}: {title}")


CASES = list(_cases())


def compact(item, *, line=False):
    """The fields of an item that say something, in the form of the cases."""
    empty = {field.name: field.default for field in fields(Item)}
    found = {
        field.name: getattr(item, field.name)
        for field in fields(Item)
        if getattr(item, field.name) != empty[field.name] and (line or field.name != "line")
    }
    for name, parts in (("choices", ("text", "fraction")), ("numeric", ("value", "tolerance", "fraction"))):
        if name in found:
            found[name] = [[getattr(one, part) for part in (*parts, "feedback")] for one in found[name]]
            found[name] = [one if one[-1] else one[:-1] for one in found[name]]
    return json.loads(json.dumps(found))


def test_there_are_enough_cases():
    assert len(CASES) >= 130


@pytest.mark.parametrize(("source", "wanted"), CASES)
def test_a_case(source, wanted):
    found = gift.read(source)
    items = [json.loads(line) for line in wanted if line.startswith("{")]
    assert [compact(item, line="line" in want) for item, want in zip(found.items, items, strict=True)] == items
    assert [f"! {one.line} {type(one.why).__name__}" for one in found.refused] == [w for w in wanted if w[0] == "!"]
    assert [f"? {one.line} {type(one.what).__name__}" for one in found.warnings] == [w for w in wanted if w[0] == "?"]


@pytest.mark.parametrize(("source", "wanted"), CASES)
def test_a_case_written_again_reads_the_same(source, wanted):
    items = gift.read(source).items
    again = gift.read(gift_writing.write(items))
    assert [compact(item) for item in again.items] == [compact(item) for item in items]
    assert again.refused == []
