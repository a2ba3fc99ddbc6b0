"""A quiz of ten, from start to marks: CPU of the server for one attempt, on one page and answer by answer."""

import http.client
import statistics
import threading
import time
from urllib.parse import urlencode

from tests.bench.load import Server
from tests.bench.world import World

#: CPU in ms of the same attempt in Moodle 4.3: its one-page form, and its default (docs/performance.md); our goals.
ONE_PAGE, DEFAULT = (292.0, 25), (949.0, 20)
QUESTIONS = 10
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROW = "quiz of ten, {:16} {:>2} requests, {:6.2f} ms CPU, {:3.0f} × cheaper than Moodle (goal {}), p99 {:.0f} ms"


class Learner:
    """One keep-alive connection, signed in."""

    def __init__(self, server: Server, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.headers = {"Cookie": f"lms={token}", "Accept": "text/html"}
        self.requests = 0

    def ask(self, method: str, path: str, expect: int, fields: dict[str, str] | None = None) -> str:
        """Where the answer sends to, "" for nowhere. Raises AssertionError for another status."""
        self.requests += 1
        body = urlencode(fields) if fields is not None else None
        self.connection.request(method, path, body, self.headers | (FORM if body is not None else {}))
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != expect:
            raise AssertionError(f"{method} {path} answered {answer.status}")
        return answer.headers.get("Location", "")


def attempt(learner: Learner, quiz: str, *, by_answer: bool) -> None:
    """Start, see the page, answer, hand in, see the marks."""
    address = learner.ask("POST", f"/quizzes/{quiz}/attempts", 303, {})
    learner.ask("GET", address, 200)
    given = {f"a{position}": str(position % 2) for position in range(1, QUESTIONS + 1)}
    for position in range(1, QUESTIONS + 1) if by_answer else ():
        field = {f"a{position}": given[f"a{position}"]}
        learner.ask("POST", f"{address}/answers", 200, {"position": str(position), "sequence": str(position)} | field)
    sheet = {"anyway": "1", "seen": str(QUESTIONS if by_answer else 0)} | given
    learner.ask("GET", learner.ask("POST", f"{address}/hand-in", 303, sheet), 200)


def report(server: Server, world: World, rounds: int, count: int, clients: int) -> int:
    """Print both ways; answers how many attempts failed."""
    return sum(
        _way(server, world, name, by_answer, goal, (rounds, count, clients))
        for name, by_answer, goal in (("one page", False, ONE_PAGE), ("answer by answer", True, DEFAULT))
    )


def _way(server: Server, world: World, name: str, by_answer: bool, goal: tuple[float, int], size: tuple) -> int:
    rounds, count, clients = size
    cpus, took, bad, asked = [], [], [], []
    _press(server, world, by_answer, 20, clients, ([], bad, asked))
    for _ in range(rounds):
        began = server.cpu_seconds()
        _press(server, world, by_answer, count, clients, (took, bad, asked))
        cpus.append((server.cpu_seconds() - began) / count * 1000)
    cpu, p99 = statistics.median(cpus), sorted(took)[int(len(took) * 0.99)] * 1000
    wrong = f" {len(bad)} WRONG: {bad[0]}" if bad else ""
    print(ROW.format(name, max(asked, default=0), cpu, goal[0] / cpu, goal[1], p99) + wrong, flush=True)
    return len(bad)


def _press(server: Server, world: World, by_answer: bool, count: int, clients: int, seen: tuple) -> None:
    took, bad, asked = seen
    left, guard = iter(range(count)), threading.Lock()

    def client() -> None:
        while True:
            with guard:
                number = next(left, None)
            if number is None:
                return
            learner = Learner(server, world.tokens[number % len(world.tokens)])
            began = time.perf_counter()
            try:
                attempt(learner, world.quiz, by_answer=by_answer)
            except AssertionError as wrong:
                bad.append(str(wrong))
            took.append(time.perf_counter() - began)
            asked.append(learner.requests)
            learner.connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
