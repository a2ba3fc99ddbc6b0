"""Nothing acknowledged is ever lost: the whole server is killed while people enrol."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest
from sqlalchemy import select

from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.core import clock as real_clock
from lms.core.db import db, mode
from lms.enrolment.models import Enrolment
from tests.factories import people, schedule

ROUNDS, CLIENTS = 3, 6


class KeepAnswer(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer; it is not followed."""

    def redirect_request(self, *_request):
        return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def learners(count):
    """(person id, token) of signed-in learners."""
    found, at = [], real_clock.now()
    for _ in range(count):
        person = people.person(at=at)
        token = gate.new_token()
        with mode("write"):
            db.session.add(
                SignIn(token=gate.digest(token), person_id=person.id, device="t", began_at=at, seen_at=at,
                       expires_at=at.replace(year=at.year + 1), idle_seconds=86400)
            )  # fmt: skip
            db.session.commit()
        found.append((person.id, token))
    return found


def enrol(port, slug, token):
    """True once the server has said the seat is taken."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/classes/{slug}/enrol", data=b"", method="POST")
    request.add_header("Cookie", f"lms={token}")
    try:
        urllib.request.build_opener(KeepAnswer).open(request, timeout=5).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code == 303
    except OSError:
        return False
    return False


def serve(app, port):
    """gunicorn on the test's database, in a process group of its own."""
    environment = {**os.environ, "LMS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "LMS_LOG_LEVEL": "ERROR",
                   "LMS_INSTANCE": app.config["INSTANCE"], "LMS_SECRET_KEY": app.config["SECRET_KEY"]}  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4", "-k", "gthread",
               "--no-control-socket", "--log-level", "error", "-b", f"127.0.0.1:{port}", "wsgi:app"]  # fmt: skip
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


@pytest.mark.slow
def test_no_acknowledged_enrolment_is_lost(app):
    series = schedule.series(people.trainer(), seats=5000)
    waiting, kept = learners(ROUNDS * 60), []
    slug = series.slug
    db.session.commit()
    for _round in range(ROUNDS):
        port = free_port()
        server = serve(app, port)

        def rush(port=port, server=server):
            while waiting:
                try:
                    person_id, token = waiting.pop()
                except IndexError:
                    return
                if enrol(port, slug, token):
                    kept.append(person_id)
                elif server.poll() is not None:
                    return

        clients = [threading.Thread(target=rush) for _ in range(CLIENTS)]
        before = len(kept)
        for client in clients:
            client.start()
        while len(kept) < before + 20 and any(client.is_alive() for client in clients):
            time.sleep(0.005)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        for client in clients:
            client.join()
    stored = set(db.session.scalars(select(Enrolment.person_id).where(Enrolment.state == "enrolled")))
    assert len(kept) >= ROUNDS * 20
    assert set(kept) - stored == set()
