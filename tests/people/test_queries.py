"""Finding people: without tones, page by page, and only those one may see."""

import pytest

from lms.people import actions, queries
from tests.factories import people


@pytest.fixture
def village(app):
    """Five people of two provinces, in class-list order."""
    return [
        people.person("Nguyễn Văn An", province_code="12", phone="+84912345001"),
        people.person("Đặng Thu Hà", province_code="14", phone="+84912345002", email="ha@gmail.com"),
        people.person("Lò Thị Mảy", province_code="12", phone="+84912345003"),
        people.person("Đặng Văn Páo", province_code="12", phone="+84387654321"),
        people.person("Giàng A Páo", province_code="12", phone="+84387654321"),
    ]


def names(viewer, words="", **values):
    return [person.name for person in queries.search(viewer, words, **values).people if not person.roles_now]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Nguyễn Văn An", "Đặng Thu Hà", "Lò Thị Mảy", "Đặng Văn Páo", "Giàng A Páo"]),
        ("dang", ["Đặng Thu Hà", "Đặng Văn Páo"]),
        ("ĐẶNG", ["Đặng Thu Hà", "Đặng Văn Páo"]),
        ("pao dang", ["Đặng Văn Páo"]),
        ("0912 345 003", ["Lò Thị Mảy"]),
        ("0912 345", ["Nguyễn Văn An", "Đặng Thu Hà", "Lò Thị Mảy"]),
        ("+84387654321", ["Đặng Văn Páo", "Giàng A Páo"]),
        ("ha@gmail.com", ["Đặng Thu Hà"]),
        ("HA@g", ["Đặng Thu Hà"]),
        ("%", []),
        ("_", []),
        ("nobody", []),
        ("\x00", ["Nguyễn Văn An", "Đặng Thu Hà", "Lò Thị Mảy", "Đặng Văn Páo", "Giàng A Páo"]),
    ],
)
def test_people_are_found_by_name_and_contact(village, words, found):
    caretaker = people.caretaker("Trần Quản Trị", phone=None)
    assert [name for name in names(caretaker, words) if name != "Trần Quản Trị"] == found


def test_pages_follow_each_other_without_a_gap(village):
    caretaker = people.caretaker("Trần Quản Trị", phone=None)
    seen, after = [], None
    for _page in range(3):
        page = queries.search(caretaker, after=after, most=2)
        seen, after = seen + [person.name for person in page.people], page.after
    assert after is None
    assert seen == ["Nguyễn Văn An", "Đặng Thu Hà", "Lò Thị Mảy", "Đặng Văn Páo", "Giàng A Páo", "Trần Quản Trị"]
    assert queries.search(caretaker, after="unknown", most=1).people == [village[0]]


def test_lists_are_cut_to_the_scope(village):
    assert names(people.coordinator("14", "Điều Phối", province_code=None)) == ["Đặng Thu Hà"]
    assert len(names(people.coordinator("", "Toàn Quốc", province_code=None))) >= 5
    assert names(people.trainer("Giảng Viên", province_code=None)) == []
    assert names(people.person("Học Viên", province_code=None)) == []


def test_a_page_goes_on_from_nobody_out_of_scope(village):
    """Or the address of somebody elsewhere would tell where their name stands."""
    people.person("Vừ Mí Sính", phone=None, province_code="14")
    local, elsewhere = people.coordinator("14", "Điều Phối", province_code=None), village[-1]
    assert elsewhere.province_code != "14"
    assert queries.search(local, after=elsewhere.public_id).people == queries.search(local).people


def test_by_role(village):
    caretaker, trainer = people.caretaker(), people.trainer("Nguyễn Văn Tùng")
    assert queries.search(caretaker, role="trainer").people == [trainer]
    assert [(role.name, person.name) for role, person in queries.roles()] == [
        ("caretaker", caretaker.name), ("trainer", "Nguyễn Văn Tùng")
    ]  # fmt: skip


def test_the_erased_are_nowhere(village, at):
    caretaker = people.caretaker("Trần Quản Trị")
    actions.close(village[0], by=None, at=at)
    assert "Nguyễn Văn An" not in names(caretaker)
    assert queries.by_contact("phone", "+84912345001") == []


@pytest.mark.parametrize(
    ("roles", "province", "covered"),
    [
        ([], "12", False),
        ([("trainer", "")], "12", False),
        ([("coordinator", "12")], "12", True),
        ([("coordinator", "12")], "14", False),
        ([("coordinator", "12")], None, False),
        ([("coordinator", "12"), ("coordinator", "14")], "14", True),
        ([("coordinator", "")], "14", True),
        ([("coordinator", "")], None, True),
    ],
)
def test_whom_a_coordinator_covers(app, roles, province, covered):
    assert queries.covers(people.person(roles=tuple(roles)), province) is covered


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a", ["Nguyễn Văn A Lử"]),
        ("nguy van", ["Nguyễn Văn A Lử"]),
        ("uyen", []),
        ("hen", ["H'Hen Niê"]),
        ("h’hen", ["H'Hen Niê"]),
        ("84 912.345", ["Nguyễn Văn A Lử"]),
        ("+84 (0)912 345", ["Nguyễn Văn A Lử"]),
        ("912345", ["Nguyễn Văn A Lử"]),
        ("hen.nie", ["H'Hen Niê"]),
        ("A" * 400, []),
    ],
)
def test_a_word_a_phone_and_an_address_are_found_by_how_they_begin(app, words, found):
    people.person("Nguyễn Văn A Lử", phone="+84912345001")
    people.person("H'Hen Niê", phone="+84387654321", email="hen.nie@example.com")
    caretaker = people.caretaker("Trần Quản Trị", phone=None)
    assert [name for name in names(caretaker, words) if name != "Trần Quản Trị"] == found


def test_a_new_name_is_found_and_the_old_one_is_not(village, at):
    caretaker = people.caretaker("Trần Quản Trị", phone=None)
    actions.rename(village[0], "Hồ Thị Út", by=None, at=at)
    assert (names(caretaker, "ut ho"), names(caretaker, "an")) == (["Hồ Thị Út"], [])


def test_a_province_narrows_and_never_widens(village):
    assert names(people.caretaker(), province="14") == ["Đặng Thu Hà"]
    assert names(people.coordinator("12", "Điều Phối"), province="14") == []
