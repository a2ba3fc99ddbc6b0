"""Text with pictures: what is asked of the database, what is refused before readers see it, and where."""

import pytest

from lms.core.db import db, mode
from lms.core.markdown import TextTooLong
from lms.writing import rules, text
from lms.writing.models import Picture
from tests.catalogue.test_lesson_page import NARROW, WIDE
from tests.factories import people
from tests.statements import statements

MISSING = "aaaaaaaaaaaaa"


@pytest.fixture
def picture(app, at):
    """Makes a picture in a state; its public id."""

    def make(state="ready", sizes=(NARROW, WIDE)):
        made = Picture(name="a.jpg", state=state, digest="0" * 64, by_id=people.trainer().id, at=at, sizes=list(sizes))
        with mode("write"):
            db.session.add(made)
            db.session.commit()
        return made.public_id

    return make


def test_a_text_without_pictures_asks_nothing(app):
    with statements() as seen:
        assert text.render("**a**\n\nb") == '<h2 id="s-a">a</h2>\n<p>b</p>\n'
        assert text.brief("## a\n![x](https://a.vn/b)") == "<h2>a</h2>\n<p>x</p>\n"
        text.check("a", "b")
    assert seen == []


def test_many_pictures_are_asked_for_once(picture):
    source = "\n\n".join(f"![Ảnh](/pictures/{picture()})" for _number in range(4))
    with statements() as seen:
        html = text.render(source)
        known = text.facts(source, source)
        assert [str(text.brief(source, known)).count("<figure>"), html.count("<figure>")] == [4, 4]
        text.check(source, source)
    assert len(seen) == 3


def test_what_is_not_ready_is_left_as_words(picture):
    for state in ("waiting", "refused"):
        assert text.render(f"![Gói chè](/pictures/{picture(state, ())})") == "<p>Gói chè</p>\n"


@pytest.mark.parametrize(
    ("line", "broken", "sentence"),
    [
        ("![](/pictures/{ready})", rules.PictureUndescribed, "Ảnh ở dòng 3 chưa có mô tả"),
        ("![  ](/pictures/{ready})", rules.PictureUndescribed, "Ảnh ở dòng 3 chưa có mô tả"),
        ("![a](/pictures/" + MISSING + ")", rules.PictureUnknown, "Ảnh ở dòng 3 không có ở đây"),
        ("![a](https://a.vn/b.png)", rules.PictureUnknown, "Ảnh ở dòng 3 không có ở đây"),
        ("![a](/files/{ready})", rules.PictureUnknown, "Ảnh ở dòng 3 không có ở đây"),
        ("![a](/pictures/{refused})", rules.PictureUnknown, "Ảnh ở dòng 3 không có ở đây"),
        ("![a](/pictures/{waiting})", rules.PictureNotReady, "Ảnh ở dòng 3 đang được làm nhỏ lại"),
    ],
)
def test_what_readers_may_not_see_is_told_with_its_line(picture, line, broken, sentence):
    names = {state: picture(state, ()) for state in ("ready", "waiting", "refused")}
    source = f"Đầu\n\n{line.format(**names)}\n"

    with pytest.raises(broken) as refused:
        text.check("trước", source)
    assert str(refused.value).startswith(sentence)


def test_described_pictures_of_ours_may_be_shown(picture):
    number = picture()
    text.check(f"![Gói chè](/pictures/{number})", f"chữ ![nút](/pictures/{number}-480) chữ")
    rules.check_pictures(f"![a](/pictures/{MISSING})")  # without states, the words only
    with pytest.raises(TextTooLong):
        text.check("a" * 70_000)


def test_a_short_text_is_kept_in_memory(app):
    assert text.brief("Một **câu** hỏi") is text.brief("Một **câu** hỏi")


@pytest.mark.parametrize("words", ["Gói chè", "a](/x) ![b", "[[", "]" * 50, "\\", "a\nb\n\nc", "x" * 5000, "<b>"])
def test_the_line_of_a_picture_says_nothing_else(words):
    line = rules.markdown(MISSING, words)
    [(number, picture, said)] = rules.mentions(line)

    assert (number, picture) == (1, MISSING) and len(said) <= rules.WORDS_LENGTH
    assert "\n" not in line
