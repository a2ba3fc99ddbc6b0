"""The evening in the browser: going in, the code, the roll."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from lms.attendance.models import Decision, Evidence
from lms.attendance.rules.decision import Mark
from lms.core.access import signed_path
from lms.core.db import db
from tests.factories import attendance, enrolment, people, schedule

MINUTE = timedelta(minutes=1)


@pytest.fixture
def evening(app):
    """(session, learner, trainer): ten minutes from `at` it begins."""
    trainer, learner = people.trainer(), people.person("Giàng A Páo")
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    return schedule.sessions_of(series)[0], learner, trainer


def rows(table):
    return db.session.scalar(select(func.count()).select_from(table))


def statements(work):
    """How many SQL statements `work` sends."""
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_the_button_leads_to_the_room_and_leaves_a_trace(visit, evening):
    session, learner, _trainer = evening
    answer = visit.as_(learner).post("attendance.learner.join", session_id=session.public_id)
    assert (answer.status, answer.location) == (303, schedule.ROOM)
    assert rows(Evidence) == 1


def test_joining_is_few_statements(visit, evening):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    number = session.public_id
    assert statements(lambda: visitor.post("attendance.learner.join", session_id=number)) <= 6
    assert rows(Evidence) == 1


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-30, "Bạn quay lại đây sau 25 phút nữa"),
        (-5 * 60, "Bạn quay lại đây sau khoảng 5 giờ nữa"),
        (-3 * 24 * 60, "còn 2 ngày nữa"),
        (101, "Buổi này đã kết thúc"),
    ],
)
def test_outside_its_time_the_door_says_when(visit, evening, clock, at, minutes, words):
    session, learner, _trainer = evening
    clock.move_to(at + minutes * MINUTE)
    answer = visit.as_(learner).post("attendance.learner.join", session_id=session.public_id)
    assert answer.status == 422
    assert words in answer
    assert "zoom.us" not in answer.html
    assert rows(Evidence) == 0


def test_a_cancelled_class_and_one_without_a_room_say_so(visit, evening):
    session, learner, _trainer = evening
    visitor = visit.as_(learner)
    session.series.room_url = None
    assert "chưa đưa đường dẫn phòng học" in visitor.post("attendance.learner.join", session_id=session.public_id)
    session.state = "cancelled"
    assert "Buổi này đã hủy" in visitor.post("attendance.learner.join", session_id=session.public_id)


def test_a_stranger_and_a_class_that_is_not_there_are_the_same(visit, evening):
    session, _learner, _trainer = evening
    stranger = visit.as_(people.person("Vàng Thị Dở"))
    for way in ("attendance.learner.join", "attendance.learner.check_in"):
        other = stranger.post(way, session_id=session.public_id)
        missing = stranger.post(way, session_id="aaaaaaaaaaaaa")
        assert (other.status, missing.status) == (404, 404)
        assert other.text == missing.text


def test_someone_signed_out_comes_back_to_the_session(visit, evening):
    session, _learner, _trainer = evening
    where = visit.address("home.learner.session", {"session_id": session.public_id})
    answer = visit.open(
        "POST", f"{where}/join", headers={"Referer": f"http://localhost{where}", "Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status == 303
    path, _mark, token = answer.location.partition("?next=")
    assert (path, signed_path(token)) == ("/sign-in", where)


def test_the_figures_are_a_fragment_that_is_sent_once(visit, evening, at):
    session, learner, trainer = evening
    visitor = visit.as_(trainer)
    attendance.trace(session, learner, "click", at=at)
    first = visitor.get("attendance.trainer.counts", session_id=session.public_id)
    assert [dd.text for dd in first.soup.select("dd")] == ["1", "0", "1"]
    path = f"/sessions/{session.public_id}/counts"
    again = visitor.open("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.html) == (304, "")
    attendance.trace(session, learner, "code", at=at)
    assert visitor.open("GET", path, headers={"If-None-Match": first.headers["ETag"]}).status == 200


def test_only_the_trainer_and_coordinators_see_the_roll(visit, evening):
    session, learner, _trainer = evening
    other = people.trainer("Nguyễn Văn Tùng")
    coordinator = people.coordinator()
    for way in ("roll", "code", "counts", "board"):
        name = f"attendance.trainer.{way}"
        assert visit.as_(learner).get(name, session_id=session.public_id).status == 404
        assert visit.as_(other).get(name, session_id=session.public_id).status == 404
        assert visit.as_(coordinator).get(name, session_id=session.public_id).status == 200
        assert visit.get(name, session_id=session.public_id).status == 303


def test_nothing_is_written_for_a_stranger(visit, evening):
    session, learner, _trainer = evening
    stranger = visit.as_(people.trainer("Nguyễn Văn Tùng"))
    where = {"session_id": session.public_id, "person_id": learner.public_id}
    assert stranger.post("attendance.trainer.mark", {"value": "present"}, **where).status == 404
    assert stranger.post("attendance.trainer.mark_rest", session_id=session.public_id).status == 404
    assert stranger.post("attendance.trainer.new_code", session_id=session.public_id).status == 404
    assert (rows(Evidence), rows(Decision)) == (0, 0)


def test_reasons_are_shown_to_the_trainer(visit, evening, at):
    session, learner, trainer = evening
    attendance.marked(session, learner, trainer, Mark.EXCUSED, "Ốm, có báo trước", at=at)
    page = visit.as_(trainer).get(
        "attendance.trainer.correct", session_id=session.public_id, person_id=learner.public_id
    )
    assert page.h1 == "Giàng A Páo"
    assert "Giảng viên ghi: vắng có phép" in page
    assert "Ốm, có báo trước" in page
