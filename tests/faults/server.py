"""The whole server as a process, and clients who believe only what it answered."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import timedelta

from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.core import clock as real_clock
from lms.core.db import db, mode
from tests.factories import people


class KeepAnswer(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer; it is not followed."""

    def redirect_request(self, *_request):
        return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def learners(count, *, seen=timedelta(0)):
    """(person id, token) of signed-in learners, last seen so long ago."""
    found, at = [], real_clock.now()
    for _ in range(count):
        person = people.person(at=at)
        token = gate.new_token()
        with mode("write"):
            db.session.add(
                SignIn(token=gate.digest(token), person_id=person.id, device="t", began_at=at - seen,
                       seen_at=at - seen, expires_at=at.replace(year=at.year + 1), idle_seconds=86400)
            )  # fmt: skip
            db.session.commit()
        found.append((person.id, token))
    return found


def ask(port, path, token="", *, method="GET", timeout=15):
    """(status, headers) of an answer; (0, {}) when there was none."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
    if method == "POST":
        request.data = b""
    if token:
        request.add_header("Cookie", f"lms={token}")
    try:
        with urllib.request.build_opener(KeepAnswer).open(request, timeout=timeout) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code, answer.headers
    except OSError:
        return 0, {}


def enrol(port, slug, token):
    """True once the server has said the seat is taken."""
    return ask(port, f"/classes/{slug}/enrol", token, method="POST", timeout=5)[0] == 303


def start(app, port, *, most_bytes=None):
    """gunicorn on the test's database, in a process group of its own; no file of it grows beyond `most_bytes`."""
    environment = {**os.environ, "LMS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "LMS_LOG_LEVEL": "CRITICAL",
                   "LMS_INSTANCE": app.config["INSTANCE"], "LMS_SECRET_KEY": app.config["SECRET_KEY"]}  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4", "-k", "gthread",
               "--no-control-socket", "--log-level", "error", "-b", f"127.0.0.1:{port}", "wsgi:app"]  # fmt: skip

    def limit():
        if most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    server = subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=limit)
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if ask(port, "/healthz", timeout=2)[0] == 200:
            return server
        time.sleep(0.1)
    kill(server)
    raise AssertionError("the server did not come up")


def kill(server):
    """kill -9 of the whole group."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


@contextmanager
def running(app, **wishes):
    """The port of a server that is killed afterwards."""
    port = free_port()
    server = start(app, port, **wishes)
    try:
        yield port
    finally:
        kill(server)
