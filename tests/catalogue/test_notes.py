"""Notes that readers keep for themselves beside a lesson."""

import random

import pytest

from lms.catalogue import actions, personal_data, queries
from lms.catalogue.models import LessonNote
from lms.catalogue.rules import notes as rules
from lms.core.db import db, mode
from tests.factories import catalogue as make
from tests.factories import people

JSON = {"Accept": "application/json"}


@pytest.fixture
def lesson(app):
    return make.lesson()


@pytest.fixture
def reader(visit):
    return visit.as_(people.person())


def send(reader, lesson, text, sequence, part="recap"):
    """As a phone sends it."""
    data = {"part": part, "text": text, "sequence": sequence}
    page = reader.open("POST", f"/lessons/{lesson.slug}/notes", data=data, headers=JSON)
    return page.status, page.response.json


def written(reader, lesson, part="recap"):
    """What stands on the page of the lesson."""
    page = reader.get("catalogue.public.lesson", slug=lesson.slug)
    return page.soup.select_one(f"#note-{part}-text").text.strip()


def test_a_note_is_kept_without_script(reader, lesson):
    page = reader.post(
        "catalogue.learner.notes", {"part": "recap", "text": "Hỏi ba câu\r\ntrước khi đăng"}, slug=lesson.slug
    )

    assert (page.status, page.location) == (303, f"/lessons/{lesson.slug}#note-recap")
    assert written(reader, lesson) == "Hỏi ba câu\ntrước khi đăng" and written(reader, lesson, "activity") == ""


def test_without_script_what_was_pressed_last_stands(reader, lesson):
    for text in ("một", "hai"):
        reader.post("catalogue.learner.notes", {"part": "activity", "text": text}, slug=lesson.slug)

    assert written(reader, lesson, "activity") == "hai"


def test_a_phone_is_told_what_is_kept(reader, lesson):
    assert send(reader, lesson, "một", 3) == (200, {"saved": True, "sequence": 3})
    assert send(reader, lesson, "một", 3) == (200, {"saved": True, "sequence": 3})
    assert send(reader, lesson, "cũ", 2) == (200, {"saved": False, "sequence": 3, "newer": "một"})
    assert written(reader, lesson) == "một"


@pytest.mark.parametrize("seed", range(8))
def test_in_whatever_order_they_come_the_highest_number_wins(app, lesson, seed):
    chance = random.Random(seed)
    sequences = chance.choices(range(12), k=chance.randint(1, 12))
    person = people.person()
    for sequence in [*sequences, *chance.sample(sequences, chance.randint(0, len(sequences)))]:
        with mode("write"):
            actions.keep_note(lesson, "recap", f"lần {sequence}", sequence, by=person, at=make.SHIPPED)
            db.session.commit()

    assert queries.notes(person, lesson)["recap"].text == f"lần {max(sequences)}"


def test_a_note_that_is_too_long_is_refused_and_stays_in_the_field(reader, lesson):
    long = "dài " * rules.MOST_SIGNS
    page = reader.post("catalogue.learner.notes", {"part": "recap", "text": long}, slug=lesson.slug)

    assert page.status == 422 and "dài nhất là 8000 ký tự" in page
    assert page.soup.select_one("#note-recap-text").text.strip() == long.strip()
    assert send(reader, lesson, long, 1) == (422, {"saved": False, "error": "Ghi chú dài nhất là 8000 ký tự"})
    assert written(reader, lesson) == ""


@pytest.mark.parametrize("part", ["", "body", "recap' OR 1=1", "x" * 500])
def test_there_are_two_places_for_notes_only(reader, lesson, part):
    assert send(reader, lesson, "a", 1, part)[0] == 422
    assert reader.post("catalogue.learner.notes", {"part": part, "text": "a"}, slug=lesson.slug).status == 422
    assert db.session.scalars(db.select(LessonNote)).all() == []


@pytest.mark.parametrize(
    ("given_", "number"),
    [("", 8), ("-1", 8), ("x", 8), ("²", 8), ("9" * 40, 8), ("4", 4), ("9999999999", 2_000_000_000)],
)
def test_a_number_that_is_none_counts_on(given_, number):
    assert rules.sequence(given_, 7) == number


def test_a_note_is_nobody_elses(reader, visit, lesson):
    send(reader, lesson, "Chỉ của mình", 1)
    other = visit.as_(people.person())

    assert written(other, lesson) == ""
    assert "Chỉ của mình" not in other.get("catalogue.public.lesson", slug=lesson.slug).html
    assert not visit.get("catalogue.public.lesson", slug=lesson.slug).soup.select("textarea")
    assert visit.post("catalogue.learner.notes", {"part": "recap", "text": "a"}, slug=lesson.slug).status == 303
    assert reader.post("catalogue.learner.notes", {"part": "recap"}, slug="khong-co").status == 404


def test_a_script_in_a_note_stays_words(reader, lesson):
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    send(reader, lesson, hostile, 1)

    page = reader.get("catalogue.public.lesson", slug=lesson.slug)
    assert page.soup.select_one("#note-recap-text").text.strip() == hostile
    assert not page.soup.find_all("img", src="x")


def test_notes_are_taken_out_and_erased(reader, lesson):
    send(reader, lesson, "Ba câu hỏi", 1)
    send(reader, lesson, "", 1, "activity")  # emptied: nothing to take out

    found = personal_data.export(reader.person)["notes"]
    assert [(note["lesson"], note["part"], note["text"]) for note in found] == [(lesson.code, "recap", "Ba câu hỏi")]
    with mode("write"):
        personal_data.erase(reader.person)
        db.session.commit()
    assert personal_data.export(reader.person)["notes"] == []
    assert db.session.scalars(db.select(LessonNote)).all() == []


def test_merging_gives_notes_and_takes_none_away(app, at):
    one, two, lesson, other = people.person(), people.person(), make.lesson(), make.lesson()
    for person, where, part in (
        (one, lesson, "recap"),
        (one, lesson, "activity"),
        (two, lesson, "recap"),
        (one, other, "recap"),
    ):
        actions.keep_note(where, part, f"của {person.id}", 1, by=person, at=at)

    def kept(person):
        return [(note["lesson"], note["part"], note["text"]) for note in personal_data.export(person)["notes"]]

    before = kept(one), kept(two)
    undo = personal_data.move(one, two)
    theirs = {
        (lesson.code, "recap", f"của {two.id}"),
        (lesson.code, "activity", f"của {one.id}"),
        (other.code, "recap", f"của {one.id}"),
    }
    assert set(kept(two)) == theirs and kept(one) == [(lesson.code, "recap", f"của {one.id}")]
    personal_data.move_back(undo, one, two)
    assert (kept(one), kept(two)) == before
