"""The meeting of a series: made, changed, made again, deleted; hosts and their time."""

from datetime import timedelta

from sqlalchemy import update

from lms.core.db import db, mode
from lms.live import queries
from lms.live.models import LiveMeeting
from lms.schedule.models import Series
from tests.factories import schedule as make
from tests.live.conftest import add_host

DAY = timedelta(days=1)


def times(meeting):
    return [one["start_time"] for one in meeting["occurrences"] if one["status"] != "deleted"]


def only(server):
    (meeting,) = server.meetings.values()
    return meeting


def test_one_weekly_meeting_with_registration_is_made(server, made, series):
    meeting = only(server)
    assert made.meeting_id == str(meeting["id"])
    assert meeting["type"] == 8 and meeting["user"] == "host1@example.org"
    assert meeting["topic"] == series.title
    assert (meeting["start_time"], meeting["timezone"]) == ("2026-11-26T19:30:00", "Asia/Ho_Chi_Minh")
    assert meeting["recurrence"] == {"type": 2, "repeat_interval": 1, "weekly_days": "5", "end_times": 4}
    assert meeting["settings"]["approval_type"] == 1 and meeting["settings"]["registration_type"] == 1
    assert meeting["settings"]["registrants_confirmation_email"] is False
    assert times(meeting) == [f"2026-{day}T12:30:00Z" for day in ("11-26", "12-03", "12-10", "12-17")]
    assert series.room_capacity == 300


def test_nothing_more_is_said_while_nothing_changes(server, made, work):
    before = len(server.asked)
    work("meetings", "meetings")
    assert len(server.asked) == before


def test_a_moved_and_a_cancelled_session_reach_zoom(server, made, series, work, at):
    second, third = make.sessions_of(series)[1:3]
    with mode("write"):
        second.starts_at, second.ends_at = second.starts_at + DAY, second.ends_at + DAY
        third.state, series.changed_at = "cancelled", at
        db.session.commit()
    work("meetings")
    assert sorted(times(only(server))) == ["2026-11-26T12:30:00Z", "2026-12-04T12:30:00Z", "2026-12-17T12:30:00Z"]
    assert made.state == "made" and made.error is None
    before = len(server.asked)
    work("meetings")
    assert len(server.asked) == before


def test_a_worker_that_died_makes_no_second_meeting(server, made, series, work):
    """Zoom made it, but nobody noted the id."""
    with mode("write"):
        db.session.execute(update(LiveMeeting).values(state="wanted", meeting_id=None, told=None, tries=1))
        db.session.commit()
    work("meetings")
    assert made.meeting_id == str(only(server)["id"]) and made.state == "made"


def test_a_meeting_deleted_at_zoom_is_made_again(server, made, series, work):
    server.meetings.clear()
    with mode("write"):
        series.title, series.changed_at = "Livestream, khóa mới", series.changed_at + DAY
        db.session.commit()
    work("meetings")
    assert only(server)["topic"] == "Livestream, khóa mới"
    assert made.state == "made"


def test_an_archived_class_needs_none(server, made, work):
    with mode("write"):
        db.session.execute(update(Series).values(state="archived"))
        db.session.commit()
    work("meetings")
    assert server.meetings == {}
    assert (made.state, made.meeting_id, made.host_id) == ("given-up", None, None)


def test_a_refusal_is_kept_for_the_trainer(server, wanted, series, work):
    server.answers = [(400, {}, {"code": 300, "message": "Validation Failed."})]
    row = wanted(series)
    work("meetings")
    assert (row.state, row.error) == ("failed", "300 Validation Failed.")
    work("meetings")
    assert len(server.asked) == 1


def test_an_unknown_host_is_a_refusal_not_a_lost_meeting(server, host, wanted, series, work):
    server.users.clear()
    row = wanted(series)
    work("meetings")
    assert row.state == "failed" and row.error.startswith("1001 ")


def test_two_classes_at_once_need_two_hosts(server, made, trainer, wanted, work, at, clock):
    other = make.series(trainer, count=2, seats=100, room_url=None)
    row = wanted(other)
    work("meetings")
    assert (row.state, row.host_id, row.error) == ("wanted", None, "no-host")
    second = add_host("Phòng 2", "host2@example.org", 100, at)
    clock.shift(601)
    work("meetings")
    assert (row.state, row.host_id) == ("made", second.id)


def test_a_host_takes_another_class_on_another_day(server, made, trainer, wanted, work, host):
    other = make.series(trainer, make.FIRST + DAY, count=2, room_url=None)
    row = wanted(other)
    work("meetings")
    assert (row.state, row.host_id) == ("made", host.id)


def test_a_session_moved_onto_another_class_of_the_host_is_seen(made, trainer, wanted, work, host, server, series, at):
    other = make.series(trainer, make.FIRST + DAY, count=1, room_url=None)
    wanted(other)
    work("meetings")
    (one,) = make.sessions_of(other)
    first = make.sessions_of(series)[0]
    with mode("write"):
        one.starts_at, one.ends_at = first.starts_at, first.ends_at
        db.session.commit()
    (line,) = queries.hosts(at)
    assert [{a.id, b.id} for a, b in line.clashes] == [{first.id, one.id}]
