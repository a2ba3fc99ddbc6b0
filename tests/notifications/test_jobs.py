"""Delivery: what is due leaves once, trouble waits and tries again, and a killed worker loses nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.notifications import actions, jobs, rules, smtp
from lms.notifications.models import Letter
from tests.factories import people


@pytest.fixture
def letter(letters, clock, at):
    """One letter to one address, due now."""
    person = people.person("Giàng A Páo", email="pao@gmail.com")
    with mode("write"):
        actions.post("test/letters/hello", to=person, key="k", at=at, note="")
        db.session.commit()
    return db.session.scalars(select(Letter)).one()


def deliver():
    with mode("write"):
        jobs.deliver()
        db.session.commit()
    db.session.expire_all()


def test_a_letter_leaves_whole_and_once(letter, post_office, at):
    deliver()
    deliver()
    assert (letter.state, letter.sent_at, letter.tries, letter.error) == ("sent", at, 1, None)
    [(recipient, message)] = post_office.letters
    assert recipient == "pao@gmail.com"
    assert (message["Subject"], message["From"], message["To"]) == (
        "Chào Giàng A Páo", "Cùng Học <lop@cunghoc.vn>", "pao@gmail.com"
    )  # fmt: skip
    assert message["Message-ID"] == f"<{letter.public_id}@cunghoc.vn>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().splitlines() == letter.text.splitlines()
    assert message.get_body(("html",)).get_content().splitlines() == letter.html.splitlines()


def test_one_connection_carries_a_round(letter, post_office, at):
    person = people.person(email="may@gmail.com")
    with mode("write"):
        for number in range(5):
            actions.post("test/letters/plain", to=person, key=f"p{number}", at=at, note="x")
        db.session.commit()
    deliver()
    assert (len(post_office.letters), post_office.connections) == (6, 1)


def test_without_settings_letters_are_kept_and_nothing_pretends(letter):
    deliver()
    assert (letter.state, letter.sent_at) == ("kept", None)


def test_a_letter_for_later_waits(letters, post_office, clock, at):
    person = people.person(email="pao@gmail.com")
    with mode("write"):
        actions.post("test/letters/plain", to=person, key="k", at=at, due_at=at + timedelta(hours=1), note="x")
        db.session.commit()
    deliver()
    assert post_office.letters == []
    clock.move_to(at + timedelta(hours=1))
    deliver()
    assert len(post_office.letters) == 1


def test_trouble_is_tried_again_with_growing_pauses_and_ends(letter, post_office, clock, at):
    moment = at
    for tries, pause in enumerate(rules.PAUSES, start=1):
        post_office.answers = ["451 come back later"]
        deliver()
        assert (letter.state, letter.tries, letter.due_at) == ("waiting", tries, moment + pause)
        assert letter.error == "451 come back later"
        moment += pause
        clock.move_to(moment)
    post_office.answers = ["451 come back later"]
    deliver()
    assert (letter.state, letter.tries) == ("failed", len(rules.PAUSES) + 1)


def test_an_address_nobody_has_is_given_up_at_once(letter, post_office):
    post_office.refuses = {"pao@gmail.com": "550 no such person"}
    deliver()
    assert (letter.state, letter.tries, letter.error) == ("failed", 1, "550 no such person")


def test_a_full_mailbox_is_tried_again(letter, post_office):
    post_office.refuses = {"pao@gmail.com": "452 mailbox full"}
    deliver()
    assert letter.state == "waiting"


def test_a_server_that_is_away_is_tried_again(letter, post_office):
    post_office.close()
    deliver()
    assert (letter.state, letter.tries) == ("waiting", 1)
    assert "ConnectionRefusedError" in letter.error


def test_a_line_that_breaks_is_tried_again_under_the_same_message_id(letter, post_office, clock, at):
    post_office.hang_up = 1
    deliver()
    assert letter.state == "waiting"
    clock.move_to(at + timedelta(minutes=1))
    deliver()
    assert letter.state == "sent"
    assert len({message["Message-ID"] for _to, message in post_office.letters}) == 1


def test_a_letter_of_a_killed_worker_is_taken_again_after_its_lease(letter, post_office, clock, at):
    with mode("write"):
        assert actions.take(at=at).tries == 1
        db.session.commit()
    deliver()
    assert (letter.state, post_office.letters) == ("sending", [])
    clock.move_to(at + rules.LEASE)
    deliver()
    assert (letter.state, letter.tries) == ("sent", 2)


def test_a_late_worker_does_not_overwrite_what_came_after(letter, post_office, clock, at):
    with mode("write"):
        slow = actions.take(at=at)
        db.session.commit()
    clock.move_to(at + rules.LEASE)
    deliver()
    with mode("write"):
        actions.note_trouble(slow, "timed out", final=True, at=at + rules.LEASE)
        db.session.commit()
    db.session.expire_all()
    assert (letter.state, letter.error) == ("sent", None)


def test_no_transaction_is_open_while_the_server_is_spoken_to(letter, post_office, monkeypatch):
    seen = []

    def send(_letter):
        seen.append(db.session.registry().in_transaction())

    with mode("write"):
        assert jobs.deliver_next({"email": send}) is True
    assert seen == [False]


@pytest.mark.parametrize(
    ("url", "sender", "found"),
    [
        ("", "a@b.vn", None),
        ("smtp://", "a@b.vn", None),
        ("http://host", "a@b.vn", None),
        ("smtp://host", "", None),
        ("smtp://me%40b.vn:p%20w@host:2525", "", ("host", 2525, "me@b.vn", "p w", False, "me@b.vn")),
        ("smtp://host", "Cùng Học <a@b.vn>", ("host", 587, "", "", False, "Cùng Học <a@b.vn>")),
        ("smtps://u:p@host", "a@b.vn", ("host", 465, "u", "p", True, "a@b.vn")),
    ],
)
def test_settings_are_understood_or_there_is_no_way_to_send(url, sender, found):
    assert smtp.settings(url, sender) == (found and smtp.Settings(*found))


@pytest.mark.parametrize("address", ["a@b.vn\r\nBcc: x@evil.example", "a@b.vn\nX: y", "no address"])
def test_no_line_break_gets_into_a_header(letter, post_office, address):
    with mode("write"):
        letter.address = address
        db.session.commit()
    deliver()
    assert (letter.state, post_office.letters) == ("failed", [])
