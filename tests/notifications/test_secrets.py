"""Who reads a letter with a code, how long words last, and who is never written to again."""

from datetime import timedelta

import pytest

from lms.core.db import db, mode
from lms.notifications import actions, jobs, personal_data, rules
from tests.factories import people


@pytest.fixture
def pao(app):
    return people.person("Giàng A Páo", email="pao@gmail.com")


def words(letter):
    return letter.text, letter.html, letter.parameters


def test_the_words_of_a_code_go_when_it_was_sent(post_office, write, deliver, pao):
    letter, other = write(pao, secret=True), write(pao, key="o")
    deliver()
    assert len(post_office.letters) == 2
    assert (letter.state, letter.subject, words(letter)) == ("sent", "Mã của bạn", ("", None, None))
    assert other.text == "Mã: 483920\n"


def test_a_code_that_cannot_leave_is_not_kept(write, pao):
    letter = write(pao, secret=True)
    assert (letter.state, words(letter)) == ("kept", ("", None, None))


def test_a_code_is_given_up_when_it_is_of_no_use_any_more(post_office, write, deliver, pao, clock):
    letter = write(pao, secret=True)
    for pause in (*rules.SECRET_PAUSES, None):
        post_office.answers = ["451 come back later"]
        deliver()
        assert (letter.state, letter.text != "") == (("waiting", True) if pause else ("failed", False))
        clock.move_to(letter.due_at)


def test_a_code_that_waited_an_hour_does_not_leave(post_office, write, deliver, pao, clock, at):
    letter = write(pao, secret=True)
    clock.move_to(at + rules.SECRET_FOR)
    deliver()
    assert (letter.state, words(letter), post_office.letters) == ("failed", ("", None, None), [])


def test_one_gets_no_code_with_ones_data(post_office, write, pao):
    write(pao, secret=True)
    [row] = personal_data.export(pao)["letters"]
    assert (row["subject"], row["text"]) == ("Mã của bạn", "")


@pytest.mark.parametrize("gone", ["erased_at", "merged_at", "disabled_at"])
def test_who_is_gone_gets_no_letter(post_office, write, deliver, pao, at, gone):
    letter = write(pao)
    with mode("write"):
        setattr(pao, gone, at)
        db.session.commit()
    assert actions.take(at=at) is None
    deliver()
    assert (letter.state, post_office.letters) == ("kept", [])


@pytest.mark.parametrize(("late", "state"), [(timedelta(hours=23), "sent"), (rules.STILL_TRUE_FOR, "kept")])
def test_what_was_kept_leaves_while_its_words_are_true(request, write, deliver, pao, clock, at, late, state):
    letter, code, without = write(pao), write(pao, key="c", secret=True), write(people.person(), key="w")
    deliver()
    assert letter.state == "kept"
    clock.move_to(at + late)
    request.getfixturevalue("post_office")
    deliver()
    assert (letter.state, code.state, without.state) == (state, "kept", "kept")


def test_words_are_forgotten_after_a_year(write, pao, clock, at):
    letter = write(pao)
    for after, subject in ((rules.WORDS_KEPT_FOR, "Mã của bạn"), (rules.WORDS_KEPT_FOR + timedelta(seconds=1), "")):
        clock.move_to(at + after)
        with mode("write"):
            jobs.forget_words()
            db.session.commit()
        db.session.expire_all()
        assert letter.subject == subject
    assert (letter.key, letter.state, letter.address, words(letter)) == ("k", "kept", None, ("", None, None))
