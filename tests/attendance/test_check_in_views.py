"""Giving the code in the browser: once, early, late, wrong, signed out, without a seat."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, true

from lms.attendance import jobs
from lms.attendance.actions import TRACE
from lms.attendance.models import Decision, EarlyCode, Evidence, WrongCode
from lms.core.access import signed_path
from lms.core.db import db
from lms.core.outbox import Change
from tests.factories import attendance, enrolment, people, schedule

MINUTE = timedelta(minutes=1)
KEPT = "Điểm danh mở lúc 19:15; chúng tôi giữ mã của bạn."
IN = "Bạn đã điểm danh."


@pytest.fixture
def evening(app, at):
    """(session, learner, trainer): ten minutes from `at` it begins; 4829 is on the wall since noon."""
    trainer, learner = people.trainer(), people.person("Giàng A Páo")
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    attendance.code(session, trainer, "4829", at=at - 7 * 60 * MINUTE)
    return session, learner, trainer


def rows(table):
    """How many there are; of changes, those of attendance."""
    mine = Change.kind == TRACE if table is Change else true()
    return db.session.scalar(select(func.count()).select_from(table).where(mine))


def give(visitor, session, code, **headers):
    path = visitor.address("attendance.learner.give_code", {"session_id": session.public_id})
    return visitor.open("POST", path, data={"code": code}, headers=headers)


def look(visitor, session, **values):
    return visitor.get("attendance.learner.check_in", session_id=session.public_id, **values)


def test_checking_in_is_six_statements(visit, evening):
    session, learner, _trainer = evening
    visitor, seen = visit.as_(learner), []
    path = visitor.address("attendance.learner.give_code", {"session_id": session.public_id})

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement.split()[0])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        visitor.open("POST", path, data={"code": "4829"})
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert seen == ["SELECT", "SELECT", "SELECT", "INSERT", "SELECT", "INSERT"]
    assert (rows(Evidence), rows(Change)) == (1, 1)


def test_the_code_twice_is_the_same_answer(visit, evening):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    answers = [give(visitor, session, "4829") for _time in range(2)]
    assert [(answer.status, answer.location) for answer in answers] == [(303, f"/sessions/{session.public_id}")] * 2
    assert (rows(Evidence), rows(Change)) == (1, 1)
    assert IN in look(visitor, session)


def test_sent_again_when_the_code_has_long_changed_it_is_the_same_answer(visit, evening, clock, at):
    """The first answer was lost on the way; the phone sends the same digits again half an hour later."""
    session, learner, trainer = evening
    visitor = visit.as_(learner)
    give(visitor, session, "4829")
    visit.as_(trainer).post("attendance.trainer.new_code", session_id=session.public_id)
    clock.move_to(at + 30 * MINUTE)
    assert give(visitor, session, "4829").status == 303
    assert (rows(Evidence), rows(WrongCode)) == (1, 0)


def test_a_phone_that_asks_for_json_is_told_where_to_go(visit, evening):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    wrong = give(visitor, session, "1111", Accept="application/json")
    assert (wrong.status, wrong.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    right = give(visitor, session, "4829", Accept="application/json")
    assert (right.status, right.response.json) == (200, {"next": f"/sessions/{session.public_id}"})
    assert IN in visitor.open("GET", right.response.json["next"])


def test_wrong_tries_survive_the_refusal_and_end_with_the_wait(visit, evening, clock, at):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    for left in (4, 3, 2, 1):
        answer = give(visitor, session, "1111")
        said = f"Bốn số này chưa khớp với mã đang chiếu. Bạn còn {left} lần nhập"
        assert (answer.status, answer.errors, answer.value("code")) == (422, [said], "1111")
    for typed in ("1111", "4829"):
        assert "Đã nhập năm lần chưa khớp" in give(visitor, session, typed).errors[0]
    assert (rows(WrongCode), rows(Evidence), rows(Change)) == (5, 0, 0)
    clock.move_to(at + 5 * MINUTE)
    assert give(visitor, session, "4829").status == 303


def test_waiting_for_the_next_slot_is_no_way_round_the_wait(visit, evening, clock, at):
    session, learner, trainer = evening
    visit.as_(trainer).post("attendance.trainer.new_code", {"every": "30"}, session_id=session.public_id)
    visitor = visit.as_(learner)
    for slot in range(5):
        clock.move_to(at + slot * timedelta(seconds=40))
        give(visitor, session, "1111")
    clock.move_to(at + 4 * MINUTE)
    assert "Đã nhập năm lần chưa khớp" in give(visitor, session, "1112").errors[0]
    assert rows(WrongCode) == 5
    visit.as_(trainer).post("attendance.trainer.new_code", {"every": "30"}, session_id=session.public_id)
    assert "còn 4 lần nhập" in give(visitor, session, "1112").errors[0]


def test_siblings_on_one_phone_have_tries_of_their_own(visit, evening):
    session, learner, _trainer = evening
    sister = people.person("Giàng Thị Mỷ")
    enrolment.enrol(sister, session.series)
    visitor = visit.as_(learner)
    for _try in range(6):
        give(visitor, session, "1111")
    visitor.sign_in(sister)
    assert give(visitor, session, "4829").status == 303


@pytest.mark.parametrize("typed", ["", "abc", "12345", "９９", "\x00", "4" * 500, "👍👍👍👍"])
def test_odd_codes_are_refused_in_words(visit, evening, typed):
    session, learner, _trainer = evening
    answer = give(visit.as_(learner), session, typed)
    assert (answer.status, len(answer.errors)) == (422, 1)
    assert rows(WrongCode) == 0


def test_a_link_with_digits_fills_them_in_and_changes_nothing(visit, evening):
    session, learner, _trainer = evening
    page = look(visit.as_(learner), session, code="4829")
    assert page.value("code") == "4829"
    assert rows(Evidence) == 0


def test_the_digits_come_along_through_the_sign_in(visit, evening):
    session, _learner, _trainer = evening
    asked = look(visit, session, code="4829")
    sent = give(visit, session, "48 29")
    for answer, digits in ((asked, "4829"), (sent, "48+29")):
        path, _mark, token = answer.location.partition("?next=")
        assert (answer.status, path) == (303, "/sign-in")
        assert signed_path(token) == f"/sessions/{session.public_id}/check-in?code={digits}"
    assert rows(WrongCode) == 0


def test_early_digits_are_kept_and_count_by_themselves_at_the_opening(visit, evening, clock, at):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    clock.move_to(at - 30 * MINUTE)
    assert "Điểm danh mở lúc 19:15. Bạn nhập mã trước giờ đó thì mã được giữ lại." in look(visitor, session)
    for typed in ("4829", "4829", "1111"):  # once is enough
        answer = give(visitor, session, typed)
        assert (answer.status, answer.location) == (303, f"/sessions/{session.public_id}/check-in")
    assert KEPT in visitor.follow(answer)
    assert (rows(EarlyCode), rows(Evidence), rows(WrongCode)) == (1, 0, 0)
    jobs.open_doors()
    assert rows(Evidence) == 0
    clock.move_to(at - 5 * MINUTE)
    jobs.open_doors()
    jobs.open_doors()
    db.session.commit()
    (trace,) = db.session.scalars(select(Evidence))
    assert (trace.kind, trace.person_id, trace.at) == ("code", learner.id, at - 30 * MINUTE)
    assert IN in look(visitor, session)
    jobs.decide()
    db.session.commit()
    assert db.session.scalar(select(Decision.state)) == "present"


def test_wrong_early_digits_are_tries_too(visit, evening, clock, at):
    session, learner, _trainer = evening
    clock.move_to(at - 30 * MINUTE)
    visitor = visit.as_(learner)
    assert "còn 4 lần nhập" in give(visitor, session, "1111").errors[0]
    assert (rows(EarlyCode), rows(WrongCode)) == (0, 1)


def test_whoever_kept_digits_and_types_them_again_is_in_once(visit, evening, clock, at):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    clock.move_to(at - 30 * MINUTE)
    give(visitor, session, "4829")
    clock.move_to(at)
    give(visitor, session, "4829")
    jobs.open_doors()
    db.session.commit()
    assert (rows(Evidence), rows(Change)) == (1, 1)
    assert db.session.scalar(select(EarlyCode.done_at)) == at


@pytest.mark.parametrize(
    ("change", "kept"),
    [({"state": "cancelled"}, 0), ({"starts_at": 24 * 60}, 0), ({"starts_at": 60}, 1), ({"starts_at": -60}, 1)],
)
def test_a_class_of_another_day_or_none_loses_early_digits(visit, evening, clock, at, change, kept):
    """Moved within the day it keeps them, and opens with its new hour."""
    session, learner, _trainer = evening
    clock.move_to(at - 30 * MINUTE)
    give(visit.as_(learner), session, "4829")
    if "state" in change:
        session.state = change["state"]
    else:
        session.starts_at += change["starts_at"] * MINUTE
        session.ends_at += change["starts_at"] * MINUTE
    db.session.commit()
    jobs.open_doors()
    db.session.commit()
    assert rows(EarlyCode) == kept
    clock.move_to(at + 24 * 60 * MINUTE)
    jobs.open_doors()
    db.session.commit()
    assert rows(Evidence) == kept


def test_before_the_day_nothing_is_taken(visit, evening, clock, at):
    session, learner, _trainer = evening
    clock.move_to(at - 24 * 60 * MINUTE)
    visitor = visit.as_(learner)
    assert "Điểm danh mở trước giờ học 15 phút" in give(visitor, session, "4829").errors[0]
    page = look(visitor, session)
    assert "Điểm danh mở vào Thứ Năm 26/11, 19:15." in page
    assert page.soup.select("main [name=code]") == []
    assert (rows(EarlyCode), rows(WrongCode)) == (0, 0)


def test_late_digits_are_told_why_not(visit, evening, clock):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    clock.move_to(session.ends_at + 16 * MINUTE)
    refused = give(visitor, session, "4829")
    assert refused.errors == ["Điểm danh buổi này đã đóng lúc 21:15. Nếu bạn có dự, hãy báo giảng viên"]
    assert "Điểm danh buổi này đã đóng lúc 21:15." in look(visitor, session)


def test_replaced_digits_are_told_until_when_they_were_shown(visit, evening, clock, at):
    session, learner, trainer = evening
    visit.as_(trainer).post("attendance.trainer.new_code", session_id=session.public_id)
    clock.move_to(at + 2 * MINUTE)
    answer = give(visit.as_(learner), session, "4829")
    assert answer.errors == ["Bốn số này được chiếu đến 19:20. Bạn nhập số đang chiếu, hoặc nhắn giảng viên"]
    assert rows(WrongCode) == 0


def test_a_cancelled_class_says_so(visit, evening):
    session, learner, _trainer = evening
    session.state, session.cancel_reason = "cancelled", "Giảng viên ốm."
    visitor = visit.as_(learner)
    assert "Buổi này đã hủy. Giảng viên ốm." in look(visitor, session)
    assert "Buổi này đã hủy" in give(visitor, session, "4829").text
    assert rows(Evidence) == 0


def test_without_a_seat_one_is_led_to_the_class(visit, evening):
    session, _learner, _trainer = evening
    stranger = visit.as_(people.person("Vàng Thị Dở"))
    page = look(stranger, session, code="4829")
    assert "Bạn chưa đăng ký lớp này" in page and "Lớp còn chỗ" in page
    assert page.soup.select_one("main a.btn")["href"] == f"/classes/{session.series.slug}"
    assert give(stranger, session, "4829").status == 404
    session.series.seats = 1
    assert "Lớp còn chỗ" not in look(stranger, session)


def test_the_trainer_of_the_class_is_led_to_the_wall(visit, evening):
    session, _learner, trainer = evening
    answer = look(visit.as_(trainer), session)
    assert (answer.status, answer.location) == (303, f"/sessions/{session.public_id}/code")


def test_the_short_address_leads_to_the_class_at_hand(visit, evening, clock, at):
    session, learner, trainer = evening
    other = schedule.series(trainer, starts=session.series.starts_local, slug="lop-khac")
    enrolment.enrol(learner, other)
    visitor = visit.as_(learner)
    here = visitor.get("attendance.learner.at_hand")
    assert (here.status, here.location) == (303, f"/sessions/{session.public_id}/check-in")
    clock.move_to(at - 3 * 24 * 60 * MINUTE)
    assert visitor.get("attendance.learner.at_hand").location == "/today"
    nobody = visit.get("attendance.learner.at_hand")
    assert signed_path(nobody.location.partition("?next=")[2]) == "/check-in"
