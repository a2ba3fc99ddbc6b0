"""What the timetable does by itself."""

from flask import current_app

from lms.core.clock import now
from lms.core.jobs import every
from lms.core.words import LANGUAGES
from lms.schedule import actions


@every(seconds=60)
def close() -> dict[str, int]:
    """Mark ended sessions as held, then finish the series that have none left."""
    at = now()
    return {"held": actions.hold_ended(by=None, at=at), "finished": actions.finish_ended(by=None, at=at)}


@every(seconds=30)
def blocks() -> dict[str, int]:
    """Make the calendar bytes of new and changed sessions; feeds make them on the fly until then."""
    site = current_app.config["BASE_URL"].rstrip("/")
    return {"made": actions.keep_blocks(site, LANGUAGES, by=None, at=now()) if site else 0}
