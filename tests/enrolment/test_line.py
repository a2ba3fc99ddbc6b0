"""The line for a full class: who gets the seat that comes free, and when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.enrolment import actions, jobs, personal_data, queries
from lms.enrolment.models import Enrolment, Waiting
from lms.enrolment.rules import Outcome
from lms.notifications.models import Letter
from lms.people import actions as known
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

MINUTE = timedelta(minutes=1)


@pytest.fixture
def full(trainer):
    """A class of one seat, which is taken; it meets tonight and in the seven weeks that follow."""
    series = make.series(trainer, seats=1)
    series.holder = people.person("Vàng Thị Dợ")
    seat(series.holder, series)
    return series


def ask(person, series, at):
    """As the view does, committed."""
    outcome = actions.enrol(person, queries.place(person, series.slug), way="class-page", by=person, at=at)
    db.session.commit()
    return outcome


def queue(series, count, at):
    """So many people in line, first come first."""
    somebodies = [people.person(f"Người {number}", email=f"n{number}@mail.vn") for number in range(count)]
    assert {ask(person, series, at) for person in somebodies} == {Outcome.WAITING}
    return somebodies


def leave(person, series, at):
    done = actions.leave(person, series, by=person, at=at)
    db.session.commit()
    return done


def seated(series):
    """Ids of who holds a seat."""
    db.session.expire_all()
    held = select(Enrolment.person_id).where(Enrolment.series_id == series.id, Enrolment.state == "enrolled")
    found = set(db.session.scalars(held))
    assert queries.taken(series.id) == len(found)
    return found


def states(series):
    """How each place in the line stands, in order."""
    db.session.expire_all()
    found = select(Waiting.person_id, Waiting.state).where(Waiting.series_id == series.id).order_by(Waiting.id)
    return [tuple(row) for row in db.session.execute(found)]


def run(job):
    """A job of the worker."""
    with mode("write"):
        done = job()
        db.session.commit()
    return done


def position(person, series):
    return queries.place(person, series.slug).position


def test_a_full_class_has_a_line_and_everybody_knows_their_place(full, learner, at):
    first, second = queue(full, 2, at)
    assert (ask(learner, full, at), ask(learner, full, at)) == (Outcome.WAITING, Outcome.WAITING)
    assert [position(person, full) for person in (first, second, learner, full.holder)] == [1, 2, 3, 0]
    assert queries.line_length(full.id) == 3 and seated(full) == {full.holder.id}
    leave(first, full, at)
    assert [position(person, full) for person in (first, second, learner)] == [0, 1, 2]


def test_the_seat_given_up_goes_to_the_next_in_the_same_breath(full, at):
    first, second = queue(full, 2, at)
    assert leave(full.holder, full, at + MINUTE) is True
    assert seated(full) == {first.id}
    assert states(full) == [(first.id, "seated"), (second.id, "waiting")]
    row = db.session.scalars(select(Enrolment).where(Enrolment.person_id == first.id)).one()
    assert (row.way, row.enrolled_at) == ("waiting-list", at + MINUTE)
    kinds = select(Change.kind).where(Change.kind.like("enrolment.%")).order_by(Change.kind)
    assert list(db.session.scalars(kinds)) == ["enrolment.enrolled", "enrolment.seat-came"]


def test_nobody_passes_the_line(full, learner, at):
    """Seats raised, and the job has not come by yet: the free seats are promised."""
    first, second = queue(full, 2, at)
    full.seats = 3
    db.session.commit()
    assert queries.place(learner, full.slug).left == 0 == queries.seats_left([full.id])[full.id]
    assert ask(learner, full, at) is Outcome.WAITING
    assert run(jobs.move_up) == {"seated": 2}
    assert seated(full) == {full.holder.id, first.id, second.id} and position(learner, full) == 1


def test_the_line_waits_while_the_class_meets_and_moves_when_it_has_ended(full, at, clock):
    tonight = make.sessions_of(full)[0]
    (first,) = queue(full, 1, at)
    clock.move_to(tonight.starts_at)
    leave(full.holder, full, tonight.starts_at)
    assert run(jobs.move_up) == {"seated": 0} and seated(full) == set()
    clock.move_to(tonight.ends_at)
    assert run(jobs.move_up) == {"seated": 1} and seated(full) == {first.id}
    assert run(jobs.move_up) == {"seated": 0}


def test_a_session_that_is_cancelled_holds_nobody_up(full, at, clock):
    tonight = make.sessions_of(full)[0]
    tonight.state = "cancelled"
    (first,) = queue(full, 1, at)
    leave(full.holder, full, tonight.starts_at + MINUTE)
    assert seated(full) == {first.id}


def test_the_line_ends_when_the_last_session_begins(full, at, clock):
    (first,) = queue(full, 1, at)
    last = make.sessions_of(full)[-1].starts_at
    clock.move_to(last - MINUTE)
    assert run(jobs.end_lines) == {"ended": 0}
    clock.move_to(last)
    leave(full.holder, full, last)
    assert run(jobs.move_up) == {"seated": 0}
    assert run(jobs.end_lines) == {"ended": 1}
    assert states(full) == [(first.id, "over")] and seated(full) == set()
    assert ask(first, full, last) is Outcome.SEATED, "the class still meets, and nobody waits"


def test_giving_the_seat_back_passes_it_on(full, at):
    first, second = queue(full, 2, at)
    leave(full.holder, full, at)
    waiting = db.session.scalars(select(Waiting).where(Waiting.person_id == first.id)).one()
    for done in (True, False):
        assert actions.decline(waiting, by=first, at=at + MINUTE) is done
        db.session.commit()
    assert seated(full) == {second.id}
    assert states(full) == [(first.id, "declined"), (second.id, "seated")]


def test_an_old_letter_gives_no_later_seat_back(full, at):
    (first,) = queue(full, 1, at)
    leave(full.holder, full, at)
    waiting = db.session.scalars(select(Waiting)).one()
    leave(first, full, at + MINUTE)
    assert ask(first, full, at + 2 * MINUTE) is Outcome.SEATED
    assert actions.decline(waiting, by=first, at=at + 3 * MINUTE) is False
    db.session.commit()
    assert seated(full) == {first.id}


def test_who_comes_back_to_a_full_class_stands_at_the_end(full, at):
    first, second = queue(full, 2, at)
    leave(full.holder, full, at)
    assert ask(full.holder, full, at) is Outcome.WAITING
    assert [position(person, full) for person in (second, full.holder)] == [1, 2]
    for person in (first, second):
        leave(person, full, at)
    assert seated(full) == {full.holder.id}
    assert len(list(db.session.scalars(select(Enrolment).where(Enrolment.person_id == full.holder.id)))) == 1


def test_who_cannot_come_any_more_is_passed_over(full, at):
    first, second, third, fourth = queue(full, 4, at)
    first.disabled_at = second.paused_at = at
    second.paused_why, third.merged_at = "withdrawn", at
    db.session.commit()
    leave(full.holder, full, at)
    assert seated(full) == {fourth.id}
    assert states(full) == [(first.id, "left"), (second.id, "left"), (third.id, "left"), (fourth.id, "seated")]


def test_whoever_stops_learning_leaves_seats_and_lines(full, trainer, learner, at, clock):
    other = make.series(trainer)
    seat(learner, other)
    ask(learner, full, at)
    (last,) = queue(full, 1, at)
    known.pause(full.holder, "withdrawn", by=None, at=at)
    known.pause(learner, "withdrawn", by=None, at=at)
    db.session.commit()
    assert run(jobs.give_up) == {"given_up": 2}
    assert seated(full) == {last.id} and seated(other) == set()
    assert queries.line_length(full.id) == 0


def test_the_letter_says_when_and_how_to_give_the_seat_back(full, at, clock):
    queue(full, 1, at)
    leave(full.holder, full, at)
    assert run(jobs.seat_came) == {"written": 1} and run(jobs.seat_came) == {"written": 0}
    (letter,) = db.session.scalars(select(Letter).where(Letter.template == "enrolment/letters/seat_came"))
    assert letter.subject == f"19:30, Thứ Năm 26/11: bạn đã có chỗ trong lớp {full.title}"
    assert "/seats/" in letter.text and "/go/" in letter.text and "zoom" not in letter.text + letter.html


def test_no_letter_about_a_seat_that_was_given_back_already(full, at, clock):
    (first,) = queue(full, 1, at)
    leave(full.holder, full, at)
    leave(first, full, at)
    assert run(jobs.seat_came) == {"written": 0}


def test_the_letter_tells_no_past_date(full, at, clock):
    queue(full, 1, at)
    leave(full.holder, full, at)
    clock.move_to(make.sessions_of(full)[0].ends_at)
    run(jobs.seat_came)
    (letter,) = db.session.scalars(select(Letter).where(Letter.template == "enrolment/letters/seat_came"))
    assert "Thứ Năm 3/12" in letter.subject and "26/11" not in letter.text


def test_one_person_stands_in_a_line_once(full, trainer, learner, at):
    """Two turn out to be one: the place further ahead stays; who has a seat waits no more; and all of it back."""
    (ahead,) = queue(full, 1, at)
    ask(learner, full, at)
    half = make.series(trainer, seats=1)
    seat(ahead, half)
    ask(learner, half, at)
    undo = personal_data.move(ahead, learner)
    db.session.commit()
    assert states(full) == [(learner.id, "waiting"), (learner.id, "left")] and states(half) == [(learner.id, "left")]
    personal_data.move_back(undo, ahead, learner)
    db.session.commit()
    assert states(full) == [(ahead.id, "waiting"), (learner.id, "waiting")]
    assert states(half) == [(learner.id, "waiting")]


def test_a_seat_freed_by_a_merge_goes_to_the_next(full, at, clock):
    (first,) = queue(full, 1, at)
    full.seats = 2
    twin = people.person("Vàng Thị Dợ")
    seat(twin, full)
    personal_data.move(twin, full.holder)
    db.session.commit()
    assert run(jobs.move_up) == {"seated": 1}
    assert seated(full) == {full.holder.id, first.id}


def test_ones_own_data_tells_of_the_line_and_an_erased_person_leaves_it(full, at):
    (first,) = queue(full, 1, at)
    (line,) = personal_data.export(first)["waiting"]
    assert (line["class"], line["state"]) == (full.title, "waiting")
    personal_data.erase(first)
    db.session.commit()
    assert states(full) == [(first.id, "left")]
