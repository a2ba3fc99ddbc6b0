"""Lessons as trainers leave them: one with a picture and a video, one begun, one new, three signed."""

import io
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from lms.catalogue.actions import drafts, making, publishing
from lms.catalogue.actions.notes import keep_note
from lms.catalogue.models import Lesson, Module
from lms.catalogue.queries.texts import words_of
from lms.catalogue.rules.editing import Names, Seen
from lms.core import jobs
from lms.core.db import db
from lms.demo.crowd import Cast
from lms.writing import actions as pictures
from lms.writing import shrinking
from lms.writing.models import Picture
from lms.writing.rules import markdown

DAY = timedelta(days=1)
#: The lesson with a picture and a video, in which the picture stands before these words.
FRAMING, BEFORE = "T3.2.1", "**Ánh sáng.**"
SHOWS = "Khung hình dọc có đường lưới: sản phẩm ở giữa, mép dưới và mép phải để trống cho nút bấm"
VIDEO = {
    "url": "https://example.com/khung-hinh", "title": "Quay lại một cảnh: ba lỗi và cách sửa", "minutes": 4,
    "megabytes": 18, "poster": None,
}  # fmt: skip
SIGNED = ("T3.1.1", "T3.1.2", "T1.1.1")
#: The lesson that is being rewritten, and what is added to it.
BEGUN, ADDED = "T3.5.1", "**Trước giờ G mười phút**: ai giữ mạng, ai giữ kho, ai đọc bình luận thì nói to một lần."
NEW = Names("Bán mật ong khi mùa hoa đã hết", "Selling honey when the flowers are gone")
NOTE = "Cửa bếp sáng hơn cửa chính. Chiều 4 giờ quay là đẹp, nhớ tắt quạt."


def plant(cast: Cast, *, at: datetime) -> None:
    """What two trainers wrote in the last days, and what the learner noted for herself."""
    first, second = cast.trainers
    _publish_with_picture(_lesson(FRAMING), second, at=at - 3 * DAY)
    for code in SIGNED:
        publishing.sign(_lesson(code), _lesson(code).version, by=first, at=at - 2 * DAY)
    begun = _lesson(BEGUN)
    words = words_of(begun)
    words["body"] += f"\n\n{ADDED}"
    drafts.save(begun, words, Seen(0, begun.version), by=second, at=at - DAY)
    module = db.session.scalars(db.select(Module).where(Module.code == "T2.5")).one()
    making.create_lesson(module, NEW, "", by=second, at=at - DAY / 2)
    keep_note(_lesson(FRAMING), "activity", NOTE, 1, by=cast.learner, at=at - DAY)


def _lesson(code: str) -> Lesson:
    return db.session.scalars(db.select(Lesson).where(Lesson.code == code)).one()


def _publish_with_picture(lesson: Lesson, by: Any, *, at: datetime) -> None:
    line = markdown(_picture(by, at=at).public_id, SHOWS)
    words = words_of(lesson) | {"videos": [VIDEO]}
    words["body"] = words["body"].replace(BEFORE, f"{line}\n\n{BEFORE}", 1)
    publishing.write_and_publish(lesson, words, Seen(0, lesson.version), "Thêm hình khung lưới", by=by, at=at)


def _picture(by: Any, *, at: datetime) -> Picture:
    """The drawing on the shelf, and what the worker would have done with it."""
    picture = pictures.take(drawing(), "khung-hinh.png", by=by, at=at)
    pictures.note_made(picture, shrinking.made_of(drawing()), by, at=at)
    for job in db.session.scalars(db.select(jobs.Job).where(jobs.Job.key == f"writing.make:{picture.id}")):
        job.state, job.key, job.ended_at = jobs.JobState.DONE, None, at
    db.session.flush()
    return picture


def drawing() -> bytes:
    """Two phones side by side: the same bag in the light of a window, then beside the frame; PNG."""
    picture = Image.new("RGB", (960, 720), "#e4e8f2")
    pen = ImageDraw.Draw(picture)
    for left, bag in ((130, 0.5), (530, 0.86)):
        _phone(pen, left, bag)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _phone(pen: ImageDraw.ImageDraw, left: int, bag: float) -> None:
    """A screen of 9:16 with its grid, the buttons at its right edge, and a bag so far across it."""
    top, width, height = 80, 300, 533
    pen.rounded_rectangle((left - 16, top - 28, left + width + 16, top + height + 28), 34, fill="#171a2b")
    pen.rectangle((left, top, left + width, top + height), fill="#faf5ea")
    pen.rectangle((left + 18, top + 60, left + 78, top + 170), fill="#f7d488")  # the window
    middle, ground = left + width * bag, top + height * 0.62
    pen.arc((middle - 34, ground - 150, middle + 34, ground - 50), 180, 360, fill="#1c2b63", width=9)
    near, far = middle - 62, min(middle + 62, left + width)
    pen.rectangle((near, ground - 100, far, ground + 20), fill="#a11a2c")
    for stripe in (-72, -38, -4):
        pen.rectangle((near, ground + stripe, far, ground + stripe + 10), fill="#f0ac22")
    for third in (1, 2):
        pen.line((left + width * third / 3, top, left + width * third / 3, top + height), fill="#73758a", width=3)
        pen.line((left, top + height * third / 3, left + width, top + height * third / 3), fill="#73758a", width=3)
    for button in range(4):
        here = top + height * 0.42 + button * 62
        pen.ellipse((left + width - 52, here, left + width - 12, here + 40), fill="#ffffff", outline="#171a2b", width=3)
