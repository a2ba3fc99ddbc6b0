"""The desk of lessons: everything with where it stands, found by words without their marks."""

import pytest

from lms.core.db import db, mode
from tests.catalogue.test_drafts import save, sheet
from tests.factories import catalogue as make
from tests.factories import people
from tests.statements import statements


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


def listed(trainer, **wish):
    page = trainer.get("catalogue.trainer.lessons", **wish)
    return [row.get_text().strip() for row in page.soup.select(".lessons-rows .h")]


def test_everything_is_listed_with_where_it_stands(trainer, app):
    track = make.track(modules=2, lessons=2)
    one, two, three, _four = [lesson for module in track.modules for lesson in module.lessons]
    save(trainer, one, sheet(trainer, one, body="Chữ mới"))
    with mode("write"):
        two.state, three.state = "draft", "archived"
        db.session.commit()
    page = trainer.get("catalogue.trainer.lessons")
    states = [[tag.get_text() for tag in row.select(".tag")] for row in page.soup.select(".lessons-rows > li")]
    assert states == [
        ["Đã sửa, chưa đăng", "Chưa ai duyệt"],
        ["Bản nháp, chưa đăng"],
        ["Đã cất"],
        ["Đã đăng", "Chưa ai duyệt"],
    ]
    counts = {option["value"]: option.get_text() for option in page.soup.select("#kind option")}
    assert [text.rpartition("(")[2] for text in counts.values()] == ["4)", "1)", "1)", "0)", "2)", "1)"]
    assert listed(trainer, kind="edited") == [one.title_vi] and listed(trainer, kind="draft") == [two.title_vi]
    assert listed(trainer, kind="archived") == [three.title_vi] and listed(trainer, kind="offered") == []


@pytest.mark.parametrize("words", ["cho phien", "CHỢ", "phiên chợ", "market"])
def test_a_lesson_is_found_without_tone_marks(trainer, app, words):
    make.lesson(title_vi="Bán hàng ở chợ phiên", title_en="Selling at the market")
    make.lesson(title_vi="Mật khẩu mạnh", title_en="Strong passwords")
    assert listed(trainer, q=words) == ["Bán hàng ở chợ phiên"]


@pytest.mark.parametrize("wish", [{"q": "%"}, {"q": "x" * 5000}, {"kind": "../"}, {"q": "\x00"}, {"q": "không có"}])
def test_a_strange_wish_finds_nothing_or_all(trainer, app, wish):
    lesson = make.lesson()
    assert listed(trainer, **wish) in ([], [lesson.title_vi])


def test_a_large_desk_asks_no_more(trainer, app):
    def asked():
        with statements() as seen:
            trainer.get("catalogue.trainer.lessons")
        return len(seen)

    make.track(modules=1, lessons=1)
    before = asked()
    make.track(modules=6, lessons=6)
    assert asked() == before <= 5


def test_a_sheet_with_strange_fields_is_no_failure(trainer, app):
    lesson = make.lesson()
    strange = {
        "do": "../", "revision": "²", "version": "-1", "videos-99999999999999999999-url": "x", "videos-x-url": "x",
        "videos-0-minutes": "1e9", **{f"videos-{number}-url": "https://a.example/v" for number in range(2, 40)},
    }  # fmt: skip
    page = save(trainer, lesson, sheet(trainer, lesson, **strange), do="nothing")
    assert page.status in (303, 422)
    assert trainer.open("POST", f"/lessons/{lesson.slug}/write", data={}).status == 422
