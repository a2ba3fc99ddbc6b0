"""One line to the class from the desk: on the page of the session, and once by letter."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db
from lms.home.rules import RecapFull, with_line
from lms.notifications.models import Letter
from lms.schedule.models import Session
from tests.factories import attendance, enrolment, people, schedule

HOUR = timedelta(hours=1)
LINE, VIDEO = "Kịch bản có sáu chặng.", "https://youtu.be/abc"


@pytest.fixture
def over(app, clock):
    """(session, who was there, who was not, trainer): an hour after the first of two sessions."""
    trainer = people.trainer("Đặng Thị Hòa")
    series = schedule.series(trainer, count=2)
    here, away = people.person("Giàng A Páo", email="pao@example.org"), people.person("Lò Thị Mẩy", email="may@e.org")
    for learner in (here, away):
        enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    attendance.marked(session, here, trainer, at=session.ends_at)
    attendance.marked(session, away, trainer, "absent", at=session.ends_at)
    clock.move_to(session.ends_at + HOUR)
    return session, here, away, trainer


@pytest.fixture
def desk(visit, over):
    """The trainer's browser."""
    return visit.as_(over[-1])


def send(desk, session, **values):
    """Fill in the form as it is shown, and press the button."""
    page = desk.get("home.trainer.desk", session_id=session.public_id, stage="after")
    form = page.soup.select_one("form[action$=recap]")
    shown = {
        field["name"]: field.get("value", "") for field in form.select("[name]") if field.get("type") != "checkbox"
    }
    return desk.post("home.trainer.recap", data={**shown, **values}, session_id=session.public_id)


def letters():
    jobs.run_due()
    found = select(Letter).where(Letter.template == "attendance/letters/recap").order_by(Letter.to_id)
    return list(db.session.scalars(found))


def stored(session):
    db.session.expire_all()
    return db.session.get_one(Session, session.id)


@pytest.mark.parametrize(
    ("recap", "line", "longer"),
    [
        (None, "", None),
        (None, "Một", "Một"),
        ("Một", "Hai", "Một\nHai"),
        ("Một\r\nHai", "Ba", "Một\nHai\nBa"),
        ("Một\nHai", "Một", "Một\nHai"),
        ("Một", "", "Một"),
        ("a" * 3998, "b", "a" * 3998 + "\nb"),
    ],
)
def test_a_line_stands_after_those_that_are_there(recap, line, longer):
    assert with_line(recap, line) == longer


def test_a_recap_has_an_end():
    with pytest.raises(RecapFull):
        with_line("a" * 3999, "b")


def test_one_line_is_saved_and_read_by_learners(visit, desk, over):
    session, here, _away, _trainer = over
    page = send(desk, session, line=LINE, recording=VIDEO)
    assert (page.status, page.location) == (303, f"/sessions/{session.public_id}/desk?stage=after#recap")
    assert (stored(session).recap, stored(session).recording_url) == (LINE, VIDEO)
    assert LINE in visit.as_(here).get("home.learner.session", session_id=session.public_id)
    assert letters() == []
    assert send(desk, session, line="Lần tới: tập nói trước máy.").status == 303
    assert stored(session).recap == f"{LINE}\nLần tới: tập nói trước máy."


def test_the_same_again_adds_nothing(desk, over):
    session, *_others = over
    form = {"line": LINE, "tell": "y", "stood": ""}
    for _time in range(2):
        assert desk.post("home.trainer.recap", data=form, session_id=session.public_id).status == 303
    assert stored(session).recap == LINE
    assert len(letters()) == 2
    acts = db.session.scalars(select(Entry.action).where(Entry.action == "attendance.recap_told")).all()
    assert acts == ["attendance.recap_told"]


def test_the_class_is_written_to_once(desk, over, clock):
    session, here, away, _trainer = over
    newcomer = people.person("Vàng A Chứ", email="chu@example.org")
    send(desk, session, line=LINE, recording=VIDEO, tell="y")
    enrolment.enrol(newcomer, session.series, at=session.ends_at + 2 * HOUR)
    first, second = letters()
    assert [first.to_id, second.to_id] == [here.id, away.id]
    assert first.subject == "Tóm tắt buổi 1: Chủ đề buổi 1"
    for letter in (first, second):
        assert LINE in letter.text and f"/sessions/{session.public_id}" in letter.text
        assert "Buổi tới: Thứ Năm 3/12, 19:30" in letter.text
    again = "Bạn chưa dự được buổi này? Hãy xem bản ghi lúc thuận tiện:"
    assert again not in first.text and VIDEO not in first.text
    assert again in second.text and VIDEO in second.text and VIDEO in second.html
    clock.move_to(session.ends_at + 3 * HOUR)
    page = desk.get("home.trainer.desk", session_id=session.public_id, stage="after")
    assert "Đã gửi thư cho lớp lúc Thứ Năm 26/11, 22:00" in page
    assert page.soup.select_one("input[name=tell]") is None
    send(desk, session, line="Thêm một câu", tell="y")
    assert len(letters()) == 2


def test_a_text_for_those_without_e_mail(desk, over):
    session, *_others = over
    send(desk, session, line=LINE)
    text = (
        desk.get("home.trainer.desk", session_id=session.public_id, stage="after").soup.select_one("#recap-text").text
    )
    assert text.strip().splitlines() == [
        "Buổi 1: Chủ đề buổi 1",
        LINE,
        f"Tóm tắt, bản ghi và bài kiểm tra: http://localhost/sessions/{session.public_id}",
        "Buổi tới: Thứ Năm 3/12, 19:30",
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"line": "a" * 201}, "Viết nhiều nhất 200 ký tự"),
        ({"recording": "xem tại đây"}, "Chỉ dán đường dẫn, ví dụ https://drive.google.com/…"),
        ({"line": "", "tell": "y"}, "Hãy viết một câu hoặc thêm đường dẫn bản ghi trước khi gửi cho lớp"),
    ],
)
def test_what_is_refused_stays_in_the_form(desk, over, values, sentence):
    session, *_others = over
    page = send(desk, session, **{"line": LINE, **values})
    assert page.status == 422 and page.errors == [sentence]
    assert page.value("line") == values.get("line", LINE)
    assert stored(session).recap is None and letters() == []


def test_nothing_is_written_before_the_class(desk, over, clock):
    session, *_others = over
    clock.move_to(session.starts_at - HOUR)
    page = send(desk, session, line=LINE, tell="y")
    assert page.status == 422 and page.errors == ["Buổi học chưa bắt đầu. Hãy gửi cho lớp sau buổi học"]
    assert stored(session).recap is None and letters() == []


def test_of_a_cancelled_session_nobody_is_told(desk, over):
    session, *_others = over
    session.state = "cancelled"
    assert send(desk, session, line=LINE, tell="y").status == 422
    assert letters() == []


def test_two_trainers_at_once_lose_nothing(desk, over):
    session, *_others = over
    page = desk.get("home.trainer.desk", session_id=session.public_id, stage="after")
    stood = page.value("stood")
    session.recording_url = VIDEO
    db.session.commit()
    answer = desk.post("home.trainer.recap", data={"line": LINE, "stood": stood}, session_id=session.public_id)
    assert answer.status == 303
    assert (stored(session).recap, stored(session).recording_url) == (LINE, VIDEO)
