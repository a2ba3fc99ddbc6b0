"""The cases: what is asked of the app, and of the ideal beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.load import Request
from tests.bench.world import World


@dataclass
class Case:
    """One row of the report. `ideal` and `same` are paths of the ideal; goals are ratios of CPU a request."""

    name: str
    ask: Callable[[int], Request]
    expect: int
    #: Path and goal against the ideal.
    ideal: str | None
    ideal_goal: float | None
    #: Goal against a bare route with the same SQL and size.
    same_goal: float | None
    #: Most SQL statements.
    sql: int


def cases(world: World) -> list[Case]:
    """The rows of performance goals P1–P4."""

    def signed(path: str, method: str = "GET", body: str = "") -> Callable[[int], Request]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        return lambda n: Request(method, path, {"Cookie": f"lms={world.tokens[n % len(world.tokens)]}", **kind}, body)

    def open_to_all(path: str, **headers: str) -> Callable[[int], Request]:
        return lambda _n: Request("GET", path, headers)

    def save(n: int) -> Request:
        headers = {"Cookie": f"lms={world.attempt_token}", "Content-Type": "application/x-www-form-urlencoded"}
        return Request("POST", f"/attempts/{world.attempt}/answers", headers, f"position=1&sequence={n + 1}&value=1")

    return [
        Case("public home", open_to_all("/"), 200, "/ideal", 0.7, None, 1),
        Case("class list, signed out", open_to_all("/classes"), 200, "/ideal", 0.7, None, 1),
        Case("lesson, signed out", open_to_all(f"/lessons/{world.lesson}"), 200, "/ideal", 0.7, None, 1),
        Case("Today", signed("/today"), 200, "/ideal", 0.3, 0.5, 5),
        Case("class page, signed in", signed(f"/classes/{world.series}"), 200, "/ideal", 0.3, 0.5, 5),
        Case("session page", signed(f"/sessions/{world.session}"), 200, "/ideal", 0.3, 0.5, 5),
        Case("lesson, signed in", signed(f"/lessons/{world.lesson}"), 200, "/ideal", 0.3, 0.5, 5),
        Case("calendar, 52 sessions", open_to_all(world.feed), 200, "/feed", 0.6, None, 5),
        Case("calendar, unchanged", open_to_all(world.feed, **{"If-None-Match": "?"}), 304, "/feed", 0.7, None, 2),
        Case("join", signed(f"/sessions/{world.session}/join", "POST"), 303, "/insert", None, 0.5, 6),
        Case("enrol", signed(f"/classes/{world.other_series}/enrol", "POST"), 303, "/insert", None, 0.5, 6),
        Case("save an answer", save, 200, "/insert", None, 0.5, 6),
    ]
