"""Vietnamese text, phone numbers and e-mails, as decision tables."""

import csv
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core import text

COMMUNES = Path(__file__).parents[2] / "content" / "places" / "communes.csv"

#: The alphabet with its tones as printed in a dictionary (CLDR `vi`): a line a letter, a column a tone.
ALPHABET = ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", *"bcdđ", "eèẻẽéẹ", "êềểễếệ", *"fgh", "iìỉĩíị", *"jklmn"] + [
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    *"pqrst",
    "uùủũúụ",
    "ưừửữứự",
    *"vwx",
    "yỳỷỹýỵ",
    "z",
]
PLACE_OF = {char: (row, tone) for row, line in enumerate(ALPHABET) for tone, char in enumerate(line)}


def dictionary_order(name: str) -> tuple:
    """Letters first (after signs and digits), then tones, then case."""
    places = [PLACE_OF.get(char) or (" -'0123456789".index(char) - 20, 0) for char in name.lower()]
    return [p[0] for p in places], [p[1] for p in places], [char.isupper() for char in name]


def communes() -> list[str]:
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        return sorted({row["name_vi"] for row in csv.DictReader(file)})


class TestNormalising:
    def test_decomposed_text_becomes_composed(self):
        apart = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ánh")

        assert text.nfc(apart) == "Nguyễn Thị Ngọc Ánh"

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("Nguyễn Thị Ngọc Ánh", "nguyen thi ngoc anh"),
            (unicodedata.normalize("NFD", "Đặng Văn Đức"), "dang van duc"),
            ("ĐẶNG  văn\tđức ", "dang van duc"),
            ("hoà", "hoa"),
            ("hòa", "hoa"),
            ("H'Hen Niê", "h'hen nie"),
            ("H’Hen Niê", "h'hen nie"),
            ("Bà Rịa – Vũng Tàu", "ba ria - vung tau"),
            ("Y Ñơl Byă", "y nol bya"),
            ("Ƀing", "bing"),
            ("Ðinh", "dinh"),
            ("𝓝𝓰𝓾𝔂ễ𝓷 Ａｎ", "nguyen an"),
            ("Páo\u200b\u00adA\u00a0B", "paoa b"),
            ("Straße", "strasse"),
            ("李小龙", "李小龙"),
            ("", ""),
            (" \n ", ""),
        ],
    )
    def test_search_key(self, typed, key):
        assert text.fold(typed) == key

    @settings(max_examples=300)
    @given(st.text(max_size=60))
    def test_folding_twice_is_folding_once(self, typed):
        assert text.fold(text.fold(typed)) == text.fold(typed)

    @settings(max_examples=200)
    @given(st.text(alphabet="".join(ALPHABET) + " ", max_size=40))
    def test_every_vietnamese_text_folds_to_ascii_in_either_form(self, typed):
        assert text.fold(typed).isascii()
        assert text.fold(unicodedata.normalize("NFD", typed.upper())) == text.fold(typed)


class TestSorting:
    def test_commune_names_stand_in_dictionary_order(self):
        names = communes()

        assert len(names) > 2700
        assert sorted(names, key=text.sort_key_plain) == sorted(names, key=dictionary_order)

    @settings(max_examples=500)
    @given(st.lists(st.text(alphabet="aạâAÂeizZ0129 -'", max_size=6), min_size=2))
    def test_any_texts_stand_in_dictionary_order(self, texts):
        texts = [" ".join(one.split()) for one in texts]

        assert sorted(texts, key=text.sort_key_plain) == sorted(texts, key=dictionary_order)

    @pytest.mark.parametrize(
        "ordered",
        [
            ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "me"],
            ["da", "đa", "ea", "êa"],
            ["Ca Dao", "Cà Mau", "Cam Ranh", "Cần Thơ"],
            ["hoa", "hoà", "hoá", "hòa", "hóa"],
            ["an", "An", "AN", "anh"],
            ["An Phú", "An-Phú", "An'Phú", "An1", "Ana"],
            ["Quận 1", "Quận 2", "Quận A"],
            ["Zơ Râm", "Яна", "李"],
            ["Bo", "Ƀo", "Bô"],
            ["Po", "Pò", "Pọ", "Pŏ", "Pǒ", "Pö", "Pô"],
        ],
    )
    def test_plain_order(self, ordered):
        assert sorted(reversed(ordered), key=text.sort_key_plain) == ordered

    @pytest.mark.parametrize(
        "ordered",
        [
            ["Trần Văn An", "Nguyễn Thị Anh", "Bùi Ánh", "Ân", "Lê Bình"],
            ["Bùi Thị Hoa", "Vũ Hoa", "Bùi Hòa", "Bùi Thị Hòa", "Vũ Thị Hòa", "Bùi Hóa"],
            ["Nguyên An", "Nguyễn An", "Nguyên Bá An"],
            ["đinh An", "Đinh an", "Đinh An"],
            ["", "A", "Giàng A Páo", "Giàng Thị Páo", "Sùng A Páo"],
        ],
    )
    def test_class_list_order(self, ordered):
        assert sorted(reversed(ordered), key=text.sort_key) == ordered

    def test_both_unicode_forms_have_one_key(self):
        for name in communes():
            apart = unicodedata.normalize("NFD", name)
            assert text.sort_key(apart) == text.sort_key(name)
            assert text.sort_key_plain(apart) == text.sort_key_plain(name)

    @settings(max_examples=200)
    @given(st.text(max_size=40))
    def test_keys_hold_only_what_every_collation_orders_alike(self, typed):
        assert re.fullmatch("[0-9a-z]*", text.sort_key(typed) + text.sort_key_plain(typed))

    @pytest.mark.parametrize(
        ("full", "given_part", "initials"),
        [
            ("Nguyễn Văn An", "An", "N. V. A."),
            ("Giàng A Páo", "Páo", "G. A. P."),
            ("H'Hen Niê", "Niê", "H. N."),
            ("đặng ánh", "ánh", "Đ. Á."),
            ("(Zoom) An 2", "2", "Z. A."),
            ("", "", ""),
        ],
    )
    def test_parts_of_a_name(self, full, given_part, initials):
        assert text.given_name(full) == given_part
        assert text.initials(unicodedata.normalize("NFD", full)) == initials


class TestPhone:
    @pytest.mark.parametrize(
        "typed",
        [
            "0912345678", "0912 345 678", "0912.345.678", "(091) 234-5678", " +84 912 345 678 ",
            "84912345678", "+84 (0)912 345 678", "0084912345678", "840912345678", "912345678",
            "０９１２３４５６７８", "0912\u00a0345\u200b678", "0912–345–678",
        ],
    )  # fmt: skip
    def test_ways_to_write_one_number(self, typed):
        assert text.parse_phone(typed) == "+84912345678"

    @pytest.mark.parametrize(
        "prefix", ["032", "039", "052", "055", "056", "059", "070", "076", "081", "089", "090", "099"]
    )
    def test_prefixes_in_use(self, prefix):
        assert text.parse_phone(prefix + "1234567") == "+84" + prefix[1:] + "1234567"

    def test_a_lost_zero_before_84_is_not_the_country(self):
        assert text.parse_phone("841234567") == "+84841234567"

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ("", text.NotAPhone),
            ("Páo", text.NotAPhone),
            ("0912 345 67x", text.NotAPhone),
            ("+", text.NotAPhone),
            ("1" * 100_000, text.NotAPhone),
            ("0912 345 67", text.PhoneTooShort),
            ("+84 912 345 67", text.PhoneTooShort),
            ("84 912 345 67", text.PhoneTooShort),
            ("113", text.PhoneTooShort),
            ("0912 345 6789", text.PhoneTooLong),
            ("0512345678", text.UnknownPrefix),
            ("0312345678", text.UnknownPrefix),
            ("024 3825 1234", text.Landline),
            ("+84 24 3825 1234", text.Landline),
            ("0203 382 5123", text.Landline),
            ("0168 234 5678", text.OldPhone),
            ("+84 168 234 5678", text.OldPhone),
            ("0160 234 5678", text.PhoneTooLong),
            ("+1 415 555 0100", text.ForeignPhone),
            ("0033 1 23 45 67 89", text.ForeignPhone),
        ],
    )
    def test_what_is_refused_and_why(self, typed, error):
        with pytest.raises(text.NotAPhone) as refused:
            text.parse_phone(typed)

        assert type(refused.value) is error

    def test_an_old_number_is_answered_with_the_new_one(self):
        with pytest.raises(text.OldPhone) as refused:
            text.parse_phone("0120 234 5678")

        assert refused.value.values == {"old": "0120", "new": "070", "number": "0702 345 678"}

    def test_every_old_prefix_leads_to_a_number_in_use(self):
        assert all(text.MOBILE.fullmatch(new + "1234567") for new in text.RENUMBERED.values())
        assert len(set(text.RENUMBERED.values())) == len(text.RENUMBERED)

    @pytest.mark.parametrize(
        ("stored", "shown"),
        [("+84912345678", "0912 345 678"), ("+14155550100", "+14155550100"), ("", "")],
    )
    def test_shown(self, stored, shown):
        assert text.national(stored) == shown


class TestEmail:
    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            (" Pao.Giang+lop@GMail.com ", "pao.giang+lop@gmail.com"),
            ("a@b.vn", "a@b.vn"),
            ("a_b-c@mail.lai-chau.gov.vn", "a_b-c@mail.lai-chau.gov.vn"),
            ("a@xn--bcher-kva.xn--p1ai", "a@xn--bcher-kva.xn--p1ai"),
        ],
    )
    def test_good_addresses(self, typed, address):
        assert text.parse_email(typed) == address

    @pytest.mark.parametrize(
        "typed",
        [
            "", "pao", "pao@", "@gmail.com", "pao@gmail", "pao@@gmail.com", "a@b@c.vn", "pao@.com",
            "pao@gmail..com", "pao@-gmail.com", "pao@gmail-.com", "pao@gmail.c", "pao@127.0.0.1",
            ".pao@gmail.com", "pao.@gmail.com", "pa..o@gmail.com", "pa o@gmail.com", '"pao"@gmail.com',
            "pao@gmail.com\nBcc: x@y.vn", "pao\x00@gmail.com", "pao\u200b@gmail.com", "<pao@gmail.com>",
            "pao@gmail.com,x@y.vn", "x" * 65 + "@gmail.com", "pao@" + "x" * 64 + ".com",
            "a@" + "b." * 130 + "vn", "пао@mail.ru", "a@" * 50_000,
        ],
    )  # fmt: skip
    def test_bad_addresses(self, typed):
        with pytest.raises(text.NotAnEmail):
            text.parse_email(typed)

    def test_accents_are_named(self):
        with pytest.raises(text.AccentedEmail):
            text.parse_email("páo@gmail.com")


class TestContact:
    @pytest.mark.parametrize(
        ("typed", "contact"),
        [
            ("0912 345 678", ("phone", "+84912345678")),
            ("Pao@Gmail.com", ("email", "pao@gmail.com")),
        ],
    )
    def test_either_is_told_apart(self, typed, contact):
        assert text.parse_contact(typed) == contact

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ("", text.NotAContact),
            ("Páo", text.NotAContact),
            ("pao12gmail.com", text.NotAContact),
            ("0912", text.PhoneTooShort),
            ("pao@", text.NotAnEmail),
        ],
    )
    def test_the_likelier_error(self, typed, error):
        with pytest.raises(error):
            text.parse_contact(typed)


HOSTILE = {
    "marks in the wrong order": "a" + "\u0301\u0323" * 50_000,
    "letters": "Ậ" * 100_000,
    "spaces": " " * 100_000,
    "words": "đ " * 50_000,
    "long decompositions": "\ufdfa" * 20_000,
    "variation selectors": "a" + "\ufe0f" * 100_000,
    "digits and signs": "0-" * 50_000,
    "dots": "a." * 50_000 + "@",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(kind):
    typed, started = HOSTILE[kind], time.perf_counter()

    for function in (text.nfc, text.fold, text.sort_key, text.sort_key_plain, text.given_name, text.initials):
        assert isinstance(function(typed), str)
    for parse in (text.parse_phone, text.parse_email, text.parse_contact):
        with pytest.raises(text.RuleBroken):
            parse(typed)

    # Quadratic time would be minutes; a tenth of a second each is usual.
    assert time.perf_counter() - started < 8


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+84912345678", "0912 ••• 678"),
        ("may.lo@example.vn", "m•••@example.vn"),
        ("a@b.vn", "a•••@b.vn"),
    ],
)
def test_a_masked_contact_tells_two_people_apart_and_no_more(stored, shown):
    assert text.masked(stored) == shown
