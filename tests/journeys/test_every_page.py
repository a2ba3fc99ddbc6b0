"""Every page there is, reached by links alone, on a phone and on a laptop, in light and in dark."""

import pytest

from tests.journeys.eye import faults
from tests.journeys.screens import screen
from tests.journeys.walk import walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

PARTS = ("visitor", "learner", "trainer", "coordinator", "caretaker")
#: GET endpoints that are not pages, and why nobody looks at them here.
NOT_PAGES = {
    "assets.file": "styles, scripts and pictures; test_weights.py fetches them",
    "health.alive": "for the machine that watches the house",
    "health.ready": "for the machine that watches the house",
}


@pytest.fixture(scope="module")
def paths(programme):
    """{part: {endpoint: [paths]}}: who comes by which pages."""
    with programme.app.app_context():
        return {part: walk(programme.app, None if part == "visitor" else part) for part in PARTS}


def to_look_at(paths, part):
    """The pages looked at as this person: public ones as a visitor, the rest as everybody who reaches them."""
    public = set(paths["visitor"]) if part not in ("visitor", "learner") else set()
    return [where[0] for endpoint, where in paths[part].items() if endpoint not in public]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wrong_with_any_page(paths, programme, browser, now, part):
    found = {}
    with screen(browser, programme) as page:
        if part != "visitor":
            page.request.post(f"/demo/{part}")
        for path in to_look_at(paths, part):
            assert page.goto(path).status == 200, path
            found[path] = faults(page) + page.watch.complaints + [f"asked {url}" for url in page.watch.foreign]
            page.watch.complaints.clear()
            page.watch.foreign.clear()
    assert len(found) > 5
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", ["/nowhere", "/sessions/aaaaaaaaaaaaa"])
def test_nothing_is_wrong_with_a_page_of_failure(programme, browser, now, path):
    with screen(browser, programme) as page:
        page.request.post("/demo/learner")
        assert page.goto(path).status == 404
        assert faults(page) == []
        page.watch.check()


def test_every_page_of_the_map_is_reached_by_somebody(paths, programme):
    reached = {endpoint for found in paths.values() for endpoint in found}
    pages = {rule.endpoint for rule in programme.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - reached == set(NOT_PAGES), "reached by no link, or listed though it is reached"
