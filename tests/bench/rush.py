"""10,000 people for the 500 seats of one class, from 64 clients (goal P11): exact seats, the rest waiting in order.

Nobody may wait behind somebody who asked only after they had been answered: `Waiting.id` follows the order of commits.
"""

import http.client
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db, mode
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from tests.bench import world
from tests.bench.cases import FORM
from tests.bench.load import Server
from tests.factories import people

PEOPLE, SEATS, CLIENTS = 10_000, 500, 64


class Asked(NamedTuple):
    """One request: when it was sent and answered (one clock for all), and the answer."""

    began: float
    ended: float
    status: int


def report(app: Any, server: Server) -> int:
    """Print a line; answers how many faults there were."""
    with app.app_context(), mode("write"):
        at = clock.now()
        series = world.weekly(people.trainer("Lý A Sào"), at, "bench-rush", 8, seats=SEATS)
        number, persons = series.id, world.learners(PEOPLE, at)
        tokens = world.sign_ins(persons, at)
        db.session.commit()
        db.session.remove()
    began = time.perf_counter()
    asked = rush(server, "/classes/bench-rush/enrol", tokens)
    took = time.perf_counter() - began
    with app.app_context(), mode("read"):
        held = select(func.count()).where(Enrolment.series_id == number, Enrolment.state == "enrolled")
        seated, taken = db.session.scalar(held), db.session.scalar(select(SeatCount.taken).filter_by(series_id=number))
        line = select(Waiting.person_id).where(Waiting.series_id == number, Waiting.state == "waiting")
        waiting = list(db.session.scalars(line.order_by(Waiting.id)))
        db.session.rollback()
    by_person = dict(zip(persons, asked, strict=True))
    errors = sum(one.status != 303 for one in asked)
    passed = overtaken([by_person[person] for person in waiting])
    exact = seated == taken == SEATS and len(waiting) == PEOPLE - SEATS
    slow = sorted(one.ended - one.began for one in asked)[int(PEOPLE * 0.99)] * 1000
    print(
        f"rush: {PEOPLE} for {SEATS} seats from {CLIENTS} clients in {took:.0f} s ({PEOPLE / took:.0f} a second, "
        f"p99 {slow:.0f} ms): {seated} seats, {len(waiting)} waiting {'in' if not passed else 'OUT OF'} order, "
        f"{errors} errors ({'ok' if exact and not errors + passed else 'WRONG'})"
    )
    return errors + passed + (not exact)


def rush(server: Server, path: str, tokens: Sequence[str], body: str | None = None) -> list[Asked]:
    """One POST of `body` for each token, from as many keep-alive connections as there are clients."""
    left, guard, answers = iter(range(len(tokens))), threading.Lock(), [Asked(0, 0, 0)] * len(tokens)

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while True:
            with guard:
                number = next(left, None)
            if number is None:
                break
            began = time.perf_counter()
            try:
                connection.request("POST", path, body, {"Cookie": f"lms={tokens[number]}"} | (FORM if body else {}))
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except OSError:
                connection.close()
                status = 0
            answers[number] = Asked(began, time.perf_counter(), status)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def overtaken(line: Sequence[Asked]) -> int:
    """How many stand before somebody who had been answered when they themselves only asked."""
    found, first_answer = 0, float("inf")
    for one in reversed(line):
        found += first_answer < one.began
        first_answer = min(first_answer, one.ended)
    return found
