"""The database loses nothing that was acknowledged, and a page that reads cannot write."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Blueprint
from sqlalchemy import select, update

from lms.core import migrations
from lms.core.access import public
from lms.core.db import db, insert_once, lock, mode
from lms.core.revisions import Revision, put, revision
from tests.second import second_app

COUNT = """
import sys
from lms.app import create_app
from lms.core.db import db, lock, mode
from lms.core.revisions import Revision
app = create_app({"INSTANCE": sys.argv[1], "DATABASE_URL": sys.argv[2], "LOG_LEVEL": "ERROR"})
with app.app_context(), mode("late"):
    for _ in range(int(sys.argv[3])):
        row = db.session.get(Revision, "counter")
        lock(row)
        row.value = str(int(row.value) + 1)
        db.session.commit()
        print("acknowledged")
"""


def test_no_acknowledged_update_is_lost_between_processes(app, tmp_path):
    """Default sqlite3 loses most of these; so does READ COMMITTED with read, add, write back."""
    put("counter", "0")
    db.session.commit()
    command = [sys.executable, "-c", COUNT, str(tmp_path), app.config["SQLALCHEMY_DATABASE_URI"], "100"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    acknowledged = sum(run.communicate(timeout=120)[0].count("acknowledged") for run in runs)
    db.session.expire_all()
    assert db.session.get(Revision, "counter").value == str(acknowledged)
    assert acknowledged > 100, "more than one of them: on a busy machine one may be shut out, and is told so"


def test_conditional_updates_from_threads_stop_at_the_limit(app):
    put("seats", "5")
    db.session.commit()

    def take(_):
        with app.app_context(), mode("late"):
            taken = db.session.execute(
                update(Revision)
                .where(Revision.name == "seats", Revision.value > "0")
                .values(value=db.cast(db.cast(Revision.value, db.Integer) - 1, db.String))
            ).rowcount
            db.session.commit()
            return taken

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 5


def test_insert_once_answers_whether_it_wrote(app):
    assert insert_once(Revision, {"name": "a", "value": "1"}, "name") is True
    assert insert_once(Revision, {"name": "a", "value": "2"}, "name") is False
    assert revision("a") == "a=1"


def test_a_moment_needs_a_zone(app):
    from lms.core.outbox import Change

    db.session.add(Change(kind="x", subject=1, at=datetime(2026, 11, 26)))
    with pytest.raises(Exception, match="time zone"):
        db.session.flush()
    db.session.rollback()


@pytest.fixture(scope="module")
def planted(bench):
    """A second app on the same database with views that misbehave."""
    settings = {"INSTANCE": bench.config["INSTANCE"], "DATABASE_URL": bench.config["SQLALCHEMY_DATABASE_URI"]}
    with second_app({**settings, "LOG_LEVEL": "ERROR"}) as app:
        app.register_blueprint(misbehaving())
        yield app


def misbehaving():
    """Pages that break the rules of reading and writing."""
    pages = Blueprint("planted", __name__)

    @pages.get("/planted/write")
    @public
    def write():
        put("written", "by a GET")
        return "written"

    @pages.get("/planted/leave")
    @public
    def leave():
        db.session.add(Revision(name="left", value="behind"))
        return "left"

    @pages.post("/planted/post/<int:status>")
    @public
    def post(status):
        put("posted", str(status))
        return "posted", status

    @pages.post("/planted/duplicate")
    @public
    def duplicate():
        db.session.add(Revision(name="posted", value="again"))
        return "fine"

    return pages


@pytest.mark.parametrize("path, left", [("/planted/write", "written"), ("/planted/leave", "left")])
def test_a_get_that_writes_fails_and_changes_nothing(app, planted, path, left):
    assert planted.test_client().get(path).status_code == 500
    assert db.session.get(Revision, left) is None


@pytest.mark.parametrize("status, kept", [(200, "200"), (303, "303"), (422, None), (409, None)])
def test_a_post_is_kept_below_400_only(app, planted, status, kept):
    db.session.execute(db.delete(Revision).where(Revision.name == "posted"))
    db.session.commit()
    planted.test_client().post(f"/planted/post/{status}")
    assert db.session.scalar(select(Revision.value).where(Revision.name == "posted")) == kept


def test_a_duplicate_at_the_end_is_a_clear_409(app, planted):
    put("posted", "first")
    db.session.commit()
    answer = planted.test_client().post("/planted/duplicate")
    assert answer.status_code == 409
    assert "<h1" in answer.get_data(as_text=True)
    db.session.expire_all()
    assert db.session.get(Revision, "posted").value == "first"


def test_lock_reads_what_others_wrote(app):
    put("counter", "1")
    db.session.commit()
    row = db.session.get(Revision, "counter")
    with app.app_context(), mode("late"):
        put("counter", "2")
        db.session.commit()
    assert lock(row).value == "2"


def test_the_schema_is_the_models(app):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(db.session.connection(), opts={"compare_type": True})
    assert compare_metadata(context, db.metadata) == []
    assert migrations.current(db.session.connection()) == migrations.head()
