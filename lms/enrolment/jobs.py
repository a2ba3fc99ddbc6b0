"""What enrolment does by itself."""

from functools import partial

from flask import current_app

from lms.core.clock import now
from lms.core.jobs import every
from lms.core.outbox import work_off
from lms.enrolment import actions, letters


@every(seconds=5)
def welcome() -> dict[str, int]:
    """Write the letters for new enrolments. Not in the request: a rush for seats waits for no letter."""
    key, at = current_app.config["SECRET_KEY"], now()
    return {"written": work_off("enrolment.welcome", partial(letters.welcome, key=key, by=None, at=at), at=at)}


@every(seconds=5)
def give_up() -> dict[str, int]:
    """Whoever does not learn any more gives up the seats they hold, so that others can have them."""
    at = now()
    return {"given_up": work_off("people.paused", partial(actions.leave_all, by=None, at=at), at=at)}
