"""What is kept of a reader: shown, given to the other half of a merge, removed."""

from lms.catalogue import actions, personal_data
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
