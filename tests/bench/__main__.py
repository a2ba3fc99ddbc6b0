"""`./run bench [--full]`: the goals of performance, as ratios taken side by side in this run.

Each case is asked of the app and of the ideal in turn, several times; the figure is the median ratio of
server CPU a request (ideal ÷ app: 1.0 is as cheap as the ideal). Absolute figures are this machine's.
"""

import argparse
import gzip
import os
import statistics
import tempfile
from pathlib import Path

from sqlalchemy import event

from lms.app import create_app
from lms.core.db import db
from tests.bench.cases import Case, cases
from tests.bench.load import Request, Server, press
from tests.bench.world import build

ROW = "{:24} {:>4} {:>7}  {:22} {:22} {:>6} {:>7} {:>7}"


def statements(app, request: Request):
    """(SQL statements, bytes of the body, bytes gzipped, status, ETag) of one request, in this process."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    client = app.test_client()
    for part in request.headers.get("Cookie", "").split("; "):
        if part:
            client.set_cookie(*part.split("=", 1))
    headers = {name: value for name, value in request.headers.items() if name != "Cookie"}
    answer = client.open(request.path, method=request.method, data=request.body, headers=headers)
    body = answer.get_data()
    with app.app_context():
        event.remove(db.engine, "before_cursor_execute", note)
    count = sum(1 for statement in seen if statement.split()[0].upper() not in ("BEGIN", "COMMIT", "PRAGMA"))
    return count, len(body), len(gzip.compress(body, 6)), answer.status_code, answer.headers.get("ETag", "")


def measure(case: Case, app_server, ideal_server, opposite, rounds: int, count: int, clients: int):
    """Rounds of app and opposite in turn; (median CPU ratio, median rate ratio, last result of the app)."""
    cpu, rate, ours = [], [], None
    for turn in range(rounds):
        offset = turn * count
        ours = press(app_server, lambda n, offset=offset: case.ask(n + offset), count, clients, case.expect)
        theirs = press(ideal_server, lambda _n: opposite, count, clients, opposite_status(opposite))
        cpu.append(theirs.cpu / ours.cpu if ours.cpu else 0)
        rate.append(ours.rate / theirs.rate)
    return statistics.median(cpu), statistics.median(rate), ours


def opposite_status(request: Request) -> int:
    """What the ideal answers."""
    if request.method == "POST":
        return 303
    return 304 if "If-None-Match" in request.headers else 200


def verdict(ratio: float, goal: float | None) -> str:
    """`0.61 (goal 0.5)` with a mark when it falls short."""
    return f"{ratio:.2f}" if goal is None else f"{ratio:.2f} {'ok' if ratio >= goal else 'SHORT OF'} {goal}"


def run(full: bool) -> None:
    """Print the table."""
    rounds, count, clients = (5, 1500, 8) if full else (3, 300, 4)
    folder = tempfile.mkdtemp(prefix="lms-bench-")
    url = os.environ.get("LMS_DATABASE_URL") or f"sqlite:///{folder}/bench.db"
    settings = {"INSTANCE": folder, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    app = create_app(settings)
    world = build(app)
    feed = Path(folder) / "feed.ics"
    feed.write_bytes(app.test_client().get(world.feed).get_data())
    environment = {f"LMS_{name}": value for name, value in settings.items()} | {"LMS_BENCH_FEED": str(feed)}
    ours, ideal = Server("wsgi:app", environment), Server("tests.bench.ideal:app", environment)
    try:
        print(ROW.format("page", "SQL", "gzip", "against the ideal", "against the same", "req/s", "CPU ms", "p99 ms"))
        for case in cases(world):
            report(app, case, ours, ideal, rounds, count, clients)
        print(f"memory of a worker: {ours.memory_mb():.0f} MB (goal ≤ 100)")
    finally:
        ours.stop()
        ideal.stop()


def report(app, case: Case, ours, ideal, rounds: int, count: int, clients: int) -> None:
    """Measure and print one row."""
    asked = case.ask(0)
    if "If-None-Match" in asked.headers:
        tag = statements(app, Request("GET", asked.path))[4]
        case.ask = lambda _n: Request("GET", asked.path, {"If-None-Match": tag})
    if asked.method == "GET":
        statements(app, case.ask(0))  # the first one makes what later ones find ready
    sql, size, packed, status, _tag = statements(app, case.ask(0))
    assert status == case.expect, f"{case.name} answered {status}"
    writes = asked.method == "POST"
    headers = {"If-None-Match": "x"} if "If-None-Match" in asked.headers else {}
    against, same = "", ""
    ratio, _rate, last = measure(case, ours, ideal, Request(asked.method, case.ideal, headers), rounds, count, clients)
    against = verdict(ratio, case.ideal_goal)
    if case.same_goal:
        path = f"/same-write/{max(sql, 1)}" if writes else f"/same/{max(sql, 1)}/{size}"
        ratio, _rate, last = measure(case, ours, ideal, Request(asked.method, path), rounds, count, clients)
        same = verdict(ratio, case.same_goal)
    over = "" if sql <= case.sql else f" SQL OVER {case.sql}"
    wrong = f" {last.bad} WRONG ANSWERS" if last.bad else ""
    figures = f"{last.rate:.0f}", f"{last.cpu:.2f}", f"{last.p99:.1f}"
    print(ROW.format(case.name, sql, packed, against, same, *figures) + over + wrong, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--full", action="store_true", help="more rounds and requests")
    run(parser.parse_args().full)
