"""No page leads anybody to a refusal: every link shown to a person opens for that person."""

import pytest
import time_machine

from lms.core.db import db, mode
from tests.architecture import world
from tests.conftest import AT, empty
from tests.visitor import Visitor

MOST = 150


@pytest.fixture(scope="module")
def there(bench):
    with bench.app_context(), mode("late"), time_machine.travel(AT, tick=False):
        built = world.build(AT)
        db.session.remove()
        yield built
        empty(bench)


def links(page):
    """Addresses of ours a page leads to, without what only jumps."""
    for tag in page.soup.select("a[href^='/']") if page.soup else ():
        yield tag["href"].split("#")[0]


@pytest.mark.parametrize("kind", world.KINDS)
def test_every_link_opens(bench, there, kind):
    with bench.app_context(), mode("late"), time_machine.travel(AT, tick=False):
        visitor = Visitor(bench, there.people[kind])
        waiting, seen, dead = ["/", "/today"], {}, {}
        while waiting and len(seen) < MOST:
            path = waiting.pop(0)
            if path in seen:
                continue
            page = visitor.open("GET", path)
            seen[path] = page.status
            waiting += [link for link in links(page) if link not in seen]
            for link in links(page):
                dead.setdefault(link, path)
    assert {path: (status, dead.get(path)) for path, status in seen.items() if status not in (200, 303)} == {}
    assert len(seen) > 10
