"""A report that was the wrong one is taken back whole: all is as if it had never counted, and nothing else is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import queries
from lms.attendance.actions import reports as actions
from lms.attendance.models import Evidence, Participant, Report, Stay
from lms.attendance.queries import claims
from lms.attendance.queries import reports as asked
from lms.attendance.rules.reports import NotTakenBack
from lms.audit.models import Entry
from lms.core.db import db
from lms.home.queries.desk import after
from lms.people.models import Person
from lms.schedule.models import Session
from tests.attendance.test_races import together
from tests.attendance.test_reports_zoom import pull, work
from tests.factories import attendance, people
from tests.factories.reports import bring, class_over, press, take_in, zoom

MINUTE = timedelta(minutes=1)
NAMES = ("Giàng A Páo", "Lường Thị Bích", "Vàng Thị Dở")


@pytest.fixture
def lesson(app, clock):
    """(session that is over, learners in the order of NAMES, trainer)."""
    return class_over(clock, *NAMES)


@pytest.fixture
def desk(visit, lesson):
    """The trainer's browser."""
    return visit.as_(lesson[2])


def states(session, learners):
    db.session.expire_all()
    found = queries.decisions_by_person(session.id, [learner.id for learner in learners])
    return [found[learner.id].state if learner.id in found else None for learner in learners]


def standing(session):
    """Whom evidence of reports stands about, in the order in which it was written."""
    return [row.person_id for row in asked.standing(Stay.session_id == session.id)]


def newest():
    return db.session.scalars(select(Report).order_by(Report.id.desc())).first()


def done(desk, report):
    """The page of a report that counts."""
    session = db.session.get(Session, report.session_id)
    return desk.get("attendance.trainer.report", session_id=session.public_id, report_id=report.public_id)


def take_back(desk, report):
    """Press the button; the page that follows."""
    return desk.follow(press(desk, done(desk, report), "/take-back"))


def count(model, *which):
    return db.session.scalar(select(func.count()).select_from(model).where(*which))


def test_all_is_as_before_the_report(desk, lesson):
    session, learners, trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    before = (states(session, learners), standing(session), asked.meeting_times(session), asked.counts(session))
    wrong = zoom(session, ("Lường Thị Bích", 5, 300), ("Vàng Thị Dở", 5, 20), ("iPhone", 0, 90))
    take_in(desk, session, wrong, "sai.csv")
    assert states(session, learners) != before[0]
    assert asked.meeting_times(session) != before[2]
    wrong = newest()
    page = take_back(desk, wrong)
    assert "Không còn được tính: sai.csv" in page
    after_it = (states(session, learners), standing(session), asked.meeting_times(session), asked.counts(session))
    # who was never there and had no decision has the one that everybody absent gets
    assert after_it == (["present", "absent", "absent"], *before[1:])
    assert asked.fates(wrong) == {"taken_back": 3}
    assert (wrong.state, [report.name for report, _by in asked.taken_in(session)]) == ("dropped", ["participants.csv"])
    entry = db.session.scalars(select(Entry).where(Entry.action == "attendance.report_taken_back")).one()
    assert (entry.actor_id, entry.subject_id, entry.detail["report"]) == (trainer.id, session.id, wrong.id)


def test_names_that_no_report_shows_any_more_leave_every_list(desk, lesson):
    session, _learners, _trainer = lesson
    take_in(desk, session, zoom(session, ("Galaxy A12", 0, 90), ("Giàng A Páo", 0, 90)))
    assert after(session).strangers == 1
    seen = db.session.scalars(select(Participant).where(Participant.name == "Galaxy A12")).one()
    take_back(desk, newest())
    assert asked.counts(session) == {"matched": 0, "open": 0, "guest": 0}
    assert [asked.entries(session, state) for state in ("open", "matched")] == [[], []]
    assert claims.strangers_in(session) == []
    assert claims.name_in(session, seen.public_id) is None
    assert after(session).strangers == 0
    assert "Galaxy A12" not in desk.get("attendance.trainer.participants", session_id=session.public_id)


def test_the_same_file_counts_again(desk, lesson):
    session, learners, _trainer = lesson
    data = zoom(session, ("Giàng A Páo", 0, 90), ("iPhone", 0, 90))
    take_in(desk, session, data)
    before = (states(session, learners), standing(session), asked.counts(session), asked.meeting_times(session))
    take_back(desk, newest())
    take_in(desk, session, data)
    assert (states(session, learners), standing(session), asked.counts(session), asked.meeting_times(session)) == before
    assert asked.fates(newest()) == {"stay": 2}


def test_a_name_told_apart_before_is_told_apart_again(desk, lesson):
    session, _learners, _trainer = lesson
    data = zoom(session, ("iPhone", 0, 40), ("iPhone", 42, 90))
    for _time in range(2):
        take_in(desk, session, data)
        seen = next(one.participant for one in asked.entries(session, "open") if len(one.stays) == 2)
        ids = {"session_id": session.public_id, "participant_id": seen.public_id}
        assert desk.post("attendance.trainer.split", **ids).status == 303
        db.session.expire_all()
        assert [len(one.stays) for one in asked.entries(session, "open")] == [1, 1]
        take_back(desk, newest())
    assert count(Participant) == 2


def test_what_another_report_said_too_still_counts(desk, lesson):
    session, learners, _trainer = lesson
    first = zoom(session, ("Giàng A Páo", 0, 90), ("Lường Thị Bích", 0, 90), ("Galaxy A12", 0, 90))
    take_in(desk, session, first, "one.csv")
    one = newest()
    more = (("Giàng A Páo", 0, 90), ("Giàng A Páo", 0, 90), ("Galaxy A12", 0, 90), ("Vàng Thị Dở", 0, 90))
    take_in(desk, session, zoom(session, *more), "two.csv")
    two = newest()
    assert asked.fates(two) == {"stay": 1, "repeated": 3}
    take_back(desk, one)
    assert states(session, learners) == ["present", "absent", "present"]
    assert standing(session) == [learners[2].id, learners[0].id]
    assert asked.fates(two) == {"stay": 3, "repeated": 1}
    assert (asked.counts(session)["matched"], asked.counts(session)["open"]) == (2, 1)
    # and once more: now nothing is left
    take_back(desk, two)
    assert (states(session, learners), standing(session)) == (["absent"] * 3, [])
    assert asked.meeting_times(session) == ()


def test_a_list_on_paper_keeps_whom_two_lists_name(desk, lesson):
    session, learners, _trainer = lesson
    for names in ("Giàng A Páo\nLường Thị Bích", "Lường Thị Bích\nVàng Thị Dở"):
        answer = desk.post("attendance.trainer.paper", {"names": names}, session_id=session.public_id)
        press(desk, desk.follow(answer), "/confirm")
    assert states(session, learners) == ["present"] * 3
    first = db.session.scalars(select(Report).order_by(Report.id)).first()
    take_back(desk, first)
    assert states(session, learners) == ["absent", "present", "present"]


def test_a_walk_in_can_be_written_down_again(desk, lesson):
    session, learners, _trainer = lesson
    for _time in range(2):
        desk.post("attendance.trainer.walk_in", {"name": "Giàng A Páo"}, session_id=session.public_id)
        assert states(session, learners) == ["present", None, None]
        take_back(desk, newest())
        assert states(session, learners) == ["absent", None, None]


def test_a_mark_of_the_trainer_survives(desk, lesson):
    session, learners, trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90), ("Lường Thị Bích", 0, 90)))
    attendance.marked(session, learners[0], trainer, at=session.ends_at + 30 * MINUTE)
    take_back(desk, newest())
    assert states(session, learners) == ["present", "absent", None]


def test_twice_has_one_effect(desk, lesson):
    session, learners, _trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    page = done(desk, newest())
    answers = [press(desk, page, "/take-back") for _time in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert count(Evidence, Evidence.session_id == session.id) == 2
    assert count(Entry, Entry.action == "attendance.report_taken_back") == 1
    assert states(session, learners)[0] == "absent"


def test_two_trainers_at_once_have_one_effect(app, desk, lesson):
    session, _learners, trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    report_id, by_id, at = newest().id, trainer.id, session.ends_at + 60 * MINUTE

    def back():
        actions.take_back(db.session.get(Report, report_id), by=db.session.get(Person, by_id), at=at)

    together(app, *[back] * 4)
    assert count(Evidence) == 2
    assert count(Entry, Entry.action == "attendance.report_taken_back") == 1


def test_what_zoom_told_stays_and_keeps_what_a_file_said_too(desk, lesson):
    session, learners, trainer = lesson
    take_in(desk, session, zoom(session, ("Lường Thị Bích", 0, 90)))
    file = newest()
    told = (("a", learners[0], "r1", "Giàng A Páo", 0, 90), ("b", None, None, "Lường Thị Bích", 0, 90))
    pull(session, 1, *told, at=session.ends_at)
    work()
    assert asked.fates(newest()) == {"stay": 1, "repeated": 1}
    page = done(desk, newest())
    assert not page.soup.select("form[action$=take-back]")
    with pytest.raises(NotTakenBack):
        actions.take_back(newest(), by=trainer, at=session.ends_at)
    ids = {"session_id": session.public_id, "report_id": newest().public_id}
    answer = desk.post("attendance.trainer.take_back", **ids)
    assert "Chỉ rút lại được báo cáo do giảng viên nhập" in desk.follow(answer)
    take_back(desk, file)
    assert states(session, learners) == ["present", "present", None]


def test_a_file_that_waits_is_not_taken_back(desk, lesson):
    session, _learners, _trainer = lesson
    bring(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    ids = {"session_id": session.public_id, "report_id": newest().public_id}
    assert desk.post("attendance.trainer.take_back", **ids).status == 303
    assert newest().state == "read"


def test_it_is_not_there_for_another_trainer(visit, desk, lesson):
    session, learners, _trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    ids = {"session_id": session.public_id, "report_id": newest().public_id}
    other = visit.as_(people.trainer("Hoàng Văn Chung"))
    assert other.post("attendance.trainer.take_back", **ids).status == 404
    assert states(session, learners)[0] == "present"
