"""Letters to phones: one POST to the gateway of the settings, taken once, tried again when that may help."""

import pytest

from lms.config import BadSettings, load
from lms.notifications import doors, gateway
from tests.factories import people

PHONE = ("phone", "+84987654321")


def test_a_text_leaves_whole_and_once(text_gateway, verified, write, deliver, at):
    letter = write(verified)
    deliver()
    deliver()
    assert (letter.state, letter.sent_at, letter.channel, letter.tries) == ("sent", at, "text", 1)
    told = {
        "id": letter.public_id,
        "to": "+84912345678",
        "template": "test/letters/code",
        "language": "vi",
        "text": "Cùng Học: mã 483920",
        "parameters": {"code": "483920", "name": "Giàng A Páo"},
    }
    assert text_gateway.asked == [("/texts?brand=cunghoc", "Bearer sesame", told)]


def test_letters_to_phones_and_to_mailboxes_leave_in_one_round(text_gateway, post_office, verified, write, deliver):
    write(verified)
    write(people.person(email="may@gmail.com"), key="m")
    deliver()
    assert (len(text_gateway.texts), len(post_office.letters)) == (1, 1)


@pytest.mark.parametrize(
    ("given", "channel", "address"),
    [
        ({}, "text", "+84912345678"),
        ({"template": "test/letters/plain"}, "email", None),
        ({"address": PHONE}, "text", "+84987654321"),
        ({"address": PHONE, "template": "test/letters/plain"}, "text", None),
        ({"address": ("email", "moi@gmail.com")}, "email", "moi@gmail.com"),
    ],
)
def test_where_a_letter_goes(text_gateway, verified, write, given, channel, address):
    letter = write(verified, **given)
    assert (letter.channel, letter.address) == (channel, address)
    assert letter.state == ("waiting" if address else "kept")


def test_email_comes_first_and_a_phone_nobody_verified_gets_nothing(text_gateway, write):
    assert write(people.person(email="may@gmail.com"), key="a").channel == "email"
    assert write(people.person(), key="b").address is None


def test_without_a_gateway_the_whole_letter_is_kept(verified, write):
    letter = write(verified)
    assert (letter.state, letter.address, letter.text) == ("kept", None, "Mã: 483920\n")


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        ((204, b""), "sent", None),
        ((400, {"error": "no\n  such number"}), "failed", "HTTP 400 no such number"),
        ((422, b"<html>"), "failed", "HTTP 422"),
        ((404, ["x"]), "failed", "HTTP 404"),
        ((400, {"error": "x" * 900}), "failed", "HTTP 400 " + "x" * 291),
        ((401, {"error": "who are you"}), "waiting", "HTTP 401 who are you"),
        ((429, {}), "waiting", "HTTP 429"),
        ((503, b""), "waiting", "HTTP 503"),
        ((302, b""), "waiting", "HTTP 302"),
    ],
)
def test_what_an_answer_means(text_gateway, verified, write, deliver, answer, state, error):
    letter = write(verified)
    text_gateway.answers = [answer]
    deliver()
    assert (letter.state, letter.error) == (state, error)
    assert len(text_gateway.asked) == 1


def test_a_refused_code_is_not_repeated_in_the_error(text_gateway, verified, write, deliver):
    letter = write(verified, secret=True)
    text_gateway.answers = [(400, {"error": "cannot send 'mã 483920'"})]
    deliver()
    assert (letter.state, letter.error, letter.text, letter.parameters) == ("failed", "HTTP 400", "", None)


def test_a_gateway_that_hangs_up_or_is_away_is_tried_again_under_the_same_id(
    text_gateway, verified, write, deliver, clock
):
    letter = write(verified)
    text_gateway.answers = [(0, b"")]
    deliver()
    assert (letter.state, letter.error.partition(":")[0]) == ("waiting", "RemoteDisconnected")
    clock.move_to(letter.due_at)
    deliver()
    assert letter.state == "sent"
    assert {body["id"] for _path, _token, body in text_gateway.asked} == {letter.public_id}


def test_a_gateway_nobody_answers_at_is_tried_again(text_gateway, verified, write, deliver):
    letter = write(verified)
    text_gateway.close()
    deliver()
    assert (letter.state, letter.error.partition(":")[0]) == ("waiting", "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", None),
        ("ftp://host/x", None),
        ("http://gateway.example/x", None),
        ("https://", None),
        ("https://host:port", None),
        ("https://host", (True, "host", 443, "/", "t")),
        ("https://host:8443/a?b=c", (True, "host", 8443, "/a?b=c", "t")),
        ("http://127.0.0.1:9000/sms", (False, "127.0.0.1", 9000, "/sms", "t")),
        ("http://localhost", (False, "localhost", 80, "/", "t")),
    ],
)
def test_settings_are_understood_or_no_text_leaves(url, found):
    assert gateway.settings(url, " t\n") == (found and gateway.Settings(*found))


@pytest.mark.parametrize("url", ["http://gateway.example/x", "gateway.example", "http://127.0.0.1.example/"])
def test_the_app_refuses_to_start_with_a_gateway_in_the_open(url):
    with pytest.raises(BadSettings, match="LMS_TEXT_URL"):
        load({"TEXT_URL": url})


def test_what_can_be_sent_follows_the_settings(app, text_gateway):
    assert (doors.can_send("phone"), doors.can_send("email")) == (True, False)
