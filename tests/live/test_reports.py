"""Who was there, by Zoom's report: over all instances and pages, the same however often it is pulled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.live import personal_data, queries
from lms.live.models import LivePresence, LiveRegistration, LiveReport
from tests.factories import enrolment, people
from tests.factories import schedule as make

ODD = "/aB//c+d=="
MINUTE = timedelta(minutes=1)


def row(name, joined, left, *, registrant="", email="", user="1", **more):
    times = {"join_time": f"2026-11-26T{joined}:00Z", "leave_time": f"2026-11-26T{left}:00Z"}
    return {"id": "", "user_id": user, "name": name, "user_email": email, "registrant_id": registrant, **times, **more}


@pytest.fixture
def learner(made, series, work):
    somebody = people.person("Giàng A Páo")
    enrolment.enrol(somebody, series)
    work("registrations")
    return somebody


@pytest.fixture
def evening(server, made, learner):
    """The host began late, and once again after the line broke; a test call in the morning is another instance."""
    place = db.session.scalars(select(LiveRegistration)).one()
    server.instances[made.meeting_id] = [
        {"uuid": "morning==", "start_time": "2026-11-26T02:00:00Z"},
        {"uuid": "first==", "start_time": "2026-11-26T12:28:00Z"},
        {"uuid": ODD, "start_time": "2026-11-26T13:20:00Z"},
    ]
    server.reports["first=="] = [
        row("Páo #A7K2", "12:29", "12:50", registrant=place.registrant_id, user="1"),
        row("Páo #A7K2", "12:45", "13:15", registrant=place.registrant_id, user="2"),
        row("Khách", "12:31", "13:15", user="3"),
        row("Người chờ", "12:31", "12:40", user="4", status="in_waiting_room"),
    ]
    (email,) = server.meetings[made.meeting_id]["registrants"]
    server.reports[ODD] = [row("Páo", "13:20", "14:00", email=email.upper(), user="1")]
    return server


def pull(work, clock, session, after):
    clock.move_to(session.ends_at + after)
    work("reports")


def test_stays_come_from_every_instance_and_page(evening, learner, series, work, clock):
    session = make.sessions_of(series)[0]
    evening.page = 2
    pull(work, clock, session, 44 * MINUTE)
    assert queries.stays(session) == []
    pull(work, clock, session, 46 * MINUTE)
    found = [
        (stay.person_id, stay.name, f"{stay.joined_at:%H:%M}", f"{stay.left_at:%H:%M}")
        for stay in queries.stays(session)
    ]
    assert found == [
        (learner.id, "Páo #A7K2", "12:29", "12:50"),
        (None, "Khách", "12:31", "13:15"),
        (learner.id, "Páo #A7K2", "12:45", "13:15"),
        (learner.id, "Páo", "13:20", "14:00"),
    ]
    asked = [path for path, _query, _body in evening.calls("GET", "/participants")]
    assert len(asked) == 3 and not any("morning" in path for path in asked)


def test_it_is_pulled_again_a_day_later_and_nothing_doubles(evening, learner, series, work, clock):
    session = make.sessions_of(series)[0]
    pull(work, clock, session, 46 * MINUTE)
    before = queries.stays(session)
    evening.reports["first=="].append(row("Đến muộn", "13:00", "13:10", user="9"))
    pull(work, clock, session, timedelta(hours=2))
    assert queries.stays(session) == before
    pull(work, clock, session, timedelta(hours=24, minutes=1))
    assert len(queries.stays(session)) == 5
    states = db.session.execute(select(LiveReport.round, LiveReport.state, LiveReport.rows).order_by(LiveReport.id))
    assert [tuple(one) for one in states] == [("first", "pulled", 4), ("last", "pulled", 5)]


def test_an_evening_that_did_not_take_place(server, made, series, work, clock):
    session = make.sessions_of(series)[0]
    pull(work, clock, session, 46 * MINUTE)
    assert db.session.scalars(select(LiveReport.state).order_by(LiveReport.id)).all() == ["none", "wanted"]
    assert queries.stays(session) == []


def test_a_report_that_is_refused_is_tried_five_times(server, made, series, work, clock):
    session = make.sessions_of(series)[0]
    for number in range(6):
        server.answers = [(400, {}, {"code": 300, "message": "not ready"})]
        pull(work, clock, session, timedelta(minutes=46, hours=2 * number))
    assert db.session.scalars(select(LiveReport.state).order_by(LiveReport.id)).first() == "failed"
    assert len(server.calls("GET", "/instances")) == 5


@pytest.mark.parametrize("room", ["https://meet.google.com/abc", None])
def test_only_evenings_held_in_the_meeting_have_one(server, made, series, work, clock, room):
    session = make.sessions_of(series)[0]
    with mode("write"):
        session.room_url, session.state = room, "held" if room else "cancelled"
        db.session.commit()
    pull(work, clock, session, 46 * MINUTE)
    assert db.session.scalars(select(LiveReport)).all() == []


def test_names_go_after_ninety_days_and_the_stay_remains(evening, learner, series, work, clock):
    session = make.sessions_of(series)[0]
    pull(work, clock, session, 46 * MINUTE)
    clock.move_to(session.ends_at + timedelta(days=91))
    work("forget")
    found = queries.stays(session)
    assert [(stay.name, stay.email) for stay in found] == [(None, None)] * 4
    assert [stay.person_id for stay in found].count(learner.id) == 3


def test_personal_data_goes_along_and_back(evening, learner, series, work, clock):
    session = make.sessions_of(series)[0]
    pull(work, clock, session, 46 * MINUTE)
    said = personal_data.export(learner)
    assert said["classes"] == [{"class": series.title}]
    assert [one["name"] for one in said["stays"]] == ["Páo #A7K2", "Páo #A7K2", "Páo"]
    assert "zoom.us" not in str(said)
    other = people.person("Giàng A Páo")
    with mode("write"):
        undo = personal_data.move(learner, other)
        db.session.commit()
    assert personal_data.export(other) == said and queries.way_in(other, session) is not None
    with mode("write"):
        personal_data.move_back(undo, learner, other)
        personal_data.erase(learner)
        db.session.commit()
    db.session.expire_all()
    assert db.session.scalars(select(LivePresence.name).where(LivePresence.person_id == learner.id)).all() == [None] * 3
    assert queries.way_in(learner, session) is None
