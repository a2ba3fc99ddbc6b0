"""What attendance keeps of a person can be seen, moved to another row and back, and loses its words."""

from datetime import timedelta

from sqlalchemy import select

from lms.attendance import personal_data
from lms.attendance.actions import forgetting
from lms.attendance.models import Alias, Claim, Decision, EarlyCode, Evidence, Participant, WrongCode
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


def in_report(session, person, at, *, key="a" * 64, name="Páo Giàng (iPhone)"):
    """A name in a report, remembered for the class, and a claim about it."""
    seen = {"session_id": session.id, "key": key, "name": name, "email": "pao@example.vn", "state": "matched"}
    row = Participant(**seen, person_id=person and person.id, step="confirmed", at=at)
    db.session.add(row)
    if person is not None:
        trainer = session.series.trainers[0]
        known = Alias(series_id=session.series_id, key="pao giang", person_id=person.id, by_id=trainer.id, at=at)
        word = Claim(session_id=session.id, person_id=person.id, note="Em học ở nhà cô", state="open", at=at)
        db.session.add_all([known, word, EarlyCode(session_id=session.id, person_id=person.id, at=at)])
    db.session.commit()
    return row


def test_names_in_reports_are_told_and_erased(app, at):
    first, _second, one, _other = world(at)
    row = in_report(first, one, at)
    found = personal_data.export(one)
    assert [(row["name"], row["class"]) for row in found["seen_as"]] == [("Páo Giàng (iPhone)", first.topic)]
    assert [row["name"] for row in found["known_as"]] == ["pao giang"]
    assert [(row["note"], row["state"]) for row in found["claims"]] == [("Em học ở nhà cô", "open")]
    personal_data.erase(one)
    assert (row.name, row.original_name, row.email, row.person_id) == (None, None, None, one.id)
    assert row.key != "a" * 64
    assert list(db.session.scalars(select(Claim.note))) == [""]
    assert (of(EarlyCode, one), list(db.session.scalars(select(Alias.id)))) == ([], [])


def test_a_claim_of_both_stays_with_each(app, at):
    first, second, one, other = world(at)
    for session, person in ((first, one), (second, one), (first, other)):
        db.session.add(Claim(session_id=session.id, person_id=person.id, state="open", at=at))
    in_report(second, None, at)
    db.session.commit()
    undo = personal_data.move(one, other)
    assert (of(Claim, one), of(Claim, other)) == ([first.id], [first.id, second.id])
    personal_data.move_back(undo, one, other)
    assert (of(Claim, one), of(Claim, other)) == ([first.id, second.id], [first.id])


def test_names_in_reports_go_after_ninety_days(app, at):
    _first, second, one, _other = world(at)
    row, stranger = in_report(second, one, at), in_report(second, None, at, key="b" * 64, name="Galaxy A12")
    last = second.ends_at
    assert forgetting.forget(at=last + timedelta(days=89)) == {"names": 0, "aliases": 0}
    assert forgetting.forget(at=last + timedelta(days=90, seconds=1)) == {"names": 2, "aliases": 1}
    db.session.expire_all()
    assert (row.name, row.email, row.person_id) == (None, None, one.id)
    assert (stranger.name, stranger.person_id, stranger.state) == (None, None, "matched")
    assert forgetting.forget(at=last + timedelta(days=91)) == {"names": 0, "aliases": 0}
