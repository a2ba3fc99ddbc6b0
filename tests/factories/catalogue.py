"""A small catalogue for tests, without loading the whole curriculum."""

from datetime import UTC, datetime
from itertools import count

from lms.catalogue.models import Lesson, Module, Track
from lms.core.db import db, mode
from lms.core.markdown import outline, render
from lms.core.revisions import touch

SHIPPED = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
BODY = "Câu đầu.\n\n**Ba câu hỏi**\n\n1. Một\n2. Hai\n"
_numbers = count(1)


def track(modules=2, lessons=2, **values):
    """A track with `modules` modules of `lessons` lessons each, committed; codes and addresses are its own."""
    number = next(_numbers)
    code = f"C{number}"
    with mode("write"):
        row = Track(
            **{
                "code": code,
                "slug": f"chuyen-de-{number}",
                "title_vi": f"Chuyên đề {number}",
                "title_en": f"Track {number}",
                "position": number,
            }
            | values
        )
        db.session.add(row)
        db.session.flush()
        for position in range(1, modules + 1):
            _module(row, position, lessons)
        touch("catalogue")
        db.session.commit()
    return row


def module(lessons=2, **values):
    """One module in a track of its own."""
    made = track(modules=1, lessons=lessons).modules[0]
    with mode("write"):
        for name, value in values.items():
            setattr(made, name, value)
        db.session.commit()
    return made


def lesson(**values):
    """One lesson in a track of its own, with these columns set."""
    made = module(lessons=1).lessons[0]
    with mode("write"):
        for name, value in values.items():
            setattr(made, name, value)
        touch("catalogue")
        db.session.commit()
    return made


def _module(track, position, lessons):
    row = Module(
        track_id=track.id,
        code=f"{track.code}.{position}",
        slug=f"{track.slug}-hoc-phan-{position}",
        title_vi=f"Học phần {track.position}.{position}",
        title_en=f"Module {track.position}.{position}",
        position=position,
        competences=["2.6", "6.1"],
        unesco=["SR"],
    )
    db.session.add(row)
    db.session.flush()
    for number in range(1, lessons + 1):
        db.session.add(_lesson(row, number))


def _lesson(module, number):
    html = render(BODY)
    return Lesson(
        module_id=module.id,
        code=f"{module.code}.{number}",
        slug=f"{module.slug}-bai-{number}",
        title_vi=f"Bài {module.code}.{number}",
        title_en=f"Lesson {module.code}.{number}",
        position=number,
        minutes=20,
        goals=["Kể lại được ba câu hỏi."],
        body=BODY,
        body_html=html,
        activity="Thử ngay hôm nay.",
        activity_html=render("Thử ngay hôm nay.", "a-"),
        recap=["Ba câu hỏi trước khi đăng."],
        outline=outline(html),
        drafted_with_ai=True,
        shipped="",
        changed_at=SHIPPED,
    )
