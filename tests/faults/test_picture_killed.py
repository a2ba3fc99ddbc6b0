"""A picture is made in the end when its worker is killed while making it."""

import os
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select, update

from lms.core import clock
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.writing import actions
from lms.writing.models import Picture
from tests.factories import people
from tests.faults.test_import_killed import kill, start, until
from tests.writing.files import on_the_shelf, saved


def stands(model, state):
    return lambda: db.session.scalar(select(model.state).where(*(_made if model is Job else ()))) == state


_made = (Job.kind == "writing.make",)


@pytest.mark.slow
def test_a_picture_is_made_when_its_worker_is_killed(app):
    noise = Image.frombytes("RGB", (3000, 900), os.urandom(3000 * 900 * 3))
    with mode("write"):
        actions.take(saved(noise, "PNG"), "a.png", by=people.trainer(), at=clock.now())
        db.session.commit()
    worker = start(app)
    until(stands(Job, "running"))
    kill(worker)
    assert stands(Picture, "waiting")()
    with mode("write"):
        past = clock.now() - timedelta(seconds=1)
        db.session.execute(update(Job).where(*_made).values(leased_until=past))
        db.session.commit()
    worker = start(app)
    until(stands(Picture, "ready"))
    kill(worker)
    assert [purpose for purpose, _name in on_the_shelf()] == ["writing.picture"] * 2
