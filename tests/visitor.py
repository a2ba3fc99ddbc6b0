"""A client that looks at every page it is given, as a careful reader would."""

import re
import secrets
from datetime import timedelta

from bs4 import BeautifulSoup
from flask import url_for

from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.core import clock
from lms.core.db import db, mode


class Page:
    """An answer: its status, its text, and its HTML as soup."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location")
        self.html = response.get_data(as_text=True) if (response.mimetype or "").startswith("text/") else ""
        self.soup = BeautifulSoup(self.html, "html.parser") if response.mimetype == "text/html" else None

    def __contains__(self, words):
        return words in self.text

    @property
    def text(self):
        """What a reader reads, with single spaces."""
        return re.sub(r"\s+", " ", self.soup.get_text(" ") if self.soup else self.html).strip()

    @property
    def h1(self):
        return re.sub(r"\s+", " ", self.soup.h1.get_text(" ")).strip()

    @property
    def errors(self):
        """The sentences of the error summary."""
        return [re.sub(r"\s+", " ", item.get_text(" ")).strip() for item in self.soup.select(".errors li")]

    def value(self, name):
        """What a field holds."""
        field = self.soup.find(attrs={"name": name})
        if field.name == "select":
            chosen = field.find("option", selected=True)
            return chosen["value"] if chosen else None
        return field.get("value") if field.name == "input" else field.get_text()


def inspect(page):
    """What must hold on every page of ours."""
    soup = page.soup
    assert len(soup.find_all("h1")) == 1, "one h1 a page"
    assert soup.title and soup.title.get_text(strip=True), "a title"
    assert soup.html.get("lang") in ("vi", "en"), "a language"
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    labels = {label.get("for") for label in soup.find_all("label")}
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("hidden", "submit"):
            continue
        named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
        assert named or field.find_parent("label"), f"a field without a label: {field}"
    assert not soup.find_all("style") and not soup.find_all(style=True), "nothing inline"
    assert not [s for s in soup.find_all("script") if not s.get("src")], "no inline script"
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], f"inline handler on {tag.name}"
    for link in soup.select("[aria-describedby]"):
        for target in link["aria-describedby"].split():
            assert target in ids, f"aria-describedby points at nothing: {target}"
    assert "%(" not in page.html and "None" not in page.text.split(), "an unfilled place in a sentence"


class Visitor:
    """Visits endpoints, as somebody or nobody. `careful = False` looks at the status only."""

    careful = True

    def __init__(self, app, person=None, language=None):
        self.app, self.person = app, person
        self.client = app.test_client()
        if person is not None:
            self.sign_in(person)
        if language:
            self.client.set_cookie("lang", language)

    def as_(self, person, language=None):
        """Another visitor, signed in as this person."""
        return Visitor(self.app, person, language)

    def sign_in(self, person):
        """Give this browser a sign-in row of the person, as the gate would."""
        token, at = secrets.token_urlsafe(16), clock.now()
        with mode("write"):
            db.session.add(
                SignIn(
                    token=gate.digest(token),
                    person_id=person.id,
                    way="second",
                    device="test",
                    began_at=at,
                    seen_at=at,
                    expires_at=at + timedelta(days=30),
                    idle_seconds=14 * 86400,
                )
            )
            db.session.commit()
        self.client.set_cookie(gate.cookie_name(), token)

    def get(self, endpoint, **values):
        return self.open("GET", self.address(endpoint, values))

    def post(self, endpoint, data=None, **values):
        return self.open("POST", self.address(endpoint, values), data=data or {})

    def follow(self, page):
        """Go where a redirect leads."""
        return self.open("GET", page.location)

    def address(self, endpoint, values):
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def open(self, method, path, **values):
        """Ask for a path; every HTML page is inspected."""
        db.session.commit()
        with self.app.app_context():  # or `g`, and who is signed in, would last from one request to the next
            page = Page(self.client.open(path, method=method, buffered=True, **values))
        assert page.status < 500, f"{method} {path} answered {page.status}"
        if self.careful and page.soup is not None and page.status != 303 and page.soup.html is not None:
            inspect(page)
        return page
