"""A whole app on a database of its own, served on a free port of this machine by threads of this process."""

import gzip
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select, update
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

from lms.app import create_app
from lms.core import clock, jobs, migrations
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.places import actions as places
from tests.conftest import AT, KEEP


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, *_args, **_values):
        """Say nothing."""


class Sent(NamedTuple):
    """An answer that left the house: its path, status, kind, and bytes as a proxy that packs text sends them.

    `aside`: for the worker of the phone or for its home screen, after the page had come to rest.
    """

    path: str
    status: int
    kind: str
    size: int
    aside: bool = False


def _is_aside(environ):
    path = environ["PATH_INFO"]
    by_worker = environ.get("HTTP_REFERER", "").partition("?")[0].endswith("/sw.js")
    return by_worker or path in ("/sw.js", "/manifest.webmanifest") or path.startswith("/assets/icon-")


class House:
    """The app, its database and its web server. `url` is where it answers, without a slash at the end.

    `sent` lists every answer; what a browser took from its cache is not in it.
    """

    def __init__(self, folder: Path):
        self.app = create_app(
            {
                "INSTANCE": str(folder),
                "DATABASE_URL": f"sqlite:///{folder / 'house.db'}",
                "LOG_LEVEL": "ERROR",
                "SECRET_KEY": "journey-" + "0123456789abcdef" * 3,
            }
        )
        migrations.upgrade(self.app)
        with self.rows():
            places.load(at=AT)
        self.sent: list[Sent] = []
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.host = f"127.0.0.1:{self._server.port}"
        self.url = f"http://{self.host}"
        self._thread.start()

    def _answer(self, environ, start):
        """The app's answer, weighed: gzip at level 6, as nginx is told to, unless it is packed already."""
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        content = b"".join(body)
        kind = headers.get("Content-Type", "").partition(";")[0]
        plain = "Content-Encoding" not in headers and (kind.startswith("text/") or kind == "image/svg+xml")
        size = len(gzip.compress(content, 6)) if plain and content else len(content)
        self.sent.append(Sent(environ["PATH_INFO"], int(status[:3]), kind, size, _is_aside(environ)))
        start(status, list(headers))
        return [content]

    def close(self):
        """Stop serving and let go of the database."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        with self.app.app_context():
            db.engine.dispose()

    @contextmanager
    def rows(self):
        """The database, for the scenery of a story: committed at the end."""
        with self.app.app_context(), mode("write"):
            yield db.session
            db.session.commit()

    def work(self):
        """What the worker does, at once. Three rounds, for one room's job may feed the next room's."""
        with self.app.app_context(), mode("write"):
            for _round in range(3):
                jobs.plan_rhythms(at=clock.now())
                db.session.execute(update(Job).where(Job.key.like("every:%")).values(due_at=clock.now()))
                db.session.commit()
                while jobs.run_due():
                    pass
            failed = db.session.scalars(select(Job.error).where(Job.error.is_not(None))).all()
        assert failed == [], "a job failed"

    def sweep(self):
        """Remove every row but the places."""
        with self.rows() as session:
            for table in reversed(db.metadata.sorted_tables):
                if table.name not in KEEP:
                    session.execute(table.delete())
