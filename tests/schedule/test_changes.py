"""Changing sessions through pages: shown first, confirmed once, told to the class."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete, select

from lms.core.db import db
from lms.core.outbox import Change
from lms.schedule import queries
from lms.schedule.models import Notice
from tests.factories import enrolment, people
from tests.factories import schedule as make
from tests.statements import statements

MEET = "https://meet.google.com/abc-defg-hij"


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def mine(visit, trainer):
    return visit.as_(trainer)


@pytest.fixture
def series(trainer):
    return make.series(trainer, count=4)


def typed(session, **values):
    as_it_is = {"day": str(session.date_local), "starts": f"{session.starts_local:%H:%M}", "topic": session.topic}
    return as_it_is | {"room": session.room_url or "", "why": "", "which": "one"} | values


def shown(page):
    """What the page of consequences says of each session."""
    return [li.get_text(" ", strip=True) for li in page.soup.select(".dates > li")]


def confirm(mine, endpoint, page, **values):
    """Press the one button of the page of consequences."""
    hidden = page.soup.select("main form input[type=hidden]")
    return mine.post(endpoint, {field["name"]: field["value"] for field in hidden}, **values)


def change(mine, session, **values):
    """Type a change, look at what would come of it, confirm."""
    number = {"session_id": session.public_id}
    page = mine.post("schedule.trainer.change_session", typed(session, **values), **number)
    assert page.status == 200, page.errors
    return confirm(mine, "schedule.trainer.change_session", page, **number)


def notices():
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def stood(series):
    db.session.expire_all()
    return [(str(item.date_local), f"{item.starts_local:%H:%M}", item.sequence) for item in make.sessions_of(series)]


def test_nothing_happens_before_it_was_shown_and_confirmed(mine, series):
    first, second = make.sessions_of(series)[:2]
    for person in (people.person("Giàng A Páo", email="pao@example.org"), people.person("Vàng Thị Mỷ")):
        enrolment.enrol(person, series)
    number = {"session_id": second.public_id}
    page = mine.post("schedule.trainer.change_session", typed(second, day="2026-12-04", starts="20:00"), **number)
    assert page.status == 200 and page.h1 == "Những gì sẽ thay đổi"
    (line,) = shown(page)
    assert line == "2 T6 4/12 20:00 – 21:30 T5 3/12, 19:30 – 21:00 Chủ đề buổi 2"
    assert "1 học viên được báo bằng email. 1 người không có email" in page
    assert stood(series)[1] == ("2026-12-03", "19:30", 0) and notices() == []
    answer = confirm(mine, "schedule.trainer.change_session", page, **number)
    (notice,) = notices()
    assert answer.location == f"/teach/notices/{notice.public_id}" and stood(series)[1] == ("2026-12-04", "20:00", 1)
    assert (notice.kind, notice.sessions, notice.urgent) == ("moved", [second.id], False)
    assert stood(series)[0][2] == 0, "the others keep what calendars know of them"
    again = confirm(mine, "schedule.trainer.change_session", page, **number)
    assert again.location == f"/teach/{series.public_id}" and len(notices()) == 1, "a second tap changes nothing"
    told = mine.follow(answer)
    assert told.h1 == "Buổi 2 chuyển sang Thứ Sáu 4/12, 20:00"
    assert "Buổi 2: Thứ Năm 3/12, 19:30 – 21:00 → Thứ Sáu 4/12, 20:00 – 21:30" in told
    assert f"/sessions/{first.public_id}" not in told.html and f"/sessions/{second.public_id}" in told.html


@pytest.mark.parametrize(
    ("which", "days"),
    [
        ("one", ["2026-11-26", "2026-12-04", "2026-12-10", "2026-12-17"]),
        ("later", ["2026-11-26", "2026-12-04", "2026-12-11", "2026-12-18"]),
        ("all", ["2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18"]),
    ],
)
def test_a_move_reaches_as_far_as_was_chosen(mine, series, which, days):
    change(mine, make.sessions_of(series)[1], which=which, day="4/12/2026")
    assert [day for day, _starts, _sequence in stood(series)] == days


def test_all_of_them_at_another_hour_keep_their_days(mine, series):
    change(mine, make.sessions_of(series)[2], which="all", starts="20h00")
    assert {starts for _day, starts, _sequence in stood(series)} == {"20:00"}
    assert [day for day, _starts, _sequence in stood(series)][0] == "2026-11-26"


def test_holidays_and_clashes_are_shown_before(mine, trainer, series):
    make.series(trainer, date(2027, 1, 1), 1, starts=time(20, 0), title="Lớp AI cơ bản", room_url=MEET)
    make.series(people.trainer("Đặng Thị Hòa"), date(2026, 12, 25), 1, title="Lớp mượn phòng")
    session = make.sessions_of(series)[3]
    number = {"session_id": session.public_id}
    page = mine.post("schedule.trainer.change_session", typed(session, day="2027-01-01"), **number)
    (line,) = shown(page)
    assert "Tết Dương lịch" in line and "Trùng giảng viên: Lớp AI cơ bản, Thứ Sáu 1/1, 20:00 – 21:30" in line
    page = mine.post("schedule.trainer.change_session", typed(session, day="2026-12-25"), **number)
    assert "Trùng phòng: Lớp mượn phòng" in shown(page)[0]
    page = mine.post("schedule.trainer.change_session", typed(session, day="2026-12-10", starts="20:00"), **number)
    assert "Trùng giảng viên và phòng: Livestream bán hàng" in shown(page)[0], "its own series counts too"


def test_what_moved_meanwhile_is_shown_again(mine, series, at):
    session = make.sessions_of(series)[1]
    number = {"session_id": session.public_id}
    page = mine.post("schedule.trainer.change_session", typed(session, day="2026-12-04"), **number)
    make.change(session, starts=time(18, 0), at=at)
    db.session.commit()
    again = confirm(mine, "schedule.trainer.change_session", page, **number)
    assert again.status == 422 and "Lịch đã thay đổi từ lúc bạn mở trang này" in again
    assert stood(series)[1] == ("2026-12-03", "18:00", 1)
    assert confirm(mine, "schedule.trainer.change_session", again, **number).status == 303


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Chưa có gì khác trước. Hãy sửa ít nhất một mục"),
        ({"day": "1/1/2026"}, "Giờ này đã qua. Chọn giờ chưa tới"),
        ({"day": "31/2/2027"}, "Nhập ngày, ví dụ 7/1/2027"),
        ({"topic": " "}, "Nhập chủ đề của buổi này"),
        ({"which": "x"}, "Chọn áp dụng cho những buổi nào"),
        ({"room": "http://zoom.us/j/1"}, "Đường dẫn cần bắt đầu bằng https://"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(mine, series, values, sentence):
    session = make.sessions_of(series)[1]
    data = typed(session, why="Vì mất điện") | values
    page = mine.post("schedule.trainer.change_session", data, session_id=session.public_id)
    assert page.status == 422 and page.errors == [sentence] and page.value("why") == "Vì mất điện"
    assert notices() == []


def test_cancelled_and_restored_with_the_reason_told(mine, series):
    session = make.sessions_of(series)[1]
    number = {"session_id": session.public_id}
    page = mine.post("schedule.trainer.cancel", {"c-reason": " "}, **number)
    assert page.status == 422 and page.errors[0].startswith("Nói ngắn gọn vì sao")
    page = mine.post("schedule.trainer.cancel", {"c-reason": "Bị ốm", "c-which": "one"}, **number)
    assert "Đã hủy" in shown(page)[0]
    told = mine.follow(confirm(mine, "schedule.trainer.cancel", page, **number))
    assert told.h1 == "Hủy buổi 2, Thứ Năm 3/12, 19:30" and "Lý do: Bị ốm" in told
    assert "Bị ốm" in mine.get("schedule.trainer.session", **number)
    page = mine.post("schedule.trainer.restore", {"r-which": "one"}, **number)
    assert confirm(mine, "schedule.trainer.restore", page, **number).status == 303
    db.session.refresh(session)
    assert (session.state, session.cancel_reason, session.sequence) == ("scheduled", None, 2)
    first, second = notices()
    assert first.replaced_at and second.before[str(session.id)]["state"] == "scheduled"
    told = mine.get("schedule.trainer.notice", notice_id=second.public_id)
    assert told.h1 == "Không còn gì cần báo", "cancelled and held after all within two minutes"


def test_restoring_to_a_taken_time_shows_the_clash(mine, trainer, series, at):
    session = make.sessions_of(series)[1]
    make.cancel(session, at=at)
    db.session.commit()
    make.series(trainer, date(2026, 12, 3), 1, starts=time(20, 0), title="Lớp AI cơ bản")
    page = mine.post("schedule.trainer.restore", {}, session_id=session.public_id)
    assert "vẫn diễn ra" in shown(page)[0] and "Lớp AI cơ bản" in shown(page)[0]


def test_another_room_moves_no_calendar_and_no_page_shows_its_link(mine, series):
    change(mine, make.sessions_of(series)[1], room=MEET)
    (notice,) = notices()
    assert notice.kind == "room" and MEET not in str(notice.before) and stood(series)[1][2] == 0
    page = mine.get("schedule.trainer.notice", notice_id=notice.public_id)
    assert page.h1 == "Buổi 2, Thứ Năm 3/12, 19:30, học ở phòng khác" and MEET not in page.html
    change(mine, make.sessions_of(series)[1], which="all", room="https://meet.google.com/xyz-abcd-efg")
    db.session.expire_all()
    assert series.room_url == "https://meet.google.com/xyz-abcd-efg"
    assert {item.room_url for item in make.sessions_of(series)} == {None}


def test_quick_changes_of_one_session_are_told_in_one(mine, series, clock, at):
    session = make.sessions_of(series)[1]
    change(mine, session, day="2026-12-04", why="Mất điện")
    clock.move_to(at + timedelta(seconds=90))
    change(mine, session, day="2026-12-05")
    first, second = notices()
    assert first.replaced_at and (second.why, second.sessions) == ("Mất điện", [session.id])
    assert second.before[str(session.id)]["starts_at"].startswith("2026-12-03")
    waiting = select(Change.subject).where(Change.kind == "schedule.notice")
    assert db.session.scalars(waiting).all() == [second.id]
    clock.move_to(at + timedelta(minutes=9))
    db.session.execute(delete(Change).where(Change.kind == "schedule.notice"))  # its letters are written
    change(mine, session, day="2026-12-06")
    assert [bool(notice.replaced_at) for notice in notices()] == [True, False, False]


def test_a_draft_is_changed_and_nobody_is_told(mine, trainer):
    series = make.series(trainer, count=2, state="draft")
    page = mine.post(
        "schedule.trainer.change_session",
        typed(make.sessions_of(series)[0], day="2026-11-27"),
        session_id=make.sessions_of(series)[0].public_id,
    )
    assert "Chưa ai: học viên chưa thấy lớp này" in page
    answer = change(mine, make.sessions_of(series)[0], day="2026-11-27")
    assert answer.location == f"/teach/{series.public_id}" and notices() == []


def test_what_is_typed_about_a_class_is_shown_where_learners_are_told_and_saved_where_not(mine, series):
    page = mine.get("schedule.trainer.series", series_id=series.public_id)
    names = ("title", "summary", "seats", "room", "room_capacity", "overflow_url", "zalo_url", "opens", "closes")
    data = {name: page.value(name) or "" for name in (*names, "topics")} | {"second_trainer": ""}
    untold = {"seats": "9", "summary": "Hai câu.", "zalo_url": "https://zalo.me/g/abc", "opens": "20/11/2026"}
    number = {"series_id": series.public_id}
    assert mine.post("schedule.trainer.change", data | untold, **number).status == 303
    db.session.expire_all()
    assert (series.seats, series.zalo_url, notices()) == (9, "https://zalo.me/g/abc", [])
    assert series.enrol_from.isoformat() == "2026-11-19T17:00:00+00:00"
    page = mine.post("schedule.trainer.change", data | untold | {"title": "Tên mới", "topics": "A\nB\nC\nD"}, **number)
    assert page.status == 200 and "Tên mới" in page and len(shown(page)) == 4
    assert confirm(mine, "schedule.trainer.change", page, **number).status == 303
    db.session.expire_all()
    assert series.title == "Tên mới" and [item.topic for item in queries.sessions_of(series)] == ["A", "B", "C", "D"]
    assert [notice.kind for notice in notices()] == ["title"] and {item[2] for item in stood(series)} == {1}
    page = mine.post("schedule.trainer.change", data | untold | {"topics": "A"}, **number)
    assert page.errors == ["Có 1 chủ đề cho 4 buổi. Viết mỗi dòng một chủ đề, mỗi buổi một dòng"]


def test_slides_recording_recap_and_module_are_kept_also_when_the_session_was_held(mine, trainer):
    track = make.track("T8", modules=["Ba giây đầu"])
    session = make.sessions_of(make.series(trainer, track_id=track.id))[0]
    session.state = "held"
    db.session.commit()
    ((module, _title),) = queries.modules_of(track.id)
    sent = {"slides": "https://drive.google.com/a", "recording": "", "recap": "Ý một\nÝ hai", "module": str(module)}
    assert mine.post("schedule.trainer.material", sent, session_id=session.public_id).status == 303
    db.session.refresh(session)
    kept = (session.slides_url, session.recording_url, session.recap, session.module_id)
    assert kept == ("https://drive.google.com/a", None, "Ý một\nÝ hai", module) and notices() == []
    page = mine.post("schedule.trainer.material", {"slides": "javascript:x"}, session_id=session.public_id)
    assert page.status == 422 and page.errors == ["Đường dẫn cần bắt đầu bằng https://"]
    held = mine.post("schedule.trainer.change_session", typed(session, day="2026-12-30"), session_id=session.public_id)
    assert held.status == 422 and held.errors == ["Buổi này đã kết thúc nên giữ nguyên như vậy"]


@pytest.mark.parametrize("which", ["one", "all"])
def test_what_would_change_costs_the_same_for_few_and_for_many(mine, trainer, which):
    counts = []
    for count in (2, 60):
        series = make.series(trainer, count=count)
        session = make.sessions_of(series)[1]
        data, number = typed(session, which=which, starts="20:15"), {"session_id": session.public_id}
        with statements() as seen:
            assert mine.post("schedule.trainer.change_session", data, **number).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10
