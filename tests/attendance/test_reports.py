"""A report from the upload to the decision: every line accounted for, nothing counted before, nothing counted twice."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import queries
from lms.attendance.models import Decision, Evidence, Participant, Report, Stay
from lms.audit.models import Entry
from lms.core.db import db
from lms.files.models import File
from tests.factories import attendance
from tests.factories.reports import bring, class_over, press, take_in, zoom

MINUTE = timedelta(minutes=1)
NAMES = ("Lường Thị Bích", "Vàng Thị Dở", "Giàng A Páo", "Nguyễn Thị Lan", "Nguyễn Thị Lan")


@pytest.fixture
def lesson(app, clock):
    """(session that is over, learners in the order of NAMES, trainer)."""
    return class_over(clock, *NAMES)


@pytest.fixture
def desk(visit, lesson):
    """The trainer's browser."""
    return visit.as_(lesson[2])


def decision(session, person):
    db.session.expire_all()
    found = queries.decisions_by_person(session.id, [person.id]).get(person.id)
    return found and found.state


def rows_of(page):
    """{what becomes of the lines: how many}, from the table of the page."""
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.soup.select("tbody tr")]
    return {row[0].partition(" ")[0] if row[0].startswith("Để") else row[0]: int(row[-1]) for row in rows}


def full(session):
    """A file with a line for every fate."""
    return zoom(
        session,
        ("Lường Thị Bích", 0, 90),
        ("Giàng A Páo", 0, 40),
        ("Giàng A Páo", 42, 90),
        ("Nguyễn Thị Lan", 1, 90),
        ("iPhone", 3, 80),
        ("Đặng Thị Hòa", -5, 92),
        ("Vàng Thị Dở", -4, -1, "", "Yes"),
        ("Vàng Thị Dở", 60, 50),
        ("Giàng A Páo", 0, 40),
    )


def test_every_line_is_accounted_for_before_and_after(desk, lesson):
    session, _learners, _trainer = lesson
    page = bring(desk, session, full(session))
    figures = [int(row.select("td")[-1].get_text()) for row in page.soup.select("tbody tr")]
    # recognised, to confirm, strangers, set aside, refused = all lines
    assert figures == [3, 1, 1, 3, 1, 9]
    assert sum(figures[:-1]) == figures[-1]
    assert "Dòng 9: Theo dòng này, người này rời đi trước khi vào" in page or "Dòng 9" in page
    assert db.session.scalar(select(func.count()).select_from(Stay)) == 0
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 0
    press(desk, page, "/confirm")
    db.session.expire_all()
    fates = Counter(db.session.scalars(select(Stay.fate)))
    assert fates == {"stay": 5, "host": 1, "waiting": 1, "refused": 1, "repeated": 1}
    report = db.session.scalars(select(Report)).one()
    assert (report.state, report.rows, report.file_id) == ("confirmed", 9, None)
    assert db.session.scalar(select(func.count()).select_from(File)) == 0
    states = Counter(db.session.scalars(select(Participant.state)))
    assert states == {"matched": 2, "open": 2}
    done = desk.get("attendance.trainer.report", session_id=session.public_id, report_id=report.public_id)
    figures = [int(row.select("td")[-1].get_text()) for row in done.soup.select("tbody tr")]
    assert sum(figures[:-1]) == figures[-1] == 9


def test_confirming_decides_at_once_and_is_written_in_the_record(desk, lesson):
    session, (bich, _do, pao, *_lan), trainer = lesson
    page = take_in(desk, session, full(session))
    assert page.h1 == "Tên đã thấy ở buổi 1"
    assert (decision(session, bich), decision(session, pao)) == ("present", "present")
    acts = list(db.session.scalars(select(Entry.action).where(Entry.actor_id == trainer.id).order_by(Entry.id)))
    assert acts == ["attendance.report_read", "attendance.report_confirmed"]


def test_nothing_counts_when_the_file_is_dropped(desk, lesson):
    session, (bich, *_rest), _trainer = lesson
    page = bring(desk, session, full(session))
    answer = press(desk, page, "/drop")
    assert "Tệp đã được xoá" in desk.follow(answer) or answer.status == 303
    assert decision(session, bich) is None
    assert db.session.scalar(select(func.count()).select_from(File)) == 0
    again = desk.open("GET", answer.location)
    assert again.status == 200
    # a confirm of an old page says that the file is gone
    assert press(desk, page, "/confirm").status == 303
    assert decision(session, bich) is None


def test_the_same_file_again_says_so_and_changes_nothing(desk, lesson):
    session, _learners, _trainer = lesson
    take_in(desk, session, full(session))
    before = [db.session.scalar(select(func.count()).select_from(table)) for table in (Stay, Evidence, Report)]
    page = bring(desk, session, full(session))
    assert page.status == 422
    assert "đã được nhập rồi" in page.errors[0]
    after = [db.session.scalar(select(func.count()).select_from(table)) for table in (Stay, Evidence, Report)]
    assert before == after


def test_pressing_confirm_twice_has_one_effect(desk, lesson):
    session, _learners, _trainer = lesson
    page = bring(desk, session, full(session))
    assert [press(desk, page, "/confirm").status for _time in range(2)] == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(Stay)) == 9
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 3


def test_a_newer_upload_replaces_the_one_that_waits(desk, lesson):
    session, _learners, _trainer = lesson
    first = bring(desk, session, full(session))
    second = bring(desk, session, zoom(session, ("Vàng Thị Dở", 0, 90)))
    states = dict(db.session.execute(select(Report.rows, Report.state)).all())
    assert states == {9: "dropped", 1: "read"}
    assert db.session.scalar(select(func.count()).select_from(File)) == 1
    assert press(desk, first, "/confirm").status == 303
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 0
    assert press(desk, second, "/confirm").status == 303
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_the_same_upload_twice_is_one_preview(desk, lesson):
    session, _learners, _trainer = lesson
    for _time in range(2):
        assert bring(desk, session, full(session)).status == 200
    assert db.session.scalar(select(func.count()).select_from(Report)) == 1


@pytest.mark.parametrize("first", [0, 1])
def test_a_restarted_meeting_adds_and_the_order_of_files_does_not_matter(desk, lesson, first):
    """Case 23: two files, a host who came back; the window is the union."""
    session, (bich, _do, pao, *_lan), _trainer = lesson
    files = [
        zoom(session, ("Lường Thị Bích", 0, 30), ("Giàng A Páo", 0, 30)),
        zoom(session, ("Lường Thị Bích", 50, 90), ("Vàng Thị Dở", 50, 90)),
    ]
    for number in (first, 1 - first):
        take_in(desk, session, files[number])
    began = session.starts_at
    union = ((began, began + 30 * MINUTE), (began + 50 * MINUTE, began + 90 * MINUTE))
    assert queries.reports.meeting_times(session) == union
    assert (decision(session, bich), decision(session, pao)) == ("present", "partial")


def test_a_file_that_holds_another_one_repeats_its_lines(desk, lesson):
    session, (bich, *_rest), _trainer = lesson
    take_in(desk, session, zoom(session, ("Lường Thị Bích", 0, 30)))
    take_in(desk, session, zoom(session, ("Lường Thị Bích", 0, 30), ("Lường Thị Bích", 31, 90)))
    assert Counter(db.session.scalars(select(Stay.fate))) == {"stay": 2, "repeated": 1}
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 1
    assert decision(session, bich) == "present"


def test_two_devices_are_one_person_and_no_longer_than_the_clock(desk, lesson):
    """Case 15: three visits on two devices that overlap."""
    session, (bich, *_rest), _trainer = lesson
    visits = (("Lường Thị Bích", 0, 45), ("Lường Thị Bích", 30, 60), ("Lường Thị Bích", 40, 90))
    take_in(desk, session, zoom(session, *visits))
    row = queries.decisions_by_person(session.id, [bich.id])[bich.id]
    assert (row.state, row.why[0]["values"]["minutes"], row.why[0]["values"]["percent"]) == ("present", 90, 100)


def test_a_visit_of_twenty_seconds_is_no_minute(desk, lesson):
    """Case 16: Zoom rounds up to 1."""
    session, (bich, *_rest), _trainer = lesson
    take_in(desk, session, zoom(session, ("Lường Thị Bích", 5, 5 + 1 / 3), ("Vàng Thị Dở", 0, 90)))
    row = queries.decisions_by_person(session.id, [bich.id])[bich.id]
    assert (row.state, row.why[0]["values"]["minutes"]) == ("absent", 0)


def test_a_late_host_costs_nobody_and_early_minutes_count_for_nothing(desk, lesson):
    """Case 24: the host came 12 minutes late; somebody was there since −20 and left at 65 % of the rest."""
    session, (bich, do, *_rest), _trainer = lesson
    gone = 12 + 78 * 65 / 100
    visits = (("Lường Thị Bích", 12, gone), ("Vàng Thị Dở", 12, 90), ("Giàng A Páo", -20, 0, "", "Yes"))
    head = "Topic,Meeting ID,Start Time,End Time\nLớp,812 3456 7890,11/26/2026 07:42:00 PM,11/26/2026 09:00:00 PM\n\n"
    take_in(desk, session, head.encode() + zoom(session, *visits).removeprefix(b"\xef\xbb\xbf"))
    row = queries.decisions_by_person(session.id, [bich.id])[bich.id]
    assert (row.state, row.why[0]["values"]["of"], row.why[0]["values"]["percent"]) == ("partial", 78, 65)
    assert decision(session, do) == "present"
    assert Counter(db.session.scalars(select(Stay.fate))) == {"stay": 2, "waiting": 1}


def test_waiting_before_the_host_comes_is_no_class(desk, lesson):
    """The same without a block: who waits outside does not say that the meeting ran."""
    session, (bich, *_rest), _trainer = lesson
    visits = (("Lường Thị Bích", -20, 12, "", "Yes"), ("Lường Thị Bích", 12, 80), ("Vàng Thị Dở", 12, 90))
    take_in(desk, session, zoom(session, *visits))
    row = queries.decisions_by_person(session.id, [bich.id])[bich.id]
    assert (row.state, row.why[0]["values"]["of"], row.why[0]["values"]["minutes"]) == ("present", 78, 68)


def test_a_trainers_mark_survives_every_import(desk, lesson, at):
    session, (bich, _do, pao, *_lan), trainer = lesson
    attendance.marked(session, bich, trainer, "absent", "Chỉ mở máy", at=session.ends_at)
    take_in(desk, session, full(session))
    take_in(desk, session, zoom(session, ("Lường Thị Bích", -1, 91)))
    assert (decision(session, bich), decision(session, pao)) == ("absent", "present")
    assert db.session.scalar(select(Decision.marked).where(Decision.person_id == bich.id)) is True
