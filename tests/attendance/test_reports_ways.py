"""Other ways in: paper, people who walked in, and what is said about files that look wrong."""

import io
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import actions, jobs, queries
from lms.attendance.models import Evidence, Participant, Report, Stay
from lms.core.db import db, mode
from lms.files.models import File
from tests.attendance.test_races import together
from tests.factories import attendance, enrolment, people, schedule
from tests.factories.reports import bring, press, take_in, zoom

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lesson(app, clock):
    """(sessions, learners, trainer); the first session is over."""
    trainer = people.trainer("Đặng Thị Hòa")
    series = schedule.series(trainer)
    learners = [people.person(name) for name in ("Lường Thị Bích", "Giàng A Páo", "Hồ Văn Trọng")]
    for learner in learners:
        enrolment.enrol(learner, series)
    sessions = schedule.sessions_of(series)
    clock.move_to(sessions[0].ends_at + 60 * MINUTE)
    return sessions, learners, trainer


@pytest.fixture
def desk(visit, lesson):
    """The trainer's browser."""
    return visit.as_(lesson[2])


def state(session, person):
    db.session.expire_all()
    row = queries.decisions_by_person(session.id, [person.id]).get(person.id)
    return row and row.state


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def paste(desk, session, names):
    answer = desk.post("attendance.trainer.paper", {"names": names}, session_id=session.public_id)
    return desk.follow(answer) if answer.status == 303 else answer


def test_a_paper_list_is_looked_at_and_confirmed_like_a_file(desk, lesson):
    [session, *_rest], (bich, pao, trong), _trainer = lesson
    page = paste(desk, session, "1. Lường Thị Bích\n2. giàng a páo 0912 345 678\n3. Đoàn Khuê\n4. Lường Thị Bích\n")
    figures = [int(row.select("td")[-1].get_text()) for row in page.soup.select("tbody tr")]
    assert (figures, sum(figures[:-1])) == ([2, 0, 1, 1, 0, 4], 4)
    press(desk, page, "/confirm")
    assert [state(session, who) for who in (bich, pao, trong)] == ["present", "present", None]
    assert Counter(db.session.scalars(select(Evidence.kind))) == {"walk_in": 2}
    assert (
        "đã được nhập rồi"
        in paste(
            desk, session, "1. Lường Thị Bích\n2. giàng a páo 0912 345 678\n3. Đoàn Khuê\n4. Lường Thị Bích\n"
        ).errors[0]
    )


@pytest.mark.parametrize("names", ["", "   \n ", "1.\n2.\n"])
def test_an_empty_list_is_refused_and_kept(desk, lesson, names):
    [session, *_rest], _learners, _trainer = lesson
    page = paste(desk, session, names)
    assert (page.status, len(page.errors)) == (422, 1)
    assert count(Report) == 0


def test_what_was_pasted_is_kept_when_it_is_refused(desk, lesson):
    [session, *_rest], _learners, trainer = lesson
    schedule.cancel(session, by=trainer, at=session.starts_at - 60 * MINUTE)
    page = paste(desk, session, "Lường Thị Bích")
    assert (page.status, page.value("names").strip()) == (422, "Lường Thị Bích")


def test_people_who_walked_in_one_by_one(desk, lesson):
    [session, *_rest], (_bich, pao, _trong), _trainer = lesson
    for _time in range(2):
        answer = desk.post(
            "attendance.trainer.walk_in", {"name": "Giàng A Páo", "phone": "0912 345 678"}, session_id=session.public_id
        )
        assert answer.status == 303
        assert "Đã ghi có mặt: Giàng A Páo" in desk.follow(answer)
    answer = desk.post("attendance.trainer.walk_in", {"name": "Páo", "phone": ""}, session_id=session.public_id)
    page = desk.follow(answer)
    assert (page.h1, state(session, pao)) == ("Páo", "present")
    assert page.soup.select_one("button[name=person]")["value"] == pao.public_id
    report = db.session.scalars(select(Report)).one()
    assert (report.rows, count(Stay), count(Evidence)) == (2, 2, 1)
    listed = desk.get("attendance.trainer.reports", session_id=session.public_id)
    assert "Người đến trực tiếp" in listed


@pytest.mark.parametrize(
    ("typed", "kept"), [({"name": "", "phone": "0912 345 678"}, "phone"), ({"name": "Páo", "phone": "12"}, "name")]
)
def test_a_walk_in_that_cannot_be_read_is_kept(desk, lesson, typed, kept):
    [session, *_rest], _learners, _trainer = lesson
    page = desk.post("attendance.trainer.walk_in", typed, session_id=session.public_id)
    assert (page.status, len(page.errors), page.value(kept)) == (422, 1, typed[kept])


def test_before_the_class_nobody_was_there(desk, lesson):
    [_over, session, *_rest], _learners, _trainer = lesson
    page = paste(desk, session, "Lường Thị Bích")
    assert (page.status, page.errors) == (422, ["Buổi học này chưa bắt đầu. Hãy nhập danh sách sau buổi học"])


def test_a_report_of_another_day_and_another_meeting_is_warned_of(desk, lesson, clock):
    [first, second, *_rest], _learners, _trainer = lesson
    clock.move_to(second.ends_at + 60 * MINUTE)
    head = b"Topic,Meeting ID,Start Time,End Time\nX,999 8888 7777,11/26/2026 07:30:00 PM,11/26/2026 09:00:00 PM\n\n"
    data = head + zoom(first, ("Giàng A Páo", 0, 90)).removeprefix(b"\xef\xbb\xbf")
    page = bring(desk, second, data)
    warned = [note.get_text(" ", strip=True) for note in page.soup.select(".note.do")]
    assert len(warned) == 2
    assert "Thứ Năm 26/11, 19:30" in warned[0] and "99988887777" in warned[1]
    page = bring(desk, first, data.replace(b"999 8888 7777", b"812 3456 7890"))
    assert page.soup.select(".note.do") == []


def test_a_file_taken_in_for_another_session_is_warned_of(desk, lesson, clock):
    [first, second, *_rest], _learners, _trainer = lesson
    clock.move_to(second.ends_at + 60 * MINUTE)
    data = b"Name (Original Name),User Email,Total Duration (Minutes),Guest\nLan,,80,Yes\n"
    take_in(desk, first, data)
    page = bring(desk, second, data)
    assert "Tệp này đã được nhập cho buổi 1 của lớp" in page


def test_durations_alone_are_said_to_be_that(desk, lesson):
    [session, *_rest], (_bich, pao, trong), _trainer = lesson
    head = "Name (Original Name),User Email,Total Duration (Minutes),Guest\n"
    data = (head + "Giàng A Páo,,80,Yes\nHồ Văn Trọng,,20,Yes\n").encode()
    page = bring(desk, session, data)
    assert "Tệp này chỉ cho biết bao lâu, không cho biết lúc nào." in page
    press(desk, page, "/confirm")
    assert (state(session, pao), state(session, trong)) == ("present", "absent")
    assert {row.late for row in queries.decisions_by_person(session.id, [pao.id, trong.id]).values()} == {False}


def test_dates_that_can_be_read_in_two_ways_are_asked_for(desk, lesson):
    """5 June and 6 May are as far from a session on 21 May, and the file does not tell."""
    _sessions, (_bich, pao, _trong), trainer = lesson
    session = schedule.session(schedule.series(trainer, count=0), date(2026, 5, 21))
    enrolment.enrol(pao, session.series)
    line = "Giàng A Páo,,05/06/2026 19:30,05/06/2026 21:00,90,Yes"
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
    page = bring(desk, session, f"{head}\n{line}\n".encode())
    shown = [label.get_text(strip=True) for label in page.soup.select(".picks label")]
    assert shown == ["Thứ Sáu, 5 tháng 6", "Thứ Tư, 6 tháng 5"]
    assert not page.soup.select("form[action$='/confirm']")
    report_id = db.session.scalar(select(Report.public_id))
    ids = {"session_id": session.public_id, "report_id": report_id}
    assert desk.post("attendance.trainer.order", **ids).errors == ["Chọn một trong hai ngày"]
    assert desk.post("attendance.trainer.confirm", **ids).status == 303
    assert count(Evidence) == 0
    page = desk.follow(desk.post("attendance.trainer.order", {"order": "mdy"}, **ids))
    assert "Thứ Tư 6/5, 19:30" in page
    press(desk, page, "/confirm")
    assert db.session.scalar(select(Evidence.at)) == datetime(2026, 5, 6, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Tệp này trống"),
        (b"%PDF-1.7 x", "Tệp này không phải"),
        (b"Ho ten,Diem,Lop\nLan,9,12A\n", "“Ho ten”, “Diem”, “Lop”"),
        (b"Name (Original Name),User Email,Total Duration (Minutes),Guest\n", "không có người nào"),
    ],
)
def test_a_file_that_is_no_report_says_what_was_seen(desk, lesson, data, says):
    [session, *_rest], _learners, _trainer = lesson
    page = bring(desk, session, data)
    assert page.status == 422
    [error] = page.errors
    assert says in error
    assert count(Report) == count(File) == 0


def test_no_file_chosen(desk, lesson):
    [session, *_rest], _learners, _trainer = lesson
    page = desk.post("attendance.trainer.upload", session_id=session.public_id)
    assert (page.status, page.errors) == (422, ["Chọn tệp báo cáo"])


def test_two_who_confirm_at_once_have_one_effect(app, desk, lesson):
    [session, *_rest], _learners, trainer = lesson
    bring(desk, session, zoom(session, ("Giàng A Páo", 0, 90), ("iPhone", 0, 90)))
    report_id, session_id, trainer_id = db.session.scalar(select(Report.id)), session.id, trainer.id

    def confirm():
        row = db.session.get(Report, report_id)
        by = db.session.get(type(trainer), trainer_id)
        actions.reports.confirm(db.session.get(type(session), session_id), row, by=by, at=session_ended)

    session_ended = session.ends_at + 60 * MINUTE
    together(app, confirm, confirm, confirm)
    assert (count(Stay), count(Participant), count(Evidence)) == (2, 2, 1)


def test_a_file_nobody_confirmed_goes_after_seven_days(desk, lesson, clock):
    [session, *_rest], _learners, _trainer = lesson
    page = bring(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    clock.shift(7 * 86_400 + 60)
    with mode("write"):
        jobs.forget_drafts()
        db.session.commit()
    assert (db.session.scalar(select(Report.state)), count(File)) == ("dropped", 0)
    assert press(desk, page, "/confirm").status == 303
    assert count(Evidence) == 0


def test_a_preview_whose_file_went_says_so(desk, lesson):
    [session, *_rest], _learners, _trainer = lesson
    page = bring(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    with mode("write"):
        db.session.delete(db.session.scalars(select(File)).one())
        db.session.commit()
    report_id = db.session.scalar(select(Report.public_id))
    gone = desk.get("attendance.trainer.report", session_id=session.public_id, report_id=report_id)
    assert "Tệp này không còn ở đây nữa" in gone
    assert press(desk, page, "/confirm").status == 303
    assert count(Evidence) == 0


def test_a_mark_given_after_the_import_stays(desk, lesson):
    [session, *_rest], (_bich, pao, _trong), trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 10)))
    attendance.marked(session, pao, trainer, "present", "Mất điện, học nhờ máy bạn", at=session.ends_at + 61 * MINUTE)
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 10), ("Giàng A Páo", 20, 25)))
    assert state(session, pao) == "present"


def test_a_bomb_is_refused_in_the_form(desk, lesson):
    [session, *_rest], _learners, _trainer = lesson
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * 60 * 1024 * 1024)
    page = bring(desk, session, made.getvalue(), "zoom.xlsx")
    assert (page.status, count(Report)) == (422, 0)
    assert "lớn hơn 50 MB" in page.errors[0]


def test_lines_that_all_cannot_be_read_are_named_one_by_one(desk, lesson):
    [session, *_rest], _learners, _trainer = lesson
    page = bring(desk, session, zoom(session, ("Giàng A Páo", 60, 20), ("", 0, 90)))
    figures = [int(row.select("td")[-1].get_text()) for row in page.soup.select("tbody tr")]
    assert figures == [0, 0, 0, 0, 2, 2]
    assert "Dòng 2" in page and "Dòng 3" in page and "Không có ai để nhập từ tệp này" in page
    assert not page.soup.select("form[action$='/confirm']")
