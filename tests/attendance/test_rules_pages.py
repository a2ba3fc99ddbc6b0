"""Pages of the rule and of deciding again: what is typed, what is shown first, who may."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.attendance import actions
from lms.attendance.models import AttendanceRule, Decision, Recount
from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.people.models import Person
from tests.factories import attendance, enrolment, people, schedule
from tests.statements import statements

MINUTE = timedelta(minutes=1)
RULE = {"present": "50", "partial": "20", "late": "15", "from_day": "2026-12-10", "reason": "Buổi tối hay mất điện"}


@pytest.fixture
def term(app, clock):
    """(sessions, learners, trainer, coordinator): the first session is over, two were there for half of it."""
    trainer, coordinator = people.trainer(), people.coordinator("")
    series = schedule.series(trainer, count=3)
    learners = [people.person(f"Lò Thị {name}") for name in ("An", "Bình", "Chi")]
    for person in learners:
        enrolment.enrol(person, series)
    sessions = schedule.sessions_of(series)
    begin = sessions[0].starts_at
    for person in learners[:2]:
        attendance.trace(sessions[0], person, "interval", at=begin, until=begin + 45 * MINUTE)
    clock.move_to(sessions[0].ends_at + 60 * MINUTE)
    with mode("write"):
        actions.settle(at=sessions[0].ends_at + 60 * MINUTE)
        db.session.commit()
    return sessions, learners, trainer, coordinator


def states():
    db.session.expire_all()
    rows = db.session.execute(select(Decision.state).join(Person, Person.id == Decision.person_id).order_by(Person.id))
    return [state for (state,) in rows]


def rows(page):
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.soup.select("tbody tr")]


def test_the_rule_in_words(visit, term, at):
    _sessions, _learners, _trainer, coordinator = term
    attendance.version("2026-2", date(2026, 11, 1), present=60, late=5, by=coordinator, at=at)
    attendance.version("2027-1", date(2027, 1, 7), present=80, by=coordinator, at=at)
    attendance.version("2027-2", date(2027, 2, 1), state="looked", by=coordinator, at=at)
    attendance.version("2027-3", date(2027, 2, 1), state="dropped", by=coordinator, at=at)
    page = visit.as_(coordinator, "en").get("attendance.coordinator.rule")
    assert page.h1 == "The rule of attendance"
    assert "In force today Version 2026-2" in page
    assert "Present: from 60% of the class." in page and "In part: from 30% of the class." in page
    assert "Late: more than 5 minutes after the start." in page
    assert [(cells[0], cells[5]) for cells in rows(page)] == [
        ("2027-2", "Not in force yet"),
        ("2027-1", "To come"),
        ("2026-2", "In force"),
        ("2026-1", "Earlier"),
    ]


def test_a_new_version_from_the_sheet_to_being_in_force(visit, term):
    sessions, learners, _trainer, coordinator = term
    visitor = visit.as_(coordinator, "en")
    sheet = visitor.get("attendance.coordinator.new_rule")
    assert [sheet.value(name) for name in ("present", "partial", "late", "from_day")] == [
        "70",
        "30",
        "10",
        "2026-11-27",
    ]
    told = {**RULE, "from_day": "26/11/2026", "once": sheet.value("once")}
    answers = [visitor.post("attendance.coordinator.propose", told) for _again in range(2)]
    assert answers[0].location == answers[1].location
    assert "Looking what would differ …" in visitor.follow(answers[0])
    jobs.run_due(most=1)
    page = visitor.follow(answers[0])
    assert page.h1 == "New version 2026-2"
    assert "2 decisions would change" in page and "In part → Present: 2" in page
    assert "2026-2: present from 50%, in part from 20%, late after 15 min" in page
    number = page.location or answers[0].location.split("/")[-1]
    assert states() == ["partial", "partial", "absent"]
    visitor.post("attendance.trainer.apply_recount", recount_id=number)
    jobs.run_due(most=1)
    done = visitor.get("attendance.trainer.recount", recount_id=number)
    assert "2 decisions were changed" in done and not done.soup.select("form[action$=apply]")
    assert states() == ["present", "present", "absent"]
    assert "In force today Version 2026-2" in visitor.get("attendance.coordinator.rule")
    mine = visit.as_(learners[0], "en").get("home.learner.session", session_id=sessions[0].public_id)
    assert "In the room for 45 of 90 minutes (50%)" in mine
    assert "By rule 2026-2: present from 50% of the class, in part from 20%." in mine


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": ""}, "Enter a percentage, for example 70"),
        ({"present": "101"}, "Enter a percentage from 1 to 100"),
        ({"partial": "0"}, "Enter a percentage from 1 to 100"),
        ({"partial": "50"}, "Being there in part must begin below present, which begins at 50%"),
        ({"late": "61"}, "Enter a number of minutes from 0 to 60"),
        ({"late": "x"}, "Enter how many minutes, for example 10"),
        (
            {"from_day": "25/11/2026"},
            "A new version begins today or later. Classes that are over can be decided again by it afterwards",
        ),
        ({"from_day": "mai"}, "Enter a date, for example 7/1/2027"),
        ({"reason": " "}, "Write why the rule changes"),
        (
            {"present": "70", "partial": "30", "late": "10"},
            "Version 2026-1, in force on that day, has these very thresholds",
        ),
    ],
)
def test_thresholds_that_cannot_be_are_refused_with_a_sentence(visit, term, typed, sentence):
    page = visit.as_(term[3], "en").post("attendance.coordinator.propose", {**RULE, **typed})
    assert (page.status, page.errors) == (422, [sentence])
    assert page.value("present") == typed.get("present", "50")
    assert db.session.scalars(select(AttendanceRule)).all() == []


def test_a_trainer_decides_a_session_again_after_seeing_what_differs(visit, term, at):
    sessions, learners, trainer, coordinator = term
    attendance.version("2026-2", date(2026, 11, 1), present=40, by=coordinator, at=at)
    attendance.version("2027-1", date(2027, 1, 7), present=80, by=coordinator, at=at)
    offered = {}
    for person in (coordinator, trainer):
        visitor = visit.as_(person, "en")
        sheet = visitor.get("attendance.trainer.recount_session", session_id=sessions[0].public_id)
        offered[person] = [option["value"] for option in sheet.soup.select("input[name=version]")]
    assert offered == {coordinator: ["", "2026-1", "2026-2"], trainer: [""]}
    refused = visitor.post("attendance.trainer.start_session", {"version": ""}, session_id=sessions[0].public_id)
    assert (refused.status, refused.errors) == (422, ["Write why these classes are decided again"])
    told = {"version": "", "reason": "Quy tắc mới", "once": sheet.value("once")}
    answer = visitor.post("attendance.trainer.start_session", told, session_id=sessions[0].public_id)
    jobs.run_due(most=1)
    page = visitor.follow(answer)
    assert page.h1 == f"Decide again: Session 1 of {sessions[0].series.title}"
    assert [(cells[0], cells[2], cells[3]) for cells in rows(page)] == [
        ("Lò Thị An", "In part", "Present"),
        ("Lò Thị Bình", "In part", "Present"),
    ]
    number = answer.location.split("/")[-1]
    visitor.post("attendance.trainer.drop_recount", recount_id=number)
    assert "Dropped. Nothing was changed." in visitor.follow(answer)
    assert states() == ["partial", "partial", "absent"]
    earlier = visitor.get("attendance.trainer.recount_session", session_id=sessions[0].public_id)
    assert [row.get_text(" ", strip=True) for row in earlier.soup.select(".rows .tag")] == ["Dropped"]
    read = db.session.scalars(select(Entry).where(Entry.action == "attendance.recount_read")).all()
    assert [entry.actor_id for entry in read] == [trainer.id]


def test_what_is_not_over_cannot_be_decided_again(visit, term):
    sessions, _learners, trainer, _coordinator = term
    told = {"version": "", "reason": "Thử"}
    page = visit.as_(trainer, "en").post("attendance.trainer.start_session", told, session_id=sessions[1].public_id)
    assert (page.status, page.errors) == (422, ["Only a class that is over can be decided again"])
    assert page.value("reason") == "Thử"


@pytest.mark.parametrize("about", ["session", "series", "all"])
def test_others_see_nothing_of_it(visit, term, about):
    sessions, learners, trainer, coordinator = term
    scope = {"session": {"session_id": sessions[0].id}, "series": {"series_id": sessions[0].series_id}, "all": {}}[
        about
    ]
    row = Recount(**scope, state="looked", differences={}, reason="Thử", by_id=coordinator.id, at=sessions[0].ends_at)
    db.session.add(row)
    db.session.commit()
    where = {"recount_id": row.public_id}
    may = [coordinator] if about == "all" else [coordinator, trainer]
    for person in (coordinator, trainer, people.trainer("Đỗ Văn Khải"), people.coordinator("12"), learners[0]):
        visitor, expected = visit.as_(person), 200 if person in may else 404
        for page in ("recount", "recount_progress"):
            assert visitor.get(f"attendance.trainer.{page}", **where).status == expected
        for act in ("look_again", "drop_recount", "apply_recount"):
            if expected == 404:
                assert visitor.post(f"attendance.trainer.{act}", **where).status == 404
    assert db.session.scalar(select(Recount.state)) == "looked"


def test_a_class_and_all_classes(visit, term, at):
    sessions, _learners, trainer, coordinator = term
    attendance.version("2026-2", date(2026, 11, 1), present=40, by=coordinator, at=at)
    told = {"version": "2026-2", "reason": "Thử"}
    where = {"series_id": sessions[0].series.public_id}
    assert visit.as_(trainer).get("attendance.trainer.recount_series", **where).status == 200
    assert visit.as_(trainer).post("attendance.trainer.start_series", told, **where).status == 422
    first = visit.as_(trainer).post("attendance.trainer.start_series", {**told, "version": ""}, **where)
    assert visit.as_(coordinator).get("attendance.coordinator.recount_all").status == 200
    second = visit.as_(coordinator).post("attendance.coordinator.start_all", told)
    jobs.run_due(most=2)
    for visitor, answer in ((visit.as_(trainer, "en"), first), (visit.as_(coordinator, "en"), second)):
        assert "2 decisions would change" in visitor.follow(answer)
    assert visit.as_(trainer).get("attendance.coordinator.rule").status == 403


def test_many_changes_stand_on_pages_in_few_statements(visit, term):
    sessions, learners, trainer, _coordinator = term
    row = Recount(session_id=sessions[0].id, state="looked", reason="Thử", by_id=trainer.id, at=sessions[0].ends_at,
                  differences={"would": {"partial>present": 120, "absent>partial": 3}})  # fmt: skip
    db.session.add(row)
    db.session.commit()
    attendance.changes(row, sessions[0], 120, before="partial", after="present")
    attendance.changes(row, sessions[0], 3, before="absent", after="partial")
    visitor, seen, asked = visit.as_(trainer, "en"), [], set()
    page = visitor.get("attendance.trainer.recount", recount_id=row.public_id)
    assert [tab.get_text(" ", strip=True) for tab in page.soup.select(".tabs a")] == [
        "All 123",
        "In part → Present 120",
        "Absent → In part 3",
    ]
    while True:
        seen += [cells[0] for cells in rows(page)]
        after = page.soup.select_one("a[rel=next]")
        if after is None:
            break
        with statements() as said:
            page = visitor.open("GET", after["href"])
        asked.add(len([line for line in said if line.startswith("SELECT")]))
    assert (len(seen), len(set(seen))) == (123, 123)
    assert max(asked) <= 6
    few = visitor.get("attendance.trainer.recount", recount_id=row.public_id, which="absent>partial")
    assert len(rows(few)) == 3
