"""A form sent twice plans one class; changed in between, it plans another."""

import threading

import pytest
from sqlalchemy import func, select

from lms.core.db import db
from lms.schedule.models import Series, Session
from tests.factories import people
from tests.factories import schedule as make
from tests.schedule.test_planner import TYPED


@pytest.fixture
def mine(visit, app):
    return visit.as_(people.trainer())


@pytest.fixture
def typed(app):
    return TYPED | {"track": str(make.track(modules=["Ba giây đầu", "Khung hình"]).id)}


def counts():
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in (Series, Session))


def sheet(page, typed):
    return typed | {"once": page.value("once")}


@pytest.mark.parametrize("do", ["draft", "publish"])
def test_two_taps_are_one_class(mine, typed, do):
    typed = sheet(mine.get("schedule.trainer.new"), typed)
    shown = mine.post("schedule.trainer.create", typed | {"do": "preview"})
    assert shown.value("once") == typed["once"] and counts() == (0, 0)
    pages = [mine.post("schedule.trainer.create", typed | {"do": do}) for _tap in range(2)]
    assert pages[0].status == pages[1].status == 303 and pages[0].location == pages[1].location
    assert counts() == (1, 12)
    assert db.session.scalars(select(Series.state)).one() == {"draft": "draft", "publish": "published"}[do]


def test_a_draft_published_from_the_same_sheet_is_that_draft(mine, typed):
    typed = sheet(mine.get("schedule.trainer.new"), typed)
    pages = [mine.post("schedule.trainer.create", typed | {"do": do}) for do in ("draft", "publish")]
    assert pages[0].location == pages[1].location and counts() == (1, 12)
    assert db.session.scalars(select(Series.state)).one() == "published"


def test_a_changed_sheet_and_a_new_one_are_other_classes(mine, typed):
    first = sheet(mine.get("schedule.trainer.new"), typed) | {"do": "draft"}
    mine.post("schedule.trainer.create", first)
    mine.post("schedule.trainer.create", first | {"title": "Khóa khác"})
    mine.post("schedule.trainer.create", sheet(mine.get("schedule.trainer.new"), typed) | {"do": "draft"})
    assert counts() == (3, 36)


def test_two_taps_on_a_copy_are_one_class(mine, typed):
    mine.post("schedule.trainer.create", typed | {"do": "draft"})
    source = db.session.scalars(select(Series)).one()
    copied = sheet(mine.get("schedule.trainer.copy", series_id=source.public_id), typed) | {"do": "draft"}
    pages = [mine.post("schedule.trainer.create_copy", copied, series_id=source.public_id) for _tap in range(2)]
    assert pages[0].location == pages[1].location and counts() == (2, 24)


def test_taps_at_the_same_instant_are_answered_alike(app, visit, typed):
    trainer = people.trainer()
    browsers = [visit.as_(trainer) for _browser in range(4)]
    typed = sheet(browsers[0].get("schedule.trainer.new"), typed) | {"do": "publish"}
    answers, gate = [], threading.Barrier(len(browsers))

    def tap(browser):
        gate.wait()
        with app.app_context():
            answers.append(browser.client.post("/teach/new", data=typed))

    threads = [threading.Thread(target=tap, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.location for answer in answers}) == 1 and counts() == (1, 12)
