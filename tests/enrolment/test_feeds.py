"""A learner's own calendar: what is in it, its address, and when it is unchanged."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import event

from lms.core.db import db
from lms.enrolment import feeds
from lms.schedule import actions as schedules
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

KEY = "k" * 32


@pytest.fixture
def mine(visit, learner, series):
    """A learner with a seat, signed in."""
    seat(learner, series)
    return visit.as_(learner)


def address(mine):
    """The path of the calendar, as the page shows it."""
    return mine.get("/my/calendar").soup.select_one("#address")["value"].removeprefix("http://localhost")


def fetch(visit, path, **headers):
    """The file as a calendar client fetches it, without a sign-in."""
    db.session.commit()
    names = {"since": "If-Modified-Since", "match": "If-None-Match"}
    return visit.open("GET", path, headers={names[name]: value for name, value in headers.items()})


def events_of(page):
    return list(Calendar.from_ical(page.response.get_data()).walk("VEVENT"))


def test_the_calendar_holds_every_session_of_every_class(visit, mine, learner, trainer, series):
    seat(learner, make.series(trainer, make.FIRST + timedelta(days=2), 3, title="Lớp; hai, \\ ba\nbốn"))
    page = fetch(visit, address(mine))
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.headers["Cache-Control"] == "private, max-age=300"
    found = events_of(page)
    assert len(found) == 11 and len({str(item["UID"]) for item in found}) == 11
    today = found[2]
    assert str(today["SUMMARY"]) == f"Buổi 3: Chủ đề buổi 3 – {series.title}"
    assert today.decoded("DTSTART").isoformat() == "2026-11-26T12:30:00+00:00"
    session = make.sessions_of(series)[2]
    assert str(today["LOCATION"]) == f"http://localhost/sessions/{session.public_id}"
    assert b"zoom" not in page.response.get_data() and "METHOD" not in page.html
    assert all(len(line) <= 75 for line in page.response.get_data().split(b"\r\n"))
    assert sum("Lớp; hai, \\ ba bốn" in str(item["SUMMARY"]) for item in found) == 3


def test_nothing_typed_can_add_a_property(visit, mine, series, trainer, at):
    session = make.sessions_of(series)[3]
    topic = "Chủ đề\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT"
    make.change(session, topic=topic, by=trainer, at=at)
    page = fetch(visit, address(mine))
    assert len(events_of(page)) == 8 and not [item for item in events_of(page) if "ATTENDEE" in item]


def test_kept_blocks_and_blocks_made_on_the_fly_are_the_same_bytes(visit, mine, at):
    path = address(mine)
    first = fetch(visit, path).response.get_data()
    assert schedules.keep_blocks("http://localhost", ("vi", "en"), by=None, at=at) == 16
    assert fetch(visit, path).response.get_data() == first


def test_every_change_moves_both_validators(visit, mine, learner, series, trainer, clock, at):
    path, seen = address(mine), []

    def look():
        page = fetch(visit, path)
        seen.append((page.headers["ETag"], page.response.last_modified))

    look()
    session = make.sessions_of(series)[4]
    moment = at + timedelta(minutes=1)
    for change in (
        lambda: make.cancel(session, by=trainer, at=moment),
        lambda: make.restore(session, by=trainer, at=moment + timedelta(minutes=1)),
        lambda: mine.post("enrolment.learner.leave", slug=series.slug),
        lambda: mine.post("enrolment.learner.enrol", slug=series.slug),
    ):
        clock.move_to(moment + timedelta(minutes=2 * len(seen)))
        change()
        look()
    assert len({tag for tag, _date in seen}) == 5
    assert [date for _tag, date in seen] == sorted(date for _tag, date in seen)


def test_unchanged_takes_one_statement(visit, mine, app):
    path, seen = address(mine), []
    tag = fetch(visit, path).headers["ETag"]

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    fetch(visit, path, match=tag)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) == 1


def test_other_addresses_are_unknown(visit, mine, learner):
    path = address(mine)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    forged = [
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        "a" * 39,
        "x",
        token + "a",
        token[:13] + "a" * 26,
        "é" * 39,
    ]
    for wrong in forged:
        assert fetch(visit, f"/calendar/{wrong}.ics").status == 404


def test_the_calendar_speaks_the_language_of_the_person(visit, mine, learner):
    learner.language = "en"
    assert str(events_of(fetch(visit, address(mine)))[0]["SUMMARY"]).startswith("Session 1: ")


def test_a_token_is_sealed_for_one_person_and_one_version():
    token = feeds.token_of(KEY, "abcdefghijkl2", 3)
    claim = feeds.read(token)
    assert len(token) == 39 and claim.person_id == "abcdefghijkl2"
    assert [feeds.is_current(KEY, claim, version) for version in (2, 3, 4)] == [False, True, False]
    assert not feeds.is_current("other", claim, 3)
