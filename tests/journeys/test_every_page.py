"""Every page there is, reached by links alone, on a phone and on a laptop, in light and in dark."""

import pytest
import time_machine

from lms.accounts.queries import demo_people
from lms.core import jobs
from lms.core.db import db, mode
from tests.conftest import AT
from tests.journeys.eye import faults
from tests.journeys.screens import screen
from tests.journeys.walk import endpoint_of, entered, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

PARTS = ("visitor", "learner", "trainer", "coordinator", "caretaker")
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


@pytest.fixture(scope="module")
def paths(programme):
    """{part: {endpoint: [paths]}}: who comes by which pages, by links and through `doors`."""
    with programme.app.app_context(), time_machine.travel(AT, tick=True):
        found = {part: walk(programme.app, None if part == "visitor" else part) for part in PARTS}
        for part, path in doors(programme.app, found):
            found[part].setdefault(endpoint_of(programme.app, path), []).append(path)
    return found


def doors(app, found):
    """(part, path) of the pages that no link leads to, but a button, a code on a wall, or a contributor's guide."""
    yield "visitor", "/components"
    for session in found["learner"]["home.learner.session"]:
        yield "learner", f"{session}/check-in"
    learner = entered(app, "learner")
    quiz = found["learner"]["quizzes.learner.quiz"][0]
    attempt = learner.open("POST", f"{quiz}/attempts").location
    yield from (("learner", attempt), ("learner", f"{attempt}/check"))
    draft = drafted(entered(app, "trainer"))
    yield from (("trainer", draft), ("trainer", f"{draft}/dates"))
    with mode("write"):
        job = jobs.start("demo.export", owner=demo_people()["coordinator"], at=AT)
        db.session.commit()
    yield "coordinator", f"/jobs/{job}"


def drafted(trainer):
    """The page of a class that a trainer has drafted."""
    track = trainer.open("GET", "/teach/new").soup.select_one("[name=track] option")["value"]
    plan = {
        "title": "Bán hàng qua Zalo", "track": track, "weekdays": "7", "starts": "8:00", "minutes": "60",
        "first": "2027-02-28", "count": "3", "seats": "60", "do": "draft",
    }  # fmt: skip
    answer = trainer.open("POST", "/teach/new", data=plan)
    assert answer.status == 303, answer.text
    return answer.location


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


def test_every_page_of_the_map_is_reached_by_somebody(paths, programme):
    reached = {endpoint for found in paths.values() for endpoint in found}
    pages = {rule.endpoint for rule in programme.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - reached == set(NOT_PAGES), "reached by no link, or listed though it is reached"
