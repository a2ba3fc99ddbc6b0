"""Addresses, fingerprints and competences."""

import pytest

from lms.catalogue import rules

WORDS = {
    "title_vi": "Bài", "title_en": "Lesson", "minutes": 20, "goals": ["Một"], "body": "Câu", "activity": "Thử",
    "recap": ["Nhớ"], "videos": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("AI là gì?", "ai-la-gi"),
        ("Đóng gói và vận chuyển từ vùng cao", "dong-goi-va-van-chuyen-tu-vung-cao"),
        ("An toàn: dữ liệu, deepfake và lừa đảo", "an-toan-du-lieu-deepfake-va-lua-dao"),
        ("  – 60 phút –  ", "60-phut"),
        ("???", "bai"),
    ],
)
def test_slug(title, slug):
    assert rules.slug(title) == slug


def test_a_taken_address_gets_a_number():
    assert rules.slug("AI là gì?", {"ai-la-gi", "ai-la-gi-2"}) == "ai-la-gi-3"


def test_a_long_title_is_cut_between_words():
    slug = rules.slug("một hai ba bốn " * 10)
    assert len(slug) <= rules.SLUG_LENGTH and slug.endswith("-ba")
    assert rules.slug("a" * 200) == "a" * rules.SLUG_LENGTH


@pytest.mark.parametrize("name", rules.WORDS)
def test_every_word_is_in_the_fingerprint(name):
    other = WORDS | {name: ["Khác"] if isinstance(WORDS[name], list) else "Khác"}
    assert rules.fingerprint(WORDS) != rules.fingerprint(other)


def test_a_lesson_without_videos_keeps_the_fingerprint_it_had():
    without = {name: value for name, value in WORDS.items() if name != "videos"}
    assert rules.fingerprint(WORDS) == rules.fingerprint(without)


@pytest.mark.parametrize(
    ("parent", "taken", "code"),
    [
        ("", [], "T1"),
        ("", ["T1", "T4", "C9"], "T5"),
        ("T1", ["T1.1", "T1.6", "T11.9", "T1.6.8"], "T1.7"),
        ("T1.1", ["T1.1.2", "T1.1.10"], "T1.1.11"),
    ],
)
def test_codes_go_on_counting(parent, taken, code):
    assert rules.next_code(parent, taken) == code


def test_a_code_fits_its_column():
    with pytest.raises(rules.TooManyCodes):
        rules.next_code("T1", ["T1.99999"])


def test_an_address_of_ours_is_no_address_of_a_lesson():
    assert rules.slug("Write") == "write-2"


@pytest.mark.parametrize(
    ("shipped", "now", "coming", "replaced"),
    [
        ("a", "a", "a", False),  # nothing new
        ("a", "a", "b", True),  # a new text, nobody has edited
        ("a", "x", "b", False),  # edited here: left alone
        ("a", "x", "a", False),
    ],
)
def test_an_edited_lesson_is_left_alone(shipped, now, coming, replaced):
    assert rules.may_replace(shipped, now, coming) is replaced


def test_the_circular_has_24_components_in_6_domains():
    assert len(rules.COMPETENCES) == 24
    assert {code[0] for code in rules.COMPETENCES} == set("123456")
