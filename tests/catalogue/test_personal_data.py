"""What is kept of a reader: shown, given to the other half of a merge, removed."""

from lms.catalogue import actions, personal_data
from lms.catalogue.actions import drafts, publishing
from lms.catalogue.queries import editing
from lms.catalogue.queries.texts import words_of
from lms.catalogue.rules.editing import Seen
from tests.factories import catalogue as make
from tests.factories import people


def codes(person):
    return [line["lesson"] for line in personal_data.export(person)["lessons_read"]]


def test_merging_gives_what_was_read_and_back(app, at):
    one, two, track = people.person(), people.person(), make.track(modules=1, lessons=3)
    a, b, c = track.modules[0].lessons
    for person, lesson in ((one, a), (one, b), (two, b), (two, c)):
        actions.mark_read(lesson, by=person, at=at)
    undo = personal_data.move(one, two)
    assert codes(two) == [a.code, b.code, c.code] and codes(one) == [b.code]
    personal_data.move_back(undo, one, two)
    assert codes(one) == [a.code, b.code] and codes(two) == [b.code, c.code]


def test_erasing(app, at):
    person, lesson = people.person(), make.lesson()
    actions.mark_read(lesson, by=person, at=at)
    personal_data.erase(person)
    assert codes(person) == []


def written(person):
    told = personal_data.export(person)
    names = ("lesson_drafts", "lesson_texts", "lessons_signed")
    return [[line["lesson"] for line in told[name]] for name in names]


def test_merging_gives_drafts_texts_and_signatures_and_back(app, at):
    one, two, three = people.trainer(), people.trainer("Đặng Thị Hòa"), people.trainer("Vàng A Lử")
    a, b = make.track(modules=1, lessons=2).modules[0].lessons
    publishing.write_and_publish(a, words_of(a) | {"body": "Mới"}, Seen(0, 0), "", by=one, at=at)
    publishing.sign(a, a.version, by=one, at=at)
    for lesson in (a, b):
        drafts.save(lesson, words_of(lesson) | {"body": "Nháp"}, Seen(0, lesson.version), by=one, at=at)
    assert written(one) == [[a.code, b.code], [a.code], [a.code]]
    undo = personal_data.move(one, two)
    assert written(two) == [[a.code, b.code], [a.code], [a.code]] and written(one) == [[], [], []]
    drafts.save(b, words_of(b) | {"body": "Của người khác"}, Seen(1, b.version), by=three, at=at)
    personal_data.move_back(undo, one, two)
    assert written(one) == [[a.code], [a.code], [a.code]]
    assert editing.draft(b).by_id == three.id
