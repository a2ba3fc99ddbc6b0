"""A second app beside the bench's, with its connections closed at the end (PostgreSQL's driver minds)."""

from contextlib import contextmanager

from lms.app import create_app
from lms.core.db import db


@contextmanager
def second_app(settings):
    """The app of these settings."""
    app = create_app(settings)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()
