"""Under which name a learner is recognised in the room: on the page of the session, and ready to be copied."""

from datetime import timedelta

import pytest

from tests.factories import enrolment, people, schedule

HOUR = timedelta(hours=1)


@pytest.fixture
def learner(app):
    somebody = people.person("Giàng A Páo")
    somebody.mark = "A7K4"
    return somebody


def page_of(visit, learner, **values):
    session = schedule.sessions_of(schedule.series(people.trainer(), **values))[0]
    enrolment.enrol(learner, session.series)
    return visit.as_(learner).get("home.learner.session", session_id=session.public_id)


@pytest.mark.parametrize("hours", [-48, 0])
@pytest.mark.parametrize(("platform", "words"), [("zoom", "Tên trong Zoom:"), ("meet", "Tên trong phòng học:")])
def test_the_name_with_the_mark(visit, learner, clock, at, hours, platform, words):
    clock.move_to(at + hours * HOUR)
    page = page_of(visit, learner, room_platform=platform)
    assert f"{words} Giàng A Páo #A7K4" in page
    assert page.soup.select_one("[data-behaviour=copy][data-copy^=Giàng]")["data-copy"] == "Giàng A Páo #A7K4"


@pytest.mark.parametrize(("platform", "hours"), [("youtube", 0), ("facebook", -48), (None, 0), ("zoom", 3)])
def test_no_name_where_none_is_shown_or_all_is_over(visit, learner, clock, at, platform, hours):
    clock.move_to(at + hours * HOUR)
    assert "#A7K4" not in page_of(visit, learner, room_platform=platform).html


def test_a_trainer_who_only_looks_has_none(visit, at):
    trainer = people.trainer()
    session = schedule.sessions_of(schedule.series(trainer))[0]
    page = visit.as_(trainer).get("home.learner.session", session_id=session.public_id)
    assert page.status == 200 and f"#{trainer.mark}" not in page.html
