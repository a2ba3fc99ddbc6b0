"""Warning of a certificate in danger: once, kindly, and while it can still be heeded."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.attendance.models import Claim, Settled
from lms.certificates import actions, jobs
from lms.certificates.queries import running, threatened
from lms.certificates.rules import Danger, Prospect, danger
from lms.core.clock import ZONE
from lms.core.db import db, mode
from lms.core.jobs import run_due
from lms.notifications.models import Letter
from lms.quizzes.models import Quiz
from tests.factories import catalogue, enrolment, people, reach, schedule

CLOSE, GONE = Danger.CLOSE, Danger.GONE
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("held", "ahead", "done", "pending", "said"),
    [
        # of 8, 6 are needed
        (2, 6, 0, 0, CLOSE),  # 6 to go, 6 ahead
        (2, 6, 1, 0, None),
        (3, 5, 0, 0, GONE),
        (3, 5, 1, 0, CLOSE),
        (3, 5, 2, 0, None),
        (5, 3, 3, 0, CLOSE),
        (5, 3, 2, 0, GONE),
        (5, 3, 2, 1, CLOSE),  # one that may still count
        (5, 3, 1, 1, GONE),
        (5, 3, 3, 1, CLOSE),
        (5, 3, 4, 0, None),
        (7, 1, 5, 0, CLOSE),
        (7, 1, 4, 0, GONE),
        (7, 1, 6, 0, None),  # enough already
        (7, 1, 7, 0, None),
        # never after the last one
        (8, 0, 5, 0, None),
        (8, 0, 0, 0, None),
        # just begun
        (0, 8, 0, 0, None),
        (1, 7, 0, 0, None),
        # short ones: of 3 all are needed, of 2 both
        (2, 1, 2, 0, CLOSE),
        (2, 1, 1, 0, GONE),
        (1, 1, 1, 0, None),
        # of 10, 7
        (3, 7, 0, 0, CLOSE),
        (4, 6, 0, 0, GONE),
        (4, 6, 1, 0, CLOSE),
        (9, 1, 6, 0, CLOSE),
    ],
)
def test_when_it_is_said(held, ahead, done, pending, said):
    assert danger(Prospect(held, held, ahead, done, pending)) == said


@pytest.mark.parametrize(("seen", "said"), [(0, None), (1, None), (2, GONE), (5, GONE)])
def test_who_came_late_is_not_greeted_with_it(seen, said):
    assert danger(Prospect(5, seen, 3, 0)) == said


def test_what_is_left_in_numbers():
    stands = Prospect(held=5, seen=5, ahead=3, done=2)
    assert (stands.needed(), stands.missing(), stands.to_watch()) == (6, 4, 1)


@pytest.fixture
def school(app, clock):
    """(series of ten evenings whose track has quizzes, its sessions); the morning after the fourth."""
    track = catalogue.track(modules=5)
    db.session.add_all(Quiz(module_id=module.id) for module in track.modules)
    series = schedule.series(people.trainer(), first=date(2026, 11, 26), count=10, track_id=track.id)
    sessions = schedule.sessions_of(series)
    db.session.add_all(Settled(session_id=session.id, at=session.ends_at) for session in sessions[:4])
    db.session.commit()
    clock.move_to(datetime(2026, 12, 18, 7, 30, tzinfo=ZONE))
    return series, sessions


def learner(school, name, present, *, at, **values):
    """Somebody of the class who was present in its first evenings."""
    person = people.person(name, email=f"{name.split()[-1].lower()}@example.org", **values)
    enrolment.enrol(person, school[0])
    for session in school[1][:present]:
        reach.decided(session, person, at=at)
    for session in school[1][present:4]:
        reach.decided(session, person, "absent", at=at)
    return person


def morning(clock, moment=None):
    """The worker in the morning; answers {(person, letter): subject}."""
    if moment:
        clock.move_to(moment)
    with mode("write"):
        jobs.look()
        db.session.commit()
    run_due()
    found = select(Letter).where(Letter.template.like("certificates/%")).order_by(Letter.id)
    return {(row.to_id, row.template.rpartition("/")[2]): row for row in db.session.scalars(found)}


def test_one_letter_for_each_level_to_whom_it_concerns(school, clock, at):
    safe, close, gone = (
        learner(school, name, there, at=at) for name, there in (("A Một", 2), ("A Hai", 1), ("A Ba", 0))
    )
    letters = morning(clock)
    assert set(letters) == {(close.id, "close"), (gone.id, "gone")}
    assert letters[close.id, "close"].subject == ("Còn 6 buổi, cần có mặt ít nhất 6 để đủ điều kiện nhận chứng nhận.")
    assert "xem lại ít nhất 1 buổi" in letters[gone.id, "gone"].text
    assert {letter.not_after for letter in letters.values()} == {school[1][4].starts_at}
    assert set(morning(clock)) == set(letters)
    for person in (safe, close, gone):
        reach.decided(school[1][4], person, "absent", at=at)
    db.session.add(Settled(session_id=school[1][4].id, at=at))
    db.session.commit()
    later = morning(clock, school[1][4].starts_at.astimezone(ZONE).replace(hour=8) + DAY)
    assert set(later) - set(letters) == {(safe.id, "close"), (close.id, "gone")}


def test_who_is_paused_gone_or_left_is_left_alone(school, clock, at):
    learner(school, "A Một", 0, at=at, paused_at=at, paused_why="withdrawn")
    learner(school, "A Hai", 0, at=at, merged_at=at)
    left = people.person("A Ba")
    enrolment.enrol(left, school[0], state="withdrawn")
    assert morning(clock) == {}


def test_what_may_still_count_is_waited_for(school, clock, at):
    person = learner(school, "A Một", 0, at=at)
    db.session.add(Claim(session_id=school[1][0].id, person_id=person.id, state="open", at=at))
    db.session.commit()
    assert list(morning(clock)) == [(person.id, "close")]
    claim = db.session.scalars(select(Claim)).one()
    with mode("write"):
        claim.state = "refused"
        db.session.commit()
    assert set(morning(clock)) == {(person.id, "close"), (person.id, "gone")}


def test_what_nobody_has_decided_yet_is_not_held_against_anybody(school, clock, at):
    person = people.person("A Một", email="mot@example.org")
    enrolment.enrol(person, school[0])
    db.session.execute(db.delete(Settled))
    db.session.commit()
    assert list(morning(clock)) == [(person.id, "close")]


def test_a_cancelled_evening_narrows_the_way(school, clock, at):
    person = learner(school, "A Một", 2, at=at)
    assert morning(clock) == {}
    schedule.cancel(school[1][9], at=at)
    db.session.commit()
    assert list(morning(clock)) == [(person.id, "close")]


@pytest.mark.parametrize("hour", [0, 6, 10, 21])
def test_only_in_the_morning(school, clock, at, hour):
    learner(school, "A Một", 0, at=at)
    assert morning(clock, datetime(2026, 12, 18, hour, 30, tzinfo=ZONE)) == {}


def test_never_after_the_last_session_has_begun(school, clock, at):
    learner(school, "A Một", 0, at=at)
    last = school[1][9].starts_at
    assert [series.id for series in running(last - DAY)] == [school[0].id]
    assert running(last) == [] == running(last + 30 * DAY)
    with mode("write"):
        assert actions.warn_class(school[0].id, 0, at=last) == 0


def test_nothing_of_a_class_that_leads_to_no_certificate(clock, app, at):
    series = schedule.series(people.trainer(), first=date(2026, 11, 26), count=10)
    person = people.person("A Một")
    enrolment.enrol(person, series)
    for session in schedule.sessions_of(series)[:4]:
        reach.decided(session, person, "absent", at=at)
    assert morning(clock, datetime(2026, 12, 18, 7, 30, tzinfo=ZONE)) == {}


def test_a_large_class_goes_by_some_at_a_time(school, clock, at):
    crowd = [learner(school, f"Người {number}", number % 4, at=at) for number in range(7)]
    now, after, found = datetime(2026, 12, 18, 7, 30, tzinfo=ZONE), 0, []
    while after is not None:
        risks, after = threatened(school[0], now, after=after, limit=2)
        found += [(risk.person.id, risk.danger) for risk in risks]
    wanted = {0: GONE, 1: CLOSE}
    assert found == [(one.id, wanted[n % 4]) for n, one in enumerate(crowd) if n % 4 in wanted]


def test_it_stands_on_the_page_of_the_class(visit, school, clock, at):
    person = learner(school, "A Một", 1, at=at)
    page = visit.as_(person).get("certificates.learner.series", series_id=school[0].public_id)
    assert "Còn 6 buổi, cần có mặt ít nhất 6 để đủ điều kiện nhận chứng nhận" in page
    line = visit.as_(person).get("certificates.learner.attendance")
    assert "Từ nay buổi nào cũng cần" in line
    english = visit.as_(person, "en").get("certificates.learner.series", series_id=school[0].public_id)
    assert "6 sessions are left: be there in at least 6 of them" in english


def test_today_says_it(visit, school, clock, at):
    """The evening before the fifth session, which stands on Today."""
    close, safe = learner(school, "A Một", 1, at=at), learner(school, "A Hai", 3, at=at)
    clock.move_to(school[1][4].starts_at - DAY)
    assert "Còn 6 buổi, cần có mặt ít nhất 6" in visit.as_(close).get("home.learner.today")
    assert "để đủ điều kiện" not in visit.as_(safe).get("home.learner.today")
