"""Two at once: locks are taken in one order, and what is written rests on what is read under them."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from lms.core.db import db, mode
from lms.enrolment import actions, jobs, links, personal_data, queries
from lms.enrolment.models import Waiting
from lms.people.models import Person
from lms.schedule import actions as schedules
from lms.schedule.models import Series
from lms.schedule.planner import details_of
from tests.enrolment.test_line import ask, queue, run, seated
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat


@pytest.fixture
def meanwhile(app):
    """`meanwhile(work, then)`: `work` in a thread of its own is about to write for the first time, and waits for
    whatever `then` has begun here and commits."""

    def interleave(work, then):
        about_to_write, failed = threading.Event(), []

        def note(_connection, statement, *_rest):
            if threading.current_thread() is thread and getattr(statement, "is_dml", False):
                about_to_write.set()

        def other():
            try:
                with app.app_context(), mode("late"):
                    work()
                    db.session.commit()
            except Exception as error:
                failed.append(error)
            finally:
                about_to_write.set()

        db.session.commit()
        thread = threading.Thread(target=other)
        event.listen(db.engine, "before_execute", note)
        try:
            then()
            thread.start()
            assert about_to_write.wait(30)
            db.session.commit()
            thread.join()
        finally:
            event.remove(db.engine, "before_execute", note)
        assert failed == []

    return interleave


def test_all_counts_are_locked_before_anybodys_calendar(trainer, at, statements):
    """Or somebody who moves up in one class while they press the button in another waits for us, and we for them."""
    for _class in range(3):
        series = make.series(trainer, seats=1)
        holder = people.person()
        seat(holder, series)
        queue(series, 1, at)
        with mode("write"):
            series.seats = 2
            db.session.commit()
    statements.clear()
    assert run(jobs.move_up) == {"seated": 3}
    counts = [place for place, said in enumerate(statements) if said.startswith("INSERT INTO seat_count")]
    calendars = [place for place, said in enumerate(statements) if said.startswith("INSERT INTO calendar_feed")]
    assert len(counts) == 3 and len(calendars) == 3 and max(counts) < min(calendars)


@pytest.mark.parametrize("who", ["source", "target"])
def test_leaving_while_two_accounts_become_one_frees_one_seat(trainer, at, meanwhile, who):
    series = make.series(trainer, seats=3)
    source, target, other = people.person(), people.person(), people.person()
    for somebody in (source, target, other):
        seat(somebody, series)
    source_id, target_id = source.id, target.id
    leaver = {"source": source, "target": target}[who]
    meanwhile(
        lambda: personal_data.move(db.session.get(Person, source_id), db.session.get(Person, target_id)),
        lambda: actions.leave(leaver, series, by=leaver, at=at),
    )
    assert seated(series) == {target_id, other.id}  # `seated` compares with the count


def test_more_seats_take_nothing_else_back(trainer, at, meanwhile):
    """Somebody saves the summary while somebody else adds seats."""
    series = make.series(trainer, seats=1)
    number = series.id
    details = details_of(series)._replace(summary="Mới", zalo_url="https://zalo.me/g/abc")

    def add_seats():
        series = db.session.get(Series, number)
        actions.set_seats(series, 9, by=None, at=at)

    meanwhile(add_seats, lambda: schedules.set_details(series, details, by=None, at=at))
    db.session.expire_all()
    assert details_of(series) == details._replace(seats=9)


def test_a_seat_declined_at_the_moment_the_class_begins_waits(trainer, at, clock):
    series = make.series(trainer, seats=1)
    holder = people.person()
    seat(holder, series)
    first, second = queue(series, 2, at)
    actions.leave(holder, series, by=holder, at=at)
    db.session.commit()
    begins = make.sessions_of(series)[0].starts_at
    (waiting,) = [row for row in queries.line(series.id)]
    assert waiting.person_id == second.id and seated(series) == {first.id}
    actions.leave(first, series, by=first, at=begins)
    db.session.commit()
    clock.move_to(begins + timedelta(minutes=1))
    assert run(jobs.move_up) == {"seated": 0} and seated(series) == set()
    ask(people.person(), series, begins)
    assert queries.line_length(series.id) == 2


def test_a_seat_in_a_class_that_is_over_stays(visit, trainer, at, clock):
    """An old page or an old letter, in whoever's hands, takes nobody's class out of their list."""
    series = make.series(trainer, seats=1, count=1)
    holder, learner = people.person(), people.person()
    seat(holder, series)
    path = "/classes/" + series.slug
    mine = visit.as_(learner)
    assert ask(learner, series, at).value == "waiting"
    actions.leave(holder, series, by=holder, at=at)
    (waiting,) = db.session.scalars(select(Waiting))
    letter = links.seat_address(waiting).removeprefix("http://127.0.0.1:8000")
    db.session.commit()
    assert mine.get(path).soup.select("form[action$='/leave']") and visit.get(letter).soup.select("main form")
    clock.move_to(make.sessions_of(series)[0].ends_at)
    assert not mine.get(path).soup.select("form[action$='/leave']") and not visit.get(letter).soup.select("main form")
    assert (mine.post(path + "/leave").status, visit.post(letter).status) == (303, 303)
    assert "đã nhường chỗ" not in mine.get(path) and "đã nhường chỗ" not in visit.get(letter)
    assert seated(series) == {learner.id}
