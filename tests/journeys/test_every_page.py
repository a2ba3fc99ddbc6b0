"""Every page there is, reached by links alone, on a phone and on a laptop, in light and in dark."""

from datetime import timedelta

import pytest

from tests.journeys.eye import faults
from tests.journeys.screens import screen
from tests.journeys.walk import PARTS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

#: GET endpoints that are not pages, and what they are.
NOT_PAGES = {
    "assets.file": "styles, scripts and pictures; test_weights.py fetches them",
    "attendance.trainer.counts": "a piece of the desk, renewed in place",
    "attendance.trainer.qr": "a picture",
    "enrolment.feed.personal": "a calendar",
    "files.owner.download": "a file",
    "health.alive": "for the machine that watches the house",
    "health.ready": "for the machine that watches the house",
    "quizzes.learner.of_module": "leads on to the quiz",
    "schedule.feed.series": "a calendar",
    "schedule.feed.session": "a calendar",
}


def to_look_at(paths, part):
    """The pages looked at as this person: public ones as a visitor, the rest as everybody who reaches them."""
    public = set(paths["visitor"]) if part not in ("visitor", "learner") else set()
    return [where[0] for endpoint, where in paths[part].items() if endpoint not in public]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wrong_with_any_page(paths, programme, browser, now, part):
    seen, found = 0, []
    with screen(browser, programme) as page:
        if part != "visitor":
            page.request.post(f"/demo/{part}")
        for path in to_look_at(paths, part):
            assert page.goto(path).status == 200, path
            wrong = faults(page) + page.watch.complaints + [f"asked {url}" for url in page.watch.foreign]
            found += [f"{path} {fault}" for fault in wrong]
            page.watch.forget()
            seen += 1
    assert seen > 5
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("path", ["/nowhere", "/sessions/aaaaaaaaaaaaa"])
def test_nothing_is_wrong_with_a_page_of_failure(programme, browser, now, path):
    with screen(browser, programme) as page:
        page.request.post("/demo/learner")
        assert page.goto(path).status == 404
        assert faults(page) == []
        page.watch.check()


@pytest.mark.parametrize("hours", [-24, 3], ids=["the eve", "after"])
def test_nothing_is_wrong_with_today_on(programme, browser, now, hours):
    now.shift(timedelta(hours=hours))
    with screen(browser, programme) as page:
        page.request.post("/demo/learner")
        page.goto("/today")
        assert faults(page) == []
        page.watch.check()


@pytest.mark.parametrize("path", ["/sign-up", "/sign-in"])
def test_nothing_is_wrong_with_a_form_that_was_refused(programme, browser, now, path):
    with screen(browser, programme) as page:
        page.goto(path)
        with page.expect_navigation() as answer:
            page.locator("main .btn.go").click()
        assert answer.value.status == 422
        assert page.evaluate("document.activeElement.className") == "errors"
        assert faults(page) == []
        page.watch.check()


def test_every_page_of_the_map_is_reached_by_somebody(paths, programme):
    reached = {endpoint for found in paths.values() for endpoint in found}
    pages = {rule.endpoint for rule in programme.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - reached == set(NOT_PAGES), "reached by no link, or listed though it is reached"
