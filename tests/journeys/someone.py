"""Somebody in front of a screen, who can only do what a page offers: press, follow, type, read."""

import re

from lms.core import clock
from tests.factories import people


class Someone:
    """A person with a browser. What they press and read is Vietnamese, as on the page."""

    def __init__(self, page):
        self.page = page

    def opens(self, path):
        assert self.page.goto(path).status == 200, path
        return self

    def follows(self, text):
        """Taps a link, which has to lead to a page."""
        return self._taps("link", text)

    def presses(self, text):
        """Presses a button of a form, which has to be taken."""
        return self._taps("button", text)

    def _taps(self, role, text):
        found = self.page.get_by_role(role, name=text)
        assert found.count(), f"no {role} “{text}” on {self.page.url}: {self.words()}"
        with self.page.expect_navigation() as gone:
            found.first.click()
        assert gone.value.status < 400, f"{text} answered {gone.value.status}: {self.words()}"
        return self

    def words(self):
        """What a reader reads."""
        return self.page.locator("main").inner_text()

    def types(self, **fields):
        """Fills fields by their name."""
        for name, value in fields.items():
            self.page.locator(f'main [name="{name}"]').fill(value)
        return self

    def chooses(self, field, option):
        self.page.locator(f'main select[name="{field}"]').select_option(option)
        return self

    def ticks(self, label):
        self.page.get_by_label(label).check()
        return self

    def reads(self, *sentences):
        """Finds each of these on the page, folded parts included."""
        for sentence in sentences:
            found = sentence in self.page.locator("body").text_content()
            assert found, f"no “{sentence}” on {self.page.url}: {self.words()}"
        return self

    def number(self, words):
        """The number that stands before these words on the page, as Vietnam writes it."""
        found = re.search(rf"([\d.]+)\s+{re.escape(words)}", self.words())
        assert found, f"no number before “{words}”"
        return int(found[1].replace(".", ""))

    def signs_in(self, contact, password):
        """With a password, and a code where an app is asked for (`people.with_app`)."""
        self.opens("/sign-in").types(contact=contact, password=password)
        self.presses("Đăng nhập")
        if self.page.url.endswith("/sign-in/second") and self.page.locator("form[action='/sign-in/second']").count():
            self.types(code=people.app_code(clock.now())).presses("Đăng nhập")
        return self
