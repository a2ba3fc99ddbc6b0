"""Names: a pasted paper list, "Display (Original)", and the words for people from outside."""

import pytest

from lms.attendance.reading import NobodyInIt, names, read_names
from lms.files.sheets import TooManyRows


@pytest.mark.parametrize(
    ("line", "name", "email", "phone"),
    [
        ("Vừ Thị Chở", "Vừ Thị Chở", None, None),
        ("  12.  Vừ Thị   Chở ", "Vừ Thị Chở", None, None),
        ("3) Vừ Thị Chở", "Vừ Thị Chở", None, None),
        ("7\tVừ Thị Chở\t0912 345 678", "Vừ Thị Chở", None, "+84912345678"),
        ("Vừ Thị Chở - 0912.345.678", "Vừ Thị Chở", None, "+84912345678"),
        ("Vừ Thị Chở 84912345678", "Vừ Thị Chở", None, "+84912345678"),
        ("Vừ Thị Chở; Cho.Vu@thu.vn", "Vừ Thị Chở", "cho.vu@thu.vn", None),
        ("Vừ Thị Chở <cho@thu.vn>", "Vừ Thị Chở", "cho@thu.vn", None),
        ("1, Vừ Thị Chở, 10A2, 0912345678, cho@thu.vn", "Vừ Thị Chở", "cho@thu.vn", "+84912345678"),
        ("10A2 | Vừ Thị Chở", "Vừ Thị Chở", None, None),
        ("Vừ Thị Chở #A7K2", "Vừ Thị Chở #A7K2", None, None),
        ("Chở", "Chở", None, None),
        ("Vu\u031b\u0300 Thị Chở", "Vừ Thị Chở", None, None),
        ("cho@thu.vn", None, "cho@thu.vn", None),
        ("Ksor H'Bông", "Ksor H'Bông", None, None),
        ("Vừ Thị Chở, 0162", "Vừ Thị Chở", None, None),
    ],
)
def test_a_line_of_a_paper_list(line, name, email, phone):
    found = read_names(line)
    assert [(one.name, one.email, one.participant_id) for one in found.lines] == [(name, email, phone)]
    assert [(one.joined, one.left, one.seconds, one.role, one.attended) for one in found.lines] == [
        (None, None, None, "attendee", True)
    ]
    assert (found.platform, found.form, found.refused, found.window) == ("paper", "paper", [], None)


def test_every_line_of_a_paper_list_counts_once():
    lines = ["STT\tHọ và tên\tSĐT\r", "1\tVừ Thị Chở\r", "\r", "---", "2\tPhùng Mẩy", "2\tPhùng Mẩy", "x" * 3_000]
    found = read_names("\n".join(lines))
    assert [(one.line, one.name) for one in found.lines] == [(2, "Vừ Thị Chở"), (5, "Phùng Mẩy"), (6, "Phùng Mẩy")]
    assert [(one.line, one.why) for one in found.refused] == [(4, "no_name"), (7, "long")]


def test_a_paper_list_has_an_end():
    assert len(read_names("Chở\n" * 5_000).lines) == 5_000
    with pytest.raises(TooManyRows):
        read_names("Chở\n" * 5_001)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\0\0", "STT, Họ và tên"])
def test_an_empty_paper_list_says_so(text):
    with pytest.raises(NobodyInIt):
        read_names(text)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Y Thoa Niê (Unverified)", "Y Thoa Niê"),
        ("Y Thoa Niê (Khách)", "Y Thoa Niê"),
        ("Y Thoa Niê (External)", "Y Thoa Niê"),
        ("Y Thoa Niê (Buôn Đôn)", "Y Thoa Niê (Buôn Đôn)"),
    ],
)
def test_teams_says_who_is_from_outside(shown, name):
    assert names.inside(shown) == name


@pytest.mark.parametrize(
    ("cell", "yes"),
    [("", False), ("No", False), ("Không", False), ("아니요", False), ("Yes", True), ("Có", True), ("예", True)],
)
def test_yes_and_no(cell, yes):
    assert names.says_yes(cell) is yes
