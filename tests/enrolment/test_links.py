"""Signed links, and switching reminders off with one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.db import db
from lms.enrolment import links, personal_data
from lms.enrolment.models import RemindersOff
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

KEY = "key"
ids = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=13, max_size=13)


@given(ids, ids)
def test_a_token_says_whose_it_is_and_for_what(person, session):
    token = links.token_of(KEY, person, session)
    assert links.read(KEY, token) == (person, session)
    assert links.read("another key", token) is None
    assert links.read_stop(KEY, links.stop_token_of(KEY, person)) == person
    assert links.read_stop("another key", links.stop_token_of(KEY, person)) is None


@given(ids, ids, st.integers(0, 51), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_with_another_letter_is_none(person, session, place, letter):
    token = links.token_of(KEY, person, session)
    changed = token[:place] + letter + token[place + 1 :]
    assert (links.read(KEY, changed) is None) == (changed != token)


@given(st.text(max_size=80))
def test_nothing_else_is_a_token(text):
    assert links.read(KEY, text) is None and links.read_stop(KEY, text) is None


def test_a_token_of_one_kind_is_none_of_another():
    way_in, stop = links.token_of(KEY, "a" * 13, "b" * 13), links.stop_token_of(KEY, "a" * 13)
    assert links.read(KEY, stop) is None and links.read_stop(KEY, way_in) is None
    assert links.read_seat(KEY, stop) is None and links.read_stop(KEY, links.seat_token_of(KEY, "a" * 13)) is None


def test_the_addresses_are_ours(app, series, learner, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "https://cunghoc.vn/")
    session = make.sessions_of(series)[2]
    start = f"https://cunghoc.vn/go/{learner.public_id}{session.public_id}"
    assert links.address(learner, session).startswith(start)
    assert links.stop_address(learner).startswith(f"https://cunghoc.vn/reminders/{learner.public_id}")


@pytest.fixture
def choice(app, learner):
    return links.stop_token_of(app.config["SECRET_KEY"], learner.public_id)


def off():
    return list(db.session.scalars(select(RemindersOff.person_id)))


def test_off_and_on_again_with_one_button(visit, learner, choice):
    page = visit.get("enrolment.reminders.choose", choice=choice)
    assert "Lời nhắc đang bật." in page and "Mảy" not in page.html and off() == []
    for said, state, rows in (("off", "Lời nhắc đang tắt.", [learner.id]), ("on", "Lời nhắc đang bật.", [])):
        button = page.soup.select_one("main form button")
        assert button["value"] == said
        for _tap in range(2):
            answer = visit.post(page.soup.select_one("main form")["action"], {"reminders": said})
            assert answer.status == 303 and off() == rows
        page = visit.follow(answer)
        assert state in page


def test_a_mail_program_switches_them_off_by_itself(visit, learner, choice):
    answer = visit.post("enrolment.reminders.put", {"List-Unsubscribe": "One-Click"}, choice=choice)
    assert answer.status == 200 and "Lời nhắc đang tắt." in answer and off() == [learner.id]


@pytest.mark.parametrize("column", ["erased_at", "merged_at"])
def test_a_choice_of_nobody_is_no_page(visit, at, learner, choice, column):
    for wrong in (choice[:-1] + "1", choice[:13], "x"):
        assert visit.get("enrolment.reminders.choose", choice=wrong).status == 404
    setattr(learner, column, at)
    assert visit.post("enrolment.reminders.put", choice=choice).status == 404 and off() == []


def test_the_same_among_ones_own_classes(visit, series, learner):
    seat(learner, series)
    mine = visit.as_(learner)
    for said, label in (("off", "Tắt lời nhắc"), ("on", "Bật lời nhắc")):
        form = mine.get("enrolment.learner.mine").soup.select_one("section[aria-labelledby=reminders] form")
        assert form.button.get_text() == label and form.button["value"] == said
        assert mine.post(form["action"], {"reminders": said}).location == "/my/classes"
    assert off() == []


def test_without_an_address_the_page_says_how_to_get_reminders(visit, series):
    person = people.person()
    seat(person, series)
    part = visit.as_(person).get("enrolment.learner.mine").soup.select_one("section[aria-labelledby=reminders]")
    assert part.form is None and part.a["href"] == "/me/contacts"


def test_whoever_wanted_none_wants_none_as_the_other_either(app, at, learner):
    twin = people.person()
    db.session.add(RemindersOff(person_id=twin.id, at=at))
    db.session.commit()
    assert personal_data.export(twin)["reminders"] is False
    undo = personal_data.move(twin, learner)
    assert off() == [learner.id]
    personal_data.move_back(undo, twin, learner)
    assert off() == [twin.id]
    personal_data.erase(twin)
    assert off() == [] and personal_data.export(twin)["reminders"] is True


def test_members_find_the_group_and_nobody_else_does(visit, series, learner):
    series.zalo_url = "https://zalo.me/g/abcxyz123"
    seat(learner, series)
    session, mine = make.sessions_of(series)[2], visit.as_(learner)
    key = visit.app.config["SECRET_KEY"]
    ticket = links.token_of(key, learner.public_id, session.public_id)
    for page in (
        mine.get("enrolment.learner.mine"),
        mine.get("enrolment.public.series", slug=series.slug),
        mine.get("home.learner.session", session_id=session.public_id),
        visit.get("attendance.public.go", ticket=ticket),
    ):
        assert page.soup.select("main a[href='https://zalo.me/g/abcxyz123']")
    assert "zalo.me" not in visit.get("enrolment.public.series", slug=series.slug).html
