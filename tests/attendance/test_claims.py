"""*I was there*: said by a learner, seen and answered by a trainer."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance import jobs
from lms.attendance.models import Alias, Claim, Decision, Evidence, Participant
from lms.attendance.queries.claims import PAGE
from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.notifications.models import Letter
from lms.people.models import Person
from tests.factories import attendance, enrolment, people, reports, schedule

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def lesson(app, clock):
    """(session, learner, trainer), a day after the class; the learner is absent."""
    trainer, learner = people.trainer("Đặng Thị Hòa"), people.person("Giàng A Páo", email="pao@example.org")
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    clock.move_to(session.ends_at + DAY)
    attendance.decided(session, learner, at=session.ends_at + 20 * MINUTE)
    return session, learner, trainer


def say(visit, session, person, **said):
    return visit.as_(person).post("attendance.learner.say_claim", said, session_id=session.public_id)


def only():
    return db.session.scalars(select(Claim).execution_options(populate_existing=True)).one()


def answer(visit, session, trainer, said, **more):
    where = {"session_id": session.public_id, "claim_id": only().public_id}
    return visit.as_(trainer).post("attendance.trainer.answer", {"answer": said, **more}, **where)


def decided(session, person):
    found = select(Decision.state, Decision.marked).where(
        Decision.session_id == session.id, Decision.person_id == person.id
    )
    return tuple(db.session.execute(found).one())


def letters():
    """Those the worker has written by now."""
    with mode("write"):
        jobs.answer_claims()
        db.session.commit()
    found = select(Letter).where(Letter.template == "attendance/letters/claim_answered")
    return list(db.session.scalars(found.order_by(Letter.id)))


def test_said_seen_agreed(visit, lesson):
    session, learner, trainer = lesson
    page = visit.as_(learner).get("attendance.learner.claim", session_id=session.public_id)
    assert "Không có dấu vết" in page and "đến hết Thứ Bảy 26/12" in page
    told = say(visit, session, learner, name="", note="Mất sóng, không nhập được mã")
    assert told.status == 303
    assert "Đang chờ giảng viên" in visit.as_(learner).follow(told)
    queue = visit.as_(trainer).get("attendance.trainer.claims")
    assert "Giàng A Páo" in queue and "Mất sóng, không nhập được mã" in queue
    done = answer(visit, session, trainer, "accepted")
    assert done.status == 303
    assert decided(session, learner) == ("present", True)
    seen = visit.as_(learner).get("attendance.learner.claim", session_id=session.public_id)
    assert "Giảng viên đã đồng ý với bạn" in seen and "Có mặt" in seen
    [letter] = letters()
    assert letter.to_id == learner.id and "Đặng Thị Hòa đã đồng ý" in letter.text
    mark = db.session.scalars(select(Evidence).where(Evidence.kind == "mark")).one()
    assert mark.by_id == trainer.id and mark.reason == "Theo lời học viên, giảng viên đồng ý"


def test_refused_only_with_words_which_the_learner_reads(visit, lesson):
    session, learner, trainer = lesson
    say(visit, session, learner, note="Có mà")
    page = answer(visit, session, trainer, "refused", words="  ")
    assert page.status == 422 and only().state == "open"
    assert "Viết một câu cho biết lý do" in page.errors[0]
    answer(visit, session, trainer, "refused", words="Phòng hôm đó chỉ có bốn người, không có bạn")
    assert (only().state, decided(session, learner)) == ("refused", ("absent", False))
    seen = visit.as_(learner).get("attendance.learner.claim", session_id=session.public_id)
    assert "Phòng hôm đó chỉ có bốn người, không có bạn" in seen
    assert "Phòng hôm đó chỉ có bốn người, không có bạn" in letters()[0].text
    again = say(visit, session, learner, note="Thật mà")
    assert again.status == 422 and only().state == "refused"


def test_agreeing_twice_is_once(visit, lesson):
    session, learner, trainer = lesson
    say(visit, session, learner)
    for _time in range(2):
        assert answer(visit, session, trainer, "accepted").status == 303
    assert db.session.scalar(select(func.count()).where(Evidence.kind == "mark")) == 1
    assert len(letters()) == 1
    acts = select(func.count()).where(Entry.action == "attendance.claim_accepted")
    assert db.session.scalar(acts) == 1
    other = answer(visit, session, trainer, "refused", words="Không phải")
    assert other.status == 422 and "Đã có người trả lời" in other.errors[0]
    assert only().state == "accepted"


def test_changed_while_it_waits_taken_back_and_said_again(visit, lesson):
    session, learner, trainer = lesson
    say(visit, session, learner, note="Một")
    say(visit, session, learner, note="Hai")
    assert only().note == "Hai"
    visit.as_(learner).post("attendance.learner.withdraw_claim", session_id=session.public_id)
    assert only().state == "withdrawn"
    late = answer(visit, session, trainer, "accepted")
    assert late.status == 422 and "Học viên đã rút lại" in late.errors[0]
    assert "Giàng A Páo" not in visit.as_(trainer).get("attendance.trainer.claims")
    say(visit, session, learner, note="Ba")
    assert (only().state, only().note) == ("open", "Ba")
    answer(visit, session, trainer, "accepted")
    gone = visit.as_(learner).post("attendance.learner.withdraw_claim", session_id=session.public_id)
    assert gone.status == 422 and only().state == "accepted"


def test_a_trainers_mark_can_be_spoken_against(visit, lesson, clock):
    session, learner, trainer = lesson
    attendance.marked(session, learner, trainer, "absent", at=session.ends_at + MINUTE)
    say(visit, session, learner)
    answer(visit, session, trainer, "accepted", words="Xin lỗi, tôi nhìn nhầm")
    assert decided(session, learner) == ("present", True)
    assert "Xin lỗi, tôi nhìn nhầm" in letters()[0].text


@pytest.mark.parametrize("days", [-2, 31])
def test_not_before_the_end_and_not_after_a_month(visit, lesson, clock, days):
    session, learner, _trainer = lesson
    clock.move_to(session.ends_at + days * DAY)
    page = say(visit, session, learner, note="Giữ lại chữ này")
    assert page.status == 422 and db.session.scalar(select(func.count()).select_from(Claim)) == 0
    assert visit.as_(learner).get("attendance.learner.claim", session_id=session.public_id).status == 200


def test_too_long_words_are_kept_on_the_page(visit, lesson):
    session, learner, _trainer = lesson
    page = say(visit, session, learner, name="Páo", note="x" * 131)
    assert page.status == 422 and page.value("name") == "Páo" and "x" * 131 in page.value("note")


def test_whoever_has_no_seat_says_nothing(visit, lesson):
    session, _learner, trainer = lesson
    stranger = people.person("Lý A Chu")
    assert say(visit, session, stranger).status == 404
    assert (
        visit.as_(people.trainer("Khác")).get("attendance.trainer.session_claims", session_id=session.public_id).status
        == 404
    )
    assert visit.as_(trainer).get("attendance.trainer.session_claims", session_id=session.public_id).status == 200


def seen(visit, session, trainer, *visits):
    reports.take_in(visit.as_(trainer), session, reports.zoom(session, *visits))


def test_that_was_me(visit, lesson):
    """The learner types the name, and reads no list; the trainer sees it beside those that are alike."""
    session, learner, trainer = lesson
    seen(visit, session, trainer, ("Galaxy A12", 2, 88), ("Galaxy A21", 5, 60), ("Đoàn Khuê", 0, 90))
    page = visit.as_(learner).get("attendance.learner.claim", session_id=session.public_id)
    assert "Galaxy" not in page.html.replace("“Galaxy A12”", "") and "Khuê" not in page
    told = visit.as_(learner).follow(say(visit, session, learner, name="galaxy a12", note="Máy của chị"))
    assert "Galaxy A12 " not in told.text.replace("“Galaxy A12”", "")
    phone = db.session.scalars(select(Participant).where(Participant.name == "Galaxy A12")).one()
    assert only().participant_id == phone.id
    where = {"session_id": session.public_id, "claim_id": only().public_id}
    page = visit.as_(trainer).get("attendance.trainer.claim", **where)
    chosen = page.soup.select_one("input[name=participant][checked]")
    assert chosen["value"] == phone.public_id
    offered = [label.get_text(" ", strip=True) for label in page.soup.select(".pick")]
    assert "Galaxy A12" in offered[0] and "19:32 – 20:58" in offered[0] and "Galaxy A21" in offered[1]
    answer(visit, session, trainer, "accepted", participant=phone.public_id)
    assert decided(session, learner) == ("present", False)
    db.session.refresh(phone)
    assert (phone.state, phone.person_id, phone.step) == ("matched", learner.id, "claimed")
    assert db.session.scalars(select(Alias.person_id)).all() == []  # it may be anybody's phone


def test_a_name_takes_the_place_of_a_mark_that_says_less(visit, lesson):
    session, learner, trainer = lesson
    seen(visit, session, trainer, ("Galaxy A12", 2, 88))
    attendance.marked(session, learner, trainer, "absent", at=session.ends_at + MINUTE)
    say(visit, session, learner, name="Galaxy A12")
    phone = db.session.scalars(select(Participant)).one()
    answer(visit, session, trainer, "accepted", participant=phone.public_id)
    assert decided(session, learner) == ("present", False)


def test_a_name_that_became_somebody_elses(visit, lesson):
    session, learner, trainer = lesson
    other = people.person("Sùng Thị Xua")
    enrolment.enrol(other, session.series)
    seen(visit, session, trainer, ("Galaxy A12", 2, 88))
    phone = db.session.scalars(select(Participant)).one()
    say(visit, session, learner, name="Galaxy A12")
    visit.as_(trainer).post(
        "attendance.trainer.link", {"person": other.public_id}, session_id=session.public_id,
        participant_id=phone.public_id,
    )  # fmt: skip
    page = answer(visit, session, trainer, "accepted", participant=phone.public_id, words="Đúng rồi")
    assert page.status == 422 and only().state == "open" and page.value("words") == "Đúng rồi"
    assert decided(session, learner) == ("absent", False)
    assert answer(visit, session, trainer, "accepted", participant="chuacobaogio").status == 422


@pytest.mark.parametrize("gone", ["merged_at", "erased_at"])
def test_whoever_is_not_here_any_more_waits_for_nothing(visit, lesson, at, gone):
    session, learner, trainer = lesson
    say(visit, session, learner, note="Có")
    with mode("write"):
        setattr(db.session.get(Person, learner.id), gone, at)
        db.session.commit()
    assert "Giàng A Páo" not in visit.as_(trainer).get("attendance.trainer.claims")
    assert answer(visit, session, trainer, "accepted").status == 422
    assert only().state == "open" and letters() == []


def test_neither_yes_nor_no(visit, lesson):
    session, learner, trainer = lesson
    say(visit, session, learner)
    page = answer(visit, session, trainer, "")
    assert page.status == 422 and len(page.errors) == 1 and only().state == "open"


def test_the_queue_of_all_classes_of_one_and_in_english(visit, lesson):
    session, learner, trainer = lesson
    say(visit, session, learner, note="Có")
    other = people.trainer("Đỗ Văn Khải")
    assert "Giàng A Páo" not in visit.as_(other).get("attendance.trainer.claims")
    national = people.coordinator("")
    assert "Giàng A Páo" in visit.as_(national).get("attendance.trainer.claims")
    answer(visit, session, trainer, "accepted")
    assert "Giàng A Páo" not in visit.as_(trainer).get("attendance.trainer.claims")
    page = visit.as_(trainer, "en").get("attendance.trainer.claims", show="answered")
    assert "Giàng A Páo" in page and "The trainer agreed" in page


def test_the_ways_there(visit, lesson):
    session, learner, trainer = lesson
    way = f"/sessions/{session.public_id}/claim"
    for page in (
        visit.as_(learner).get("home.learner.session", session_id=session.public_id),
        visit.as_(learner).get("attendance.learner.check_in", session_id=session.public_id),
        visit.as_(learner).get("certificates.learner.series", series_id=session.series.public_id),
    ):
        assert [link["href"] for link in page.soup.select("main a") if link["href"] == way] == [way]
    assert "/teach/claims" not in visit.as_(trainer).get("home.learner.today").html
    say(visit, session, learner)
    today = visit.as_(trainer).get("home.learner.today")
    assert "1 học viên báo" in today and today.soup.select_one("a[href='/teach/claims']")


def test_a_long_queue_goes_on(visit, lesson):
    session, learner, trainer = lesson
    say(visit, session, learner)
    at = only().at
    for number in range(PAGE + 1):
        other = people.person(f"Người {number:02}")
        db.session.add(Claim(session_id=session.id, person_id=other.id, state="open", at=at - MINUTE))
    db.session.commit()
    first = visit.as_(trainer).get("attendance.trainer.claims")
    second = visit.as_(trainer).get(first.soup.select_one("a[rel=next]")["href"])
    names = [name.text for page in (first, second) for name in page.soup.select("main .rows .h")]
    assert names == [*(f"Người {number:02}" for number in range(PAGE + 1)), "Giàng A Páo"]
