"""Reminders: who gets which, when, and once."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core.clock import ZONE
from lms.core.db import db, mode
from lms.enrolment import jobs, reminding
from lms.enrolment.actions.reminders import set_reminders
from lms.enrolment.reminders import Kind, due_at, is_due, not_after
from lms.notifications.models import Letter
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

SNAPSHOTS = Path(__file__).parent / "letters"
DAY, HOUR, MINUTE, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
#: Session 4 of the series: Thursday 3 December, 19:30 in Vietnam.
START = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


def wall(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2026-12-03 19:30", "2026-12-02 19:30"),
        ("2026-12-03 21:29", "2026-12-02 21:29"),
        ("2026-12-03 21:30", "2026-12-03 07:00"),
        ("2026-12-03 23:00", "2026-12-03 07:00"),
        ("2026-12-04 00:00", "2026-12-03 07:00"),
        ("2026-12-03 06:59", "2026-12-02 07:00"),
        ("2026-12-03 07:00", "2026-12-02 07:00"),
    ],
)
def test_the_day_before_but_never_at_night(starts, due):
    assert due_at(Kind.TOMORROW, wall(starts)) == wall(due)
    assert due_at(Kind.SOON, wall(starts)) == wall(starts) - HOUR


@pytest.mark.parametrize(
    ("kind", "starts", "at", "due"),
    [
        (Kind.TOMORROW, "2026-12-03 19:30", "2026-12-02 19:29:59", False),
        (Kind.TOMORROW, "2026-12-03 19:30", "2026-12-02 19:30:00", True),
        (Kind.TOMORROW, "2026-12-03 19:30", "2026-12-02 21:29:59", True),
        (Kind.TOMORROW, "2026-12-03 19:30", "2026-12-02 21:30:00", False),
        (Kind.TOMORROW, "2026-12-03 19:30", "2026-12-03 07:00:00", False),
        (Kind.TOMORROW, "2026-12-03 09:00", "2026-12-02 14:59:59", True),
        (Kind.TOMORROW, "2026-12-03 09:00", "2026-12-02 15:00:00", False),
        (Kind.SOON, "2026-12-03 19:30", "2026-12-03 18:29:59", False),
        (Kind.SOON, "2026-12-03 19:30", "2026-12-03 18:30:00", True),
        (Kind.SOON, "2026-12-03 19:30", "2026-12-03 19:29:59", True),
        (Kind.SOON, "2026-12-03 19:30", "2026-12-03 19:30:00", False),
        (Kind.SOON, "2026-12-03 06:30", "2026-12-03 05:30:00", True),
    ],
)
def test_when_a_reminder_is_due(kind, starts, at, due):
    assert is_due(kind, wall(starts), wall(at)) == due


def test_what_a_reminder_says_is_true_when_it_leaves():
    assert not_after(Kind.SOON, START, START - HOUR) == START
    assert not_after(Kind.TOMORROW, START, START - DAY) == wall("2026-12-02 21:30")
    late = wall("2026-12-03 22:00")
    assert not_after(Kind.TOMORROW, late, wall("2026-12-03 07:00")) == wall("2026-12-03 21:30")


@pytest.fixture
def session(series):
    return make.sessions_of(series)[3]


@pytest.fixture
def remind(clock):
    """What is written at an instant: (letter, name of whom it is to), by name."""

    def written(at):
        clock.move_to(at)
        before = set(db.session.scalars(select(Letter.id)))
        with mode("write"):
            count = jobs.remind()["written"]
            db.session.commit()
        db.session.expire_all()
        new = [row for row in db.session.scalars(select(Letter).order_by(Letter.id)) if row.id not in before]
        assert len(new) == count
        return sorted((row.template.rpartition("/")[2], row.to_id) for row in new)

    return written


def test_each_reminder_is_written_once_at_its_time(remind, series, session, learner):
    seat(learner, series)
    assert remind(START - DAY - SECOND) == []
    assert remind(START - DAY) == [("tomorrow", learner.id)]
    assert remind(START - DAY + MINUTE) == []
    assert remind(START - HOUR - SECOND) == []
    assert remind(START - HOUR) == [("soon", learner.id)]
    assert remind(START - MINUTE) == []
    assert remind(START) == []


@pytest.mark.parametrize(
    ("enrolled", "expected"),
    [
        (START - DAY, ["tomorrow", "soon"]),
        (START - DAY + SECOND, ["soon"]),
        (START - 5 * HOUR, ["soon"]),
        (START - 30 * MINUTE, ["soon"]),
        (START - SECOND, ["soon"]),
        (START, []),
    ],
)
def test_who_comes_late_gets_one_not_both(remind, series, session, learner, enrolled, expected):
    written = []
    for moment in sorted({START - DAY, enrolled, enrolled + MINUTE, START - HOUR, START - SECOND, START}):
        if moment == enrolled:
            seat(learner, series, at=enrolled)
        if moment >= enrolled:
            written += [kind for kind, _to in remind(moment)]
    assert written == expected


def test_only_learners_who_want_them_and_whom_a_letter_reaches(remind, series, session, learner, at):
    seat(learner, series)
    off, again, never = (people.person(email=f"{name}@example.org") for name in ("off", "again", "never"))
    seat(people.person(), series)
    seat(people.person(email="left@example.org"), series, state="withdrawn")
    for column in ("paused_at", "disabled_at", "merged_at", "erased_at"):
        seat(people.person(email=f"{column}@example.org", **{column: at}), series)
    for person in (off, again):
        seat(person, series)
        set_reminders(person, False, by=person, at=at)
    set_reminders(again, True, by=again, at=at)
    db.session.commit()
    assert remind(START - HOUR) == sorted([("soon", learner.id), ("soon", again.id)])
    assert never.id not in {row.to_id for row in db.session.scalars(select(Letter))}


def test_a_verified_phone_is_reminded_when_there_is_a_gateway(app, monkeypatch, remind, series, session, at):
    person, stranger = people.person(phone="+84912345678"), people.person(phone="+84912345679")
    with mode("write"):
        db.session.merge(person).contacts[0].verified_at = at
        db.session.commit()
    seat(person, series), seat(stranger, series)
    assert remind(START - DAY) == []
    monkeypatch.setitem(app.config, "TEXT_URL", "http://127.0.0.1:9/send")
    assert remind(START - HOUR) == [("soon", person.id)]
    letter = db.session.scalars(select(Letter)).one()
    assert letter.text.startswith("Cùng Học: Tối nay, 19:30 (thứ Năm 3/12), buổi 4 lớp Livestream bán hàng từ con số")
    assert (letter.channel, letter.address, letter.html) == ("text", "+84912345678", None)
    assert letter.parameters["when"] == "Tối nay, 19:30 (thứ Năm 3/12)" and "/go/" in json.dumps(letter.parameters)


@pytest.mark.parametrize("change", ["cancelled", "held", "draft", "finished"])
def test_nothing_for_what_does_not_take_place(remind, series, session, learner, change):
    seat(learner, series)
    if change in ("cancelled", "held"):
        session.state = change
    else:
        series.state = change
    db.session.commit()
    assert remind(START - DAY) == remind(START - HOUR) == []


def test_a_session_that_moved_is_reminded_of_at_its_new_time(remind, series, session, learner):
    seat(learner, series)
    assert remind(START - DAY) == [("tomorrow", learner.id)]
    for by, moment, expected in (
        (HOUR, START - DAY + 8 * HOUR, []),  # the letter about the move has told it
        (HOUR, START, [("soon", learner.id)]),
        (2 * DAY, START + DAY, [("tomorrow", learner.id)]),
        (2 * DAY, START + 2 * DAY - HOUR, [("soon", learner.id)]),
    ):
        session = make.sessions_of(series)[3]
        session.starts_at, session.ends_at = START + by, START + by + 90 * MINUTE
        db.session.commit()
        assert remind(moment) == expected


def test_a_session_that_takes_place_after_all_is_not_reminded_of_twice(remind, series, session, learner):
    seat(learner, series)
    remind(START - HOUR)
    for state in ("cancelled", "scheduled"):
        make.sessions_of(series)[3].state = state
        db.session.commit()
        assert remind(START - 30 * MINUTE) == []


def test_thousands_are_reminded_some_at_a_time_the_class_that_begins_first_at_first(
    monkeypatch, remind, series, session, trainer
):
    monkeypatch.setattr(reminding, "BATCH", 3)
    later = make.series(trainer, START.date(), 1, starts=time(19, 40))
    first = [people.person(email=f"a{number}@example.org") for number in range(4)]
    second = [people.person(email=f"b{number}@example.org") for number in range(3)]
    for person in second:
        seat(person, later)
    for person in first:
        seat(person, series)
    at = START - 30 * MINUTE
    assert remind(at) == [("soon", person.id) for person in first[:3]]
    assert remind(at) == [("soon", person.id) for person in (first[3], *second[:2])]
    assert remind(at) == [("soon", second[2].id)]
    assert remind(at) == []


def test_no_name_for_a_room_that_shows_none(remind, series, session, learner):
    series.room_platform = "youtube"
    seat(learner, series)
    remind(START - HOUR)
    letter = db.session.scalars(select(Letter)).one()
    assert f"#{learner.mark}" not in letter.text + letter.html


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("kind", "before"), [("tomorrow", DAY), ("soon", HOUR)])
def test_the_letter(app, remind, trainer, learner, kind, before, language):
    learner.public_id, learner.language, learner.mark = "aaaaaaaaaaaa2", language, "A7K4"
    series = make.series(trainer, make.FIRST - timedelta(weeks=2), 8, slug="livestream", public_id="bbbbbbbbbbbb2")
    for session in make.sessions_of(series):
        session.public_id = f"cccccccccccc{session.number + 1}"
    seat(learner, series)
    remind(START - before)
    letter = db.session.scalars(select(Letter)).one()
    wanted = (SNAPSHOTS / f"{kind}.{language}.txt").read_text("utf-8")
    assert f"Subject: {letter.subject}\n\n{letter.text}" == wanted, f"a letter changed: look at it, then at {kind}"
    assert letter.not_after == not_after(Kind(kind), START, START - before)
    assert letter.stop_url in letter.text and letter.stop_url in letter.html
    assert "zoom" not in letter.text + letter.html and "2026-" not in letter.text
