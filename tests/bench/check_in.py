"""1,500 people of one class check in within a minute, from 64 clients: each is counted once and nobody is turned away.

The worker decides for them meanwhile, and some phones, whose answer was lost, send the same digits again. What a
check-in costs is compared with the ideal insert, by the processor time of both servers.
"""

import os
import subprocess
import sys
import time
from typing import Any

from sqlalchemy import func, insert, select

from lms.attendance.models import Decision, Evidence
from lms.core import clock
from lms.core.db import db, mode
from lms.enrolment.models import Enrolment
from tests.bench import rush, world
from tests.bench.load import Request, Server, press
from tests.factories import attendance, people, schedule

PEOPLE, AGAIN, GOAL = 1_500, 200, 60
CODE = "4829"
#: One insert, and one with as many statements as a check-in.
IDEALS = ("/insert", "/same-write/6")


def report(app: Any, ours: Server, ideal: Server) -> int:
    """Print a line; answers how many faults there were."""
    session_id, path, tokens = fill(app)
    environment = {**os.environ, "LMS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "LMS_LOG_LEVEL": "ERROR",
                   "LMS_INSTANCE": app.config["INSTANCE"], "LMS_SECRET_KEY": app.config["SECRET_KEY"]}  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-m", "lms.worker"], env=environment)
    try:
        cpu, began = ours.cpu_seconds(), time.perf_counter()
        asked = rush.rush(ours, path, tokens, f"code={CODE}")
        took, cpu = time.perf_counter() - began, ours.cpu_seconds() - cpu
        asked += rush.rush(ours, path, tokens[:AGAIN], f"code={CODE}")
        decided = until_decided(app, session_id, began)
    finally:
        worker.terminate()
        worker.wait()
    traces, persons = count(app, Evidence, session_id)
    errors = sum(one.status != 303 for one in asked)
    right = traces == persons == PEOPLE and not errors
    slow = sorted(one.ended - one.began for one in asked[:PEOPLE])[int(PEOPLE * 0.99)] * 1000
    bare = [press(ideal, lambda _n, path=path: Request("POST", path), range(PEOPLE), 8, 303).cpu for path in IDEALS]
    insert, same = (one * PEOPLE / cpu / 1000 for one in bare)
    print(
        f"check-in: {PEOPLE} people from {rush.CLIENTS} clients in {took:.0f} s (goal ≤ {GOAL}), p99 {slow:.0f} ms: "
        f"{traces} traces of {persons} people, {errors} errors ({'ok' if right and took <= GOAL else 'WRONG'}); "
        f"all decided after {decided:.0f} s; {insert:.2f} of the ideal insert, {same:.2f} of one with the same SQL"
    )
    return errors + (not right)


def fill(app: Any) -> tuple[int, str, list[str]]:
    """A class that is on now, with everybody in it and a code on the wall: (session, path of its check-in, tokens)."""
    with app.app_context(), mode("write"):
        at, trainer = clock.now(), people.trainer("Lý A Sào")
        series, persons = world.weekly(trainer, at, "bench-check-in", 8), world.learners(PEOPLE, at)
        seat = {"series_id": series.id, "state": "enrolled", "enrolled_at": at, "way": "class-page"}
        db.session.execute(insert(Enrolment), [{**seat, "person_id": number} for number in persons])
        session, tokens = schedule.sessions_of(series)[0], world.sign_ins(persons, at)
        attendance.code(session, trainer, CODE, at=at)
        found = session.id, f"/sessions/{session.public_id}/check-in", tokens
        db.session.commit()
        db.session.remove()
    return found


def until_decided(app: Any, session_id: int, began: float) -> float:
    """Seconds since `began` when everybody has a decision; gives up after two minutes."""
    while time.perf_counter() - began < 120 and count(app, Decision, session_id)[0] < PEOPLE:
        time.sleep(0.2)
    return time.perf_counter() - began


def count(app: Any, table: Any, session_id: int) -> tuple[int, int]:
    """(rows of the session, persons in them)"""
    with app.app_context(), mode("read"):
        found = select(func.count(), func.count(table.person_id.distinct())).where(table.session_id == session_id)
        rows, persons = db.session.execute(found).one()
        db.session.rollback()
    return rows, persons
