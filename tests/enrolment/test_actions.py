"""Changes to who is in a class."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.enrolment import actions, queries
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from lms.enrolment.rules import ClassFinished, ClassNotOpen, ConsentFirst, GuardianFirst, Outcome, SeatsGone
from lms.schedule.models import CalendarFeed
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat


def enrol(person, series, at):
    """As the view does: read how the person stands, then enrol; committed."""
    done = actions.enrol(person, queries.place(person, series.slug), way="class-page", by=person, at=at)
    db.session.commit()
    return done


def rows(model):
    return list(db.session.scalars(select(model)))


def changes(kind):
    return list(db.session.scalars(select(Change.subject).where(Change.kind == kind)))


def test_the_second_tap_is_answered_like_the_first(learner, series, at):
    assert (enrol(learner, series, at), enrol(learner, series, at)) == (Outcome.SEATED, Outcome.UNCHANGED)
    (row,) = rows(Enrolment)
    assert (row.person_id, row.state, row.enrolled_at, row.way) == (learner.id, "enrolled", at, "class-page")
    assert queries.taken(series.id) == 1 and queries.is_enrolled(learner, series.id)
    assert changes("enrolment.enrolled") == changes("enrolment.welcome") == [row.id]


def test_a_tap_that_overtook_another_gives_its_seat_back(learner, series, at):
    before = queries.place(learner, series.slug)
    enrol(learner, series, at)
    assert actions.enrol(learner, before, way="class-page", by=learner, at=at) is Outcome.UNCHANGED
    db.session.commit()
    assert len(rows(Enrolment)) == 1 and queries.taken(series.id) == 1


def test_leaving_and_coming_back_use_the_same_row(learner, series, at):
    enrol(learner, series, at)
    later = at + timedelta(minutes=5)
    assert actions.leave(learner, series, by=learner, at=later) is True
    assert actions.leave(learner, series, by=learner, at=later) is False
    db.session.commit()
    (row,) = rows(Enrolment)
    assert (row.state, row.withdrawn_at, queries.taken(series.id)) == ("withdrawn", later, 0)
    assert enrol(learner, series, later + timedelta(minutes=1)) is Outcome.SEATED
    db.session.refresh(row)
    assert (row.state, row.withdrawn_at, queries.taken(series.id)) == ("enrolled", None, 1)
    assert rows(CalendarFeed)[0].changed_at == later + timedelta(minutes=1)


def test_a_full_class_whose_line_has_ended_refuses_and_writes_nothing(learner, trainer, at):
    series = make.series(trainer, count=1, seats=1)
    seat(people.person(), series)
    with pytest.raises(SeatsGone):
        enrol(learner, series, make.sessions_of(series)[0].starts_at)
    db.session.rollback()
    assert len(rows(Enrolment)) == 1 and queries.taken(series.id) == 1 and rows(Waiting) == []


def test_the_seat_is_decided_by_the_statement_not_by_what_was_read(learner, trainer, at):
    series = make.series(trainer, seats=1)
    before = queries.place(learner, series.slug)
    seat(people.person(), series)
    assert actions.enrol(learner, before, way="class-page", by=learner, at=at) is Outcome.WAITING
    db.session.commit()
    assert queries.taken(series.id) == 1


def test_each_class_counts_its_own_seats(trainer, at):
    """The statement decides by the seats of this class, whatever other classes have."""
    small, large = make.series(trainer, seats=1), make.series(trainer, seats=4)
    before = [queries.place(None, series.slug) for series in (small, large)]
    given = []
    for place in before:
        for _number in range(6):
            if actions.enrol(people.person(), place, way="class-page", by=None, at=at) is Outcome.SEATED:
                given.append(place.series.id)
        db.session.commit()
    assert Counter(given) == {small.id: 1, large.id: 4}
    assert [queries.taken(series.id) for series in (small, large)] == [1, 4]


def test_lowering_the_seats_below_those_taken_refuses_newcomers_only(learner, trainer, at):
    series = make.series(trainer, seats=3)
    for _number in range(3):
        seat(people.person(), series)
    series.seats = 2
    db.session.commit()
    assert enrol(learner, series, at) is Outcome.WAITING
    assert queries.taken(series.id) == 3 and queries.seats_left([series.id]) == {series.id: 0}


@pytest.mark.parametrize(
    ("state", "days", "refusal"),
    [("finished", 0, ClassFinished), ("archived", 0, ClassNotOpen), ("published", 90, ClassFinished)],
)
def test_a_class_that_is_not_open_refuses(learner, trainer, at, state, days, refusal):
    series = make.series(trainer, state=state)
    with pytest.raises(refusal):
        enrol(learner, series, at + timedelta(days=days))
    assert rows(Enrolment) == []


def test_a_late_joiner_is_welcome_until_the_last_session_ends(learner, series, at):
    last = make.sessions_of(series)[-1]
    assert enrol(learner, series, last.ends_at - timedelta(minutes=1)) is Outcome.SEATED


def test_a_rush_never_overfills_and_never_loses_a_seat(app, trainer, at):
    series = make.series(trainer, seats=7)
    number, slug, somebodies = series.id, series.slug, [people.person() for _number in range(24)]
    ids, waiting, faults = [person.id for person in somebodies], [], []
    db.session.remove()
    gate = threading.Barrier(8)

    def rush(mine):
        gate.wait()
        for person_id in mine:
            try:
                with app.app_context(), mode("late"):
                    person = db.session.get(people.Person, person_id)
                    place = queries.place(person, slug)
                    if actions.enrol(person, place, way="class-page", by=person, at=at) is Outcome.WAITING:
                        waiting.append(person_id)
                    db.session.commit()
            except Exception as error:
                faults.append(error)

    threads = [threading.Thread(target=rush, args=(ids[part::8],)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [] and len(waiting) == len(rows(Waiting)) == 17
    assert queries.taken(number) == 7 and len(rows(Enrolment)) == 7 and len(changes("enrolment.enrolled")) == 7


def test_renewing_the_calendar_counts_up(learner, at):
    actions.renew_calendar(learner, by=learner, at=at)
    actions.renew_calendar(learner, by=learner, at=at)
    db.session.commit()
    assert queries.feed_version(learner) == 3


def test_the_count_of_seats_begins_with_the_first(learner, series, at):
    assert rows(SeatCount) == []
    enrol(learner, series, at)
    assert rows(SeatCount)[0].taken == 1


@pytest.mark.parametrize(("why", "rule"), [("guardian", GuardianFirst), ("withdrawn", ConsentFirst)])
def test_who_may_not_learn_takes_no_seat(series, at, why, rule):
    with pytest.raises(rule):
        enrol(people.person(paused_at=at, paused_why=why), series, at)
    db.session.rollback()
    assert rows(Enrolment) == []
