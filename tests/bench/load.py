"""Servers under load: a few keep-alive clients, and the processor time the server itself spent."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Request:
    """What one client sends; `headers` may name a cookie."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass
class Result:
    """Requests a second, server CPU in ms a request, the 99th percentile in ms, and what went wrong."""

    rate: float
    cpu: float
    p99: float
    bad: int


class Server:
    """gunicorn with one worker of eight threads, as in deployment but for the number of workers."""

    def __init__(self, module: str, environment: dict[str, str], threads: int = 8) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "-w", "1", "--threads", str(threads), "-k", "gthread",
                   "--no-control-socket", "--log-level", "error", "-b", f"127.0.0.1:{self.port}", module]  # fmt: skip
        self.process = subprocess.Popen(command, env={**os.environ, **environment}, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def cpu_seconds(self) -> float:
        """User and system time of the workers so far."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        total = 0
        for pid in children.stdout.split():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory_mb(self) -> float:
        """Resident memory of the worker (proportional set size), in MB."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        pid = children.stdout.split()[0]
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024

    def stop(self) -> None:
        """Ask the server to go, and wait."""
        self.process.terminate()
        self.process.wait(timeout=20)


def press(server: Server, make: Callable[[int], Request], count: int, clients: int, expect: int) -> Result:
    """Send `count` requests from `clients` keep-alive connections; `make(n)` gives the n-th."""
    numbers, took, bad = iter(range(count)), [], []
    guard = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            with guard:
                number = next(numbers, None)
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
    return Result(count / wall, cpu / count * 1000, ordered[int(len(ordered) * 0.99)] * 1000, len(bad))
