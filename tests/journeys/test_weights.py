"""What a page costs on mobile data: bytes as they go over the air, and how many times the phone has to ask."""

import pytest

from tests.journeys.screens import PHONE, screen
from tests.journeys.walk import walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

FIRST, FIRST_ASKS, AGAIN, LESSON, STAFF = 25_000, 6, 8_000, 12_000, 60_000


def visited(page, house, path):
    """What was sent for a page until it rests."""
    house.sent.clear()
    page.goto(path, wait_until="networkidle")
    return list(house.sent)


def weigh(browser, house, path, part):
    """(first visit, second visit) of a person whose phone has never been here."""
    with screen(browser, house, size=PHONE) as page:
        if part != "visitor":
            page.request.post(f"/demo/{part}")
        first, again = visited(page, house, path), visited(page, house, path)
        page.watch.check()
    assert first[0].kind == "text/html", path
    icon = house.app.extensions["assets_by_name"]["mark.svg"]  # a phone fetches it, this Chromium does not
    if all("/mark-" not in sent.path for sent in first):
        first.append(first[0]._replace(path=f"/assets/{icon.file}", kind="image/svg+xml", size=len(icon.packed)))
    return first, again


def weights(browser, house, part, endpoints):
    """{path: (first bytes, first asks, second bytes, second asks, bytes of HTML)}"""
    with house.app.app_context():
        found = walk(house.app, None if part == "visitor" else part)
    rows = {}
    for endpoint, paths in found.items():
        if not endpoints(endpoint):
            continue
        first, again = weigh(browser, house, paths[0], part)
        rows[paths[0]] = (size(first), len(first), size(again), len(again), first[0].size)
    assert rows
    return rows


def size(answers):
    return sum(sent.size for sent in answers)


def staff_only(endpoint):
    return endpoint.split(".")[1] in ("trainer", "coordinator", "caretaker")


@pytest.mark.parametrize("part", ["visitor", "learner"])
def test_public_and_learner_pages_are_light(programme, browser, now, part):
    rows = weights(browser, programme, part, lambda endpoint: not staff_only(endpoint))
    heavy = {
        path: row for path, row in rows.items()
        if row[0] > FIRST or row[1] > FIRST_ASKS or row[2] > AGAIN or row[3] > 1
        or (path.startswith("/lessons/") and row[4] > LESSON)
    }  # fmt: skip
    assert heavy == {}, "first visit: bytes, asks; again: bytes, asks; HTML"
    assert any(path.startswith("/lessons/") for path in rows)


@pytest.mark.parametrize("part", ["trainer", "coordinator", "caretaker"])
def test_staff_pages_stay_below_their_limit(programme, browser, now, part):
    rows = weights(browser, programme, part, staff_only)
    assert {path: row for path, row in rows.items() if row[0] > STAFF} == {}
