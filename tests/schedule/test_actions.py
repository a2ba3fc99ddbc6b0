"""Changes to series and sessions."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.core.revisions import revision
from lms.schedule import actions, queries
from lms.schedule.changing import NothingChanges, SeriesWish
from lms.schedule.models import CalendarBlock, Session
from lms.schedule.planner import DatesPast, Details, Outline, TrainerBusy
from lms.schedule.rules import SeriesState, SessionState, StepNotAllowed, live_room
from tests.factories import people
from tests.factories import schedule as make

ROOM = live_room(make.ROOM)


@pytest.fixture
def trainer(app):
    return people.trainer()


def outline(**values):
    track = make.track(modules=["Ba giây đầu", "Khung hình", "Kịch bản"])
    return Outline(
        **{
            "title": "Livestream bán hàng",
            "details": Details("", 500),
            "track_id": track.id,
            "weekdays": [4],
            "starts": time(19, 30),
            "minutes": 90,
            "first": date(2026, 12, 3),
            "count": 4,
            "room": ROOM,
        }
        | values
    )


def draft(trainer, at, **values):
    series = actions.draft(outline(**values), [trainer], by=trainer, at=at)
    db.session.commit()
    return series


def changes(kind):
    return list(db.session.scalars(select(Change.subject).where(Change.kind == kind)))


def acts():
    return list(db.session.scalars(select(Entry.action).where(Entry.action.like("schedule.%")).order_by(Entry.id)))


def test_a_draft_has_its_sessions_with_topics_from_the_modules(trainer, at):
    series = draft(trainer, at)
    sessions = queries.sessions_of(series)
    assert series.state == SeriesState.DRAFT and series.slug == "livestream-ban-hang"
    assert [(item.number, str(item.date_local), item.topic) for item in sessions] == [
        (1, "2026-12-03", "Ba giây đầu"),
        (2, "2026-12-10", "Khung hình"),
        (3, "2026-12-17", "Kịch bản"),
        (4, "2026-12-24", "Luyện tập, hỏi và đáp"),
    ]
    assert all(item.module_id for item in sessions[:3]) and sessions[3].module_id is None
    assert sessions[0].starts_at.hour == 12 and sessions[0].sequence == 0
    assert len({item.calendar_uid for item in sessions}) == 4
    assert acts() == ["schedule.drafted"]


def test_tet_is_skipped(trainer, at):
    series = draft(trainer, at, first=date(2027, 1, 28), weekdays=[6], count=3)
    days = [item.date_local for item in queries.sessions_of(series)]
    assert date(2027, 2, 6) not in days and len(days) == 3


def test_two_classes_of_the_same_name_have_two_addresses(trainer, at):
    first, second = draft(trainer, at), draft(trainer, at, first=date(2027, 6, 3))
    assert second.slug.startswith("livestream-ban-hang-") and first.slug != second.slug


def test_publishing_twice_is_publishing_once(trainer, at):
    series, before = draft(trainer, at), revision("schedule")
    actions.publish(series, by=trainer, at=at)
    actions.publish(series, by=trainer, at=at + timedelta(minutes=1))
    assert (series.state, series.published_at) == (SeriesState.PUBLISHED, at)
    assert acts() == ["schedule.drafted", "schedule.published"] and revision("schedule") != before


def test_a_draft_whose_first_date_has_passed_is_not_published(trainer, at):
    series = draft(trainer, at)
    with pytest.raises(DatesPast):
        actions.publish(series, by=trainer, at=at + timedelta(days=9))


def test_a_busy_trainer_is_refused_until_both_may_be_held(trainer, at):
    make.series(trainer, date(2026, 12, 10), 1, starts=time(20, 30))
    series = draft(trainer, at)
    with pytest.raises(TrainerBusy):
        actions.publish(series, by=trainer, at=at)
    actions.publish(series, even_if_busy=True, by=trainer, at=at)
    assert series.state == SeriesState.PUBLISHED


def test_a_draft_is_planned_again_and_a_published_series_never(trainer, at):
    series = draft(trainer, at)
    actions.replan(series, outline(count=2, first=date(2027, 3, 4)), [trainer], by=trainer, at=at)
    assert [item.number for item in queries.sessions_of(series)] == [1, 2]
    actions.publish(series, by=trainer, at=at)
    with pytest.raises(StepNotAllowed):
        actions.replan(series, outline(), [trainer], by=trainer, at=at)


def whole(series, **values):
    """A wish about a series that leaves all but `values` as it is."""
    as_it_is = {"title": series.title, "trainers": series.trainers, "room": (series.room_url, series.room_platform)}
    return SeriesWish(**as_it_is | values)


def test_cancelling_and_restoring_move_the_sequence_up_each_time(trainer, at):
    series = make.series(trainer)
    session = make.sessions_of(series)[2]
    before = series.changed_at
    make.cancel(session, "Nghỉ Tết", at=at)
    with pytest.raises(NothingChanges):
        make.cancel(session, at=at)
    assert (session.state, session.cancel_reason, session.sequence) == (SessionState.CANCELLED, "Nghỉ Tết", 1)
    assert session.changed_at == at and series.changed_at == at > before
    make.restore(session, at=at)
    assert (session.state, session.cancel_reason, session.sequence) == (SessionState.SCHEDULED, None, 2)
    assert series.changed_at > at, "a validator moves with every change, even within one instant"
    assert changes("schedule.planned") == [series.id, series.id]
    assert acts() == ["schedule.changed", "schedule.changed"]


def test_a_new_title_changes_every_calendar_entry_and_a_new_room_none(trainer, at):
    series = make.series(trainer, count=3)
    actions.change_series(series, whole(series, room=("https://meet.google.com/a", "meet")), by=trainer, at=at)
    assert [item.sequence for item in make.sessions_of(series)] == [0, 0, 0]
    assert (series.room_platform, series.changed_at) == ("meet", make.PLANNED)
    actions.change_series(series, whole(series, title="Tên mới", room=(None, None)), by=trainer, at=at)
    assert [item.sequence for item in make.sessions_of(series)] == [1, 1, 1]
    assert series.room_url is None and series.changed_at >= at


def test_topics_change_one_by_one(trainer, at):
    series = make.series(trainer, count=3)
    topics = [item.topic for item in make.sessions_of(series)]
    actions.change_series(series, whole(series, topics=[topics[0], "Chủ đề khác", topics[2]]), by=trainer, at=at)
    assert [(item.topic, item.sequence) for item in make.sessions_of(series)] == [
        (topics[0], 0),
        ("Chủ đề khác", 1),
        (topics[2], 0),
    ]


def test_trainers_are_kept_in_order(trainer, at):
    series, other = make.series(trainer), people.trainer("Đặng Thị Hòa")
    actions.change_series(series, whole(series, trainers=[other, trainer]), by=trainer, at=at)
    db.session.commit()
    assert [person.name for person in series.trainers] == ["Đặng Thị Hòa", "Nguyễn Văn Tùng"]
    assert queries.teaches(other, series.id)


def test_ended_sessions_are_held_and_the_series_finishes(trainer, at):
    series = make.series(trainer, date(2026, 11, 12), 3)
    make.series(trainer, date(2026, 11, 12), 3, state="draft")
    evening = at + timedelta(hours=3)
    with mode("write"):
        assert actions.hold_ended(by=None, at=at) == 2
        assert actions.finish_ended(by=None, at=at) == 0
        assert actions.hold_ended(by=None, at=evening) == 1
        assert actions.finish_ended(by=None, at=evening) == 1
        assert actions.hold_ended(by=None, at=evening) == actions.finish_ended(by=None, at=evening) == 0
        db.session.commit()
    held = make.sessions_of(series)
    assert {item.state for item in held} == {SessionState.HELD} and series.state == SeriesState.FINISHED


def test_a_series_does_not_finish_while_a_cancelled_session_could_be_restored(trainer, at):
    series = make.series(trainer, date(2026, 11, 19), 2)
    make.cancel(make.sessions_of(series)[1], at=at)
    assert actions.hold_ended(by=None, at=at) == 1 and actions.finish_ended(by=None, at=at) == 0


def test_blocks_are_made_once_for_each_change_and_language(trainer, at):
    session = make.sessions_of(make.series(trainer, count=1))[0]
    make.series(trainer, count=1, state="draft")
    assert actions.keep_blocks("https://cunghoc.test", ["vi", "en"], by=None, at=at) == 2
    assert actions.keep_blocks("https://cunghoc.test", ["vi", "en"], by=None, at=at) == 0
    make.cancel(session, at=at)
    assert actions.keep_blocks("https://cunghoc.test", ["vi", "en"], by=None, at=at) == 2
    kept = db.session.scalars(select(CalendarBlock.block).where(CalendarBlock.language == "vi")).one()
    assert b"STATUS:CANCELLED" in kept and "[HỦY]".encode() in kept


def test_the_plan_of_a_draft_leaves_no_old_session_behind(trainer, at):
    series = draft(trainer, at, count=8)
    actions.replan(series, outline(count=1), [trainer], by=trainer, at=at)
    assert db.session.scalar(select(db.func.count()).select_from(Session)) == 1


def test_a_change_behind_another_one_moves_the_sequence_on_from_there(app, trainer, at):
    """Two entries with one number would leave the older words in every calendar."""
    series = make.series(trainer, count=2)
    seen = queries.sessions_of(series)
    assert [session.sequence for session in seen] == [0, 0]
    db.session.commit()
    seen = queries.sessions_of(series)
    with app.app_context():  # somebody else, a moment earlier
        db.session.execute(update(Session).where(Session.number == 1).values(sequence=7))
        db.session.commit()
    actions.change_series(series, whole(series, topics=["Mở đầu", seen[1].topic]), by=trainer, at=at)
    db.session.commit()
    assert db.session.scalars(select(Session.sequence).order_by(Session.number)).all() == [8, 0]
