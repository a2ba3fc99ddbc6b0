"""How alike two persons are, and what may be merged and undone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.text import fold
from lms.duplicates import rules
from lms.duplicates.rules import Known, Reason, Use

PHONE, OTHER_PHONE = frozenset({"+84912345678"}), frozenset({"+84987654321"})
EMAIL = frozenset({"may@mail.vn"})


def known(name="Lò Thị Mảy", year=2004, province="12", **more):
    return Known(name, fold(name), year, province_code=province, **more)


@pytest.mark.parametrize(
    ("other", "more", "suspected"),
    [
        (known(), {}, True),  # name, year, province: the same person with a new number, perhaps
        (known(), {"common": True}, False),
        (known("Lò Thị Mây"), {}, False),
        (known("Lò Thị Mây", phones=PHONE), {}, True),
        (known(province="01"), {}, False),
        (known(year=None), {}, False),
        (known(year=None, phones=PHONE), {}, True),
        (known("Mảy Thị Lò", phones=PHONE), {}, True),
        (known("Lò Mảy", phones=PHONE), {}, True),
        (known("Lò Thị Mai", phones=PHONE), {}, True),
        (known("Lò Văn Tủa", phones=PHONE), {}, False),
        (known("Lò Thị Mai", year=2006, phones=PHONE), {}, False),  # siblings on one phone
        (known("Lò Thị Mây", year=2006, phones=PHONE, commune_code="03208"), {}, False),
        (known(phones=OTHER_PHONE, emails=EMAIL), {}, True),
        (known("Giàng A Páo", emails=EMAIL), {}, False),
        (known(phones=PHONE), {"met": True}, False),
        (known(phones=PHONE, emails=EMAIL, commune_code="03208"), {"met": True}, True),
        (known("Lò Mảy", phones=PHONE, gender="male"), {}, False),
        (known("Lò Thị Mây", birth_date=date(2004, 3, 8)), {}, True),
        (known(birth_date=date(2004, 3, 9)), {}, False),
    ],
)
def test_who_is_shown_to_somebody_who_decides(other, more, suspected):
    one = known(phones=PHONE, emails=EMAIL, gender="female", birth_date=date(2004, 3, 8), commune_code="03208")
    reasons = rules.compare(one, other, **more)
    assert (rules.score(reasons) >= rules.SUSPECTED_FROM) == suspected, reasons


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("lo thi may", "may thi lo", True),
        ("lo thi may", "lo may", True),
        ("lo thi may", "lo thi ma", True),
        ("lo thi may", "lo thi mya", True),
        ("lo thi may", "lo thi mat", True),
        ("lo thi may", "lo thi tua", False),
        ("lo thi may", "thi may", False),
        ("an", "em", False),
        ("le an", "le am", False),
        ("nguyen van an", "nguyen thi an", False),
        ("nguyen van nam", "nguyen van nam em", False),
    ],
)
def test_near_names(one, other, near):
    assert rules.near(one, other) is rules.near(other, one) is near


def test_each_reason_is_named_once_and_the_strongest_first():
    found = rules.compare(known(phones=PHONE, gender="male"), known(phones=PHONE, gender="female"), met=True)
    assert list(found) == [
        Reason.MET, Reason.SAME_PHONE, Reason.SAME_NAME, Reason.OTHER_GENDER, Reason.SAME_YEAR, Reason.SAME_PROVINCE
    ]  # fmt: skip
    assert set(rules.POINTS) == set(Reason)


names = st.text(alphabet="abhimnotuy ", min_size=0, max_size=14)
people = st.builds(
    known, names, st.sampled_from([None, 2004, 2006]), st.sampled_from([None, "01", "12"]),
    phones=st.sampled_from([frozenset(), PHONE]), gender=st.sampled_from([None, "male", "female"]),
)  # fmt: skip


@given(people, people, st.booleans())
def test_it_does_not_matter_who_stands_first(one, other, met):
    assert rules.compare(one, other, met=met) == rules.compare(other, one, met=met)
    assert 0 <= rules.score(rules.compare(one, other)) <= 100


@dataclass
class Case:
    """A merge that is asked for."""

    same: bool = False
    both_here: bool = True
    source_has_role: bool = False
    target_has_role: bool = False
    caretaker: bool = False


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        (Case(), None),
        (Case(same=True), rules.SamePerson),
        (Case(both_here=False), rules.GoneMeanwhile),
        (Case(target_has_role=True), rules.CaretakerMerges),
        (Case(source_has_role=True), rules.CaretakerMerges),
        (Case(target_has_role=True, caretaker=True), None),
        (Case(source_has_role=True, caretaker=True), rules.RolesStay),
    ],
)
def test_who_may_be_merged(case, refusal):
    if refusal is None:
        rules.check_may_merge(**vars(case))
    else:
        with pytest.raises(refusal):
            rules.check_may_merge(**vars(case))


@pytest.mark.parametrize(
    ("here", "newest", "role", "caretaker", "refusal"),
    [
        (True, True, False, False, None),
        (False, True, False, False, rules.WentOn),
        (True, False, False, True, rules.LaterMergeFirst),
        (True, True, True, False, rules.CaretakerMerges),
        (True, True, True, True, None),
    ],
)
def test_what_may_be_undone(here, newest, role, caretaker, refusal):
    case = {"target_here": here, "is_newest": newest, "has_role": role, "caretaker": caretaker}
    if refusal is None:
        rules.check_may_undo(**case)
    else:
        with pytest.raises(refusal):
            rules.check_may_undo(**case)


def test_who_is_offered_to_stay():
    early, late = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    assert rules.stays(Use(False, late, 1), Use(False, early, 9)) == 0
    assert rules.stays(Use(False, None, 1), Use(False, None, 9)) == 1
    assert rules.stays(Use(False, late, 9), Use(True, None, 0)) == 1
    assert rules.stays(Use(False, None, 0), Use(False, None, 0)) == 0
