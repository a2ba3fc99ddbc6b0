"""A change is made from our own pages only, as a real browser tells it; and no privacy setting locks anybody out.

The usual check over HTTPS wants a Referer, so that a page or a browser that sends none cannot post at all.
Ours asks `Sec-Fetch-Site` and `Origin` (docs/decisions/0002-forms-without-tokens.md).
"""

import pytest
from flask import request, request_finished
from sqlalchemy import func, select

from lms.accounts.models import SignIn
from lms.core.db import db
from lms.core.headers import HEADERS
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]
CONTACT = "0987 654 321"


@pytest.fixture
def page(house, browser):
    """A browser of its own; a person is there to sign in."""
    with house.rows():
        people.with_password(people.person(phone="+84987654321"))
    context = browser.new_context(base_url=house.url, locale="vi-VN")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def arrived(house):
    """(headers, status) of every change that was asked of the house, as they arrived there."""
    seen = []

    def note(_app, response):
        if request.method == "POST":
            seen.append((dict(request.headers), response.status_code))

    request_finished.connect(note, house.app)
    yield seen
    request_finished.disconnect(note, house.app)


def sign_in(page):
    page.fill("main [name=contact]", CONTACT)
    page.fill("main [name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.press("main [name=password]", "Enter")


def sign_ins(house):
    with house.rows():
        return db.session.scalar(select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_(None)))


def without_referer(route):
    """The page as it came, but for its policy: like a browser or a proxy that tells nobody where it was."""
    if route.request.method == "GET":
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "referrer-policy": "no-referrer"})
    else:
        route.continue_()


def test_a_form_of_ours_is_taken_with_what_the_browser_sends(house, page, arrived):
    answer = page.goto("/sign-in")
    assert answer.headers["referrer-policy"] == HEADERS["Referrer-Policy"]
    sign_in(page)
    [(headers, status)] = arrived
    assert (headers["Sec-Fetch-Site"], headers["Origin"], status) == ("same-origin", house.url, 303)
    assert headers["Referer"] == f"{house.url}/sign-in"
    assert sign_ins(house) == 1


def test_a_browser_that_sends_no_referer_is_not_locked_out(house, page, arrived):
    page.route("**/sign-in", without_referer)
    page.goto("/sign-in")
    sign_in(page)
    [(headers, status)] = arrived
    assert "Referer" not in headers
    assert (headers["Sec-Fetch-Site"], headers["Origin"], status) == ("same-origin", "null", 303)
    assert sign_ins(house) == 1


def test_a_form_on_another_site_changes_nothing(house, page, arrived):
    page.goto("/sign-in")
    sign_in(page)
    trap = f"<!doctype html><title>x</title><form method=post action='{house.url}/sign-out'><button>Win</button></form>"
    page.route("http://elsewhere.example/", lambda route: route.fulfill(body=trap, content_type="text/html"))
    page.goto("http://elsewhere.example/")
    with page.expect_navigation():
        page.get_by_role("button").click()
    headers, status = arrived[-1]
    assert (headers["Sec-Fetch-Site"], headers["Origin"], status) == ("cross-site", "http://elsewhere.example", 403)
    assert sign_ins(house) == 1
