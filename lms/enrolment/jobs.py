"""What enrolment does by itself."""

from functools import partial

from flask import current_app

from lms.core.clock import now
from lms.core.jobs import every
from lms.core.outbox import work_off
from lms.enrolment import letters


@every(seconds=5)
def welcome() -> dict[str, int]:
    """Write the letters for new enrolments. Not in the request: a rush for seats waits for no letter."""
    key, at = current_app.config["SECRET_KEY"], now()
    return {"written": work_off("enrolment.welcome", partial(letters.welcome, key=key, by=None, at=at), at=at)}
