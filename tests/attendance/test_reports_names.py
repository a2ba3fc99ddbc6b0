"""Names that reports showed: ties stay open, one tap says who it was, everything can be taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import queries
from lms.attendance.models import Alias, Evidence, Participant
from lms.audit.models import Entry
from lms.core.db import db
from tests.factories import enrolment, people, schedule
from tests.factories.reports import press, take_in, zoom

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lesson(app, clock):
    """(sessions, two learners of one name and Páo, trainer); the first two sessions are over."""
    trainer = people.trainer("Đặng Thị Hòa")
    series = schedule.series(trainer)
    learners = [people.person(name) for name in ("Nguyễn Thị Lan", "Nguyễn Thị Lan", "Giàng A Páo")]
    for learner in learners:
        enrolment.enrol(learner, series)
    sessions = schedule.sessions_of(series)
    clock.move_to(sessions[1].ends_at + 60 * MINUTE)
    return sessions, learners, trainer


@pytest.fixture
def desk(visit, lesson):
    """The trainer's browser."""
    return visit.as_(lesson[2])


def state(session, person):
    db.session.expire_all()
    row = queries.decisions_by_person(session.id, [person.id]).get(person.id)
    return row and row.state


def participant(session, name):
    db.session.expire_all()
    found = select(Participant).where(Participant.session_id == session.id, Participant.name == name)
    return db.session.scalars(found.order_by(Participant.id)).first()


def say(desk, session, who, what, **data):
    ids = {"session_id": session.public_id, "participant_id": who.public_id}
    return desk.post(f"attendance.trainer.{what}", data, **ids)


def test_two_of_one_name_stay_open_with_both_suggested(desk, lesson):
    """Case 17: nobody is matched; the trainer has two to choose from, told apart by their marks."""
    [session, *_rest], (one, other, _pao), _trainer = lesson
    page = take_in(desk, session, zoom(session, ("Nguyễn Thị Lan", 0, 90)))
    buttons = [button for button in page.soup.select("main .tools button") if button.get("name") == "person"]
    assert {button["value"] for button in buttons} == {one.public_id, other.public_id}
    for learner in (one, other):
        assert f"#{learner.mark}" in page
    assert "Chưa rõ 1" in page
    assert (state(session, one), state(session, other)) == (None, None)


def test_one_tap_confirms_and_the_name_is_known_next_week(desk, lesson):
    [first, second, *_rest], (one, other, _pao), trainer = lesson
    page = take_in(desk, first, zoom(first, ("Nguyễn Thị Lan", 0, 90)))
    form = next(form for form in page.soup.select("form") if form.find("button", value=other.public_id))
    answer = desk.open("POST", form["action"], data={"person": other.public_id})
    assert (answer.status, state(first, one), state(first, other)) == (303, None, "present")
    assert "Nguyễn Thị Lan là Nguyễn Thị Lan" in desk.follow(answer)
    take_in(desk, second, zoom(second, ("Nguyễn Thị Lan", 0, 90)))
    assert (state(second, one), state(second, other)) == (None, "present")
    assert participant(second, "Nguyễn Thị Lan").step == "alias"
    entry = db.session.scalars(select(Entry).where(Entry.action == "attendance.linked")).one()
    assert (entry.actor_id, entry.detail["person"], entry.detail["step"]) == (trainer.id, other.id, "confirmed")


def test_saying_it_again_or_of_somebody_else_moves_the_evidence(desk, lesson):
    [session, *_rest], (one, other, _pao), _trainer = lesson
    take_in(desk, session, zoom(session, ("Nguyễn Thị Lan", 0, 90)))
    who = participant(session, "Nguyễn Thị Lan")
    for person in (one, one, other):
        assert say(desk, session, who, "link", person=person.public_id).status == 303
    assert (state(session, one), state(session, other)) == ("absent", "present")
    found = db.session.execute(select(Evidence.person_id, Evidence.value).order_by(Evidence.id)).all()
    assert [tuple(row) for row in found] == [(one.id, None), (one.id, "withdrawn"), (other.id, None)]
    # a name that was two people's is nobody's for certain
    assert db.session.scalar(select(func.count()).select_from(Alias)) == 0


def test_undo_takes_the_evidence_and_the_alias_back(desk, lesson):
    [session, *_rest], (one, *_others), _trainer = lesson
    take_in(desk, session, zoom(session, ("Nguyễn Thị Lan", 0, 90)))
    who = participant(session, "Nguyễn Thị Lan")
    page = desk.follow(say(desk, session, who, "link", person=one.public_id))
    assert db.session.scalar(select(func.count()).select_from(Alias)) == 1
    undo = page.soup.select_one(".toast form")["action"]
    for _time in range(2):
        assert desk.open("POST", undo).status == 303
    assert state(session, one) == "absent"
    assert list(db.session.scalars(select(Evidence.value).order_by(Evidence.id))) == [None, "withdrawn"]
    assert db.session.scalar(select(func.count()).select_from(Alias)) == 0
    assert participant(session, "Nguyễn Thị Lan").state == "open"
    # and once more after all
    assert say(desk, session, who, "link", person=one.public_id).status == 303
    assert state(session, one) == "present"


def test_what_was_taken_back_by_hand_is_not_matched_again_by_itself(desk, lesson):
    [session, *_rest], (*_two, pao), _trainer = lesson
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 90)))
    assert state(session, pao) == "present"
    say(desk, session, participant(session, "Giàng A Páo"), "unlink")
    take_in(desk, session, zoom(session, ("Giàng A Páo", 0, 91)))
    desk.post("attendance.trainer.recognise", session_id=session.public_id)
    assert (state(session, pao), participant(session, "Giàng A Páo").state) == ("absent", "open")


def test_a_guest_is_not_asked_about_again(desk, lesson):
    [session, *_rest], _learners, _trainer = lesson
    page = take_in(desk, session, zoom(session, ("Đoàn Khuê", 0, 90)))
    answer = press(desk, page, "/guest")
    page = desk.follow(answer)
    assert "Đoàn Khuê là khách" in page
    assert "Đã nhận ra tất cả những người có mặt trong phòng." in page
    page = take_in(desk, session, zoom(session, ("Đoàn Khuê", 0, 60)))
    assert participant(session, "Đoàn Khuê").state == "guest"
    say(desk, session, participant(session, "Đoàn Khuê"), "unlink")
    assert participant(session, "Đoàn Khuê").state == "open"


def test_somebody_else_is_found_without_tones(desk, lesson):
    [session, *_rest], (*_two, pao), _trainer = lesson
    take_in(desk, session, zoom(session, ("iPhone", 0, 90)))
    who = participant(session, "iPhone")
    ids = {"session_id": session.public_id, "participant_id": who.public_id}
    page = desk.get("attendance.trainer.participant", search="giang a pao", **ids)
    [button] = page.soup.select("button[name=person]")
    assert button["value"] == pao.public_id
    assert "Trong lớp không có ai tên như vậy" in desk.get("attendance.trainer.participant", search="%", **ids)
    assert say(desk, session, who, "link", person=pao.public_id).status == 303
    assert state(session, pao) == "present"
    # "iPhone" may be anybody's: it is not remembered
    assert db.session.scalar(select(func.count()).select_from(Alias)) == 0


def test_only_people_of_the_class_can_be_chosen(desk, lesson):
    [session, *_rest], _learners, trainer = lesson
    take_in(desk, session, zoom(session, ("iPhone", 0, 90)))
    who = participant(session, "iPhone")
    for person_id in (people.person("Hoàng Văn Thụ").public_id, trainer.public_id, "", "x" * 99):
        page = say(desk, session, who, "link", person=person_id)
        assert (page.status, "Chọn một người của lớp này" in page) == (422, True)
    assert participant(session, "iPhone").state == "open"


def test_two_people_under_one_name_are_taken_apart(desk, lesson):
    [session, *_rest], (one, other, _pao), _trainer = lesson
    visits = (("Nguyễn Thị Lan", 0, 80), ("Nguyễn Thị Lan", 10, 90))
    take_in(desk, session, zoom(session, *visits))
    who = participant(session, "Nguyễn Thị Lan")
    assert say(desk, session, who, "link", person=one.public_id).status == 303
    for _time in range(2):
        assert say(desk, session, who, "split").status == 303
    assert state(session, one) == "absent"
    parts = list(db.session.scalars(select(Participant).order_by(Participant.id)))
    assert [part.state for part in parts] == ["open", "open"]
    for part, person in zip(parts, (one, other), strict=True):
        assert say(desk, session, part, "link", person=person.public_id).status == 303
    assert (state(session, one), state(session, other)) == ("present", "present")
    assert db.session.scalar(select(func.count()).select_from(Alias)) == 0
    # the same visits in another file are known
    take_in(desk, session, zoom(session, *visits, ("Giàng A Páo", 0, 90)))
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 3


def test_who_enrols_later_is_recognised_on_demand(desk, lesson):
    [session, *_rest], _learners, _trainer = lesson
    take_in(desk, session, zoom(session, ("Lò Văn Én", 0, 90)))
    late = people.person("Lò Văn Én")
    page = desk.follow(desk.post("attendance.trainer.recognise", session_id=session.public_id))
    assert "Chưa nhận ra thêm ai." in page
    enrolment.enrol(late, session.series)
    page = desk.follow(desk.post("attendance.trainer.recognise", session_id=session.public_id))
    assert "Đã nhận ra thêm 1 tên." in page
    assert state(session, late) == "present"


def test_others_of_the_house_see_nothing_of_it(visit, desk, lesson):
    [session, *_rest], (one, *_others), _trainer = lesson
    take_in(desk, session, zoom(session, ("iPhone", 0, 90)))
    who = participant(session, "iPhone")
    stranger = people.trainer("Đỗ Văn Khải")
    schedule.series(stranger)
    for person in (stranger, one):
        visitor = visit.as_(person)
        ids = {"session_id": session.public_id, "participant_id": who.public_id}
        assert visitor.get("attendance.trainer.participants", session_id=session.public_id).status == 404
        assert visitor.get("attendance.trainer.reports", session_id=session.public_id).status == 404
        assert visitor.post("attendance.trainer.link", {"person": one.public_id}, **ids).status == 404
    # a name of one session is not there in another one of the same trainer
    other = lesson[0][1]
    assert say(desk, other, who, "guest").status == 404
