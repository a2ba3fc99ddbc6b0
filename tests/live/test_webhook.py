"""What Zoom tells by itself: signed, once, in any order, answered at once."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.core.db import db
from lms.live import queries
from lms.live.models import LiveEvent
from lms.live.rules import webhook
from tests.factories import schedule as make
from tests.live.test_hostile import ODD

TOKEN = "the-secret-token"


@pytest.fixture
def hook(app, monkeypatch, visit, at):
    """Send a webhook as Zoom does; `sign`: with which token, `stamp`: seconds from now."""
    monkeypatch.setitem(app.config, "ZOOM_WEBHOOK_SECRET", TOKEN)

    def send(said, sign=TOKEN, stamp=0, headers=None):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        moment = str(int(at.timestamp()) + stamp)
        seal = hmac.new(sign.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
        given = {"x-zm-request-timestamp": moment, "x-zm-signature": f"v0={seal}", "Content-Type": "application/json"}
        given = {name: value for name, value in (given | (headers or {})).items() if value is not None}
        return visit.open("POST", "/live/webhook", data=body, headers=given)

    return send


def person(event, minute, meeting_id="81234567890", user="16778240", registrant="reg-1", instance="aGk/x=="):
    time = {"joined": "join_time", "left": "leave_time"}[event]
    return {
        "event": f"meeting.participant_{event}",
        "event_ts": 1795695600000,
        "payload": {
            "object": {
                "id": meeting_id,
                "uuid": instance,
                "participant": {
                    "user_id": user,
                    "user_name": "Páo #A7K2",
                    "registrant_id": registrant,
                    "email": "x@y.vn",
                    time: f"2026-11-26T12:{minute:02}:00Z",
                },
            },
        },
    }


def kept():
    return db.session.scalar(select(func.count()).select_from(LiveEvent))


def test_the_challenge_is_answered_with_its_seal(hook):
    page = hook({"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}})
    seal = hmac.new(TOKEN.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert page.status == 200
    assert page.response.json == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": seal}


def test_an_event_of_ours_is_kept_once(hook, made):
    assert [hook(person("joined", 25)).status for _time in range(2)] == [204, 204]
    row = db.session.scalars(select(LiveEvent)).one()
    assert (row.event, row.meeting_id, row.instance) == ("meeting.participant_joined", made.meeting_id, "aGk/x==")
    assert row.at == datetime(2026, 11, 26, 12, 25, tzinfo=UTC)
    assert row.body == {"participant": "16778240", "registrant": "reg-1", "name": "Páo #A7K2"}


def test_an_id_may_be_a_number(hook, made):
    assert hook(person("joined", 25, meeting_id=81234567890)).status == 204
    assert kept() == 1


@pytest.mark.parametrize("said", [person("joined", 25, meeting_id="999"), {"event": "user.created", "payload": {}}])
def test_what_is_none_of_ours_is_forgotten(hook, made, said):
    assert hook(said).status == 204
    assert kept() == 0


@pytest.mark.parametrize(
    "how",
    [
        {"sign": "another"},
        {"headers": {"x-zm-signature": None}},
        {"headers": {"x-zm-request-timestamp": None}},
        {"headers": {"x-zm-request-timestamp": "soon"}},
        {"headers": {"x-zm-signature": "v0=\u00e9"}},
        {"stamp": 301},
        {"stamp": -7201},
    ],
)
def test_a_forged_or_old_one_is_refused(hook, made, how):
    assert hook(person("joined", 25), **how).status == 401
    assert kept() == 0


@pytest.mark.parametrize("stamp", [300, -7200])
def test_retries_within_two_hours_and_clocks_a_little_fast_are_taken(hook, made, stamp):
    assert hook(person("joined", 25), stamp=stamp).status == 204
    assert kept() == 1


def test_the_signature_is_over_the_raw_body(hook, made):
    body = json.dumps(person("joined", 25), indent=3, ensure_ascii=False).encode()
    assert hook(body).status == 204
    assert hook(body + b" ", headers={"x-zm-signature": "v0=" + "0" * 64}).status == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"payload": 3}', b"[" * 60_000, b"\xff\xfe", b"9" * 5000])
def test_what_is_no_webhook_is_refused(hook, made, body):
    assert hook(body).status == 400


def test_a_name_cut_in_half_is_kept_as_far_as_it_can_be(hook, made):
    """Refused again and again, Zoom would stop telling at all."""
    said = person("joined", 25)
    said["payload"]["object"]["participant"] |= {"user_name": "Páo \ud83d", "user_id": "1\0\ud83d"}
    assert hook(said).status == 204
    kept = {"participant": "1?", "registrant": "reg-1", "name": "Páo ?"}
    assert db.session.scalars(select(LiveEvent.body)).one() == kept


@pytest.mark.parametrize("field", ["join_time", "user_id", "user_name", "registrant_id"])
def test_any_field_may_be_odd(hook, made, field):
    for odd in ODD:
        said = person("joined", 25)
        said["payload"]["object"]["participant"][field] = odd
        assert hook(said).status == 204


def test_an_odd_challenge_has_an_answer(hook):
    for odd in ODD:
        assert hook({"event": "endpoint.url_validation", "payload": {"plainToken": odd}}).status == 200


def test_a_huge_body_is_refused_unread(hook):
    assert hook(b" " * (webhook.MOST_BYTES + 1)).status == 413


def test_without_a_secret_there_is_no_such_address(visit):
    assert visit.post("/live/webhook").status == 404


def test_another_sites_page_cannot_use_it(hook, made):
    assert hook(person("joined", 25), headers={"Origin": "https://evil.example"}).status == 403


def test_a_left_that_comes_last_but_happened_first_changes_nothing(hook, made, series):
    """Left, joined again; the retried *left* arrives after the second *joined*."""
    hook(person("joined", 25))
    hook(person("joined", 40))
    hook(person("left", 33))
    assert queries.inside(make.sessions_of(series)[0]) == 1
    hook(person("left", 50))
    assert queries.inside(make.sessions_of(series)[0]) == 0


def test_two_devices_are_one_person_and_the_end_empties_the_room(hook, made, series):
    session = make.sessions_of(series)[0]
    hook(person("joined", 25))
    hook(person("joined", 26, user="2"))
    hook(person("joined", 27, user="3", registrant="reg-2"))
    assert queries.inside(session) == 2
    end = {"id": made.meeting_id, "uuid": "aGk/x==", "end_time": "2026-11-26T13:00:00Z"}
    hook({"event": "meeting.ended", "payload": {"object": end}})
    assert queries.inside(session) == 0


def test_events_go_after_ninety_days(hook, made, work, clock, at):
    hook(person("joined", 25))
    clock.move_to(at + timedelta(days=89))
    work("forget")
    assert kept() == 1
    clock.move_to(at + timedelta(days=91))
    work("forget")
    assert kept() == 0
