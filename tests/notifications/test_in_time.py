"""Letters that are of no use after an instant, and those one may say "no more" to."""

from datetime import timedelta

import pytest

from lms.notifications import actions, personal_data
from tests.factories import people

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def pao(app):
    return people.person("Giàng A Páo", email="pao@gmail.com")


@pytest.mark.parametrize(
    ("left", "state", "error"), [(SECOND, "sent", None), (timedelta(0), "failed", "not sent in time")]
)
def test_a_letter_leaves_before_its_instant_or_never(
    request, post_office, write, deliver, pao, clock, at, left, state, error
):
    letter = write(pao, not_after=at + 10 * MINUTE)
    clock.move_to(at + 10 * MINUTE - left)
    deliver()
    assert (letter.state, letter.error, len(post_office.letters)) == (state, error, state == "sent")


def test_a_slow_round_takes_nothing_that_became_too_late_meanwhile(write, pao, at):
    write(pao, not_after=at + MINUTE)
    assert actions.take(at=at + MINUTE) is None
    assert actions.take(at=at + MINUTE - SECOND).not_after == at + MINUTE


def test_trouble_is_not_tried_again_when_that_would_be_too_late(post_office, write, deliver, pao, clock, at):
    soon, later = write(pao, not_after=at + MINUTE), write(pao, key="l", not_after=at + MINUTE + SECOND)
    post_office.answers += ["451 later", "451 later"]
    deliver()
    assert (soon.state, later.state, later.due_at) == ("failed", "waiting", at + MINUTE)


def test_what_was_kept_does_not_leave_when_it_is_too_late(request, write, deliver, pao, clock, at):
    early, late = write(pao, not_after=at + 2 * MINUTE), write(pao, key="l", not_after=at + MINUTE)
    deliver()
    assert (early.state, late.state) == ("kept", "kept")
    clock.move_to(at + MINUTE)
    office = request.getfixturevalue("post_office")
    deliver()
    assert (early.state, late.state, len(office.letters)) == ("sent", "kept", 1)


def test_a_letter_of_a_killed_worker_is_not_taken_again_too_late(post_office, write, deliver, pao, clock, at):
    letter = write(pao, not_after=at + 3 * MINUTE, due_at=at + MINUTE)
    letter.state, letter.tries, letter.due_at = "sending", 1, at + 5 * MINUTE
    clock.move_to(at + 4 * MINUTE)
    deliver()
    assert letter.state == "sending"
    clock.move_to(at + 5 * MINUTE)
    deliver()
    assert (letter.state, post_office.letters) == ("failed", [])


def test_the_mail_program_is_told_how_to_stop(post_office, write, deliver, pao):
    write(pao, stop_url="https://cunghoc.vn/reminders/abc")
    write(pao, key="w")
    deliver()
    heads = [(mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) for _to, mail in post_office.letters]
    assert heads == [("<https://cunghoc.vn/reminders/abc>", "List-Unsubscribe=One-Click"), (None, None)]


def test_erasing_takes_the_way_to_stop_too(write, pao):
    letter = write(pao, stop_url="https://cunghoc.vn/reminders/abc")
    personal_data.erase(pao)
    assert letter.stop_url is None
