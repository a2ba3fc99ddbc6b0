"""The authorization matrix: asked of the app, compared with the committed table, deny by default."""

import os

import pytest

from lms.core.db import db, mode
from tests.architecture import matrix, world
from tests.conftest import AT, empty

SEEN = {}


@pytest.fixture(scope="module")
def found(bench):
    """{(method, rule): {kind: status}} of the whole map; other people's objects compared with missing ones."""
    rows, holes = {}, []
    import time_machine

    with bench.app_context(), mode("late"), time_machine.travel(AT, tick=False):
        there = world.build(AT)
        for method, rule in matrix.routes(bench):
            if method == "POST":  # it may change the world for the next one
                empty(bench)
                there = world.build(AT)
            path = matrix.address(bench, rule, there.ids)
            gone = matrix.address(bench, rule, there.ids, missing=True)
            statuses = {}
            for kind in world.KINDS:
                status, page = matrix.answer(bench, there.people[kind], method, path)
                statuses[kind] = status
                if status == "404" and path != gone:
                    nothing, missing = matrix.answer(bench, there.people[kind], method, gone)
                    if (status, matrix.neutral(page, path)) != (nothing, matrix.neutral(missing, gone)):
                        holes.append(f"{method} {rule.rule} tells {kind} that it exists")
            rows[method, rule.rule] = statuses
            if method == "POST":
                empty(bench)
                there = world.build(AT)
        empty(bench)
        db.session.remove()
    return rows, holes


def test_the_app_does_what_the_table_says(bench, found):
    written = matrix.table(bench, found[0])
    if os.environ.get("LMS_WRITE_MATRIX"):
        matrix.TABLE.write_text(written)
    assert matrix.TABLE.read_text() == written


def test_another_persons_object_looks_like_a_missing_one(found):
    assert found[1] == []


def test_the_disabled_and_the_visitor_get_public_pages_only(found):
    for (method, rule), statuses in found[0].items():
        assert statuses["visitor"] == statuses["disabled"], f"{method} {rule}"


def test_nobody_but_the_owner_opens_the_owners_attempt(found):
    """But for its record: trainers of the class read that, and national coordinators."""
    for (_method, rule), statuses in found[0].items():
        if "<attempt_id>" in rule:
            known = ("trainer", "national coordinator") if rule.endswith("/record") else ()
            apart = ("owner", "visitor", "disabled", *known)
            others = {kind: status for kind, status in statuses.items() if kind not in apart}
            assert set(others.values()) == {"404"}, rule
