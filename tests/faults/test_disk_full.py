"""A disk without room: changes are refused with a page, pages are still read, and nothing acknowledged is lost.

The operating system refuses to let the server's files grow (setrlimit(2), RLIMIT_FSIZE), which needs no root.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from lms.core.db import db, mode
from lms.enrolment.models import Enrolment
from tests.factories import people, schedule
from tests.faults.server import ask, enrol, learners, running

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
ROOM = 256 * 1024


def fold_the_log(app):
    """Give back what is free inside the database and empty the write-ahead log into it; answers its bytes."""
    db.session.rollback()
    with db.engine.connect() as connection, mode("read"):
        raw = connection.connection.driver_connection
        raw.rollback()
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database).stat().st_size


def test_nothing_acknowledged_is_lost_on_a_full_disk(app):
    slug = schedule.series(people.trainer(), seats=5000).slug
    waiting = learners(300, seen=timedelta(hours=1))
    (_number, reader), kept, refused = waiting.pop(), [], []
    with running(app, most_bytes=fold_the_log(app) + ROOM) as port:
        while len(refused) < 5 and waiting:
            person_id, token = waiting.pop()
            status, headers = ask(port, f"/classes/{slug}/enrol", token, method="POST")
            (kept if status == 303 else refused).append(person_id)
            if status != 303:
                assert (status, headers.get("Retry-After")) == (503, "5")
                assert headers["Content-Type"].startswith("text/html")
        assert kept and len(refused) == 5, "the disk became full on the way"
        for path in (f"/classes/{slug}", "/today", "/my/classes", "/sign-in"):
            assert ask(port, path, reader)[0] == (303 if path == "/sign-in" else 200), path
    stored = set(db.session.scalars(select(Enrolment.person_id).where(Enrolment.state == "enrolled")))
    assert set(kept) - stored == set()
    assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
    with running(app) as port:
        assert enrol(port, slug, waiting.pop()[1]), "with room again, all goes on"
