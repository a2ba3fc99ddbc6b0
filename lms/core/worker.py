"""The worker's loop: one process beside the web runs it."""

import threading

from flask import Flask

from lms.core import clock, jobs, wake
from lms.core.logs import log

LOOK_EVERY = 3.0


def work(app: Flask, stop: threading.Event) -> None:
    """Run due jobs until told to stop; look again every few seconds, or at once when the bell rings."""
    with app.app_context():
        jobs.plan_rhythms(at=clock.now())
    while not stop.is_set():
        try:
            with app.app_context():
                jobs.run_due()
        except Exception as error:  # the database may be away; the rows wait
            log.error("worker.look_failed", error=type(error).__name__)
        wake.bell.wait(LOOK_EVERY)
        wake.bell.clear()
