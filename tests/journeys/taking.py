"""Somebody who takes a quiz of four questions, each with the right answer in its third line; and what came of it."""

from playwright.sync_api import expect

from lms.core import clock
from lms.core.db import db
from lms.quizzes import queries
from lms.quizzes.models import Attempt
from lms.quizzes.queries import records
from tests.factories import people
from tests.factories import quizzes as make
from tests.journeys.someone import Someone

CONTACT, PHONE, PASSWORD = "0987 654 321", "+84987654321", people.PASSWORD
RIGHT = 2
#: The script has taken the sheet over.
READY = "[data-next]:not([hidden]), [data-review]:not([hidden]), [data-panel]:not([hidden])"


def begun(house, kinds=("single",) * 4, **values):
    """Public ids of an attempt that has just begun, and of its learner."""
    with house.rows():
        person = people.with_password(people.person("Giàng A Páo", phone=PHONE))
        attempt = make.attempt(make.quiz(kinds, shuffle_options=False, **values), person, at=clock.now())
        return attempt.public_id, person.public_id


def stored(house, attempt_id):
    """{position: value that counts}, {position: value that came late}, score."""
    with house.rows():
        db.session.expire_all()
        attempt = db.session.query(Attempt).filter_by(public_id=attempt_id).one()
        counts = {item.position: row.value for item, row in queries.paper(attempt) if row}
        late = {row.position: row.value for row in records.late_answers(attempt)}
        return counts, late, attempt.score


class Taking:
    """A learner before the sheet of an attempt."""

    def __init__(self, page, attempt_id):
        self.page, self.path = page, f"/attempts/{attempt_id}"

    def signs_in(self, contact=CONTACT):
        Someone(self.page).signs_in(contact, PASSWORD)
        return self.opens()

    def opens(self):
        self.page.goto(self.path)
        expect(self.page.locator(READY).first).to_be_attached()
        return self

    @property
    def place(self):
        """The question that is on the screen."""
        return int(self.page.locator(".question").locator("visible=true").first.get_attribute("data-position"))

    def shows(self, place):
        """Goes on or back to a question, as a thumb does."""
        while self.place != place:
            self.page.locator("[data-next]" if self.place < place else "[data-back]").click()
        return self

    def gives(self, place, line=RIGHT):
        self.shows(place).page.locator(f"label[for=a{place}-{line}]").click()
        return self

    def chosen(self, place):
        """The line that is chosen, None without one."""
        found = self.page.locator(f"[name=a{place}]:checked")
        return int(found.get_attribute("value")) if found.count() else None

    def sign(self, name):
        """A line of the ticks at the foot: held, sent, wait or late."""
        return self.page.locator(f"[data-foot] .saved .{name}")

    def is_sent(self):
        expect(self.sign("sent")).to_be_visible()
        expect(self.sign("wait")).to_be_hidden()
        return self

    def is_only_here(self):
        expect(self.sign("held")).to_be_visible()
        expect(self.sign("wait")).to_be_visible()
        expect(self.sign("sent")).to_be_hidden()
        return self

    def looks_over(self):
        review = self.page.locator("[data-review]")
        if not review.is_visible():
            self.shows(self.page.locator(".question").count())
        review.click()
        expect(self.page.locator("[data-panel]")).to_be_visible()
        return self

    def hands_in(self):
        self.page.get_by_role("button", name="Nộp bài", exact=True).click()
        return self

    def result(self):
        self.page.wait_for_url("**/result")
        return self

    def goes_offline(self, is_=True):
        self.page.context.set_offline(is_)
        return self

    def kept(self, key):
        """What the phone keeps under a key of its storage."""
        return self.page.evaluate("key => JSON.parse(localStorage.getItem(key))", key)


def loses(page, pattern, *, reached, times=1):
    """Requests to an address break off: before they reach the house, or when its answer is on the way."""

    def lose(route):
        if reached:
            route.fetch()
        route.abort()

    page.route(pattern, lose, times=times)
