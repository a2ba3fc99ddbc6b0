"""The cases: what is asked of the app, and of the ideal beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.load import Request
from tests.bench.world import World

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Case:
    """One row of the report. Goals are ratios of CPU a request: what it is measured against ÷ ours."""

    name: str
    #: The n-th request; n never comes twice in a run.
    ask: Callable[[int], Request]
    expect: int
    #: Path of the ideal, and the goal against it; None: it is only shown.
    ideal: str
    ideal_goal: float | None
    #: Goal against a bare route with the same SQL and size; None: not compared.
    same_goal: float | None
    #: Most SQL statements.
    sql: int
    #: CPU in ms of the same work in Moodle 4.3 (docs/performance.md), and how many times cheaper we mean to be.
    moodle: tuple[float, int] | None = None


def cases(world: World) -> list[Case]:
    """The rows of the goals for pages, feeds and presses."""

    def signed(path: str, method: str = "GET") -> Callable[[int], Request]:
        return lambda n: Request(method, path, _cookie(world.tokens[n % len(world.tokens)]))

    def open_to_all(path: str) -> Callable[[int], Request]:
        return lambda _n: Request("GET", path)

    def calendar(**headers: str) -> Callable[[int], Request]:
        return lambda n: Request("GET", world.feeds[n % len(world.feeds)], headers)

    def enrol(n: int) -> Request:
        slug = world.free_series[n // len(world.tokens)]
        return signed(f"/classes/{slug}/enrol", "POST")(n)

    def save(n: int) -> Request:
        body = f"position=1&sequence={n + 1}&a1=1"
        return Request("POST", f"/attempts/{world.attempt}/answers", _cookie(world.tokens[0]) | FORM, body)

    return [
        Case("public home", open_to_all("/"), 200, "/ideal", 0.7, None, 1),
        Case("class list, signed out", open_to_all("/classes"), 200, "/ideal", 0.7, None, 1),
        Case("lesson, signed out", open_to_all(f"/lessons/{world.lesson}"), 200, "/ideal", 0.7, None, 1),
        Case("Today", signed("/today"), 200, "/ideal", 0.3, 0.5, 5, (64.5, 20)),
        Case("class page", signed(f"/classes/{world.series}"), 200, "/ideal", 0.3, 0.5, 5, (64.5, 20)),
        Case("session page", signed(f"/sessions/{world.session}"), 200, "/ideal", 0.3, 0.5, 5, (64.5, 20)),
        Case("lesson", signed(f"/lessons/{world.lesson}"), 200, "/ideal", 0.3, 0.5, 5, (64.5, 20)),
        Case("calendar, 52 sessions", calendar(), 200, "/feed", 0.6, None, 5, (22.0, 30)),
        Case("calendar, unchanged", calendar(**{"If-None-Match": "?"}), 304, "/feed", 0.7, None, 2),
        Case("join", signed(f"/sessions/{world.session}/join", "POST"), 303, "/insert", None, 0.5, 6),
        Case("enrol", enrol, 303, "/insert", None, 0.5, 6, (72.0, 20)),
        Case("save an answer", save, 200, "/insert", None, 0.5, 6),
    ]


def _cookie(token: str) -> dict[str, str]:
    return {"Cookie": f"lms={token}"}
