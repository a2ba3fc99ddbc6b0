"""Planting the demonstration: once, all of it or nothing, and never in production."""

from random import Random
from typing import Any

from flask import Flask, current_app
from sqlalchemy import exists, select

from lms import content
from lms.accounts.queries.sign_ins import demo_people
from lms.core import clock, migrations
from lms.core.db import db, insert_once, lock, mode, transaction
from lms.core.revisions import Revision, put
from lms.demo import classes, crowd, lists, lives, partners, people_pages, rule, taken, written
from lms.people.models import Person

#: Name of the revision that says that the demonstration stands; its row is also the lock.
PLANTED = "demo.planted"
#: The same people do the same things in every demonstration.
CHANCE = 20_260_701


class NotADemo(RuntimeError):
    """Invented people were about to be put among real ones."""


def seed(app: Flask) -> bool:
    """Plant the demonstration into a database that knows nobody; answers whether it was planted now.

    Raises NotADemo unless LMS_ENV is `demo`.
    """
    _only_in_demo(app)
    with app.app_context(), mode("write"), transaction():
        at = clock.now()
        content.load(at=at)
        insert_once(Revision, {"name": PLANTED, "value": ""}, "name")
        lock(db.session.get_one(Revision, PLANTED))
        if db.session.scalar(select(exists().where(Person.id.is_not(None)))):
            return False
        _plant(app.config["SECRET_KEY"], at)
        put(PLANTED, at.isoformat())
    return True


def _plant(key: str, at: Any) -> None:
    chance = Random(CHANCE)
    cast = crowd.invite(chance, at=at)
    running = classes.plan(cast, at=at)
    lives.live(cast, running, chance, at=at)
    twins = people_pages.arrive(cast, at=at)
    lists.plant(cast.of_province, key, at=at)
    partners.plant(cast, running, Random(CHANCE), at=at)
    lives.settle(cast, running, key, at=at)
    people_pages.look_after(cast, twins, current_app.extensions["personal_data"], at=at)
    lives.settle(cast, running, key, at=at)
    rule.plant(cast, at=at)
    written.plant(cast, at=at)
    taken.plant(cast, running.over, running.soon, Random(CHANCE), at=at)


def reset(app: Flask) -> None:
    """Throw everything away and plant anew, around the present. Raises NotADemo."""
    _only_in_demo(app)
    migrations.rebuild(app, "head", lambda _connection: None)
    seed(app)


def sign_ins(app: Flask) -> list[str]:
    """Lines that say how to look around."""
    with app.app_context(), mode("read"):
        parts = demo_people()
        names = ", ".join(f"{part} ({person.name})" for part, person in parts.items())
        db.session.rollback()
    return [f"Look around at /demo as {names}."] if names else []


def _only_in_demo(app: Flask) -> None:
    if app.config["PRODUCTION"] or not app.config["DEMO"]:
        raise NotADemo("The demonstration is for LMS_ENV=demo only: its people are invented.")
