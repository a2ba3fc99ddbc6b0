"""Inviting 50,000 people from a list: how long the worker takes, and how pages answer meanwhile (goal P12)."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db, mode
from lms.invitations import queries
from lms.invitations.actions import lists
from lms.invitations.models import Invitation, InvitationList
from lms.people import queries as people
from lms.people.models import Person
from tests.bench.load import Request, Server, press
from tests.factories.people import coordinator
from tests.invitations import crowd

ROWS, GOAL = 50_000, 180
NUMBER = "bench" + "a" * 8


def report(app: Any, server: Server, page: Callable[[int], Request], *, rows: int = ROWS) -> int:
    """Print a line; answers how many answers were wrong."""
    alone = press(server, page, range(200), 4, 200)
    environment = {**os.environ, "LMS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "LMS_LOG_LEVEL": "ERROR",
                   "LMS_INSTANCE": app.config["INSTANCE"], "LMS_SECRET_KEY": app.config["SECRET_KEY"]}  # fmt: skip
    data, over, seen = crowd.csv(rows), threading.Event(), []

    def keep_looking() -> None:
        while not over.is_set():
            seen.append(press(server, page, range(20), 2, 200))

    with app.app_context(), mode("write"):
        owner_id = coordinator("12").id
        worker = subprocess.Popen([sys.executable, "-m", "lms.worker"], env=environment)
        looker = threading.Thread(target=keep_looking)
        looker.start()
        began = time.monotonic()
        try:
            invited = _invite(owner_id, data)
        finally:
            took = time.monotonic() - began
            over.set()
            looker.join()
            worker.terminate()
            worker.wait()
    bad = alone.bad + sum(result.bad for result in seen)
    medians, worst = sorted(result.median for result in seen), max(result.p99 for result in seen)
    print(
        f"list: {invited} of {rows} people invited in {took:.0f} s ({'ok' if took <= GOAL else 'MORE THAN'} {GOAL}); "
        f"a page meanwhile: median {medians[len(medians) // 2]:.1f} ms (alone {alone.median:.1f}), worst {worst:.0f} ms"
    )
    return bad


def _invite(owner_id: int, data: bytes) -> int:
    """Upload, check and confirm as soon as each is possible; answers how many are invited."""

    def act(do: Callable[..., Any], *given: Any, **named: Any) -> None:
        by = people.as_viewer(db.session.get_one(Person, owner_id))
        do(*given, **named, by=by, at=clock.now())
        db.session.commit()

    def listing() -> InvitationList:
        return db.session.scalars(select(InvitationList).where(InvitationList.public_id == NUMBER)).one()

    def until(done: Callable[[InvitationList], Any]) -> None:
        while True:
            db.session.rollback()
            with mode("read"):
                if done(listing()):
                    break
            db.session.rollback()
            time.sleep(0.2)
        db.session.rollback()

    act(lists.upload, "Bench", "12", "list.csv", data, number=NUMBER)
    until(lambda row: row.found)
    act(lists.check, listing(), listing().columns)
    until(lambda row: row.state == "checked")
    act(lists.confirm, listing())
    until(lambda row: row.state == "written")
    assert queries.counts(listing())["invited"] == db.session.scalar(select(func.count(Invitation.code)))
    return queries.counts(listing())["invited"]
