"""What the timetable does by itself, and what it keeps of a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.schedule import jobs, personal_data, queries
from lms.schedule.models import CalendarBlock
from tests.factories import people
from tests.factories import schedule as make


@pytest.fixture
def trainer(app):
    return people.trainer()


def test_ended_sessions_close_by_themselves(trainer, clock):
    series = make.series(trainer, make.FIRST - timedelta(weeks=1), 2)
    with mode("write"):
        assert jobs.close() == {"held": 1, "finished": 0}
        clock.shift(timedelta(hours=3))
        assert jobs.close() == {"held": 1, "finished": 1}
        db.session.commit()
    assert series.state == "finished"


def test_calendar_bytes_are_made_only_for_a_known_address(app, trainer, clock, monkeypatch):
    make.series(trainer, count=2)
    with mode("write"):
        assert jobs.blocks() == {"made": 0}
        monkeypatch.setitem(app.config, "BASE_URL", "https://cunghoc.test/")
        assert jobs.blocks() == {"made": 4}
        db.session.commit()
    blocks = list(db.session.scalars(select(CalendarBlock.block)))
    assert all(b"https://cunghoc.test/sessions/" in block for block in blocks)


def test_ones_own_data_lists_what_one_taught(trainer):
    make.series(trainer, title="Lớp AI")
    assert personal_data.export(trainer) == {"taught": [{"class": "Lớp AI", "first_date": "2026-11-26"}]}


def test_two_trainers_become_one_and_two_again(trainer):
    other = people.trainer("Đặng Thị Hòa")
    both, theirs = make.series([trainer, other]), make.series(other)
    undo = personal_data.move(other, trainer)
    assert queries.teaches(trainer, theirs.id) and not queries.teaches(other, theirs.id)
    personal_data.move_back(undo, other, trainer)
    assert queries.teaches(other, theirs.id) and queries.teaches(other, both.id)
    assert not queries.teaches(trainer, theirs.id)
