"""The way into the demonstration, which does not exist anywhere else."""

import pytest

from lms.accounts.queries import sign_ins as queries
from tests.factories import people


@pytest.fixture
def invented(app, at):
    """The cast, with a crowd that cannot be played."""
    cast = {
        "learner": people.person("Giàng A Páo", demo=True),
        "child": people.person("Sùng Thị Mỷ", demo=True, paused_at=at, paused_why="guardian"),
        "trainer": people.trainer(demo=True),
        "coordinator": people.coordinator("", demo=True),
        "provincial": people.coordinator("04", demo=True),
        "partner": people.person("Hảng Thị Dua", roles=(("partner", ""),), demo=True),
        "caretaker": people.caretaker(demo=True),
    }
    people.person("Người Trong Lớp", demo=True)
    people.trainer("Giảng Viên Thật")
    return cast


def test_each_part_is_one_tap(visit, invented):
    page = visit.get("accounts.public.demo")
    assert len(page.soup.select("main form")) == 7
    for part, person in invented.items():
        browser = visit.as_(None)
        assert browser.post("accounts.public.demo_enter", part=part).location == "/today"
        assert browser.get("accounts.learner.me").value("name") == person.name


def test_the_cast_is_found_by_part(invented):
    assert queries.demo_people() == invented


def test_without_invented_people_the_page_says_so(visit):
    assert "Chưa có vai nào để xem thử" in visit.get("accounts.public.demo")
    assert visit.post("accounts.public.demo_enter", part="trainer").status == 404


def test_unknown_parts_are_not_found(visit, invented):
    assert visit.post("accounts.public.demo_enter", part="somebody").status == 404


def test_outside_the_demonstration_there_is_no_such_page(visit, invented, monkeypatch):
    monkeypatch.setitem(visit.app.config, "DEMO", False)
    assert visit.get("accounts.public.demo").status == 404
    assert visit.post("accounts.public.demo_enter", part="caretaker").status == 404
