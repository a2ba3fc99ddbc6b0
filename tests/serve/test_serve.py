"""`./run` as a process: it serves, says what is wrong, and leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


@pytest.fixture
def port():
    """A port that was free a moment ago."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def serve(tmp_path, port):
    """Start `lms.serve` with an empty database; whatever a test left running is ended."""
    started = []

    def start(**settings):
        environment = (
            {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
            | {
                "PORT": str(port),
                "LMS_INSTANCE": str(tmp_path),
                "LMS_ENV": "production",
                "LMS_HOSTS": "127.0.0.1",
                "LMS_SECRET_KEY": "serve-0123456789-abcdefghijklmnop",
                "LMS_BASE_URL": "https://cunghoc.example",
            }
            | settings
        )
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "lms.serve"],
                cwd=ROOT,
                env=environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=40)


def status(port):
    """The answer of /healthz, or None while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except ConnectionError:
        return None
    finally:
        connection.close()


def within(seconds, question, wanted):
    """Ask until the answer is the wanted one; the last answer."""
    deadline = time.monotonic() + seconds
    while (answer := question()) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return answer


def children(process):
    """Process ids of the children, oldest first."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(number) for number in found.split()]


def test_it_serves_and_leaves_quietly_when_asked(serve, port):
    process = serve()
    assert within(40, lambda: status(port), 200) == 200
    process.send_signal(signal.SIGTERM)
    printed, _errors = process.communicate(timeout=40)
    assert process.returncode == 0
    assert printed.splitlines()[0] == f"Cùng Học: http://127.0.0.1:{port}"
    assert status(port) is None


@pytest.mark.parametrize("which", [0, 1], ids=["web", "worker"])
def test_when_a_child_dies_all_end_and_say_so(serve, port, which):
    process = serve()
    assert within(40, lambda: status(port), 200) == 200
    os.kill(children(process)[which], signal.SIGKILL)
    _printed, errors = process.communicate(timeout=40)
    assert process.returncode == 1
    assert "has ended" in errors
    assert within(10, lambda: status(port), None) is None


def test_a_killed_parent_leaves_no_children(serve, port):
    process = serve()
    assert within(40, lambda: status(port), 200) == 200
    process.kill()
    assert within(10, lambda: status(port), None) is None


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "a"}, "PORT must be a number"),
        ({"PORT": "70000"}, "PORT must be a number"),
        ({"HOST": "192.0.2.1"}, "Cannot listen on 192.0.2.1"),
    ],
)
def test_a_wrong_address_is_one_clear_sentence(serve, settings, sentence):
    process = serve(**settings)
    _printed, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors.startswith(sentence)
    assert len(errors.splitlines()) == 1


def test_a_port_in_use_is_one_clear_sentence(serve, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = serve()
        _printed, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors == (
        f"Cannot listen on 127.0.0.1, port {port} (Address already in use). Choose another: PORT=8001 ./run\n"
    )
