"""Zoom answers what nobody expects: the rest of the work goes on, and nothing harmful is kept."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.clock import now
from lms.core.db import db, mode
from lms.live import queries, zoom
from lms.live.models import LivePresence, LiveRegistration
from lms.live.rules import limits
from tests.conftest import AT
from tests.factories import enrolment, people
from tests.factories import schedule as make
from tests.live.test_reports import MINUTE, pull, row

#: What stands where something else should: of another kind, too large, not to be written down, bottomless.
ODD = [
    None, True, 7, -1, 1.5, 10**30, "", "abc", "x" * 5000, "a\0b", "\ud800", [], [None, 3, "x", [{}]], {}, {"a": 1},
    "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00",
]  # fmt: skip
BODIES = [b"<html>Service", b"[" * 100_000, b'"\\ud800"', b"[]", b"null", b"\xff\xfe", b"9" * 5000]
#: Parts of dates.
DATE = ["Mon,", "01", "Jan", "2026", "0000", "00:00:00", "GMT", "+9999", "-", "9" * 20, ":", ",", "T", "Z"]


def variants(whole):
    """`whole` with each field odd in each way."""
    return [whole | {field: odd} for field in whole for odd in ODD]


def answers(server, said, status=200):
    """The next calls of the API are all answered with this."""
    server.answers = [(status, {}, said)] * 12


def registration():
    db.session.expire_all()
    return db.session.scalars(select(LiveRegistration)).one()


@pytest.fixture
def learner(made, series):
    somebody = people.person("Giàng A Páo")
    enrolment.enrol(somebody, series)
    return somebody


@pytest.mark.parametrize("body", BODIES)
def test_any_body_is_an_answer(server, series, wanted, work, clock, body):
    row = wanted(series)
    for status in (200, 201, 400, 404, 429, 500):
        answers(server, body, status)
        work("meetings", "look")
        clock.shift(timedelta(days=2))
    db.session.expire_all()
    assert row.state in ("wanted", "failed") and row.meeting_id is None


@pytest.mark.parametrize("field", ["code", "message", "id", "occurrences", "meetings", "next_page_token"])
def test_any_field_of_a_meeting_may_be_odd(server, series, wanted, work, clock, field):
    row = wanted(series)
    for odd in ODD:
        answers(server, {"id": 81234567890, "agenda": 1, field: odd}, 400 if field in ("code", "message") else 200)
        work("meetings")
        db.session.expire_all()
        assert row.state == "made" or row.tries > 0, "asked, whatever came back"
        with mode("write"):
            row.state, row.meeting_id, row.told, row.tries, row.due_at = "wanted", None, None, 0, now()
            db.session.commit()


def test_any_field_of_a_repetition_may_be_odd(server, series, wanted, work):
    row = wanted(series)
    one = {"occurrence_id": "1", "start_time": "2026-12-03T12:30:00Z", "duration": 90, "status": "available"}
    answers(server, {"id": 81234567890, "occurrences": [one, *variants(one)]})
    work("meetings")
    db.session.expire_all()
    assert row.state == "made"


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("field", ["registrant_id", "join_url"])
def test_any_field_of_a_registration_may_be_odd(server, learner, work, field, odd):
    link = "https://us02web.zoom.us/w/1?tk=own"
    answers(server, {"id": 1, "registrant_id": "reg", "join_url": link, field: odd})
    work("registrations")
    assert (registration().state, registration().join_url) in (("made", link), ("failed", None))


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "http://zoom.us/w/1", "//evil.example/w/1", "https://zoom.us@evil.example/w/1",
        "https://z\u043eom.us/w/1", "https://zoom.us/w/1\r\nSet-Cookie: a=b", "https://zoom.us\\@evil.example/",
        "/\t/evil.example", "https://zoom.us/s/1?zak=host", "https://zoom.us/w/\u202e1", "zoommtg://zoom.us/join",
    ],
)  # fmt: skip
def test_a_link_that_no_browser_should_open_is_no_way_in(server, learner, series, work, link):
    answers(server, {"id": 1, "registrant_id": "reg", "join_url": link})
    work("registrations")
    assert registration().state == "failed"
    assert queries.way_in(learner, make.sessions_of(series)[0]) is None


def test_one_odd_guest_does_not_take_the_others_away(server, made, series, work, clock):
    """A guest chooses their own name: half an emoji, cut off by somebody's length limit, is a lone surrogate."""
    server.instances[made.meeting_id] = [{"uuid": "first==", "start_time": "2026-11-26T12:28:00Z"}]
    guest = row("Khách", "12:31", "12:40", user="3")
    named = [guest | {"name": odd, "user_id": number} for number, odd in enumerate(ODD, 9)]
    server.reports["first=="] = [*variants(guest), *named, *ODD, row("Lò Thị Mai", "12:31", "13:15", user="1")]
    pull(work, clock, make.sessions_of(series)[0], 46 * MINUTE)
    assert {"Lò Thị Mai", "ab", "?"} < set(db.session.scalars(select(LivePresence.name)))


def test_an_odd_evening_does_not_take_the_others_away(server, made, series, work, clock):
    evening = {"uuid": "first==", "start_time": "2026-11-26T12:28:00Z"}
    server.instances[made.meeting_id] = [*variants(evening), *ODD, evening | {"uuid": "last=="}]
    server.reports |= {uuid: [] for uuid in ("first==", *map(str, ODD), "ab", "?")}
    server.reports["last=="] = [row("Lò Thị Mai", "12:31", "13:15")]
    pull(work, clock, make.sessions_of(series)[0], 46 * MINUTE)
    assert list(db.session.scalars(select(LivePresence.name))) == ["Lò Thị Mai"]


def test_pages_that_lead_to_themselves_end(server, made, series, work, clock):
    evening = (200, {}, {"meetings": [{"uuid": "first==", "start_time": "2026-11-26T12:28:00Z"}]})
    again = (200, {}, {"participants": [row("Lò Thị Mai", "12:31", "13:15")], "next_page_token": "again"})
    server.answers = [evening, *[again] * 8]
    pull(work, clock, make.sessions_of(series)[0], 46 * MINUTE)
    assert len(server.calls("GET", "/participants")) == 2
    assert list(db.session.scalars(select(LivePresence.name))) == ["Lò Thị Mai"]


@pytest.mark.parametrize("field", ["access_token", "expires_in", "api_url"])
def test_any_field_of_a_token_may_be_odd(server, series, wanted, work, clock, monkeypatch, field):
    row = wanted(series)
    whole = {"access_token": "token", "expires_in": 3599, "api_url": "https://api.zoom.us"}
    for odd in [*ODD, "http://api.zoom.us", "https://api.zoom.us:port", "https://[::1", "a\nb", "đ"]:
        monkeypatch.setattr(server, "token", lambda _basic, _form, odd=odd: (200, whole | {field: odd}))
        work("meetings")
        clock.shift(timedelta(hours=2))
    db.session.expire_all()
    assert row.state == "wanted"


@pytest.mark.parametrize("named", [*ODD, "https://[::1", "http://api.zoom.us", "https://zoom.us.example"], ids=repr)
def test_the_api_is_where_zoom_is(named):
    line = zoom.Line(zoom.Settings(True, "zoom.us", 443, "a", "b", "c"), now)
    assert line._api(named) == (True, "api.zoom.us", 443)


@given(st.text() | st.lists(st.sampled_from(DATE)).map(" ".join))
def test_any_retry_after_is_a_time_to_come(header):
    assert AT < limits.retry_at(header, False, AT) <= AT + limits.LONGEST
