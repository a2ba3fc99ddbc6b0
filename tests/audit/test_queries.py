"""Reading the record."""

from datetime import timedelta

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


def test_by_person_whoever_acts_and_by_time(record, at):
    viewer, other = record
    with mode("write"):
        actions.record("more.told", "person", other.id, by=viewer, at=at - timedelta(days=1), why="class")
        actions.record("more.did", "session", 0, by=other, at=at)
        actions.record("more.else", "session", other.id, by=viewer, at=at + timedelta(days=1))
        db.session.commit()
    assert seen(viewer, action="more.", person_id=other.id) == ["more.did", "more.told"]
    assert seen(viewer, action="more.", since=at) == ["more.else", "more.did"]
    assert seen(viewer, action="more.", until=at) == ["more.told"]
    found = queries.entries(viewer, action="more.told").entries
    assert [entry.why for entry in found] == ["class"]
    assert queries.persons_in(found) == {viewer.id, other.id}


def test_an_entry_says_from_which_network_and_no_nearer(visit, at):
    somebody = people.person()
    visit.as_(somebody).get("files.owner.download", file_id="aaaaaaaaaaaaa")
    [entry] = queries.entries(somebody, action="access.refused").entries
    assert entry.network == "127.0.0.0/24"
    assert queries.entries(somebody, action="people.").entries == []


def test_outside_a_request_there_is_no_network(record):
    viewer, _other = record
    assert {entry.network for entry in queries.entries(viewer, action="test.").entries} == {None}
