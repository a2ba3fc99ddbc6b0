"""The poster: everything fits, nothing is lost that has to be read."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core import words
from lms.enrolment import poster
from tests.factories import partners as make
from tests.factories import people, schedule

LONG = "Kỹ năng xây dựng thương hiệu cá nhân, mở gian hàng trực tuyến và livestream bán đặc sản OCOP vùng cao " * 2
WIDTH, HEIGHT = 400.0, 120.0
BEFORE = date(2026, 11, 20)


def test_a_short_title_is_set_large_on_one_line():
    assert poster.fit("Bán hàng", poster.BOLD, 46, 20, WIDTH, HEIGHT) == poster.Text(46, ["Bán hàng"])


def test_a_long_title_is_set_smaller_and_keeps_every_word():
    text = poster.fit(LONG, poster.BOLD, 46, 8, WIDTH, HEIGHT)
    assert 8 < text.size < 46
    assert " ".join(text.lines) == LONG.strip()


def test_what_is_too_long_at_the_smallest_size_ends_with_an_ellipsis():
    text = poster.fit(LONG * 5, poster.PLAIN, 20, 14, WIDTH, 40)
    assert (text.size, len(text.lines), text.lines[-1][-1]) == (14, 2, "…")


def test_signs_without_a_glyph_are_left_out():
    assert poster.fit("Chợ 🛒 Sìn Hồ 市場", poster.PLAIN, 20, 10, WIDTH, HEIGHT).lines == ["Chợ Sìn Hồ"]


def test_every_letter_of_vietnamese_has_a_glyph():
    letters = "ẵộữỵĐđƠơƯư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "ÊÔẮ₫“”–…ƀĬŏ"
    for font in (poster.BOLD, poster.PLAIN):
        assert "".join(poster.fit(letters, font, 10, 10, 9999, 20).lines) == letters


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("ạBiWw -ộ.Đm"), max_size=300), st.floats(60, 400), st.floats(20, 200))
def test_whatever_it_says_it_stays_inside_its_box(text, width, height):
    found = poster.fit(text, poster.BOLD, 40, 8, width, height)
    assert found.height <= max(height, 8 * poster.LEADING)
    for line in found.lines[:-1]:
        assert poster.stringWidth(line, poster.BOLD, found.size) <= width + 0.01


@pytest.fixture
def series(app):
    return schedule.series(people.trainer(), date(2026, 11, 26), 8)


def test_it_says_the_class_the_day_and_the_hours_in_the_language_of_the_reader(series):
    said = poster.words_of(series, "Tỉnh Đoàn Lai Châu", "https://cunghoc.vn/r/c7k4pd", BEFORE)
    assert (said.title, said.days, said.hours) == (series.title, "Thứ Năm hằng tuần", "19:30 – 21:00")
    assert "26/11/2026" in said.more and said.partner == "Tỉnh Đoàn Lai Châu"
    words.speak("en")
    assert poster.words_of(series, "", "", BEFORE).days == "Every Thursday"


def test_it_tells_no_day_that_is_past(series):
    begun = poster.words_of(series, "", "", date(2026, 11, 26))
    assert begun.more == "Học trên điện thoại hay máy tính đều được. Không mất phí, vào học lúc nào cũng được."
    assert poster.words_of(None, "", "", BEFORE).days == ""


def test_a_class_over_midnight_ends_on_the_next_morning(app):
    late = schedule.series(people.trainer(), date(2026, 11, 26), 1, starts=time(23, 15), minutes=90)
    assert poster.words_of(late, "", "", BEFORE).hours == "23:15 – 00:45"


def test_the_same_words_make_the_same_bytes(series):
    said = poster.words_of(series, "Tỉnh Đoàn Lai Châu", "https://cunghoc.vn/r/c7k4pd", BEFORE)
    assert poster.draw(said) == poster.draw(said)
    assert poster.draw(said) != poster.draw(said._replace(address="https://cunghoc.vn/r/c7k4pf"))


def test_a_coordinator_and_the_partner_s_own_people_print_it(visit, series):
    partner = make.partner()
    link, all_classes = make.link(partner, class_slug=series.slug), make.link(partner)
    own = make.speaker(partner, people.person("Chẻo Láo San"))
    for viewer in (people.coordinator("12"), own):
        for one in (link, all_classes):
            sheet = visit.as_(viewer).get("enrolment.partners.print_poster", link_id=one.public_id)
            assert (sheet.status, sheet.response.mimetype) == (200, "application/pdf")
            assert sheet.response.get_data().startswith(b"%PDF-")
        code = visit.as_(viewer).get("enrolment.partners.qr_code", link_id=link.public_id)
        assert (code.status, code.response.mimetype) == (200, "image/svg+xml")
    other = make.speaker(make.partner("Trường nội trú"), people.person("Lý A Sài"))
    for viewer in (other, people.person(), people.trainer()):
        assert visit.as_(viewer).get("enrolment.partners.print_poster", link_id=link.public_id).status == 404
