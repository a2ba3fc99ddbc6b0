"""Whole tables: which column is what, what a line says, who stands there twice."""

from datetime import date

import pytest

from lms.files.sheets import Sheet
from lms.invitations import headings, reading
from lms.invitations.reading import Opened
from lms.invitations.rules import rows as rules
from lms.invitations.rules.rows import Row
from tests.invitations.test_cells import NAMES

DAY = date(2026, 11, 26)


def columns(*rows):
    return headings.understand([list(row) for row in rows], NAMES).columns


def people(*rows):
    """(line, name, phone, birth year, gender, province, kind of refusal) of each line that says something."""
    rows = [list(row) for row in rows]
    table = headings.understand(rows, NAMES)
    found = reading.lines(Opened(Sheet("", 1, rows, ""), table), table.columns, NAMES, DAY)
    return [
        (row.line, row.name, row.phone, row.birth_year, row.gender, row.province_code,
         row.refused and type(row.refused).__name__)
        for row, _cells in found
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (("STT", "Họ và tên", "SĐT", "Email", "Năm sinh", "Giới tính", "Tỉnh"),
         {"name": 1, "phone": 2, "email": 3, "birth": 4, "gender": 5, "province": 6}),
        (("TT", "Họ đệm", "Tên", "Di động", "Thư điện tử", "NS", "Nam/Nữ", "Nơi ở"),
         {"family": 1, "given": 2, "phone": 3, "email": 4, "birth": 5, "gender": 6, "province": 7}),
        (("HỌ TÊN HỌC VIÊN (*)", "Số Zalo", "Ngày tháng năm sinh", "Tỉnh/Thành phố"),
         {"name": 0, "phone": 1, "birth": 2, "province": 3}),
        (("Họ và tên (có dấu)", "SĐT (Zalo)", "Ngày sinh (dd/mm/yyyy)"), {"name": 0, "phone": 1, "birth": 2}),
        (("Tên", "Điện thoại", "Nam", "Nữ"), {"name": 0, "phone": 1, "male": 2, "female": 3}),
        (("Full name", "Phone number", "Date of birth", "Gender", "Province"),
         {"name": 0, "phone": 1, "birth": 2, "gender": 3, "province": 4}),
        (("Họ và tên", "Họ tên phụ huynh", "SĐT phụ huynh", "SĐT", "Tình trạng", "Nơi sinh"), {"name": 0, "phone": 3}),
        (("Họ tên", "Quê quán", "Nơi ở hiện nay"), {"name": 0, "province": 2}),
        (("ho ten", "dien thoai", "sinh nam", "gt", "dia chi"),
         {"name": 0, "phone": 1, "birth": 2, "gender": 3, "province": 4}),
    ],
)  # fmt: skip
def test_headings(titles, found):
    assert columns(titles, ["x"] * len(titles)) == found


def test_without_headings_the_contents_tell():
    assert columns(
        ["1", "Giàng A Páo", "0912345678", "pao@gmail.com", "2004", "Nam", "Lai Châu"],
        ["2", "Lò Thị Mẩy", "0912345679", "", "03/05/2003", "Nữ", "Hà Giang"],
    ) == {"name": 1, "phone": 2, "email": 3, "birth": 4, "gender": 5, "province": 6}


def test_a_title_stands_above_and_a_sum_below():
    assert people(
        ["DANH SÁCH ĐOÀN VIÊN NĂM 2026", "", ""],
        ["", "", ""],
        ["STT", "Họ và tên", "SĐT"],
        ["1", "Giàng A Páo", "912345678"],
        ["", "", ""],
        ["STT", "Họ và tên", "SĐT"],
        ["2", "Lò Thị Mẩy", ""],
        ["", "Tổng cộng: 2 người", ""],
        ["", "Người lập biểu", ""],
        ["I", "", ""],
    ) == [
        (4, "Giàng A Páo", "+84912345678", None, None, None, None),
        (7, "Lò Thị Mẩy", None, None, None, None, None),
        (8, "", None, None, None, None, "NotAPerson"),
        (9, "", None, None, None, None, "NotAPerson"),
    ]


def test_two_rows_of_headings_with_the_year_under_nam_and_nu():
    assert people(
        ["TT", "Họ và tên", "", "Năm sinh", "", "SĐT"],
        ["", "", "", "Nam", "Nữ", ""],
        ["1", "Nguyễn Văn", "An", "2001", "", "0912345678"],
        ["2", "Trần Thị", "Bé", "", "2003", "0912345679"],
        ["3", "Lò", "Cu", "x", "x", ""],
    ) == [
        (3, "Nguyễn Văn An", "+84912345678", 2001, "male", None, None),
        (4, "Trần Thị Bé", "+84912345679", 2003, "female", None, None),
        (5, "Lò Cu", None, None, None, None, "BothGenders"),
    ]


def test_a_contact_in_the_other_column_is_read_all_the_same():
    rows = [["Họ tên", "SĐT", "Email"], ["Páo A", "pao@gmail.com", ""], ["Mẩy B", "", "0912345678"]]
    table = headings.understand(rows, NAMES)
    found = [row for row, _ in reading.lines(Opened(Sheet("", 1, rows, ""), table), table.columns, NAMES, DAY)]
    assert [(row.phone, row.email) for row in found] == [(None, "pao@gmail.com"), ("+84912345678", None)]


def test_what_could_be_read_stands_beside_the_refusal():
    assert people(["Họ tên", "SĐT", "Năm sinh"], ["Vàng A Chứ", "01681234567", "2001"]) == [
        (2, "Vàng A Chứ", None, 2001, None, None, "OldPhone")
    ]


def row(phone=None, email=None, birth_year=None):
    return Row(2, "Giàng A Páo", phone, email, birth_year)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (row("+84912345678"), row("+84912345678"), True),
        (row("+84912345678", birth_year=2004), row("+84912345678"), True),
        (row("+84912345678", birth_year=2004), row("+84912345678", birth_year=1980), False),
        (row(email="a@b.vn"), row("+84912345678", "a@b.vn"), True),
        (row("+84912345678"), row("+84912345679"), False),
        (row("+84912345678", birth_year=2004), row("+84912345679", birth_year=2004), False),
        (row(birth_year=2004), row("+84912345678", birth_year=2004), True),
        (row(birth_year=2004), row(birth_year=2004), True),
        (row(), row(), False),
    ],
)
def test_who_is_the_same_person(one, other, same):
    assert rules.same(one, other) is same
    assert rules.same(other, one) is same


def test_a_family_shares_a_phone_and_nobody_stands_there_twice():
    found = people(
        ["Họ tên", "SĐT"],
        ["Giàng A Páo", "0912345678"],
        ["Giàng Thị Sua", "0912345678"],
        ["GIANG A PAO", "84912345678"],
    )
    assert [line[-1] for line in found] == [None, None, "SameAsLine"]
