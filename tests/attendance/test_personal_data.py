"""What attendance keeps of a person can be seen, moved to another row and back, and loses its words."""

from sqlalchemy import select

from lms.attendance import personal_data
from lms.attendance.models import Decision, Evidence, WrongCode
from lms.attendance.rules.decision import Mark
from lms.core.db import db
from tests.factories import attendance, enrolment, people, schedule


def world(at):
    trainer, one, other = people.trainer(), people.person("Giàng A Páo"), people.person("Giàng A Pao")
    series = schedule.series(trainer, count=2)
    for person in (one, other):
        enrolment.enrol(person, series)
    first, second = schedule.sessions_of(series)
    attendance.trace(first, one, "code", at=at)
    attendance.trace(first, other, "code", at=at)
    attendance.decided(first, one, other, at=at)
    attendance.marked(second, one, trainer, Mark.EXCUSED, "Đi khám ở Than Uyên", at=at)
    db.session.add(WrongCode(session_id=first.id, person_id=one.id, at=at))
    db.session.commit()
    return first, second, one, other


def of(table, person):
    return sorted(db.session.scalars(select(table.session_id).where(table.person_id == person.id)))


def test_export_says_everything(app, at):
    first, second, one, _other = world(at)
    found = personal_data.export(one)
    assert [(row["class"], row["kind"], row["reason"]) for row in found["traces"]] == [
        (first.topic, "code", None),
        (second.topic, "mark", "Đi khám ở Than Uyên"),
    ]
    assert [row["state"] for row in found["decisions"]] == ["present", "excused"]
    assert len(found["wrong_codes"]) == 1


def test_erasing_keeps_presence_and_loses_words(app, at):
    first, second, one, _other = world(at)
    personal_data.erase(one)
    assert list(db.session.scalars(select(Evidence.reason).where(Evidence.person_id == one.id))) == [None, None]
    assert (of(Decision, one), of(WrongCode, one)) == ([first.id, second.id], [])


def test_moving_and_moving_back(app, at):
    first, second, one, other = world(at)
    undo = personal_data.move(one, other)
    assert (of(Decision, other), of(Evidence, other)) == ([first.id, second.id], [first.id, second.id])
    assert (of(Decision, one), of(Evidence, one)) == ([first.id], [first.id])
    personal_data.move_back(undo, one, other)
    assert (of(Decision, one), of(Evidence, one)) == ([first.id, second.id], [first.id, second.id])
    assert (of(Decision, other), of(Evidence, other)) == ([first.id], [first.id])
