"""The letter after enrolling, and what enrolment keeps of a person."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.enrolment import actions, feeds, jobs, personal_data, queries
from lms.enrolment.models import Enrolment
from lms.notifications.models import Letter
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

SNAPSHOTS = Path(__file__).parent / "letters"


def enrol_and_write(person, series, at):
    actions.enrol(person, queries.place(person, series.slug), way="class-page", by=person, at=at)
    db.session.commit()
    with mode("write"):
        done = jobs.welcome()
        db.session.commit()
    return done


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


@pytest.fixture
def fixed(app, trainer, learner):
    """A class and a learner whose addresses are the same in every run."""
    learner.public_id = "aaaaaaaaaaaa2"
    series = make.series(trainer, make.FIRST - timedelta(weeks=2), 8, slug="livestream", public_id="bbbbbbbbbbbb2")
    for session in make.sessions_of(series):
        session.public_id = f"cccccccccccc{session.number + 1}"
    db.session.commit()
    return series


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_letter_reads_as_agreed(fixed, learner, clock, at, language):
    learner.language = language
    enrol_and_write(learner, fixed, at)
    (letter,) = letters()
    text = f"Subject: {letter.subject}\n\n{letter.text}"
    agreed = SNAPSHOTS / f"welcome.{language}.txt"
    assert text == agreed.read_text("utf-8"), "read the letter; if it is meant, keep it as the new snapshot"
    assert letter.html and "zoom" not in letter.text + letter.html


def test_a_late_joiner_is_told_the_next_session_never_a_past_one(series, learner, clock, at):
    clock.move_to(at + timedelta(hours=3))
    enrol_and_write(learner, series, at + timedelta(hours=3))
    (letter,) = letters()
    assert letter.subject.startswith("19:30, Thứ Năm 3/12")
    assert "26/11" not in letter.text and "Buổi 4" in letter.text


def test_the_letter_is_written_once_however_often_one_enrols(series, learner, clock, at):
    assert enrol_and_write(learner, series, at) == {"written": 1}
    actions.leave(learner, series, by=learner, at=at)
    assert enrol_and_write(learner, series, at + timedelta(minutes=1)) == {"written": 0}
    assert len(letters()) == 1
    assert not list(db.session.scalars(select(Change).where(Change.kind == "enrolment.welcome")))


def test_who_has_left_meanwhile_gets_none(series, learner, clock, at):
    actions.enrol(learner, queries.place(learner, series.slug), way="class-page", by=learner, at=at)
    actions.leave(learner, series, by=learner, at=at)
    db.session.commit()
    with mode("write"):
        assert jobs.welcome() == {"written": 0}
        db.session.commit()
    assert letters() == []


def test_the_letter_carries_the_address_of_the_calendar(app, series, learner, clock, at):
    enrol_and_write(learner, series, at)
    token = feeds.token_of(app.config["SECRET_KEY"], learner.public_id, 1)
    assert f"/calendar/{token}.ics" in letters()[0].text


def test_ones_own_data_lists_the_classes(series, learner):
    seat(learner, series)
    (line,) = personal_data.export(learner)["classes"]
    assert (line["class"], line["state"], line["way"]) == (series.title, "enrolled", "class-page")


def test_two_persons_become_one_and_two_again(series, trainer, learner):
    other, second = people.person(), make.series(trainer)
    seat(learner, series), seat(other, series), seat(other, second)
    undo = personal_data.move(other, learner)
    held = select(Enrolment.series_id).order_by(Enrolment.series_id)
    assert list(db.session.scalars(held.where(Enrolment.person_id == learner.id))) == [series.id, second.id]
    personal_data.move_back(undo, other, learner)
    assert list(db.session.scalars(held.where(Enrolment.person_id == other.id))) == [series.id, second.id]


def test_an_erased_person_keeps_the_seat_and_loses_the_calendar(series, learner):
    seat(learner, series)
    personal_data.erase(learner)
    db.session.commit()
    assert queries.taken(series.id) == 1 and queries.feed_version(learner) == 1
