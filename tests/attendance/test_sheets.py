"""The roll to take away: what stands in it, who may have it, and that the record knows."""

import csv
import io

import pytest
from sqlalchemy import select

from lms.attendance.rules.decision import Mark
from lms.audit.models import Entry
from lms.core.db import db
from tests.factories import attendance, enrolment, people, schedule

NAMES = ("Lường Thị Bích", "H'Hen Niê Kđăm", "=Lò Thị Mảy")


@pytest.fixture
def lesson(app):
    """(series, its sessions, learners, trainer); the last session is cancelled."""
    trainer = people.trainer()
    series = schedule.series(trainer, count=3)
    learners = [people.person(name) for name in NAMES]
    for person in learners:
        enrolment.enrol(person, series)
    sessions = schedule.sessions_of(series)
    sessions[2].state = "cancelled"
    db.session.commit()
    return series, sessions, learners, trainer


def cells(page):
    return list(csv.reader(io.StringIO(page.response.get_data().decode("utf-8-sig"))))


def test_one_evening_with_its_reasons(visit, lesson, at):
    _series, sessions, learners, trainer = lesson
    attendance.trace(sessions[0], learners[0], "code", at=sessions[0].starts_at)
    attendance.decided(sessions[0], learners[0], at=at)
    attendance.marked(sessions[0], learners[2], trainer, Mark.LATE, at=sessions[0].starts_at)
    page = visit.as_(trainer).get("attendance.trainer.take_roll", session_id=sessions[0].public_id, kind="csv")
    head, *rows = cells(page)
    assert head == ["STT", "Họ và tên", "Kết quả", "Lý do", "Giảng viên ghi", "Phiên bản quy tắc"]
    assert [row[:3] for row in rows] == [
        ["1", "Lường Thị Bích", "Tự khai"],
        ["2", "H'Hen Niê Kđăm", "Chưa thấy"],
        ["3", "'=Lò Thị Mảy", "Có mặt, muộn"],
    ]
    assert rows[0][3].startswith("Đã nhập mã điểm danh")
    assert rows[2][4:] == ["Có", "2026-1"]
    assert "attachment" in page.headers["Content-Disposition"]
    assert db.session.scalars(select(Entry.subject_id).where(Entry.action == "attendance.roll_taken")).all() == [
        sessions[0].id
    ]


def test_a_whole_class_is_a_line_a_person(visit, lesson, at):
    series, sessions, learners, trainer = lesson
    for session, state in zip(sessions, (Mark.PRESENT, Mark.ABSENT), strict=False):
        attendance.marked(session, learners[0], trainer, state, at=sessions[1].ends_at)
    page = visit.as_(trainer).get("attendance.trainer.take_series", series_id=series.public_id, kind="csv")
    head, *rows = cells(page)
    assert len(head) == 2 + 2 + 2, "a cancelled session has no column"
    assert rows[0] == ["1", "Lường Thị Bích", "Có mặt", "Vắng", "1", "2"]
    assert rows[1] == ["2", "H'Hen Niê Kđăm", "", "", "0", "0"]


def test_a_workbook_opens(visit, lesson):
    from lms.files import sheets

    _series, sessions, _learners, trainer = lesson
    page = visit.as_(trainer).get("attendance.trainer.take_roll", session_id=sessions[0].public_id, kind="xlsx")
    (sheet,) = sheets.read(page.response.get_data())
    assert [row[1] for row in sheet.rows] == ["Họ và tên", *NAMES]


@pytest.mark.parametrize("kind", ["pdf", "html", "CSV"])
def test_only_the_forms_there_are(visit, lesson, kind):
    series, sessions, _learners, trainer = lesson
    visitor = visit.as_(trainer)
    for name, ids in (
        ("take_roll", {"session_id": sessions[0].public_id}),
        ("take_series", {"series_id": series.public_id}),
    ):
        assert visitor.get(f"attendance.trainer.{name}", kind=kind, **ids).status == 404


def test_paper_has_everybody_and_empty_lines(visit, lesson):
    _series, sessions, _learners, trainer = lesson
    page = visit.as_(trainer).get("attendance.trainer.paper_roll", session_id=sessions[0].public_id)
    assert [cell.text for cell in page.soup.select("tbody tr:not(.blank) th")] == list(NAMES)
    assert len(page.soup.select("tbody tr.blank")) == 6


def test_another_trainers_roll_is_missing(visit, lesson):
    series, sessions, _learners, _trainer = lesson
    other = visit.as_(people.trainer())
    assert other.get("attendance.trainer.take_roll", session_id=sessions[0].public_id, kind="csv").status == 404
    assert other.get("attendance.trainer.paper_roll", session_id=sessions[0].public_id).status == 404
    assert other.get("attendance.trainer.take_series", series_id=series.public_id, kind="csv").status == 404
