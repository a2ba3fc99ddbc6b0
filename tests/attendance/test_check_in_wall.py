"""The code on the trainer's big page: shown, changed, changing by itself, taken down, counted."""

import base64
import re
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from lms.attendance import jobs
from lms.attendance.models import CheckInCode, EarlyCode
from lms.audit.models import Entry
from lms.core.db import db
from lms.core.qr import svg
from tests.factories import attendance, enrolment, people, schedule

MINUTE = timedelta(minutes=1)


@pytest.fixture
def evening(app):
    """(session, learner, trainer): ten minutes from `at` it begins."""
    trainer, learner = people.trainer(), people.person("Giàng A Páo")
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    return schedule.sessions_of(series)[0], learner, trainer


def wall(visitor, session):
    return visitor.get("attendance.trainer.code", session_id=session.public_id)


def show(visitor, session, **values):
    return visitor.post("attendance.trainer.new_code", values, session_id=session.public_id)


def digits(page):
    return page.soup.select_one(".wall-digits [aria-hidden]").text


def test_the_code_is_shown_changed_and_read_aloud(visit, evening):
    session, _learner, trainer = evening
    visitor = visit.as_(trainer)
    assert "Hiện không chiếu mã nào." in wall(visitor, session)
    codes = []
    for _time in range(2):
        answer = show(visitor, session)
        assert (answer.status, answer.location) == (303, f"/sessions/{session.public_id}/code")
        codes.append(digits(visitor.follow(answer)))
    assert codes[0] == codes[1]  # the same instant: nobody typed in vain
    assert len(codes[0]) == 4
    assert " ".join(codes[0]) in wall(visitor, session)


def test_digits_change_by_themselves_and_looking_writes_nothing(visit, evening, clock, at):
    session, learner, trainer = evening
    visitor = visit.as_(trainer)
    first = digits(visitor.follow(show(visitor, session, every="60")))
    assert wall(visitor, session).value("every") == "60"
    seen = [first]
    for minute in range(1, 5):
        clock.move_to(at + minute * MINUTE)
        seen.append(digits(wall(visitor, session)))
    assert len(set(seen)) > 2
    assert db.session.scalar(select(func.count()).select_from(CheckInCode)) == 1
    answer = visit.as_(learner).post("attendance.learner.give_code", {"code": seen[3]}, session_id=session.public_id)
    assert answer.status == 303


def test_an_unknown_rhythm_is_refused_at_its_field(visit, evening):
    session, _learner, trainer = evening
    answer = show(visit.as_(trainer), session, every="7")
    assert (answer.status, answer.errors) == (422, ["Chọn bốn chữ số bao lâu thì tự đổi"])


def test_a_code_that_is_taken_down_is_taken_a_minute_longer(visit, evening, clock, at):
    session, learner, trainer = evening
    visitor, pupil = visit.as_(trainer), visit.as_(learner)
    code = digits(visitor.follow(show(visitor, session)))
    clock.move_to(at + MINUTE)
    for _time in range(2):
        stopped = visitor.post("attendance.trainer.stop_code", session_id=session.public_id)
        assert stopped.status == 303
    assert "Hiện không chiếu mã nào." in visitor.follow(stopped)
    acts = list(db.session.scalars(select(Entry.action).where(Entry.action.like("attendance.%")).order_by(Entry.id)))
    assert acts == ["attendance.code_shown", "attendance.code_stopped"]
    clock.move_to(at + 2 * MINUTE)
    assert pupil.post("attendance.learner.give_code", {"code": code}, session_id=session.public_id).status == 303
    clock.move_to(at + 3 * MINUTE)
    late = visit.as_(_another(session))
    refused = late.post("attendance.learner.give_code", {"code": code}, session_id=session.public_id)
    assert "được chiếu đến 19:21" in refused.errors[0]


def _another(session):
    person = people.person("Vàng Thị Dở")
    enrolment.enrol(person, session.series)
    return person


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-24 * 60, "Có thể chiếu mã từ sáng của ngày có buổi học"), (116, "Điểm danh buổi này đã đóng lúc 21:15")],
)
def test_on_another_day_no_code_is_shown(visit, evening, clock, at, minutes, said):
    session, _learner, trainer = evening
    visitor = visit.as_(trainer)
    clock.move_to(at + minutes * MINUTE)
    assert said in wall(visitor, session)
    answer = show(visitor, session)
    assert answer.status == 422 and said in answer.errors[0]


def test_a_code_left_on_the_wall_is_gone_when_check_in_is_over(visit, evening, clock):
    session, _learner, trainer = evening
    visitor = visit.as_(trainer)
    show(visitor, session)
    clock.move_to(session.ends_at + 16 * MINUTE)
    assert not wall(visitor, session).soup.select(".wall-digits, .wall-qr")


def test_a_code_does_not_move_along_to_another_day(visit, evening, clock, at):
    session, learner, trainer = evening
    code = digits(visit.as_(trainer).follow(show(visit.as_(trainer), session)))
    jobs.open_doors()
    db.session.commit()
    assert digits(wall(visit.as_(trainer), session)) == code
    session.starts_at += 24 * 60 * MINUTE
    session.ends_at += 24 * 60 * MINUTE
    db.session.commit()
    jobs.open_doors()
    db.session.commit()
    clock.move_to(at + 24 * 60 * MINUTE)
    assert "Hiện không chiếu mã nào." in wall(visit.as_(trainer), session)
    refused = visit.as_(learner).post("attendance.learner.give_code", {"code": code}, session_id=session.public_id)
    assert "được chiếu đến 19:20" in refused.errors[0]


def test_a_class_after_midnight_keeps_the_code_of_the_evening_before(visit, evening, clock):
    session, _learner, trainer = evening
    session.starts_at, session.ends_at = session.starts_at + 275 * MINUTE, session.ends_at + 275 * MINUTE  # 0:05
    db.session.commit()
    clock.move_to(session.starts_at - 10 * MINUTE)
    code = digits(visit.as_(trainer).follow(show(visit.as_(trainer), session)))
    jobs.open_doors()
    db.session.commit()
    assert digits(wall(visit.as_(trainer), session)) == code


def test_the_qr_code_carries_the_digits_that_stand_beside_it(visit, evening):
    session, _learner, trainer = evening
    visitor = visit.as_(trainer)
    page = visitor.follow(show(visitor, session))
    there = f"http://localhost/sessions/{session.public_id}/check-in?code={digits(page)}"
    kind, _comma, data = page.soup.select_one("img.wall-qr")["src"].partition(",")
    assert (kind, base64.b64decode(data)) == ("data:image/svg+xml;base64", svg(there))


def test_the_board_is_sent_once_and_costs_one_question(visit, evening, at):
    session, learner, trainer = evening
    visitor = visit.as_(trainer)
    show(visitor, session)
    path = f"/sessions/{session.public_id}/code/board"
    first = visitor.open("GET", path)
    assert "0 / 1 đã điểm danh" in first
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if "check_in_code" in statement or "evidence" in statement:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    again = visitor.open("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    event.remove(db.engine, "before_cursor_execute", note)
    assert (again.status, again.html, len(seen)) == (304, "", 1)
    attendance.trace(session, learner, "code", at=at)
    moved = visitor.open("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    assert moved.status == 200 and "1 / 1 đã điểm danh" in moved


def test_before_the_opening_those_who_were_early_are_counted(visit, evening, clock, at):
    session, learner, trainer = evening
    clock.move_to(at - 60 * MINUTE)
    visitor = visit.as_(trainer)
    show(visitor, session)
    db.session.add(EarlyCode(session_id=session.id, person_id=learner.id, at=at - 60 * MINUTE))
    page = wall(visitor, session)
    assert "1 / 1 đã nhập mã" in page and "Điểm danh mở lúc 19:15. Mã nhập trước giờ đó vẫn được giữ." in page


def test_no_page_of_a_learner_and_no_record_holds_the_digits(visit, evening, caplog, capsys):
    session, learner, trainer = evening
    visitor = visit.as_(trainer)
    code = digits(visitor.follow(show(visitor, session, every="30")))
    seed = db.session.scalar(select(CheckInCode.seed))
    pupil = visit.as_(learner)
    for name in ("attendance.trainer.code", "attendance.trainer.board", "attendance.trainer.counts"):
        assert pupil.get(name, session_id=session.public_id).status == 404
    for name in ("attendance.learner.check_in", "home.learner.session"):
        page = pupil.get(name, session_id=session.public_id)
        assert not re.search(rf"\b{code}\b", page.html) and seed not in page.html
    refused = pupil.post("attendance.learner.give_code", {"code": "1111"}, session_id=session.public_id)
    assert not re.search(rf"\b{code}\b", refused.html)
    entries = [repr(entry.detail) for entry in db.session.scalars(select(Entry))]
    assert entries and not [entry for entry in entries if code in entry or seed in entry]


def test_the_wall_moves_without_script_too(visit, evening):
    session, _learner, trainer = evening
    visitor = visit.as_(trainer)
    assert not wall(visitor, session).soup.select("noscript meta")
    show(visitor, session)
    assert wall(visitor, session).soup.select_one("noscript meta")["http-equiv"] == "refresh"
