"""Each learner's own way in: registered ahead, under a name that is no address of theirs; gone with the seat."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lms.core.db import db, mode
from lms.enrolment.models import Enrolment
from lms.live import personal_data, queries
from lms.live.models import LiveRegistration
from lms.people.models import Person
from tests.factories import enrolment, people
from tests.factories import schedule as make

DAILY = {"X-RateLimit-Type": "Daily-limit"}
LIMIT = {"code": 429, "message": "You have exceeded the daily rate limit (3) of Meeting Registration API requests."}


@pytest.fixture
def learner(made, series):
    somebody = people.person("Giàng A Páo", email="pao@example.org", phone="+84912345678")
    enrolment.enrol(somebody, series)
    return somebody


def place_of(person):
    return db.session.scalars(select(LiveRegistration).where(LiveRegistration.person_id == person.id)).one()


def first(series):
    return make.sessions_of(series)[0]


def give_up(person, state="withdrawn"):
    with mode("write"):
        db.session.execute(update(Enrolment).where(Enrolment.person_id == person.id).values(state=state))
        db.session.commit()


def test_a_learner_is_registered_under_a_name_that_tells_zoom_nothing_else(server, learner, series, work):
    assert queries.way_in(learner, first(series)) is None
    work("registrations")
    ((_path, _query, body),) = server.calls("POST", "/registrants")
    assert body.keys() == {"first_name", "last_name", "email", "auto_approve"}
    assert (body["first_name"], body["last_name"]) == ("Giàng A Páo", f"#{learner.mark}")
    token, at_sign, domain = body["email"].partition("@")
    assert domain == "cunghoc.example" and len(token) == 13
    assert learner.public_id not in token and body["auto_approve"] is True
    assert queries.way_in(learner, first(series)) == place_of(learner).join_url
    assert place_of(learner).join_url.startswith("https://us02web.zoom.us/w/reg-")
    work("registrations")
    assert len(server.calls("POST", "/registrants")) == 1


def test_only_the_learner_gets_the_link(learner, series, work):
    work("registrations")
    assert queries.way_in(people.person(), first(series)) is None


def test_an_evening_with_a_room_of_its_own_is_held_there(learner, series, work):
    work("registrations")
    session = first(series)
    with mode("write"):
        session.room_url = "https://meet.google.com/abc"
        db.session.commit()
    assert queries.way_in(learner, session) == "https://meet.google.com/abc"


def test_the_pasted_link_is_for_whoever_has_none_yet(learner, series, work):
    with mode("write"):
        series.room_url = make.ROOM
        db.session.commit()
    assert queries.way_in(learner, first(series)) == make.ROOM
    work("registrations")
    assert queries.way_in(learner, first(series)) == place_of(learner).join_url


def test_the_place_goes_with_the_seat_and_comes_back_with_it(server, made, learner, series, work):
    work("registrations")
    give_up(learner)
    work("registrations")
    assert server.meetings[made.meeting_id]["registrants"] == {}
    assert (place_of(learner).state, place_of(learner).join_url) == ("left", None)
    give_up(learner, "enrolled")
    work("registrations")
    assert len(server.meetings[made.meeting_id]["registrants"]) == 1
    assert place_of(learner).state == "made"


def test_who_is_gone_at_zoom_already_has_left(server, made, learner, work):
    work("registrations")
    server.meetings[made.meeting_id]["registrants"].clear()
    give_up(learner)
    work("registrations")
    assert place_of(learner).state == "left"


def test_when_the_pasted_link_is_chosen_no_link_of_zoom_works(server, made, learner, series, trainer, work, visit):
    work("registrations")
    page = visit.as_(trainer).post("live.trainer.use_link", series_id=series.public_id)
    assert page.status == 303
    assert queries.way_in(learner, first(series)) is None
    work("meetings")
    assert server.meetings == {} and (place_of(learner).state, place_of(learner).join_url) == ("left", None)


@pytest.mark.parametrize("said", ["2026-11-27T00:00:00Z", "Fri, 27 Nov 2026 00:00:00 GMT", "3600", None])
def test_a_limit_of_the_day_is_one_try_a_day_for_the_learner_only(server, learner, series, work, said, clock):
    other = people.person("Lò Thị Mảy")
    enrolment.enrol(other, series)
    server.answers = [(429, DAILY | ({"Retry-After": said} if said else {}), LIMIT)]
    work("registrations")
    assert sorted(place_of(one).state for one in (learner, other)) == ["made", "wanted"]
    waiting = learner if place_of(learner).state == "wanted" else other
    assert place_of(waiting).due_at == datetime(2026, 11, 27, tzinfo=UTC)
    clock.shift(3 * 3600)
    work("registrations")
    assert len(server.calls("POST", "/registrants")) == 2
    clock.shift(9 * 3600)
    work("registrations")
    assert place_of(waiting).state == "made"


def test_the_accounts_own_limit_stops_everything(server, learner, series, work, clock):
    for _number in range(4):
        enrolment.enrol(people.person(), series)
    server.answers = [(429, DAILY, LIMIT)] * 5
    work("registrations", "registrations", "meetings")
    assert len(server.calls("POST", "/registrants")) == 3
    assert queries.standing().paused_until == datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "waits"), [("7", 7), ("Thu, 26 Nov 2026 12:21:00 GMT", 60), ("2026-11-26T12:22:00Z", 120), ("x", 10)]
)
def test_too_fast_is_obeyed_to_the_second(server, learner, work, said, waits, at, clock):
    server.answers = [(429, {"X-RateLimit-Type": "QPS", "Retry-After": said}, {"code": 429})]
    work("registrations")
    assert queries.standing().paused_until == at + timedelta(seconds=waits)
    clock.shift(waits - 1)
    work("registrations")
    assert len(server.calls("POST", "/registrants")) == 1
    clock.shift(1)
    work("registrations")
    assert place_of(learner).state == "made"


def test_the_host_cannot_be_registered_and_the_others_are(server, learner, series, work, visit, trainer):
    other = people.person()
    enrolment.enrol(other, series)
    server.answers = [(400, {}, {"code": 3027, "message": "Host can not register"})]
    work("registrations")
    assert sorted(place_of(one).state for one in (learner, other)) == ["failed", "made"]
    page = visit.as_(trainer).get("live.trainer.room", series_id=series.public_id)
    assert "Zoom không đăng ký" in page and "(3027 Host can not register)" in page


def test_a_host_without_a_licence_is_asked_once_an_hour(server, learner, series, work, made):
    for _number in range(3):
        enrolment.enrol(people.person(), series)
    server.answers = [(400, {}, {"code": 200, "message": "Only available for Paid users."})]
    work("registrations", "registrations")
    assert len(server.calls("POST", "/registrants")) == 1
    assert made.error == "200 Only available for Paid users."


def test_a_link_that_waits_for_approval_is_no_link(server, learner, work):
    server.answers = [(201, {}, {"registrant_id": "x", "id": 8})]
    work("registrations")
    assert place_of(learner).state == "failed" and place_of(learner).error.startswith("no-link")


def test_a_token_that_zoom_forgot_is_fetched_again_once(server, learner, work):
    before = server.tokens
    server.valid = "another"
    work("registrations")
    assert server.tokens == before + 1 and place_of(learner).state == "made"


def test_a_token_lasts_an_hour(server, learner, work, clock):
    before = server.tokens
    clock.shift(3400)
    work("registrations")
    assert server.tokens == before
    clock.shift(100)
    work("look")
    assert server.tokens == before + 1


@pytest.mark.parametrize("answer", [(0, {}, None), (503, {}, b"<html>"), (200, {}, b"x" * (4 * 1024 * 1024 + 1))])
def test_no_answer_makes_everybody_wait_five_minutes(server, learner, series, work, answer, at, clock):
    enrolment.enrol(people.person(), series)
    server.answers = [answer]
    work("registrations", "meetings", "reports", "registrations")
    assert len(server.calls("POST", "/registrants")) == 1
    assert queries.standing().paused_until == at + timedelta(minutes=5)
    clock.shift(301)
    work("registrations")
    assert place_of(learner).state == "made" and queries.standing().paused_until <= at + timedelta(seconds=301)


def test_a_redirect_is_not_followed(server, learner, work):
    server.answers = [(302, {"Location": server.url + "v2/elsewhere"}, None)]
    work("registrations")
    assert place_of(learner).state == "failed"
    assert not [one for one in server.asked if "elsewhere" in one[1]]


def test_the_erased_leave_zoom_too(server, made, learner, work, at):
    work("registrations")
    with mode("write"):
        personal_data.erase(learner)
        db.session.execute(update(Person).where(Person.id == learner.id).values(erased_at=at))
        db.session.commit()
    assert place_of(learner).join_url is None
    work("registrations")
    assert server.meetings[made.meeting_id]["registrants"] == {}
