"""Invitations by e-mail: sent to who asked, again on a change, taken back when they do not hold; and the raw mail."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from icalendar import Calendar
from sqlalchemy import select

from lms.core.db import db, mode
from lms.duplicates import actions as duplicates
from lms.enrolment import jobs
from lms.enrolment.models import SentInvitation
from lms.notifications import smtp
from lms.notifications.models import Letter
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def mail(app, monkeypatch):
    """Settings with which mail can leave."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setitem(app.config, "MAIL_FROM", "Cùng Học <lop@cunghoc.vn>")
    monkeypatch.setitem(app.config, "BASE_URL", "https://cunghoc.test")


@pytest.fixture
def mine(visit, learner, series):
    """A learner with a seat who asked for invitations, signed in."""
    seat(learner, series)
    page = visit.as_(learner)
    assert page.post("enrolment.learner.invitations", {"wanted": "yes"}).status == 303
    return page


@pytest.fixture
def work(clock, at):
    """A round of the job some minutes later; answers (method, sequence, start, topic) of each mail it wrote."""
    state = SimpleNamespace(at=at, seen=0)

    def round_(minutes=1):
        state.at += minutes * MINUTE
        clock.move_to(state.at)
        with mode("write"):
            count = jobs.invitations()["written"]
            db.session.commit()
        found = list(db.session.scalars(select(Letter).where(Letter.calendar.is_not(None)).order_by(Letter.id)))
        new, state.seen = found[state.seen :], len(found)
        assert len(new) == count
        return [told(letter) for letter in new]

    return round_


def told(letter):
    read = Calendar.from_ical(letter.calendar)
    (event,) = read.walk("VEVENT")
    return str(read["METHOD"]), int(event["SEQUENCE"]), f"{event.decoded('DTSTART'):%d/%m}", str(event["STATUS"])


def test_the_sessions_of_two_weeks_come_once_to_who_asked(mine, learner, series, work):
    seat(people.person(email="other@example.org"), series)
    assert work() == [("REQUEST", 0, day, "CONFIRMED") for day in ("26/11", "03/12")]
    assert work() == []
    letter = db.session.scalars(select(Letter).order_by(Letter.id)).first()
    assert (letter.to_id, letter.address, letter.not_after) == (
        learner.id, "may@example.org", make.sessions_of(series)[2].starts_at,
    )  # fmt: skip
    assert work(minutes=7 * 24 * 60) == [("REQUEST", 0, "10/12", "CONFIRMED")]


def test_a_change_comes_again_with_a_higher_sequence(mine, series, trainer, work, at):
    work()
    make.change(make.sessions_of(series)[3], day=make.FIRST + timedelta(days=9), by=trainer, at=at)
    assert work() == [("REQUEST", 1, "05/12", "CONFIRMED")]
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter.subject.startswith("Thay đổi: ")


def test_cancelled_is_taken_back_and_restored_comes_again(mine, series, trainer, work, at):
    work()
    session = make.sessions_of(series)[3]
    make.cancel(session, by=trainer, at=at)
    assert work() == [("CANCEL", 1, "03/12", "CANCELLED")]
    make.restore(session, by=trainer, at=at + MINUTE)
    assert work() == [("REQUEST", 2, "03/12", "CONFIRMED")]


def test_leaving_takes_back_and_coming_back_invites_anew(mine, series, trainer, work, at):
    work()
    mine.post("enrolment.learner.leave", slug=series.slug)
    assert [(method, sequence) for method, sequence, *_rest in work()] == [("CANCEL", 1)] * 2
    assert work() == []
    mine.post("enrolment.learner.enrol", slug=series.slug)
    assert [(method, sequence) for method, sequence, *_rest in work()] == [("REQUEST", 2)] * 2
    make.change(make.sessions_of(series)[3], topic="Khác", by=trainer, at=at + 5 * MINUTE)
    assert work() == [("REQUEST", 3, "03/12", "CONFIRMED")]


def test_stopping_takes_back_what_is_to_come(mine, work):
    work()
    mine.post("enrolment.learner.invitations", {"wanted": "no"})
    assert [method for method, *_rest in work()] == ["CANCEL"] * 2
    assert work() == []


def test_what_has_begun_is_not_taken_back(mine, work):
    work()
    mine.post("enrolment.learner.invitations", {"wanted": "no"})
    assert [day for _method, _sequence, day, _status in work(minutes=15)] == ["03/12"]


def test_trainers_are_invited_to_what_they_teach(visit, trainer, series, work):
    trainer_page = visit.as_(trainer)
    trainer_page.post("enrolment.learner.invitations", {"wanted": "yes"})
    people_without_mail = work()
    assert people_without_mail == [], "without an address nothing is written"
    with mode("write"):
        from lms.people import actions

        actions.add_contact(trainer, "email", "tung@example.org", by=trainer, at=trainer.created_at)
        db.session.commit()
    assert len(work()) == 2


def test_without_a_way_for_mail_nothing_is_written_and_nothing_is_offered(app, mine, monkeypatch, work, visit):
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    assert work() == []
    assert "Lời mời qua email" not in visit.as_(people.person()).get("/my/calendar")


def test_of_two_accounts_made_one_the_count_goes_on(app, mine, learner, series, work, at):
    work()
    other, staff = people.person("Lò Thị Mảy", email="lo@example.org"), people.coordinator()
    with mode("write"):
        duplicates.merge(learner, other, app.extensions["personal_data"], by=staff, at=at)
        db.session.commit()
    assert {row.person_id for row in db.session.scalars(select(SentInvitation))} == {other.id}
    assert [(method, sequence) for method, sequence, *_rest in work()] == [("CANCEL", 1)] * 2


def test_the_raw_mail_is_what_calendars_ask_for(mine, learner, series, work, at):
    """RFC 6047 2.4, RFC 5546 3.2.2: as a mail program reads it, byte by byte parsed back."""
    work()
    letter = db.session.scalars(select(Letter).order_by(Letter.id)).first()
    raw = smtp.message(letter, "Cùng Học <lop@cunghoc.vn>").as_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail.get_content_type() == "multipart/alternative"
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    last = parts[-1]
    assert last["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert last["Content-Disposition"] is None and last.get_filename() is None
    body = last.get_payload(decode=True)
    assert body == letter.calendar.encode() and body.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    read = Calendar.from_ical(body)
    (event,) = read.walk("VEVENT")
    session = make.sessions_of(series)[2]
    assert read["METHOD"] == last["Content-Type"].params["method"]
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (session.calendar_uid, session.sequence)
    assert event.decoded("DTSTAMP") == at + MINUTE and event.decoded("LAST-MODIFIED") == make.PLANNED
    assert event.decoded("DTSTART") == datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    assert str(event["ORGANIZER"]) == "mailto:lop@cunghoc.vn" and not event["ORGANIZER"].params
    assert str(event["ATTENDEE"]) == "mailto:may@example.org" == f"mailto:{mail['To']}"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert str(event["LOCATION"]) == f"https://cunghoc.test/sessions/{session.public_id}" and b"zoom" not in body


def test_a_mail_that_takes_back_says_cancel_in_both_places(mine, work):
    work()
    mine.post("enrolment.learner.invitations", {"wanted": "no"})
    work()
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    mail = message_from_bytes(smtp.message(letter, "lop@cunghoc.vn").as_bytes(), policy=policy.default)
    last = list(mail.iter_parts())[-1]
    event = Calendar.from_ical(last.get_content()).walk("VEVENT")[0]
    assert last["Content-Type"].params["method"] == "CANCEL" and "METHOD:CANCEL" in letter.calendar
    assert str(event["STATUS"]) == "CANCELLED" and not event["SUMMARY"].startswith("[HỦY]")
    assert event.walk("VALARM") == []


@pytest.mark.parametrize("wanted", ["yes", "no"])
def test_the_switch_may_be_pressed_twice(mine, wanted):
    for _time in range(2):
        assert mine.post("enrolment.learner.invitations", {"wanted": wanted}).status == 303
    words = "Ngừng gửi lời mời" if wanted == "yes" else "Gửi lời mời cho tôi"
    assert words in mine.get("/my/calendar")
