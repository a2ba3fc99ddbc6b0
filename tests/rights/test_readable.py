"""What is kept, in words."""

import json

from flask import current_app

from lms.core.words import speak
from lms.rights import archive, readable, sentences
from tests.factories import people
from tests.rights import planted

NAMES = {"province": {"12": "Lai Châu"}}


def told(row, **kept):
    return readable.parts([("people", {"rows": [row], **kept})], NAMES)[0]


def keys_of(value):
    """Every name of a field, however deep."""
    if isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from keys_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_of(part)


def test_everything_that_is_exported_has_a_name(app, at):
    """A field without a name would stand on the page as our code calls it."""
    person = planted.plant(at)
    kept = dict(archive.exports(person, current_app.extensions["personal_data"]))
    assert set(kept) - set(sentences.ROOMS) == set()
    assert {key for room in kept.values() for key in keys_of(room)} - set(sentences.FIELDS) == set()
    json.dumps(kept)


def test_values_are_said_as_vietnam_writes_them(app):
    speak("en")
    row = {"since": "2026-11-26T12:20:00+00:00", "birth_date": "2004-02-29", "province": "12", "late": True,
           "gender": "female", "text": "female",
           "value": "+84912345678", "left": None, "answer": ["A", "B"]}  # fmt: skip
    assert {field.name: field.value for field in told(row).groups[0].records[0]} == {
        "Since": "26/11/2026, 19:20", "Date of birth": "29/02/2004", "Province or city": "Lai Châu", "Late": "yes",
        "Gender": "Female", "Text": "female", "Value": "0912 345 678", "What you answered": "A · B",
    }  # fmt: skip


def test_where_it_counts_is_said_in_words(app):
    speak("en")
    said = [readable.in_words("scope", scope, {}) for scope in ("programme", "year:2026", "month:2026-11", "track:3")]
    assert said == ["The whole programme", "Year 2026", "Month 11/2026", "A track"]


def test_one_code_may_mean_two_things(app):
    speak("en")
    assert (readable.in_words("kind", "phone", {}), readable.in_words("way", "phone", {})) == (
        "Phone number",
        "By phone",
    )


def test_the_file_to_read_stands_alone(app, at):
    person = people.person("<b>Lò</b> Thị Mảy")
    page = archive.as_page(person, archive.exports(person, current_app.extensions["personal_data"]), at=at).decode()
    assert "&lt;b&gt;Lò" in page and "<b>Lò" not in page
    assert not [word for word in ("<script", "<link", "src=", "href=", "http") if word in page]
