"""What enrolment does by itself."""

from flask import current_app

from lms.core.clock import now
from lms.core.jobs import every
from lms.core.outbox import claim
from lms.enrolment import letters


@every(seconds=5)
def welcome() -> dict[str, int]:
    """Write the letters for new enrolments. Not in the request: a rush for seats waits for no letter."""
    key, at = current_app.config["SECRET_KEY"], now()
    return {
        "written": sum(
            letters.welcome(change.subject, key=key, by=None, at=at) for change in claim("enrolment.welcome", most=200)
        )
    }
