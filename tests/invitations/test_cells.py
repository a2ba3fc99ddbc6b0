"""What one cell means: a table for each kind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.errors import RuleBroken
from lms.core.text import ForeignPhone, Landline, NotAnEmail, NotAPhone, OldPhone, PhoneTooShort
from lms.invitations.rules import cells
from lms.people.rules import BirthYearUnlikely, NameMissing, NameWithoutLetter
from lms.places import register

DAY = date(2026, 11, 26)
NAMES = {row["name_fold"]: row["province_code"] for row in register.aliases()}
NAMES |= {row["code"]: row["code"] for row in register.provinces()}
PAO = "+84912345678"


def answer(read, *values):
    """What was read, or the kind of refusal."""
    try:
        return read(*values)
    except RuleBroken as broken:
        assert str(broken)
        return type(broken)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("", None), ("-", None), ("không có", None), ("Ko", None), ("N/A", None), ("0", None), ("…", None),
        ("0912345678", PAO), ("912345678", PAO), ("912345678.0", PAO), ("84912345678", PAO), ("+84 912.345.678", PAO),
        ("+84 (0)912 345 678", PAO), ("'0912345678", PAO), ("０９１２３４５６７８", PAO), ("ĐT: 0912 345 678", PAO),
        ("0912345678 (mẹ)", PAO), ("09 12 34 56 78", PAO), ("0912345678;", PAO),
        ("0912345678 / 0987654321", PAO), ("0912345678-0987654321", PAO), ("0912345678 hoặc 0987654321", PAO),
        ("02133 876 543 - 0912345678", PAO), ("0168 123 4567, 0912345678", PAO),
        ("849123456", "+84849123456"),
        ("9.12345678E+08", PAO), ("8,4912345678E+10", PAO), ("9.12E+08", cells.RoundedPhone),
        ("01681234567", OldPhone), ("0212345678", Landline), ("091234567", PhoneTooShort),
        ("+1 415 555 2671", ForeignPhone),
        ("Páo", NotAPhone), ("chưa hỏi được", NotAPhone),
    ],
)  # fmt: skip
def test_phones(cell, meant):
    assert answer(cells.phone, cell) == meant


def test_an_old_number_is_told_its_new_one():
    with pytest.raises(OldPhone) as caught:
        cells.phone("0168 123 4567")
    assert caught.value.values == {"old": "0168", "new": "038", "number": "0381 234 567"}


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("", None), ("không", None), ("Pao@Gmail.com", "pao@gmail.com"), ("a@b.vn; c@d.vn", "a@b.vn"),
        ("Páo <pao@gmail.com>", "pao@gmail.com"), ("mailto:pao@gmail.com", "pao@gmail.com"),
        ("páo@gmail.com", NotAnEmail), ("pao@gmail", NotAnEmail), ("pao", NotAnEmail),
    ],
)  # fmt: skip
def test_emails(cell, meant):
    found = answer(cells.email, cell)
    assert found == meant or isinstance(meant, type) and issubclass(found, meant)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("", None), ("-", None), ("2004", 2004), ("2004.0", 2004), ("03/05/2004", 2004), ("3-5-2004", 2004),
        ("3.5.2004", 2004), ("2004-05-03", 2004), ("2004-05-03 00:00:00", 2004), ("12/5/2004 12:00:00 AM", 2004),
        ("05/23/2004", 2004), ("5/2004", 2004), ("ngày 3 tháng 5 năm 2004", 2004), ("03052004", 2004),
        ("20040503", 2004), ("38110", 2004), ("38110.5", 2004), ("3/5/04", 2004), ("3/5/95", 1995), ("'04", 2004),
        ("04", 2004), ("95", 1995),
        ("18", cells.BirthUnread), ("22", cells.BirthUnread), ("3/5/30", cells.BirthUnread), ("abc", cells.BirthUnread),
        ("31/02/2004", cells.NoSuchDay), ("1875", BirthYearUnlikely), ("2025", BirthYearUnlikely),
        ("1/1/1900", BirthYearUnlikely),
    ],
)  # fmt: skip
def test_birth_years(cell, meant):
    assert answer(cells.birth_year, cell, DAY) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("", None), ("Nam", "male"), ("NỮ", "female"), ("nu", "female"), ("F", "female"),
        ("Khác", "other"), ("-", None), ("1", cells.GenderUnread), ("N", cells.GenderUnread),
    ],
)  # fmt: skip
def test_genders(cell, meant):
    assert answer(cells.gender, cell) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("", None), ("12", "12"), ("1", "01"), ("1.0", "01"), ("Lai Châu", "12"), ("lai chau", "12"),
        ("tỉnh Lai Châu", "12"), ("T. Lai Châu", "12"), ("TP.HCM", "79"), ("Thành phố Hồ Chí Minh", "79"),
        ("Hà Giang", "08"), ("Bà Rịa - Vũng Tàu", "79"), ("Thừa Thiên - Huế", "46"), ("Lai Châu, Việt Nam", "12"),
        ("Xã Phìn Hồ, huyện Nậm Nhùn, Lai Châu", "12"), ("xã X huyện Y tỉnh Sơn La", "14"),
        ("Phú Thọ (cũ: Vĩnh Phúc)", "25"), ("99", cells.ProvinceUnread), ("Lai Châuu", cells.ProvinceUnread),
    ],
)  # fmt: skip
def test_provinces(cell, meant):
    assert answer(cells.province, cell, NAMES) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("  Giàng   A  Páo ", "Giàng A Páo"), ("H'Hen Niê", "H'Hen Niê"), ("", NameMissing), ("-", NameMissing),
        ("=1+1", NameWithoutLetter), ("Nguy?n V?n An", cells.LettersLost), ("An 0912345678", cells.NameWithNumber),
        ("an@gmail.com", cells.NameWithNumber),
    ],
)  # fmt: skip
def test_names(cell, meant):
    assert answer(cells.name, cell) == meant


@given(
    st.from_regex(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}", fullmatch=True),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_every_way_of_writing_a_number_is_one_number(number, sign):
    spaced = f"{number[:4]}{sign}{number[4:7]}{sign}{number[7:]}"
    ways = [
        number,
        number[1:],
        f"{number[1:]}.0",
        f"84{number[1:]}",
        f"+84{number[1:]}",
        spaced,
        f"{spaced} / 0912345678",
    ]
    assert {cells.phone(way) for way in ways} == {"+84" + number[1:]}


@given(st.text(max_size=300))
def test_no_cell_brings_a_rule_down(cell):
    found = [answer(read, cell) for read in (cells.name, cells.phone, cells.email, cells.gender)]
    found += [answer(cells.birth_year, cell, DAY), answer(cells.province, cell, NAMES)]
    assert all(one is None or isinstance(one, str | int) or issubclass(one, RuleBroken) for one in found)
