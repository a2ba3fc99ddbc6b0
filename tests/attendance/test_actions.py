"""Leaving traces, showing codes, marking: what is written, and what is announced."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import actions
from lms.attendance.models import CheckInCode, Decision, Evidence, Settled, WrongCode
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import door, marking
from lms.attendance.rules.decision import Mark
from lms.audit.models import Entry
from lms.core.db import db
from lms.core.outbox import Change
from tests.factories import attendance, enrolment, people, schedule

MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(app):
    """(session, learner, trainer) of the evening: it begins ten minutes from `at`."""
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    return schedule.sessions_of(series)[0], learner, trainer


def rows(table):
    return db.session.scalar(select(func.count()).select_from(table))


def decision(person):
    return db.session.scalar(select(Decision).where(Decision.person_id == person.id))


def announced(kind):
    return list(db.session.scalars(select(Change.subject).where(Change.kind == kind)))


def test_joining_leaves_one_trace_and_says_where_the_room_is(room, at):
    session, learner, _trainer = room
    assert actions.join(session, learner, by=learner, at=at) == schedule.ROOM
    (trace,) = db.session.scalars(select(Evidence))
    assert (trace.kind, trace.at, trace.by_id) == ("click", at, None)
    assert announced("attendance.evidence") == [trace.id]
    assert rows(Decision) == 0


@pytest.mark.parametrize(
    ("minutes", "rule"),
    [(-6, door.JoinNotYet), (-5 * 24 * 60, door.JoinMuchTooEarly), (101, door.JoinOver)],
)
def test_a_join_outside_its_time_leaves_nothing(room, at, minutes, rule):
    session, learner, _trainer = room
    with pytest.raises(rule):
        actions.join(session, learner, by=learner, at=at + minutes * MINUTE)
    assert rows(Evidence) == 0


def test_a_join_says_how_long_to_wait(room, at):
    session, learner, _trainer = room
    with pytest.raises(door.JoinNotYet) as refused:
        actions.join(session, learner, by=learner, at=at - 35 * MINUTE)
    assert str(refused.value) == "Lớp mở cửa trước giờ học 15 phút. Bạn quay lại đây sau 30 phút nữa"


def test_a_cancelled_class_and_one_without_a_room_say_so(room, at):
    session, learner, _trainer = room
    session.state = "cancelled"
    with pytest.raises(door.ClassCancelled):
        actions.join(session, learner, by=learner, at=at)
    session.state, session.series.room_url = "scheduled", None
    with pytest.raises(door.NoRoomYet):
        actions.join(session, learner, by=learner, at=at)


def test_the_right_code_twice_is_one_trace(room, at):
    session, learner, trainer = room
    attendance.code(session, trainer, "4829", at=at)
    for _again in range(2):
        actions.check_in(session, learner, " 48 29 ", by=learner, at=at + MINUTE)
    (trace,) = db.session.scalars(select(Evidence))
    assert (trace.kind, trace.at) == ("code", at + MINUTE)
    assert announced("attendance.evidence") == [trace.id]


def test_a_code_replaced_a_moment_ago_still_counts(room, at):
    session, learner, trainer = room
    attendance.code(session, trainer, "4829", at=at)
    actions.new_code(session, by=trainer, at=at + MINUTE)
    actions.check_in(session, learner, "4829", by=learner, at=at + MINUTE + timedelta(seconds=50))
    assert rows(Evidence) == 1


def test_five_wrong_tries_then_a_wait_even_for_the_right_code(room, at):
    session, learner, trainer = room
    attendance.code(session, trainer, "4829", at=at)
    for left in (4, 3, 2, 1):
        with pytest.raises(rules.CodeWrong) as refused:
            actions.check_in(session, learner, "1111", by=learner, at=at + MINUTE)
        assert refused.value.values == {"left": left}
        db.session.flush()
    for typed in ("1111", "4829"):
        with pytest.raises(rules.TooManyTries):
            actions.check_in(session, learner, typed, by=learner, at=at + MINUTE)
        db.session.flush()
    assert (rows(WrongCode), rows(Evidence)) == (5, 0)
    actions.check_in(session, learner, "4829", by=learner, at=at + 6 * MINUTE)
    assert rows(Evidence) == 1


@pytest.mark.parametrize(
    ("typed", "minutes", "rule"),
    [("12a4", 0, rules.CodeUnclear), ("4829", -24 * 60, rules.CheckInNotYet), ("4829", 120, rules.CheckInOver)],
)
def test_codes_at_the_wrong_time_or_in_the_wrong_shape(room, at, typed, minutes, rule):
    session, learner, trainer = room
    attendance.code(session, trainer, "4829", at=at - timedelta(hours=2))
    with pytest.raises(rule):
        actions.check_in(session, learner, typed, by=learner, at=at + minutes * MINUTE)
    assert (rows(WrongCode), rows(Evidence)) == (0, 0)


def test_before_a_code_is_shown_no_try_is_lost(room, at):
    session, learner, _trainer = room
    with pytest.raises(door.NoCodeYet):
        actions.check_in(session, learner, "4829", by=learner, at=at)
    assert rows(WrongCode) == 0


def test_a_new_code_replaces_the_old_one(room, at):
    session, _learner, trainer = room
    actions.new_code(session, by=trainer, at=at)
    actions.new_code(session, by=trainer, at=at + MINUTE)
    first, second = db.session.scalars(select(CheckInCode).order_by(CheckInCode.id))
    assert (first.valid_until, second.valid_from, second.valid_until) == (at + MINUTE, at + MINUTE, None)
    assert first.code != second.code


def test_two_new_codes_in_one_instant_are_one(room, at):
    session, _learner, trainer = room
    actions.new_code(session, by=trainer, at=at)
    actions.new_code(session, by=trainer, at=at)
    assert rows(CheckInCode) == 1


def test_a_code_is_the_learners_own_word(room, at):
    session, learner, _trainer = room
    attendance.trace(session, learner, "code", at=at)
    assert actions.decide(session, [learner.id], at=at) == 1
    row = decision(learner)
    assert (row.state, row.self_reported, row.late, row.marked) == ("present", True, False, False)
    assert announced("attendance.decision") == [row.id]


def test_deciding_again_announces_only_a_change(room, at):
    session, learner, _trainer = room
    attendance.trace(session, learner, "code", at=at)
    assert [actions.decide(session, [learner.id], at=at) for _time in range(3)] == [1, 0, 0]
    attendance.trace(session, learner, "click", at=at + MINUTE)
    assert actions.decide(session, [learner.id], at=at + MINUTE) == 0
    assert len(announced("attendance.decision")) == 1


def test_a_click_alone_decides_nothing_in_class(room, at):
    session, learner, _trainer = room
    attendance.trace(session, learner, "click", at=at)
    assert actions.decide(session, [learner.id], at=at) == 0
    assert decision(learner) is None


def test_a_mark_is_decided_at_once_and_recorded(room, at):
    session, learner, trainer = room
    actions.mark(session, learner, Mark.PRESENT, by=trainer, at=at)
    row = decision(learner)
    assert (row.state, row.self_reported, row.marked) == ("present", False, True)
    assert row.why == [{"code": "mark", "values": {"mark": "present"}}]
    entry = db.session.scalars(select(Entry).where(Entry.subject_kind == "session")).one()
    assert (entry.action, entry.actor_id, entry.detail) == (
        "attendance.marked", trainer.id, {"person": learner.id, "mark": "present"},
    )  # fmt: skip


def test_a_mark_against_a_trace_needs_a_reason(room, at):
    session, learner, trainer = room
    attendance.trace(session, learner, "code", at=at)
    with pytest.raises(marking.ReasonMissing):
        actions.mark(session, learner, Mark.ABSENT, by=trainer, at=at)
    actions.mark(session, learner, Mark.ABSENT, "Đưa mã cho bạn nhập hộ", by=trainer, at=at)
    assert decision(learner).state == "absent"
    with pytest.raises(marking.ReasonMissing):
        actions.mark(session, learner, Mark.PRESENT, by=trainer, at=at + MINUTE)


def test_taking_a_mark_back_lets_the_traces_decide(room, at):
    session, learner, trainer = room
    attendance.trace(session, learner, "code", at=at)
    actions.decide(session, [learner.id], at=at)
    actions.mark(session, learner, Mark.EXCUSED, "Ốm, có báo trước", by=trainer, at=at + MINUTE)
    actions.unmark(session, learner, by=trainer, at=at + 2 * MINUTE)
    row = decision(learner)
    assert (row.state, row.self_reported, row.marked) == ("present", True, False)


def test_taking_back_the_only_trace_leaves_it_open(room, at):
    session, learner, trainer = room
    actions.mark(session, learner, Mark.PRESENT, by=trainer, at=at)
    actions.unmark(session, learner, by=trainer, at=at + MINUTE)
    assert (decision(learner).state, len(announced("attendance.decision"))) == ("open", 2)


def test_evidence_is_only_added(room, at):
    session, learner, trainer = room
    first = attendance.trace(session, learner, "code", at=at)
    kept = {column.name: getattr(first, column.name) for column in Evidence.__table__.columns}
    actions.mark(session, learner, Mark.ABSENT, "Không thấy trong phòng", by=trainer, at=at + MINUTE)
    actions.unmark(session, learner, by=trainer, at=at + 2 * MINUTE)
    actions.mark_rest(session, Mark.ABSENT, by=trainer, at=at + 3 * MINUTE)
    db.session.commit()
    db.session.refresh(first)
    assert {column.name: getattr(first, column.name) for column in Evidence.__table__.columns} == kept
    assert rows(Evidence) == 3


def test_the_rest_is_whoever_was_not_seen(room, at):
    session, learner, trainer = room
    seen, marked, clicked = (people.person(name) for name in ("Giàng A Páo", "Vàng Thị Dở", "Lường Thị Bích"))
    for person in (seen, marked, clicked):
        enrolment.enrol(person, session.series)
    attendance.trace(session, seen, "code", at=at)
    attendance.trace(session, clicked, "click", at=at)
    attendance.marked(session, marked, trainer, Mark.EXCUSED, at=at)
    assert actions.mark_rest(session, Mark.ABSENT, by=trainer, at=at + MINUTE) == 2
    states = [decision(person).state for person in (learner, clicked, seen, marked)]
    assert states == ["absent", "absent", "present", "excused"]
    assert actions.mark_rest(session, Mark.ABSENT, by=trainer, at=at + 2 * MINUTE) == 0


def test_nobody_is_absent_before_the_class(room, at):
    session, learner, trainer = room
    with pytest.raises(rules.MarkTooEarly):
        actions.mark_rest(session, Mark.ABSENT, by=trainer, at=at - timedelta(hours=1))
    actions.mark(session, learner, Mark.EXCUSED, by=trainer, at=at - timedelta(hours=1))
    assert decision(learner).state == "excused"


def test_settling_decides_for_everyone_once(room, at):
    session, learner, _trainer = room
    seen, late_comer = people.person("Giàng A Páo"), people.person("Sùng Thị Xua")
    enrolment.enrol(seen, session.series)
    enrolment.enrol(late_comer, session.series, at=session.ends_at + MINUTE)
    attendance.trace(session, seen, "code", at=at)
    assert actions.settle(at=session.ends_at + 14 * MINUTE) == 0
    assert actions.settle(at=session.ends_at + 16 * MINUTE) == 1
    assert (decision(learner).state, decision(seen).state, decision(late_comer)) == ("absent", "present", None)
    assert decision(learner).why[0]["code"] == "nothing"
    assert (actions.settle(at=session.ends_at + 17 * MINUTE), rows(Settled)) == (0, 1)


def test_who_joined_the_class_later_was_not_absent(room, at):
    session, learner, trainer = room
    later = people.person("Vàng A Dếnh")
    enrolment.enrol(later, session.series, at=session.ends_at + MINUTE)
    actions.mark_rest(session, Mark.ABSENT, by=trainer, at=session.ends_at + timedelta(days=1))
    assert decision(later) is None
    assert decision(learner).state == "absent"
