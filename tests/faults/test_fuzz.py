"""No request gets a 5xx because of what it contains: every route, several kinds of people, hostile values."""

import os
import random

import pytest
import time_machine

from lms.core.db import db, mode
from tests.architecture import matrix, world
from tests.conftest import AT, empty
from tests.visitor import Visitor

ROUNDS = int(os.environ.get("LMS_FUZZ_ROUNDS", "4"))
WHO = ("visitor", "owner", "trainer", "national coordinator", "caretaker")
HOSTILE = (
    "", " ", "0", "-1", "99999999999999999999", "1e400", "NaN", "١٢٣", "²", "２０", "true", "null", "[]", "{}",
    "' OR 1=1 --", "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "%s%n%(x)s", "{{7*7}}", "<script>alert(1)</script>",
    "../../etc/passwd", "//evil.example", "\\\\evil", "https://evil.example/", "javascript:alert(1)", "\ud800",
    "Nguyễn", "Nguyễn", "‮evil", "👩‍👩‍👧", "\U0010ffff", "A" * 5000, "9" * 400,
    "2026-13-45", "0000-00-00", "24:61", "+84912345678", "0912345678", "a@b", "a@" + "b." * 200 + "c",
    "2026", "12", "present", "single", "1,5", "on", "vi", "enrolled",
)  # fmt: skip


def value(dice):
    return dice.choice(HOSTILE).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def names_on(visitor, method, path):
    """Field names of the forms on a page."""
    page = visitor.open(method, path)
    return {field["name"] for field in page.soup.select("[name]") if field.name != "meta"} if page.soup else set()


@pytest.fixture(scope="module")
def there(bench):
    with bench.app_context(), mode("late"), time_machine.travel(AT, tick=False):
        built = world.build(AT)
        db.session.remove()
        yield built
        empty(bench)


def ask(dice, visitor, method, rule, path, names):
    """One hostile request; the visitor refuses a 5xx, and nothing leads to another site."""
    query = {name: value(dice) for name in dice.sample(names, dice.randint(0, 3))}
    data = [(name, value(dice)) for name in dice.choices(names, k=dice.randint(0, 12))]
    sent = {"query_string": query}
    if method == "POST":
        if dice.random() < 0.2:
            sent["json"] = {name: dice.choice([value(dice), [value(dice)], {"a": None}, 3, None]) for name, _v in data}
        elif dice.random() < 0.1:
            sent["data"], sent["content_type"] = (
                b"\xff\xfe\x00not a form",
                dice.choice(["application/json", "text/plain"]),
            )
        else:
            sent["data"] = _grouped(data)
    page = visitor.open(method, path, **sent)
    if page.location and not rule.rule.endswith(("/join", "/enter")):  # the two ways into a live room
        assert page.location.startswith(("/", "http://localhost/")) and not page.location.startswith("//"), (
            page.location
        )


def _grouped(pairs):
    grouped = {}
    for name, text in pairs:
        grouped.setdefault(name, []).append(text)
    return grouped


def test_every_route_with_hostile_values(bench, there):
    dice = random.Random(20261126)
    asked = 0
    with bench.app_context(), mode("late"), time_machine.travel(AT, tick=False):
        routes = matrix.routes(bench)
        visitors = {kind: Visitor(bench, there.people[kind]) for kind in WHO}
        names = {"q", "page", "after", "next", "year", "province", "indicator"}
        for method, rule in routes:
            if method == "GET":
                for visitor in visitors.values():
                    names |= names_on(visitor, method, matrix.address(bench, rule, there.ids))
        names = sorted(names)
        for visitor in visitors.values():
            visitor.careful = False  # what was typed comes back on the page, as it should
        for _round in range(ROUNDS):
            for method, rule in routes:
                if rule.endpoint == "accounts.public.sign_out":
                    continue
                for visitor in visitors.values():
                    ids = {**there.ids, **({name: value(dice) for name in there.ids} if dice.random() < 0.3 else {})}
                    ask(dice, visitor, method, rule, matrix.address(bench, rule, ids), names)
                    asked += 1
    assert asked > 1000


@pytest.mark.parametrize(
    "sent, status",
    [
        ({"data": b"x" * (6 * 1024 * 1024), "content_type": "application/x-www-form-urlencoded"}, 413),
        ({"data": {"name": "x" * (300 * 1024)}, "content_type": "multipart/form-data"}, 413),
        ({"data": {f"f{n}": "x" for n in range(600)}, "content_type": "multipart/form-data"}, 413),
    ],
)
def test_bodies_that_are_too_large(app, visit, sent, status):
    assert visit.open("POST", "/sign-in", **sent).status == status
