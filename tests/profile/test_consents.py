"""One's own consents: given and taken back with a button, and what follows from it."""

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.enrolment import jobs as enrolment_jobs
from lms.enrolment.models import Enrolment, SeatCount
from lms.people.models import Consent
from tests.factories import enrolment, people, schedule


def standing(person):
    """{purpose: way} of what the person agrees to now."""
    db.session.rollback()
    rows = db.session.scalars(select(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None)))
    return {row.purpose: row.way for row in rows}


def decide(visitor, purpose, what):
    return visitor.post("profile.learner.decide", {"purpose": purpose, "what": what})


def give_up():
    with mode("write"):
        enrolment_jobs.give_up()
        db.session.commit()


def test_every_purpose_is_shown_with_its_words_and_nothing_is_agreed_in_advance(visit, app):
    page = visit.as_(people.person()).get("profile.learner.consents")
    assert [heading.text for heading in page.soup.select("h2")][:4] == [
        "Học tập", "Chia sẻ kết quả với đối tác", "Hình ảnh và câu chuyện", "Tin về lớp mới"
    ]  # fmt: skip
    assert "Tôi đồng ý chia sẻ kết quả học của tôi với các đối tác của chương trình." in page
    assert page.text.count("Chưa đồng ý") == 3
    assert "từ 5/10/2026, khi đăng ký, bản 2026-1" in page


@pytest.mark.parametrize("purpose", ["sharing", "stories", "news"])
def test_agreeing_and_withdrawing_take_one_button_each_and_twice_is_once(visit, app, purpose):
    person = people.person()
    visitor = visit.as_(person)
    for _again in range(2):
        assert decide(visitor, purpose, "give").location == "/me/consents"
    assert standing(person) == {"learning": "sign-up", purpose: "settings"}
    for _again in range(2):
        assert decide(visitor, purpose, "withdraw").status == 303
    assert standing(person) == {"learning": "sign-up"}


def test_withdrawing_learning_pauses_and_agreeing_again_goes_on(visit, app):
    person = people.person()
    visitor = visit.as_(person)
    assert "nhường cho người khác" in visitor.get("profile.learner.stop")
    decide(visitor, "learning", "withdraw")
    db.session.refresh(person)
    assert (person.paused_why, standing(person)) == ("withdrawn", {})
    assert "đang tạm nghỉ" in visitor.get("profile.learner.consents")
    decide(visitor, "learning", "give")
    db.session.refresh(person)
    assert (person.paused_at, standing(person)) == (None, {"learning": "settings"})


def test_seats_are_given_up_unless_one_is_back_before(visit, app):
    person, series = people.person(), schedule.series(people.trainer())
    enrolment.enrol(person, series)
    visitor = visit.as_(person)
    decide(visitor, "learning", "withdraw")
    decide(visitor, "learning", "give")
    give_up()
    assert db.session.scalars(select(Enrolment.state)).one() == "enrolled"
    decide(visitor, "learning", "withdraw")
    give_up()
    db.session.expire_all()
    assert db.session.scalars(select(Enrolment.state)).one() == "withdrawn"
    assert db.session.scalars(select(SeatCount.taken)).one() == 0


def test_a_child_cannot_agree_to_stories_but_can_withdraw_everything(visit, app):
    child = people.person(birth_year=2013)
    visitor = visit.as_(child)
    page = visitor.get("profile.learner.consents")
    assert "Dưới 16 tuổi, cha mẹ hoặc người giám hộ đồng ý việc này thay bạn." in page
    answer = decide(visitor, "stories", "give")
    assert answer.status == 422
    assert "Chỉ cha mẹ hoặc người giám hộ mới đồng ý việc này thay bạn được" in answer
    assert decide(visitor, "learning", "withdraw").status == 303
    assert standing(child) == {}
    answer = decide(visitor, "learning", "give")
    assert (answer.location, standing(child)) == ("/my-guardian", {})


@pytest.mark.parametrize("data", [{}, {"purpose": "learning"}, {"purpose": "everything", "what": "give"}])
def test_what_is_not_on_the_page_changes_nothing(visit, app, data):
    person = people.person()
    assert visit.as_(person).post("profile.learner.decide", data).status == 422
    assert standing(person) == {"learning": "sign-up"}


def test_what_is_given_with_a_card_is_not_given_here_without_an_answer(visit, app):
    person = people.person()
    assert decide(visit.as_(person), "ethnicity", "give").status == 422
    assert standing(person) == {"learning": "sign-up"}
