"""The door to huey: it wakes the worker, and nothing is lost when it does not, for jobs are rows."""

import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context
from huey import SqliteHuey

from lms.core.logs import log

bell = threading.Event()


def install(app: Flask) -> None:
    """Give the app a bell in its instance folder, shared by the web and the worker of one machine."""
    path = Path(app.instance_path) / "bell.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    huey = SqliteHuey("bell", filename=str(path), fsync=False)

    @huey.task()
    def ring() -> None:
        bell.set()

    app.extensions["bell"] = (huey, ring)
    app.after_request(_ring_if_asked)


def soon() -> None:
    """Ring once this request has been committed; outside a request the worker looks by itself."""
    if has_request_context():
        g.ring = True


def _ring_if_asked(response: Response) -> Response:
    if g.pop("ring", False) and response.status_code < 400:
        wake(current_app)
    return response


def wake(app: Flask) -> None:
    """Ask the worker to look now rather than at its next look. Never raises: the rows are safe."""
    try:
        app.extensions["bell"][1]()
    except Exception as error:
        log.warning("wake.failed", error=type(error).__name__)


def consumer(app: Flask) -> Any:
    """The thread that hears the bell, for the worker process."""
    return app.extensions["bell"][0].create_consumer(workers=1, periodic=False, initial_delay=0.2, max_delay=1.0)
