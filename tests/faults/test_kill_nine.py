"""Nothing acknowledged is ever lost: the whole server is killed while people enrol."""

import threading
import time

import pytest
from sqlalchemy import select

from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.factories import people, schedule
from tests.faults.server import enrol, free_port, kill, learners, start

ROUNDS, CLIENTS = 3, 6


@pytest.mark.slow
def test_no_acknowledged_enrolment_is_lost(app):
    series = schedule.series(people.trainer(), seats=5000)
    waiting, kept = learners(ROUNDS * 60), []
    slug = series.slug
    db.session.commit()
    for _round in range(ROUNDS):
        port = free_port()
        server = start(app, port)

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
        kill(server)
        for client in clients:
            client.join()
    stored = set(db.session.scalars(select(Enrolment.person_id).where(Enrolment.state == "enrolled")))
    assert len(kept) >= ROUNDS * 20
    assert set(kept) - stored == set()
