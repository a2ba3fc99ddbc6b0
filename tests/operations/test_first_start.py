"""Two processes that start at once on an empty database both come up, and the content is there once."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from lms.catalogue.models import Track
from lms.core.db import db
from lms.places.models import Province
from tests.operations.test_backup import target

ROOT = Path(__file__).resolve().parents[2]
__all__ = ["target"]


def test_two_at_once(target):
    environment = {
        "PATH": "/usr/bin:/bin",
        "LMS_INSTANCE": target.config["INSTANCE"],
        "LMS_DATABASE_URL": target.config["SQLALCHEMY_DATABASE_URI"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "house", "migrate"]
    both = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _process in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    with target.app_context():
        assert db.session.scalar(select(func.count()).select_from(Province)) == 34
        assert db.session.scalar(select(func.count()).select_from(Track)) == 4
        db.session.rollback()
