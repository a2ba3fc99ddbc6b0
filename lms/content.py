"""What the programme ships: places, curriculum, questions. Brought up to the files at every start, everywhere."""

from datetime import datetime

from flask import Flask

from lms.catalogue import actions as catalogue
from lms.core import clock
from lms.core.db import mode, transaction
from lms.places import actions as places
from lms.quizzes.actions import bank


def load(*, at: datetime) -> None:
    """Bring the tables in line with `content/`; with unchanged files it costs a few SELECTs."""
    places.load(at=at)
    catalogue.load(at=at)
    bank.load(at=at)


def bring_up(app: Flask) -> None:
    """Load the content in a transaction of its own."""
    with app.app_context(), mode("write"), transaction():
        load(at=clock.now())
