"""Pages of live rooms; with Zoom away everything else goes on."""

import pytest
from sqlalchemy import select, update

from lms.admin import doctor
from lms.admin.doctor import Health
from lms.attendance.models import Evidence
from lms.audit.models import Entry
from lms.core import words
from lms.core.db import db, mode
from lms.live import queries
from lms.live.actions import signs
from lms.live.models import LiveHost, LiveMeeting
from tests.factories import attendance, enrolment, people
from tests.factories import schedule as make
from tests.live.conftest import add_host

STREAM = "https://www.youtube.com/watch?v=abc"


@pytest.fixture
def mine(visit, trainer):
    return visit.as_(trainer)


@pytest.fixture
def national(visit):
    return visit.as_(people.coordinator())


def room(visitor, series):
    return visitor.get("live.trainer.room", series_id=series.public_id)


def set_series(series, **values):
    with mode("write"):
        for name, value in values.items():
            setattr(series, name, value)
        db.session.commit()


def acts():
    return list(db.session.scalars(select(Entry.action).where(Entry.action.like("live.%")).order_by(Entry.id)))


def test_a_trainer_lets_zoom_make_the_room(server, host, series, mine, work):
    assert "Chưa có phòng" in room(mine, series)
    page = mine.follow(mine.post("live.trainer.use_zoom", series_id=series.public_id))
    assert "Zoom: đang chuẩn bị" in page and server.asked == []
    work("meetings")
    page = room(mine, series)
    assert "Zoom: sẵn sàng" in page and "Phòng 1" in page and "812 3456 7890" in page
    assert "zoom.us" not in page.html and "zak" not in page.html
    mine.post("live.trainer.use_link", series_id=series.public_id)
    mine.post("live.trainer.use_link", series_id=series.public_id)
    work("meetings")
    assert server.meetings == {}
    assert acts() == ["live.zoom-chosen", "live.meeting-made", "live.link-chosen", "live.meeting-deleted"]


def test_a_refusal_is_said_in_words_and_can_be_tried_again(server, host, series, mine, work):
    server.answers = [(400, {}, {"code": 4711, "message": "Invalid access token, does not contain scopes."})]
    mine.post("live.trainer.use_zoom", series_id=series.public_id)
    work("meetings")
    page = room(mine, series)
    assert "Zoom: chưa sẵn sàng" in page and "Ứng dụng Zoom còn thiếu quyền" in page
    mine.post("live.trainer.use_zoom", series_id=series.public_id)
    work("meetings")
    assert "Zoom: sẵn sàng" in room(mine, series)


def test_no_free_host_is_said(server, series, mine, work):
    mine.post("live.trainer.use_zoom", series_id=series.public_id)
    work("meetings")
    assert "Không có tài khoản chủ phòng nào rảnh" in room(mine, series)


def test_without_settings_zoom_is_not_offered(series, mine):
    assert "Dùng tài khoản Zoom" not in room(mine, series)
    page = mine.post("live.trainer.use_zoom", series_id=series.public_id)
    assert page.status == 422 and "chưa được kết nối" in page
    assert db.session.scalars(select(LiveMeeting)).all() == []


def test_a_class_that_is_over_needs_no_room(server, host, series, mine, clock):
    clock.shift(86400 * 60)
    page = mine.as_(series.trainers[0]).post("live.trainer.use_zoom", series_id=series.public_id)
    assert page.status == 422 and "học hết các buổi" in page


def test_more_seats_than_the_room_holds_is_a_warning(series, mine):
    assert "chỉ chứa được" not in room(mine, series)
    set_series(series, room_capacity=100, seats=500)
    assert "Lớp có 500 chỗ, phòng chỉ chứa được 100 người." in room(mine, series)


def test_hosts_are_added_and_retired_by_the_national_coordinator(national, server, at):
    page = national.post(
        "live.coordinator.add", {"name": "Phòng 1", "zoom_user": "Host1@Example.org", "capacity": "300"}
    )
    assert page.status == 303 and "host1@example.org" in national.follow(page)
    (host,) = db.session.scalars(select(LiveHost))
    again = national.post("live.coordinator.add", {"name": "x", "zoom_user": "host1@example.org", "capacity": "5"})
    assert again.status == 422 and again.errors == ["Tài khoản Zoom này đã có trong danh sách"]
    assert again.value("name") == "x"
    national.post("live.coordinator.retire", host_id=host.public_id)
    assert "Không dùng nữa" in national.get("live.coordinator.hosts")
    national.post("live.coordinator.add", {"name": "Phòng A", "zoom_user": "host1@example.org", "capacity": "100"})
    db.session.expire_all()
    assert (host.name, host.capacity, host.retired_at) == ("Phòng A", 100, None)
    assert acts() == ["live.host-added", "live.host-retired", "live.host-added"]


@pytest.mark.parametrize("typed", [{}, {"name": "x", "zoom_user": "a b", "capacity": "0"}, {"capacity": "99999"}])
def test_what_is_no_host_is_refused(national, typed):
    page = national.post("live.coordinator.add", typed)
    assert page.status == 422 and page.errors
    assert db.session.scalars(select(LiveHost)).all() == []


def test_a_host_in_use_stays(national, made, host):
    assert "Livestream bán hàng" in national.get("live.coordinator.hosts")
    page = national.post("live.coordinator.retire", host_id=host.public_id)
    assert page.status == 422 and "Có lớp đang học bằng tài khoản này" in page
    assert db.session.get(LiveHost, host.id).retired_at is None


def test_two_classes_at_once_on_one_host_are_shown(national, mine, made, host, trainer, series, wanted, work, server):
    other = make.series(trainer, make.FIRST.replace(day=27), count=1, room_url=None, title="Chụp ảnh sản phẩm")
    wanted(other)
    work("meetings")
    (one,), first = make.sessions_of(other), make.sessions_of(series)[0]
    with mode("write"):
        one.starts_at, one.ends_at = first.starts_at, first.ends_at
        db.session.commit()
    assert "Trùng hai lớp" in national.get("live.coordinator.hosts")
    assert "bị trùng hai lớp" in room(mine, series) and "Chụp ảnh sản phẩm" in room(mine, series)


def test_the_join_goes_to_the_personal_link(server, made, series, visit, work):
    learner = people.person()
    enrolment.enrol(learner, series)
    session, visitor = make.sessions_of(series)[0], visit.as_(learner)
    page = visitor.post("attendance.learner.join", session_id=session.public_id)
    assert page.status == 422 and "chưa" in page
    work("registrations")
    page = visitor.post("attendance.learner.join", session_id=session.public_id)
    assert (page.status, page.location) == (303, queries.way_in(learner, session))
    assert "zoom.us" not in visitor.get("home.learner.session", session_id=session.public_id).html


def test_a_full_room_offers_the_stream_and_never_names_it(series, visit):
    set_series(series, room_url=make.ROOM, room_capacity=2, overflow_url=STREAM)
    session = make.sessions_of(series)[0]
    learners = [people.person() for _number in range(3)]
    for learner in learners:
        enrolment.enrol(learner, series)
    first, second, third = (visit.as_(learner) for learner in learners)
    join = {"session_id": session.public_id}
    assert [one.post("attendance.learner.join", **join).location for one in (first, second)] == [make.ROOM] * 2
    page = third.post("attendance.learner.join", **join)
    assert page.status == 422 and "phòng đã đầy" in page and STREAM not in page.html
    clicks = select(db.func.count()).select_from(Evidence)
    assert db.session.scalar(clicks) == 2
    assert third.post("attendance.learner.join", {"way": "stream"}, **join).location == STREAM
    assert first.post("attendance.learner.join", **join).location == make.ROOM
    assert third.post("attendance.learner.join", {"way": "room"}, **join).location == make.ROOM


def test_without_a_stream_a_full_room_is_tried(series, visit):
    set_series(series, room_url=make.ROOM, room_capacity=1)
    session = make.sessions_of(series)[0]
    for learner in (people.person(), people.person()):
        enrolment.enrol(learner, series)
        page = visit.as_(learner).post("attendance.learner.join", {"way": "stream"}, session_id=session.public_id)
        assert page.location == make.ROOM


def test_a_zoom_that_never_answers_slows_no_page(server, made, host, series, visit, mine, national, work):
    """It would hang for seconds on the first call: no page makes one."""
    learner = people.person()
    enrolment.enrol(learner, series)
    work("registrations")
    server.answers, before = [(-1, {}, None)] * 50, len(server.asked)
    session, visitor = make.sessions_of(series)[0], visit.as_(learner)
    here = {"session_id": session.public_id}
    assert visitor.post("attendance.learner.join", **here).status == 303
    assert visitor.get("home.learner.session", **here).status == 200
    assert visitor.get("home.learner.today").status == 200
    assert mine.get("home.trainer.desk", **here).status == 200
    assert mine.post("live.trainer.use_zoom", series_id=series.public_id).status == 303
    assert room(mine, series).status == national.get("live.coordinator.hosts").status == 200
    assert visit.as_(people.caretaker()).get("admin.caretaker.overview").status == 200
    assert len(server.asked) == before


def test_a_pause_keeps_the_worker_off_a_dead_zoom(server, made, work, monkeypatch, clock):
    from lms.live import zoom

    monkeypatch.setattr(zoom, "TIMEOUT", 0.2)
    server.answers = [(-1, {}, None)] * 9
    before = len(server.asked)
    work("look", "look", "meetings", "registrations", "reports")
    assert len(server.asked) == before + 1


@pytest.mark.parametrize(
    ("change", "words_said", "health"),
    [
        ({"ZOOM_ACCOUNT": "", "ZOOM_CLIENT": "", "ZOOM_SECRET": ""}, "Not connected", Health.WELL),
        ({"ZOOM_SECRET": ""}, "all three", Health.ACT),
        ({}, "No answer yet", Health.NOTE),
    ],
)
def test_the_doctor_knows_whether_zoom_is_connected(app, server, at, change, words_said, health):
    words.speak("en")
    finding = doctor._zoom({**app.config, **change}, at)
    assert (words_said in finding.sentence, finding.health) == (True, health)


def test_the_doctor_says_when_zoom_answered_and_why_it_did_not(app, server, work, at):
    words.speak("en")
    work("look")
    assert "It answered last" in doctor._zoom(app.config, at).sentence
    with mode("write"):
        signs.note_pause(at, "HTTP 503", at=at)
        db.session.commit()
    finding = doctor._zoom(app.config, at)
    assert "The last try failed: HTTP 503" in finding.sentence and finding.health == Health.ACT
    work("look")
    assert doctor._zoom(app.config, at).health == Health.WELL


def test_a_retired_host_gets_no_new_class(server, host, series, wanted, work, at):
    spare = add_host("Phòng 2", "host2@example.org", 100, at)
    with mode("write"):
        db.session.execute(update(LiveHost).where(LiveHost.id == host.id).values(retired_at=at))
        db.session.commit()
    row = wanted(series)
    work("meetings")
    assert row.host_id == spare.id


def test_evidence_of_the_factory_counts_as_inside(series, visit):
    """Somebody who pressed join before does not take a second place."""
    set_series(series, room_url=make.ROOM, room_capacity=1, overflow_url=STREAM)
    session, learner = make.sessions_of(series)[0], people.person()
    enrolment.enrol(learner, series)
    attendance.trace(session, learner, at=session.starts_at)
    assert visit.as_(learner).post("attendance.learner.join", session_id=session.public_id).location == make.ROOM
