"""Servers under load: a few keep-alive clients, and the processor time the server itself spent."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Request:
    """What one client sends; `headers` may name a cookie."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass
class Result:
    """Requests a second, server CPU in ms a request, median and 99th percentile in ms, and what went wrong."""

    rate: float
    cpu: float
    median: float
    p99: float
    bad: int


class Server:
    """One worker of eight threads, as in deployment but for the number of workers. `command`: another server."""

    def __init__(self, module: str, environment: dict[str, str], command: list[str] | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        gunicorn = ["-m", "gunicorn", "-w", "1", "--threads", "8", "-k", "gthread", "--no-control-socket",
                    "--log-level", "error", "-b", "127.0.0.1:{port}", "{module}"]  # fmt: skip
        parts = [part.format(port=self.port, module=module) for part in command or gunicorn]
        self.process = subprocess.Popen([sys.executable, *parts], env=os.environ | environment, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def _workers(self) -> list[Path]:
        """The processes that answer: the children, or the process itself without any."""
        pid = str(self.process.pid)
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", pid], capture_output=True, text=True).stdout.split()
        return [Path("/proc") / number for number in found or [pid]]

    def cpu_seconds(self) -> float:
        """Time the threads of the workers have spent on a processor so far (Linux, scheduler statistics)."""
        tasks = [task for worker in self._workers() for task in worker.glob("task/*/schedstat")]
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def memory_mb(self) -> float:
        """Memory of a worker (proportional set size), in MB."""
        lines = (self._workers()[0] / "smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024

    def stop(self) -> None:
        """Ask the server to go, and wait."""
        self.process.terminate()
        self.process.wait(timeout=20)


def press(server: Server, make: Callable[[int], Request], numbers: range, clients: int, expect: int) -> Result:
    """Send `make(n)` for each of `numbers` from `clients` keep-alive connections."""
    left, took, bad = iter(numbers), [], []
    guard = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            with guard:
                number = next(left, None)
            if number is None:
                break
            request = make(number)
            began = time.perf_counter()
            connection.request(request.method, request.path, request.body or None, request.headers)
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            if answer.status != expect:
                bad.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    cpu, began = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
    ordered = sorted(took)
    return Result(
        rate=len(numbers) / wall,
        cpu=cpu / len(numbers) * 1000,
        median=statistics.median(ordered) * 1000,
        p99=ordered[int(len(ordered) * 0.99)] * 1000,
        bad=len(bad),
    )
