"""Reading the record."""

import pytest

from lms.audit import actions, queries
from lms.core.db import db, mode
from tests.factories import people


@pytest.fixture
def record(app, at):
    """Six entries, by two actors, on two subjects."""
    one, two = people.caretaker(), people.trainer()
    with mode("write"):
        for number in range(6):
            by = one if number % 2 else two
            actions.record(f"test.{number}", "session" if number < 4 else "person", number % 3, by=by, at=at, n=number)
        db.session.commit()
    return one, two


def seen(viewer, **values):
    return [entry.action for entry in queries.entries(viewer, action=values.pop("action", "test."), **values).entries]


def test_newest_first_and_page_by_page(record):
    viewer, _other = record
    first = queries.entries(viewer, action="test.", most=4)
    rest = queries.entries(viewer, action="test.", most=4, before=first.before)
    assert [entry.action for entry in first.entries + rest.entries] == [f"test.{n}" for n in (5, 4, 3, 2, 1, 0)]
    assert rest.before is None


def test_by_subject_actor_and_action(record):
    viewer, other = record
    assert seen(viewer, subject=("session", 0)) == ["test.3", "test.0"]
    assert seen(viewer, subject=("person", 1)) == ["test.4"]
    assert seen(viewer, actor_id=other.id) == ["test.4", "test.2", "test.0"]
    assert seen(viewer, action="test.3") == ["test.3"]
    assert seen(viewer, action="%") == []


def test_a_refused_page_stands_in_the_record(visit, at):
    somebody = people.person()
    visit.as_(somebody).get("files.owner.download", file_id="aaaaaaaaaaaaa")
    [entry] = queries.entries(somebody, action="access.refused").entries
    assert (entry.actor_id, entry.at, entry.detail) == (
        somebody.id, at, {"can": "files.see", "endpoint": "files.owner.download"}
    )  # fmt: skip
    assert entry.request_id
