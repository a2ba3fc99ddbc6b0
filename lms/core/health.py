"""Whether the house is alive and ready, for the machine that watches it."""

import shutil
from pathlib import Path

from flask import Blueprint, Flask, current_app
from sqlalchemy import text

from lms.core import clock, jobs, migrations
from lms.core.access import public
from lms.core.db import db

pages = Blueprint("health", __name__)
LEAST_FREE_BYTES = 200 * 1024 * 1024


def install(app: Flask) -> None:
    """Add `/healthz` and `/readyz`."""
    app.register_blueprint(pages)


@pages.get("/healthz")
@public
def alive():
    """The process answers."""
    return {"alive": True}


@pages.get("/readyz")
@public
def ready():
    """The database answers at the right schema, jobs run, and there is room on the disk; else 503."""
    db.session.execute(text("SELECT 1"))
    found = {
        "schema": migrations.current(db.session.connection()) == migrations.head(),
        "jobs": jobs.overdue(clock.now()) == 0,
        "disk": shutil.disk_usage(Path(current_app.instance_path)).free > LEAST_FREE_BYTES,
    }
    return found, 200 if all(found.values()) else 503
