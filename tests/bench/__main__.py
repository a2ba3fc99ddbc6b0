"""`./run bench [--full]`: the goals of performance, as ratios taken side by side in this run.

Each case is asked of the app and of the ideal in turn, several times; a figure is the median ratio of server
CPU a request (ideal ÷ app: 1.0 is as cheap as the ideal). Absolute figures are this machine's. Wrong answers
and too many SQL statements end in exit code 1; a time never does, for it says as much about the machine.
LMS_DATABASE_URL names a PostgreSQL server to measure on; a database of the bench's own is made there.
"""

import argparse
import gzip
import os
import statistics
import sys
import tempfile
from itertools import count as from_
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lms.app import create_app
from lms.core.db import db
from tests.bench import check_in, lists, names, quiz, rush, sign_in, weights
from tests.bench.cases import Case, cases
from tests.bench.load import Request, Result, Server, press
from tests.bench.world import SITE, build

ROW = "{:24} {:>3} {:>6}  {:20} {:20} {:>12} {:>6} {:>6} {:>6}"
HEAD = ("page", "SQL", "gzip", "against the ideal", "against the same", "than Moodle", "req/s", "CPU ms", "p99 ms")


class Size(NamedTuple):
    """How much is measured."""

    rounds: int
    count: int
    clients: int
    learners: int


SHORT, FULL = Size(3, 250, 4, 500), Size(7, 1000, 8, 2000)


class Bench(NamedTuple):
    """The app in this process, and both servers."""

    app: Any
    ours: Server
    ideal: Server
    size: Size


class Seen(NamedTuple):
    """One request as it was answered in this process."""

    sql: int
    bytes: int
    packed: int
    status: int
    tag: str


def watch(app: Any, request: Request) -> Seen:
    """Ask the app in this process and count."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    client = app.test_client()
    for part in filter(None, request.headers.get("Cookie", "").split("; ")):
        client.set_cookie(*part.split("=", 1))
    headers = {name: value for name, value in request.headers.items() if name != "Cookie"}
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    answer = client.open(request.path, method=request.method, data=request.body, headers=headers)
    with app.app_context():
        event.remove(db.engine, "before_cursor_execute", note)
    body = answer.get_data()
    sql = sum(1 for statement in seen if statement.split()[0].upper() not in ("BEGIN", "COMMIT", "PRAGMA"))
    return Seen(sql, len(body), len(gzip.compress(body, 6)), answer.status_code, answer.headers.get("ETag", ""))


def measure(bench: Bench, case: Case, numbers: Any, others: list[Request]) -> tuple[list[float], list[Result]]:
    """Rounds of the app and each of `others` in turn: the median ratio to each, and the app's results."""
    ratios: list[list[float]] = [[] for _ in others]
    results = []
    press(bench.ours, case.ask, take(numbers, 40), bench.size.clients, case.expect)
    for other in others:
        press(bench.ideal, lambda _n, other=other: other, range(40), bench.size.clients, 200)
    for _ in range(bench.size.rounds):
        results.append(press(bench.ours, case.ask, take(numbers, bench.size.count), bench.size.clients, case.expect))
        for found, other in zip(ratios, others, strict=True):
            theirs = press(bench.ideal, lambda _n, other=other: other, range(bench.size.count), bench.size.clients, 200)
            found.append(theirs.cpu / results[-1].cpu)
    return [statistics.median(found) for found in ratios], results


def take(numbers: Any, how_many: int) -> range:
    """The next numbers of a case; none comes twice."""
    start = next(numbers)
    for _ in range(how_many - 1):
        next(numbers)
    return range(start, start + how_many)


def verdict(ratio: float, goal: float | None) -> str:
    """`0.61 (ok 0.5)`; with a mark when it falls short."""
    return f"{ratio:.2f}" if goal is None else f"{ratio:.2f} ({'ok' if ratio >= goal else 'SHORT OF'} {goal})"


def report(bench: Bench, case: Case) -> int:
    """Measure and print one row; answers how many faults there were."""
    numbers, asked = from_(), case.ask(0)
    watch(bench.app, case.ask(next(numbers)))  # the first one makes what later ones find ready
    if "If-None-Match" in asked.headers:
        tag = watch(bench.app, Request("GET", asked.path)).tag
        ask = case.ask  # the tag of one learner is that of all who are in the same classes
        case.ask = lambda n: Request("GET", ask(n).path, {"If-None-Match": tag})
    # The better of two: what is kept ready is made again every few seconds.
    seen = min((watch(bench.app, case.ask(next(numbers))) for _ in range(2)), key=lambda seen: seen.sql)
    headers = {"If-None-Match": '"mark"'} if "If-None-Match" in asked.headers else {}
    others = [Request(asked.method, case.ideal, headers)]
    if case.same_goal:
        same = f"/same-write/{seen.sql}" if asked.method == "POST" else f"/same/{seen.sql}/{seen.bytes}"
        others.append(Request(asked.method, same))
    ratios, results = measure(bench, case, numbers, others)
    cpu = statistics.median(result.cpu for result in results)
    moodle = f"{case.moodle[0] / cpu:.0f} × ({case.moodle[1]})" if case.moodle else ""
    against = [verdict(ratios[0], case.ideal_goal), verdict(ratios[1], case.same_goal) if case.same_goal else ""]
    figures = [f"{statistics.median(getattr(result, name) for result in results):.{digits}f}"
               for name, digits in (("rate", 0), ("cpu", 2), ("p99", 1))]  # fmt: skip
    bad = sum(result.bad for result in results) + (seen.status != case.expect)
    wrong = (f" SQL OVER {case.sql}" if seen.sql > case.sql else "") + (f" {bad} WRONG ANSWERS" if bad else "")
    print(ROW.format(case.name, seen.sql, seen.packed, *against, moodle, *figures) + wrong, flush=True)
    return bad + (seen.sql > case.sql)


def database(folder: str) -> str:
    """The URL of an empty database: SQLite in `folder`, or a new one on the server in LMS_DATABASE_URL."""
    given = os.environ.get("LMS_DATABASE_URL")
    if not given or given.startswith("sqlite"):
        return f"sqlite:///{folder}/bench.db"
    url = make_url(given.replace("postgresql://", "postgresql+psycopg://", 1))
    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS lms_bench WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE lms_bench"))
    return url.set(database="lms_bench").render_as_string(hide_password=False)


def run(size: Size) -> int:
    """Print the table; answers how many faults there were."""
    folder = tempfile.mkdtemp(prefix="lms-bench-")
    settings = {"INSTANCE": folder, "DATABASE_URL": database(folder), "LOG_LEVEL": "ERROR", "BASE_URL": SITE}
    app = create_app(settings)
    world = build(app, size.learners, 2 + (size.rounds * size.count + 100) // size.learners)
    feed = Path(folder) / "feed.ics"
    feed.write_bytes(app.test_client().get(world.feeds[0]).get_data())
    environment = {f"LMS_{name}": value for name, value in settings.items()} | {"LMS_BENCH_FEED": str(feed)}
    bench = Bench(app, Server("wsgi:app", environment), Server("tests.bench.ideal:app", environment), size)
    rows = cases(world)
    try:
        print(f"{settings['DATABASE_URL'].split(':')[0]}, load average {os.getloadavg()[0]:.1f} before the run")
        print(ROW.format(*HEAD))
        faults = sum(report(bench, case) for case in rows)
        join = next(case.ask for case in rows if case.name == "join")
        if size is FULL:
            faults += lists.report(app, bench.ours, next(case.ask for case in rows if case.name == "Today"))
        faults += quiz.report(bench.ours, world, size.rounds, size.count // 5, size.clients)
        memory = bench.ours.memory_mb()
        faults += rush.report(app, bench.ours)
        faults += check_in.report(app, bench.ours, bench.ideal)
        faults += names.report()
        faults += weights.report(app, world)
        faults += sign_in.report(bench.ours, world, join, size.count // 5, 0)
        print(f"memory of a worker: {memory:.0f} MB (goal ≤ 100), {bench.ours.memory_mb():.0f} MB after sign-ins")
    finally:
        bench.ours.stop()
        bench.ideal.stop()
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--full", action="store_true", help="more rounds and requests (some ten minutes)")
    sys.exit(1 if run(FULL if parser.parse_args().full else SHORT) else 0)
