"""What a page costs on mobile data: bytes as they go over the air, and how many times the phone has to ask.

What a phone asks for afterwards, to have the page without a network, is weighed in test_offline_weights.py.
"""

import pytest

from tests.journeys.screens import PHONE, screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

AT_REST = "() => new Promise(done => requestIdleCallback(done))"
FIRST, FIRST_ASKS, AGAIN, LESSON, STAFF = 25_000, 6, 8_000, 12_000, 60_000


def visited(page, house, path, *, first):
    """What was sent for a page until it rests."""
    house.sent.clear()
    page.goto(path, wait_until="load")
    page.evaluate(AT_REST)
    for _look in range(200):  # the icon of the tab is fetched last, when the page has long been there
        if first and not any("/mark-" in sent.path for sent in house.sent):
            page.wait_for_timeout(10)
    return [sent for sent in house.sent if not sent.aside]


def weigh(browser, house, path, part):
    """(first visit, later visit) of a person whose phone has never been here.

    The later visit is the lighter of two: the tab's icon may still be on its way when the page is opened again,
    and is then asked for once more.
    """
    with screen(browser, house, size=PHONE) as page:
        if part != "visitor":
            page.request.post(f"/demo/{part}")
        once = visited(page, house, path, first=True)
        again = min((visited(page, house, path, first=False) for _time in range(2)), key=len)
        page.watch.check()
    assert once[0].kind == "text/html", path
    return once, again


def weights(browser, house, paths, part, endpoints):
    """{path: (first bytes, first asks, second bytes, second asks, bytes of HTML)}"""
    rows = {}
    for endpoint, where in paths[part].items():
        if not endpoints(endpoint):
            continue
        first, again = weigh(browser, house, where[0], part)
        rows[where[0]] = (size(first), len(first), size(again), len(again), first[0].size)
    assert rows
    return rows


def size(answers):
    return sum(sent.size for sent in answers)


def staff_only(endpoint):
    """Pages of a trainer, a coordinator or the caretaker, and the sample sheet of their components."""
    return endpoint == "home.public.components" or endpoint.split(".")[1] in ("trainer", "coordinator", "caretaker")


@pytest.mark.parametrize("part", ["visitor", "learner"])
def test_public_and_learner_pages_are_light(programme, paths, browser, now, part):
    rows = weights(browser, programme, paths, part, lambda endpoint: not staff_only(endpoint))
    heavy = {
        path: row for path, row in rows.items()
        if row[0] > FIRST or row[1] > FIRST_ASKS or row[2] > AGAIN or row[3] > 1
        or (path.startswith("/lessons/") and row[4] > LESSON)
    }  # fmt: skip
    assert heavy == {}, "first visit: bytes, asks; again: bytes, asks; HTML"
    assert any(path.startswith("/lessons/") for path in rows)


@pytest.mark.parametrize("part", ["trainer", "coordinator", "caretaker"])
def test_staff_pages_stay_below_their_limit(programme, paths, browser, now, part):
    rows = weights(browser, programme, paths, part, staff_only)
    assert {path: row for path, row in rows.items() if row[0] > STAFF} == {}
