"""The page of a lesson: what readers see, what of it is heavy, and every lesson of the curriculum."""

import gzip
import re

import pytest

from lms.catalogue import actions
from lms.catalogue.models import Lesson
from lms.core.db import db, mode
from lms.core.revisions import touch
from lms.writing import text
from lms.writing.models import Picture
from tests.factories import catalogue as make
from tests.factories import people

#: Most bytes of a lesson without pictures, packed.
MOST = 12_000
#: What is left of Markdown when it was not understood: marks beside words, table rules, links; at the start of a
#: paragraph, steps, quotes and lists (a cell may begin with a number).
STRAY = re.compile(r"\*\*|(?<!\w)\*\w|(?<!\w)_\w+_(?!\w)|^#{1,6} |\|\s*-{2,}|^\s*\||\]\(|`|\\[*_|]|&\w+;", re.MULTILINE)
STEPS = re.compile(r"^\s*(>|\d+\.\s|[-*] )", re.MULTILINE)
#: Sizes of a picture, as the worker notes them.
NARROW = {"width": 480, "height": 360, "bytes": 20_000, "file": "a" * 13}
WIDE = {"width": 960, "height": 720, "bytes": 63_100, "file": "b" * 13}


def picture(sizes=(NARROW, WIDE)):
    """The public id of a picture that is ready."""
    by = people.trainer()
    made = Picture(name="a.jpg", state="ready", digest="0" * 64, by_id=by.id, at=make.SHIPPED, sizes=list(sizes))
    with mode("write"):
        db.session.add(made)
        db.session.commit()
    return made.public_id


def shown(visit, **values):
    lesson = make.lesson(**values)
    return visit.get("catalogue.public.lesson", slug=lesson.slug)


def test_what_a_lesson_trains_stands_folded_with_its_codes(visit):
    page = shown(visit)

    folded = page.soup.find("summary", string="Bài này rèn năng lực gì").parent
    assert "open" not in folded.attrs and "2.6 Quản lý danh tính số" in " ".join(folded.text.split())


def test_a_lesson_says_what_its_pictures_weigh(visit):
    one, two = picture(), picture(sizes=[{"width": 300, "height": 200, "bytes": 900, "file": "c" * 13}])
    html = text.render(f"![Gói chè](/pictures/{one})\n\n![Ruộng](/pictures/{two})")
    page = shown(visit, body_html=html)

    assert "Bài này có 2 ảnh, 64 kB; chữ thì luôn đủ." in page
    assert [img["alt"] for img in page.soup.select("figure img")] == ["Gói chè", "Ruộng"]
    assert "ảnh," not in shown(visit)


def test_a_video_opens_outside_and_says_what_it_costs(visit):
    poster = picture()
    videos = [
        {
            "url": "https://www.youtube.com/watch?v=1",
            "title": "Chụp gói chè",
            "minutes": 4,
            "megabytes": 25,
            "poster": poster,
        },
        {"url": "https://vnexpress.net/a", "title": "Bản tin", "minutes": None, "megabytes": None, "poster": None},
    ]
    page = shown(visit, videos=videos)
    first, second = page.soup.select(".videos a")

    assert first["href"] == videos[0]["url"] and first["rel"] == ["noopener", "noreferrer"]
    assert "4 phút · khoảng 25 MB · mở youtube.com" in " ".join(first.text.split())
    assert first.img["src"] == f"/pictures/{poster}-480" and (first.img["width"], first.img["height"]) == ("480", "360")
    assert second.img is None and "mở vnexpress.net" in second.text
    assert "Bài này có 1 ảnh, 20 kB" in page
    assert not [tag for tag in page.soup.find_all(src=True) if not tag["src"].startswith("/")]


def test_scripts_in_every_field_stay_words(visit):
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    videos = [{"url": f"https://a.vn/{hostile}", "title": hostile, "minutes": 1, "megabytes": 1, "poster": hostile}]
    words = {"title_vi": hostile[:160], "goals": [hostile], "recap": [hostile], "outline": [[hostile, hostile]]}
    page = shown(
        visit, **words, body_html=text.render(hostile), activity_html=text.render(hostile, "a-"), videos=videos
    )

    assert not page.soup.find_all("img") and not [tag for tag in page.soup.find_all("script") if not tag.get("src")]
    assert page.text.count("alert(1)") > 6


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "đang chờ giảng viên duyệt"),
        ({"reviewed_at": make.SHIPPED}, "Bài soạn có AI hỗ trợ, giảng viên đã duyệt ngày"),
        ({"drafted_with_ai": False, "reviewed_at": make.SHIPPED}, "Giảng viên đã duyệt ngày"),
    ],
)
def test_the_label_says_who_wrote_and_who_signed(visit, values, words):
    assert words in shown(visit, **values)


def test_a_lesson_nobody_drafted_by_machine_or_signed_claims_nothing(visit):
    page = shown(visit, drafted_with_ai=False)
    assert "AI," not in page and "duyệt" not in page


class TestStates:
    @pytest.fixture
    def track(self, app):
        return make.track(modules=2, lessons=3)

    def become(self, state, *lessons):
        with mode("write"):
            for lesson in lessons:
                lesson.state = state
            touch("catalogue")
            db.session.commit()

    def test_a_draft_is_nowhere(self, visit, track):
        first, draft, last = track.modules[0].lessons
        self.become("draft", draft)

        assert visit.get("catalogue.public.lesson", slug=draft.slug).status == 404
        assert visit.as_(people.person()).post("catalogue.learner.read", slug=draft.slug).status == 404
        assert draft.title_vi not in visit.get("catalogue.public.module", slug=track.modules[0].slug)
        page = visit.get("catalogue.public.lesson", slug=first.slug)
        assert "Bài 1 trong 2" in page and f"/lessons/{last.slug}" in [
            a["href"] for a in page.soup.select("nav .rows a")
        ]

    def test_an_archived_lesson_answers_at_its_address_only(self, visit, track):
        first, archived, last = track.modules[0].lessons
        self.become("archived", archived)

        page = visit.get("catalogue.public.lesson", slug=archived.slug)
        assert page.status == 200 and "Bài này không còn trong danh sách bài học" in page
        assert not page.soup.select("nav .rows a") and not page.soup.select("#done")
        reader = visit.as_(people.person())
        assert reader.get("catalogue.public.lesson", slug=archived.slug).status == 200
        assert reader.post("catalogue.learner.read", slug=archived.slug).status == 303
        around = [a["href"] for a in visit.get("catalogue.public.lesson", slug=last.slug).soup.select("nav .rows a")]
        assert f"/lessons/{first.slug}" in around and f"/lessons/{archived.slug}" not in around

    def test_what_has_no_published_lesson_is_in_no_list(self, visit, track):
        empty, full = track.modules
        self.become("draft", *empty.lessons)

        page = visit.get("catalogue.public.module", slug=empty.slug)  # classes may lead here
        assert page.status == 200 and "Bài học của học phần này đang được chuẩn bị" in page
        page = visit.get("catalogue.public.track", slug=track.slug)
        assert empty.title_vi not in page and full.title_vi in page
        assert "1 học phần, 3 bài học" in visit.get("catalogue.public.tracks")
        self.become("archived", *full.lessons)
        assert "Bài học của chuyên đề này đang được chuẩn bị" in visit.get("catalogue.public.track", slug=track.slug)
        assert track.title_vi not in visit.get("catalogue.public.tracks")
        lonely = visit.get("catalogue.public.lesson", slug=full.lessons[0].slug)
        assert lonely.soup.select_one(".crumbs a")["href"] == "/tracks"


@pytest.fixture
def curriculum(app, at):
    """Every lesson that is shipped, as (code, address)."""
    with mode("write"):
        actions.load(at=at)
        db.session.commit()
    return [tuple(row) for row in db.session.execute(db.select(Lesson.code, Lesson.slug).order_by(Lesson.code))]


@pytest.mark.slow
def test_every_lesson_is_whole_clean_and_light(visit, curriculum):
    assert len(curriculum) == 55
    heavy, stray = {}, {}
    for code, slug in curriculum:
        page = visit.get("catalogue.public.lesson", slug=slug)
        assert page.status == 200 and page.soup.select(".prose p") and page.soup.select_one("#try"), code
        heavy[code] = len(gzip.compress(page.html.encode(), 6))
        for part in page.soup.select(".prose, .goals"):
            for code_ in part.select("code"):
                code_.decompose()
            for block in part.find_all(["p", "li", "td", "th", "h2", "blockquote"]):
                words = block.get_text()
                if STRAY.search(words) or block.name == "p" and STEPS.search(words):
                    stray.setdefault(code, []).append(block.get_text()[:80])
    assert stray == {}
    assert {code: size for code, size in heavy.items() if size > MOST} == {}, max(heavy.values())


@pytest.mark.parametrize(
    "left", ["**đậm**", "# Tiêu đề", "| a | b |", "[x](/y)", "1. Một", "- một", "> nói", "_nghiêng_"]
)
def test_what_is_left_of_markdown_would_be_found(left):
    assert STRAY.search(left) or STEPS.search(left)
