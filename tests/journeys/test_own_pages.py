"""A change is made from our own pages only, as a real browser tells it; and no privacy setting locks anybody out.

The usual check over HTTPS wants a Referer, so that a page or a browser that sends none cannot post at all.
Ours asks `Sec-Fetch-Site` and `Origin` (docs/decisions/0002-forms-without-tokens.md).
"""

import pytest
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
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


def sign_in(page):
    """Fill the form and send it; answers the request as the browser made it, and the status."""
    page.fill("main [name=contact]", CONTACT)
    page.fill("main [name=password]", people.PASSWORD)
    return send(page, page.locator("main form button[type=submit], main form button:not([type])").first)


def send(page, button):
    with page.expect_request(lambda request: request.method == "POST") as sent, page.expect_navigation():
        button.click()
    return sent.value.all_headers(), sent.value.response().status


def sign_ins(house):
    with house.rows():
        return db.session.scalar(select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_(None)))


def test_a_form_of_ours_is_taken_with_what_the_browser_sends(house, page):
    answer = page.goto("/sign-in")
    assert answer.headers["referrer-policy"] == HEADERS["Referrer-Policy"]
    headers, status = sign_in(page)
    assert (headers["sec-fetch-site"], headers["origin"], status) == ("same-origin", house.url, 303)
    assert headers["referer"] == f"{house.url}/sign-in"
    assert sign_ins(house) == 1


def test_a_browser_that_sends_no_referer_is_not_locked_out(house, page):
    page.goto("/sign-in")
    page.locator("main form").first.evaluate("form => { form.rel = 'noreferrer' }")
    headers, status = sign_in(page)
    assert "referer" not in headers
    assert (headers["sec-fetch-site"], headers["origin"], status) == ("same-origin", "null", 303)
    assert sign_ins(house) == 1


def test_a_form_on_another_site_changes_nothing(house, page):
    page.goto("/sign-in")
    sign_in(page)
    trap = f"<!doctype html><title>x</title><form method=post action='{house.url}/sign-out'><button>Win</button></form>"
    page.route("http://elsewhere.example/", lambda route: route.fulfill(body=trap, content_type="text/html"))
    page.goto("http://elsewhere.example/")
    headers, status = send(page, page.get_by_role("button"))
    assert (headers["sec-fetch-site"], status) == ("cross-site", 403)
    assert sign_ins(house) == 1
