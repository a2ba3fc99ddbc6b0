"""A phone that is turned off and on again: one browser with a profile on disk, and a road to the house."""

import shutil
from contextlib import contextmanager
from types import SimpleNamespace

from lms.core import clock
from tests.factories import catalogue, people, quizzes
from tests.journeys.road import Road
from tests.journeys.screens import FLAGS, PHONE, Watch
from tests.journeys.someone import Someone

#: The worker is there, and holds this page: the sign that the page shows.
KEPT = "[data-on-phone]:not([hidden])"


class Phone:
    """One phone and its road. `opens(path)` without caring how the network is; `again()` turns it off and on."""

    def __init__(self, chromium, folder, house):
        self._chromium, self._folder, self.house = chromium, folder, house
        self.road = Road(house)
        self._on()

    def _on(self):
        self.context = self._chromium.launch_persistent_context(
            self._folder, executable_path=shutil.which("chromium"), args=FLAGS, base_url=self.road.url,
            viewport=PHONE, locale="vi-VN",
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        self.context.clock.set_system_time(clock.now())
        self.page = self.context.pages[0]
        self.page.watch = Watch(self.context, self.road.host)

    def again(self):
        """The battery was empty."""
        self.context.close()
        self._on()

    def close(self):
        self.context.close()
        self.road.close()

    def opens(self, path):
        """What stands on the page of an address."""
        self.page.goto(path)
        return self.words()

    def words(self):
        return self.page.locator("body").inner_text()

    def until(self, script, arg=None, page=None):
        """Asks a page again and again, for twenty seconds at most."""
        for _look in range(200):
            if (page or self.page).evaluate(script, arg):
                return
            (page or self.page).wait_for_timeout(100)
        raise AssertionError(f"never came true: {script}; {self.words()}")

    def keeps(self, path):
        """Opens a page and waits until the phone says that it keeps it."""
        self.page.goto(path)
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
        self.until(
            "async path => { for (const name of await caches.keys()) if (name.startsWith('kept:')"
            " && await caches.match(path, {cacheName: name})) return true; return false }",
            path,
        )
        return self

    def signs_in(self, who):
        """As one of `begun`."""
        Someone(self.page).signs_in(who.number, people.PASSWORD)
        return self

    def answers(self, number):
        """Chooses an answer to the question that shows."""
        self.page.locator("fieldset:not([hidden]) label.pick").nth(number).click()
        return self

    def all_sent(self, who):
        """Waits until nothing of theirs waits on this phone."""
        self.until(
            "key => !localStorage[key] || Object.values(JSON.parse(localStorage[key]).answers).every(one => one.sent)",
            who.key,
        )

    def cupboards(self):
        """{name: [paths]} of everything in the phone's caches of pages."""
        return self.page.evaluate(
            "async () => { const all = {};"
            " for (const name of (await caches.keys()).sort()) if (name.startsWith('kept:')) all[name] ="
            " (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname).sort();"
            " return all }"
        )

    def shells(self):
        """The releases whose files the phone holds."""
        return self.page.evaluate("async () => (await caches.keys()).filter(one => one.startsWith('shell:')).sort()")


def begun(house, name, number):
    """Somebody who signs in with this number, a module's first lesson, and a quiz of theirs that has begun."""
    with house.rows():
        person = people.with_password(people.person(name, phone=number))
        module = catalogue.module()
        attempt = quizzes.attempt(quizzes.quiz(("single", "truefalse"), module=module), person, at=clock.now())
        lesson = module.lessons[0]
        return SimpleNamespace(
            person=person.public_id,
            number="0" + number[3:],
            lesson=f"/lessons/{lesson.slug}",
            title=lesson.title_vi,
            attempt=f"/attempts/{attempt.public_id}",
            key=f"quiz:{person.public_id}:{attempt.public_id}",
        )


@contextmanager
def phone(browser, folder, house):
    """A new phone."""
    made = Phone(browser.browser_type, folder, house)
    try:
        yield made
    finally:
        made.close()
