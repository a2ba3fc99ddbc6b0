"""Out and in again: where `losses` says nothing, a question comes back as it went."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.quizzes import formats
from lms.quizzes.formats import bank
from lms.quizzes.formats.items import Item, Type
from lms.quizzes.rules.bank import key_from_curriculum
from tests.quizzes.questions import ITEMS, item_of

CURRICULUM = Path(__file__).parents[2] / "content" / "curriculum.json"
PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def again(items, named):
    """What is read of what was written, without lines."""
    found = formats.read(formats.write(items, named), format=named)
    assert found.refused == [] and found.warnings == []
    return [replace(item, line=0) for item in found.items]


def kept(items, named):
    """The questions that lose nothing."""
    lost = [item for item, _why in formats.losses(items, named)]
    return [item for item in items if item not in lost]


@pytest.mark.parametrize("kind", list(Type))
@pytest.mark.parametrize("named", ["gift", "moodle-xml"])
def test_every_type_comes_back(kind, named):
    @PATIENT
    @given(st.lists(item_of(kind), min_size=1, max_size=3))
    def come_back(items):
        items = kept([as_gift(item) if named == "gift" else replace(item, difficulty=0) for item in items], named)
        items = items or [Item(Type.ESSAY, "?")]
        assert again(items, named) == items

    come_back()


@PATIENT
@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_moodle_xml_loses_the_difficulty_and_nothing_else(items):
    assert again([replace(item, difficulty=0) for item in items], "moodle-xml") == [
        replace(item, difficulty=0) for item in items
    ]
    assert [item for item, _why in formats.losses(items, "moodle-xml")] == [i for i in items if i.difficulty]


@pytest.mark.parametrize("named", ["csv", "aiken"])
def test_tables_and_aiken_come_back(named):
    @PATIENT
    @given(st.lists(ITEMS, min_size=1, max_size=4))
    def come_back(items):
        bare = [plainly(item) for item in items]
        items = kept(bare, named)
        if items:
            assert again(items, named) == items

    come_back()


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ITEMS, min_size=20, max_size=40))
def test_workbooks_come_back(items):
    items = kept([plainly(item) for item in items], "xlsx") or [Item(Type.ESSAY, "?")]
    assert again(items, "xlsx") == items


def as_gift(item):
    """The question without the fields that GIFT has no place for."""
    if item.type == Type.ORDER:
        item = replace(item, choices=tuple(replace(choice, feedback="") for choice in item.choices))
    general = "" if item.type == Type.DESCRIPTION else item.general_feedback
    return replace(item, difficulty=0, unit="", rubric="", strict=False, general_feedback=general)


def plainly(item):
    """The question with what every format can say, so that not too many are left out."""
    parts = [replace(choice, feedback="", fraction=100 if choice.fraction == 100 else 0) for choice in item.choices]
    if item.type == Type.SHORT:
        parts = [replace(choice, fraction=100) for choice in parts]
    numbers = tuple(replace(number, feedback="", fraction=100) for number in item.numeric[-1:])
    if item.type == Type.MULTI:
        even = bank.shares([part.text for part in parts], [part.fraction > 0 for part in parts], several=True)
        parts = list(even)
    return replace(
        item, choices=tuple(parts), numeric=numbers, text_format="plain", name="", code="", category="", tags=(),
        difficulty=0, general_feedback="",
    )  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    """(question of the bank, the same as an item) for every question of the curriculum."""
    found = []
    for question in json.loads(CURRICULUM.read_text("utf-8"))["questions"]:
        rubric = {"accepted": [], "rubric": (question["answer"] or [""])[0]} if question["type"] == "short" else None
        kind, options, key = key_from_curriculum(question) or ("short", {"strict": False}, rubric)
        about = {"title_en": question["en"], "code": question["id"], "tags": ("x", "y"), "difficulty": 2}
        banked = bank.Question(str(kind), options, key, question["vi"], question["explain"], **about)
        found.append((banked, bank.from_bank(banked, category=question["module"], tags=banked.tags)))
    return found


def test_the_curriculum_goes_into_the_bank_as_it_came(shipped):
    assert len(shipped) == 217
    assert [bank.to_bank(item) for _banked, item in shipped] == [banked for banked, _item in shipped]
    assert formats.losses([item for _banked, item in shipped], "bank") == []


@pytest.mark.parametrize("named", ["moodle-xml", "csv", "xlsx"])
def test_the_curriculum_through_a_file(shipped, named):
    items = [replace(item, difficulty=0) if named == "moodle-xml" else item for _banked, item in shipped]
    assert formats.losses(items, named) == []
    assert again(items, named) == items


def test_the_curriculum_through_gift(shipped):
    items = [replace(item, difficulty=0) for _banked, item in shipped]
    assert again(items, "gift") == [replace(item, unit="", rubric="") for item in items]
    lost = [item for item, _why in formats.losses(items, "gift")]
    assert lost == [item for item in items if item.unit or item.rubric] and len(lost) == 27
