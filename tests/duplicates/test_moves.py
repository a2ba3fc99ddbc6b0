"""What becomes of rows of which a person may have only one: the rule for each key, and the way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Credential, Passkey
from lms.core.db import db, mode
from lms.duplicates import actions
from lms.enrolment.models import Enrolment, SeatCount
from lms.guardians.models import Guardianship
from lms.people.models import Consent, Contact, Person
from lms.people.rules import Purpose
from lms.quizzes.models import Attempt
from lms.reach.models import Milestone
from lms.rights.actions import erasing
from tests.factories import enrolment, people, quizzes, reach, schedule


@pytest.fixture
def merged(app, at):
    """Merge `source` into `target`; calling what it answers undoes it."""
    staff = people.coordinator()
    desks = app.extensions["personal_data"]

    def merge(source, target):
        with mode("write"):
            row = actions.merge(source, target, desks, by=staff, at=at)
            db.session.commit()

        def undo():
            with mode("write"):
                actions.undo(row, desks, by=staff, at=at)
                db.session.commit()

        return undo

    return merge


def test_a_seat_held_twice_is_freed_and_taken_again_even_if_full(merged, at, clock):
    course = schedule.series(people.trainer(), seats=2)
    source, target, third = people.person(), people.person(), people.person()
    enrolment.enrol(source, course), enrolment.enrol(target, course)
    undo = merged(source, target)
    taken = select(SeatCount.taken).where(SeatCount.series_id == course.id)
    assert db.session.scalar(taken) == 1
    enrolment.enrol(third, course)
    undo()
    assert db.session.scalar(taken) == 3
    assert set(db.session.scalars(select(Enrolment.state))) == {"enrolled"}


def test_a_seat_goes_before_one_given_up(merged, clock):
    course = schedule.series(people.trainer())
    source, target = people.person(), people.person()
    enrolment.enrol(source, course), enrolment.enrol(target, course, state="withdrawn")
    undo = merged(source, target)
    states = select(Enrolment.person_id, Enrolment.state).order_by(Enrolment.person_id)
    assert [tuple(row) for row in db.session.execute(states)] == [
        (source.id, "withdrawn"), (target.id, "enrolled")
    ]  # fmt: skip
    undo()
    assert [tuple(row) for row in db.session.execute(states)] == [
        (source.id, "enrolled"), (target.id, "withdrawn")
    ]  # fmt: skip


def test_nobody_loses_an_evening(merged, at, clock):
    evening = schedule.sessions_of(schedule.series(people.trainer()))[0]
    source, target = people.person(), people.person()
    reach.decided(evening, source, "present", at=at)
    reach.decided(evening, target, "absent", at=at)
    reach.count(at=at)
    undo = merged(source, target)
    assert reach.ledger(target) and not reach.ledger(source)
    undo()
    assert reach.ledger(source) and not reach.ledger(target)


def test_attempts_stand_in_the_order_they_were_begun(merged, at, clock):
    quiz = quizzes.quiz(("single",))
    source, target = people.person(), people.person()
    for days, person in enumerate((target, source, target)):
        quizzes.handed_in(quiz, person, at=at + timedelta(days=days))
    undo = merged(source, target)
    ordered = select(Attempt.number).where(Attempt.person_id == target.id).order_by(Attempt.started_at)
    assert list(db.session.scalars(ordered)) == [1, 2, 3]
    undo()
    assert list(db.session.scalars(ordered)) == [1, 2]


def test_what_opens_the_second_account_does_not_open_the_first(merged, at, clock):
    source, target = people.with_password(people.person()), people.with_password(people.person())
    db.session.add(
        Passkey(person_id=source.id, credential="c", public_key="k", sign_count=0, name="Chrome", added_at=at)
    )
    db.session.commit()
    merged(source, target)
    assert db.session.scalars(select(Passkey.person_id)).all() == [source.id]
    assert sorted(db.session.scalars(select(Credential.person_id))) == [source.id, target.id]


def test_a_withdrawal_holds_whoever_of_the_two_said_it(merged, at, clock):
    source, target = people.person(), people.person()
    standing = select(Consent.id).where(Consent.withdrawn_at.is_(None), Consent.purpose == Purpose.LEARNING)
    with mode("write"):
        people.actions.withdraw_consent(source, Purpose.LEARNING, by=source, at=at)
        db.session.commit()
    undo = merged(source, target)
    assert target.paused_why == "withdrawn"
    assert not db.session.scalars(standing.where(Consent.person_id.in_((source.id, target.id)))).all()
    undo()
    assert (target.paused_at, target.paused_why) == (None, None)
    assert len(db.session.scalars(standing.where(Consent.person_id == target.id)).all()) == 1


def test_the_verified_contact_is_kept(merged, at, clock):
    source, target = people.person(phone="+84912345678"), people.person(phone="+84912345678")
    with mode("write"):
        db.session.scalars(select(Contact).where(Contact.person_id == source.id)).one().verified_at = at
        db.session.commit()
    merged(source, target)
    kept = select(Contact.verified_at).where(Contact.person_id == target.id)
    assert db.session.scalars(kept).all() == [at]


def test_a_guardian_who_consented_speaks_for_the_child(merged, at, clock):
    source = people.person(birth_year=2012)
    target = people.person(birth_year=2012, paused_at=at, paused_why="guardian")
    db.session.add_all(
        [Guardianship(child_id=source.id, asked_at=at, consented_at=at), Guardianship(child_id=target.id, asked_at=at)]
    )
    db.session.commit()
    undo = merged(source, target)
    consented = select(Guardianship.consented_at).where(Guardianship.child_id == target.id)
    assert (db.session.scalar(consented), target.paused_why) == (at, None)
    undo()
    assert (db.session.scalar(consented), target.paused_why) == (None, "guardian")


def test_what_was_filled_in_goes_again_unless_it_was_changed(merged, clock):
    source, target = people.person(province_code="12"), people.person(province_code=None, birth_year=None)
    undo = merged(source, target)
    assert (target.province_code, target.birth_year) == ("12", 2004)
    target.province_code = "01"
    db.session.commit()
    undo()
    assert (target.province_code, target.birth_year) == ("01", None)


def test_erasing_somebody_erases_who_else_they_were(app, merged, at, clock):
    first, second, third = (people.person(f"Lò Thị Mảy {letter}") for letter in "abc")
    reach.count(at=at)
    merged(first, second), merged(second, third)
    standing = select(Milestone.id).where(Milestone.withdrawn_at.is_(None))
    before = db.session.scalars(standing).all()
    with mode("write"):
        erasing.erase(third, app.extensions["personal_data"], by=None, at=at)
        db.session.commit()
    gone = db.session.scalars(select(Person).where(Person.id.in_((first.id, second.id, third.id)))).all()
    assert {(person.name, person.erased_at) for person in gone} == {("", at)}
    assert db.session.scalars(standing).all() == before
