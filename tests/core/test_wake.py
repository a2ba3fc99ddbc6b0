"""The bell: rung when a job was planned and kept, never for what was refused; the rows are what counts."""

import pytest
from flask import Blueprint

from lms.core import clock, jobs, wake
from lms.core.access import public
from tests.second import second_app


@pytest.fixture(scope="module")
def planted(bench, tmp_path_factory):
    """An app on the bench's database with a bell of its own and a view that plans a job."""
    pages = Blueprint("planner", __name__)

    @pages.post("/planner/<int:status>")
    @public
    def plan(status):
        jobs.start("test.nothing", at=clock.now())
        return "planned", status

    settings = {"INSTANCE": str(tmp_path_factory.mktemp("bell")), "LOG_LEVEL": "ERROR"}
    with second_app({**settings, "DATABASE_URL": bench.config["SQLALCHEMY_DATABASE_URI"]}) as app:
        app.register_blueprint(pages)
        yield app


def rung(app):
    """How often the bell waits to be heard."""
    return app.extensions["bell"][0].pending_count()


def test_the_bell_rings_for_a_job_that_was_kept(app, planted):
    before = rung(planted)
    planted.test_client().post("/planner/200")
    assert rung(planted) == before + 1


def test_it_keeps_still_for_one_that_was_refused(app, planted):
    before = rung(planted)
    planted.test_client().post("/planner/422")
    assert rung(planted) == before


def test_the_worker_hears_it(app, planted):
    wake.bell.clear()
    consumer = wake.consumer(planted)
    consumer.start()
    try:
        wake.wake(planted)
        assert wake.bell.wait(20)
    finally:
        consumer.stop()
        wake.bell.clear()


def test_a_broken_bell_stops_nobody(app, planted):
    bell = planted.extensions["bell"]
    planted.extensions["bell"] = (None, None)
    try:
        assert planted.test_client().post("/planner/200").status_code == 200
    finally:
        planted.extensions["bell"] = bell
