"""What a website, a code and a visit are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.partners import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        ("laichau.gov.vn", "https://laichau.gov.vn"),
        ("http://tinhdoan.laichau.gov.vn/gioi-thieu?x=1", "http://tinhdoan.laichau.gov.vn/gioi-thieu?x=1"),
        ("https://trường-nội-trú.vn", "https://trường-nội-trú.vn"),
    ],
)
def test_a_website_is_kept_with_its_scheme(typed, kept):
    assert rules.read_website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["javascript://laichau.vn/%0aalert(1)", "ftp://laichau.vn", "laichau", "https://", "https://a@b.vn", "a b.vn",
     "https://laichau.vn:port", "https://[::1"],
)  # fmt: skip
def test_anything_else_is_refused(typed):
    with pytest.raises(rules.WebsiteUnclear):
        rules.read_website(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("C7K4PD", "c7k4pd"),
        ("c7k4pd", "c7k4pd"),
        ("", None),
        ("c7k4pdc7k4pdx", None),
        ("c7-4pd", None),
        ("đ7k4pd", None),
    ],
)
def test_a_code_is_read_in_capitals_too(typed, code):
    assert rules.read_code(typed) == code


@given(st.text())
def test_whatever_is_typed_as_a_code_is_one_or_none(typed):
    code = rules.read_code(typed)
    assert code is None or (code == rules.read_code(code) and code.isascii() and len(code) <= rules.MOST_CODE)


def test_signs_of_codes_do_not_look_alike():
    assert not set(rules.CODE_SIGNS) & set("aeiouyil10o2z5s8bgqv") - {"y"}
    assert rules.CODE_SIGNS.isascii() and rules.CODE_SIGNS.islower()
    assert len(rules.CODE_SIGNS) ** rules.CODE_LENGTH > 40_000_000


PHONE = "Mozilla/5.0 (Linux; Android 12; {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "purpose", "counts"),
    [
        (PHONE.format("SM-A127F"), "", True),
        (PHONE.format("CUBOT X18"), "", True),
        (PHONE.format("SM-A127F") + " Zalo android/24070512", "", True),
        (PHONE.format("SM-A127F") + " [FB_IAB/FB4A;FBAV/441.0]", "", True),
        (PHONE.format("SM-A127F"), "prefetch;prerender", False),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "", False),
        ("TelegramBot (like TwitterBot)", "", False),
        ("WhatsApp/2.23.20.0", "", False),
        ("Mozilla/5.0 (compatible; ZaloBot; preview)", "", False),
        ("curl/8.5.0", "", False),
        ("python-requests/2.31", "", False),
        ("", "", False),
    ],
)
def test_programs_that_say_so_are_no_visit(agent, purpose, counts):
    assert rules.is_visit(agent, purpose) is counts
