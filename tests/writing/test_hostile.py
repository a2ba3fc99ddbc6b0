"""What somebody may send instead of a picture, or write instead of a text."""

import time

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from lms.core.markdown import LIMIT_KB
from lms.writing import shrinking
from lms.writing.rules import MOST_BYTES, PictureRefused, check_upload
from tests.factories import people
from tests.writing import files
from tests.writing.files import pictures, work

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
PARTS = (">", "[", "![", "- ", "* ", "1. ", "(", "<", "|", "`", "[](", "![](")
TEXTS = [
    *(part * (LIMIT_KB * 1024 // len(part)) for part in PARTS),
    "".join(f"{' ' * level * 2}- a\n" for level in range(250)), "![a]" * 9000, "[a]: /b\n" * 8000,
]  # fmt: skip
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>"


@pytest.fixture
def staff(visit):
    return visit.as_(people.trainer())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Chọn ảnh"),
        (SVG, "Không dùng được hình vẽ SVG"),
        (b"\n\n  " + SVG, "Không dùng được hình vẽ SVG"),
        (HEIC, "ảnh HEIC"),
        (b"%PDF-1.7 x", "không phải ảnh"),
        (b"GIF89a...", "không phải ảnh"),
        (b"PK\x03\x04 a zip", "không phải ảnh"),
        (b"<html><script>alert(1)</script>", "không phải ảnh"),
        (b"BM....", "không phải ảnh"),
    ],
)
def test_what_is_no_picture_is_refused_at_once_with_a_sentence(staff, data, sentence):
    page = staff.post("writing.staff.take", files.upload(data, "anh.jpg"))

    assert page.status == 422 and any(sentence in error for error in page.errors)
    assert pictures() == [] and files.on_the_shelf() == []


def test_a_file_too_heavy_is_refused_with_a_sentence_and_a_heavier_one_unread(staff):
    pages = {}
    for extra in (1, 100_000):
        body = files.form_of(b"\xff\xd8\xff" + b"\0" * (MOST_BYTES - 3 + extra))
        pages[extra] = staff.open("POST", "/pictures", data=body, content_type="multipart/form-data; boundary=x")

    assert [page.status for page in pages.values()] == [422, 413]
    assert any("lớn hơn 12 MB" in error for error in pages[1].errors)
    assert pictures() == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (files.bomb(), "PictureTooLarge"),
        (files.bomb(6325, 6325), "PictureTooLarge"),  # 40,000,000 and a few
        (files.bomb(2000, 2000), "PictureBroken"),  # says more than it holds
        (files.jpeg()[:2000], "PictureBroken"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "PictureBroken"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "PictureBroken"),
        (b"RIFF\0\0\0\0WEBP" + b"\0" * 64, "PictureBroken"),
    ],
)
def test_what_only_looks_like_a_picture_is_refused_by_the_worker(staff, data, why):
    staff.post("writing.staff.take", files.upload(data, "anh.png"))
    work()

    assert (pictures()[0].state, pictures()[0].why) == ("refused", why)
    assert files.on_the_shelf() == []
    page = staff.get("writing.staff.pictures")
    assert page.soup.select_one(".shelf .err").text.strip()


@pytest.mark.parametrize("data", [files.with_page_inside(), files.with_archive_behind()])
def test_what_is_two_things_at_once_becomes_a_picture_only(staff, visit, data):
    staff.post("writing.staff.take", files.upload(data))
    work()

    for endpoint in ("picture", "narrow"):
        page = visit.get(f"writing.public.{endpoint}", picture_id=pictures()[0].public_id)
        served = page.response.get_data()
        assert page.headers["Content-Type"] == "image/webp" and served[8:12] == b"WEBP"
        assert not [word for word in (b"script", b"PK\x03\x04", b"SECRET", b"<html") if word in served]
        assert len(served) == int.from_bytes(served[4:8], "little") + 8  # nothing behind its end


def test_a_very_tall_picture_stays_small(app):
    made = shrinking.shrink(files.saved(Image.new("RGB", (100, 60_000)), "PNG"))

    assert [(small.width, small.height) for small in made] == [(6, 3600)]


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a\0b.jpg", "\u202egpj.exe", "x" * 5000 + ".jpg", "<script>.jpg", "."]
)
def test_a_hostile_name_is_only_a_name(staff, name):
    page = staff.follow(staff.post("writing.staff.take", files.upload(files.jpeg(), name)))

    assert page.status == 200 and not page.soup.find("script", src=None)
    kept = pictures()[0].name
    assert len(kept) <= 160 and not set("/\0<>\u202e") & set(kept)


def test_a_script_in_the_description_stays_words(staff):
    page = staff.follow(staff.post("writing.staff.take", files.upload(files.jpeg(), shows=SCRIPT)))

    assert not page.soup.find_all("img", src="x") and SCRIPT.replace("[", "(") in page.soup.select_one("code").text


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:8].strip())
def test_deep_text_is_shown_quickly_or_refused_with_a_sentence(staff, text):
    began = time.process_time()
    page = staff.post("writing.staff.preview", {"text": text})

    assert page.status == 200 and (page.soup.select_one(".prose") or page.soup.select_one(".err"))
    assert time.process_time() - began < 10  # far above what it takes: a machine may be busy, a trap takes minutes


@pytest.mark.parametrize("signs", [LIMIT_KB * 1024 + 1, 1_000_000])
def test_a_text_of_a_million_signs_is_refused_with_a_sentence(staff, signs):
    page = staff.post("writing.staff.preview", {"text": "a" * signs})

    assert "dài quá" in page.soup.select_one(".err").text and not page.soup.select_one(".prose").text.strip()


def test_a_script_in_a_text_stays_words(staff):
    page = staff.post(
        "writing.staff.preview",
        {"text": f"{SCRIPT}\n\n![{SCRIPT}](/pictures/aaaaaaaaaaaaa)\n\n[a](javascript:alert(1))"},
    )

    assert {tag.name for tag in BeautifulSoup(page.html, "html5lib").body.find_all(True)} <= {
        "p",
        "div",
        "svg",
        "use",
        "span",
    }
    assert "alert(1)" in page.text


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", files.jpeg(2, 2)])
def test_the_first_look_lets_pictures_pass(data):
    assert check_upload(data) is None


def test_the_first_look_refuses_by_rules_that_speak():
    with pytest.raises(PictureRefused) as refused:
        check_upload(b"\0" * 100)
    assert str(refused.value)
