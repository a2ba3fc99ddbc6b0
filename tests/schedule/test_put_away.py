"""A class that is over is archived, and taken back."""

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db
from lms.schedule.rules import SeriesState
from tests.factories import people
from tests.factories import schedule as make


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def mine(visit, trainer):
    return visit.as_(trainer)


def titles(page):
    return [tag.get_text() for tag in page.soup.select(".rows .h")]


def test_it_leaves_the_list_and_comes_back(mine, trainer, visit):
    series = make.series(trainer, make.FIRST.replace(day=5), 1, state="finished", title="Lớp đã xong")
    make.series(trainer, title="Lớp đang học")
    assert titles(mine.get("schedule.trainer.mine")) == ["Lớp đang học", "Lớp đã xong"], "what meets next comes first"
    page = mine.get("schedule.trainer.series", series_id=series.public_id)
    assert page.soup.select_one("form[action$=put-away] button")["value"] == "archived"
    for _tap in range(2):
        page = mine.follow(mine.post("schedule.trainer.put_away", series_id=series.public_id, data={"to": "archived"}))
        assert series.state == SeriesState.ARCHIVED and "Lớp này đã được cất" in page
    assert titles(mine.get("schedule.trainer.mine")) == ["Lớp đang học"]
    assert titles(mine.get("schedule.trainer.mine", show="archived")) == ["Lớp đã xong"]
    assert visit.get("enrolment.public.series", slug=series.slug).status == 200, "its page stays"
    mine.post("schedule.trainer.put_away", series_id=series.public_id, data={"to": "finished"})
    assert series.state == SeriesState.FINISHED and "Lớp đã xong" in titles(mine.get("schedule.trainer.mine"))
    acts = list(db.session.scalars(select(Entry.action).where(Entry.action.like("schedule.%"))))
    assert sorted(acts) == ["schedule.archived", "schedule.taken-back"]


def test_coordinators_see_what_everybody_archived(visit, trainer):
    make.series(trainer, state="archived", title="Lớp đã cất")
    office = visit.as_(people.coordinator())
    assert titles(office.get("schedule.trainer.mine")) == []
    assert titles(office.get("schedule.trainer.mine", show="archived")) == ["Lớp đã cất"]


@pytest.mark.parametrize("state", ["draft", "published"])
@pytest.mark.parametrize("to", ["archived", "finished"])
def test_only_what_is_over_is_archived(mine, trainer, state, to):
    series = make.series(trainer, state=state)
    page = mine.post("schedule.trainer.put_away", series_id=series.public_id, data={"to": to})
    assert page.status == 422 and page.errors and series.state == state
