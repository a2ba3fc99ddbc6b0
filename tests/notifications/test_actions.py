"""Letters are written once, in the language of who gets them, with our own address inside."""

import pytest
from jinja2 import TemplateNotFound
from sqlalchemy import select

from lms.core import words
from lms.core.db import db, mode
from lms.notifications import actions, personal_data, queries
from lms.notifications.models import Letter
from tests.factories import people


def post(to, key="k", template="test/letters/hello", at=None, **facts):
    with mode("write"):
        new = actions.post(template, to=to, key=key, at=at, **{"note": "<b>", **facts})
        db.session.commit()
    return new


def the_letter():
    return db.session.scalars(select(Letter)).one()


def test_a_letter_is_written_in_the_language_of_who_gets_it(letters, at):
    person = people.person("Giàng A Páo", email="pao@gmail.com", language="en")
    assert post(person, at=at)
    letter = the_letter()
    assert (letter.subject, letter.address, letter.state) == ("Chào Giàng A Páo", "pao@gmail.com", "waiting")
    assert letter.text == "Giàng A Páo, lớp ở đây: http://127.0.0.1:8000/sign-in\nNgôn ngữ: en\n"
    assert "&lt;b&gt;" in letter.html
    assert words.language() == "vi"


def test_a_key_is_used_once(letters, at):
    person = people.person(email="pao@gmail.com")
    assert [post(person, at=at), post(person, at=at), post(person, "other", at=at)] == [True, False, True]
    assert len(db.session.scalars(select(Letter)).all()) == 2


def test_without_an_address_a_letter_is_kept(letters, at):
    post(people.person(), at=at)
    assert (the_letter().state, the_letter().address) == ("kept", None)


def test_a_verified_address_is_preferred(letters, at):
    person = people.person(email="cu@gmail.com")
    with mode("write"):
        from lms.people import actions as people_actions

        people_actions.add_contact(person, "email", "moi@gmail.com", by=None, at=at)
        db.session.commit()
    person.contacts[-1].verified_at = at
    db.session.commit()
    post(person, at=at)
    assert the_letter().address == "moi@gmail.com"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1"])
def test_a_letter_never_holds_the_host_of_the_request(letters, at, app, monkeypatch, host):
    monkeypatch.setitem(app.config, "BASE_URL", "https://cunghoc.vn/")
    person = people.person(email="pao@gmail.com")
    with app.test_request_context("/", headers={"Host": host}):
        post(person, at=at)
    db.session.expire_all()
    assert "https://cunghoc.vn/sign-in" in the_letter().text
    assert host not in the_letter().text + the_letter().html


def test_a_letter_may_have_no_html_and_its_subject_is_one_line(letters, at):
    post(people.person(), template="test/letters/plain", at=at, note="hai\r\nBcc: x@evil.example")
    assert (the_letter().html, the_letter().subject) == (None, "hai Bcc: x@evil.example")


def test_a_letter_that_does_not_exist_is_an_error(letters, at):
    with pytest.raises(TemplateNotFound):
        actions.post("test/letters/nothing", to=people.person(), key="k", at=at)


def test_a_letter_that_has_not_left_can_be_taken_back(letters, at):
    person = people.person(email="pao@gmail.com")
    post(person, at=at)
    assert [actions.cancel("k", at=at), actions.cancel("k", at=at)] == [True, False]


def test_the_caretaker_reads_letters_page_by_page(letters, at):
    caretaker, person = people.caretaker(), people.person(email="pao@gmail.com")
    for number in range(5):
        post(person, f"k{number}", at=at)
    first = queries.letters(caretaker, most=2)
    second = queries.letters(caretaker, before=first.before, most=2)
    last = queries.letters(caretaker, before=second.before, most=2)
    keys = [letter.key for page in (first, second, last) for letter in page.letters]
    assert (keys, last.before) == (["k4", "k3", "k2", "k1", "k0"], None)
    assert queries.letters(caretaker, state="sent").letters == []
    assert queries.counts(caretaker) == {"waiting": 5}
    assert queries.by_public_id(first.letters[0].public_id) is first.letters[0]


def test_erasing_takes_the_words_and_leaves_the_key(letters, at):
    person = people.person("Giàng A Páo", email="pao@gmail.com")
    post(person, at=at)
    assert personal_data.export(person)["letters"][0]["subject"] == "Chào Giàng A Páo"
    with mode("write"):
        personal_data.erase(person)
        db.session.commit()
    letter = the_letter()
    assert (letter.subject, letter.text, letter.html, letter.address, letter.state) == ("", "", None, None, "kept")
    assert post(person, at=at) is False


def test_letters_move_with_a_merge_and_back(letters, at):
    source, target = people.person(email="a@gmail.com"), people.person()
    post(source, at=at)
    undo = personal_data.move(source, target)
    assert the_letter().to_id == target.id
    personal_data.move_back(undo, source, target)
    db.session.expire_all()
    assert the_letter().to_id == source.id
