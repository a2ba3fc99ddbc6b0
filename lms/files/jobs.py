"""What the shelf does by itself."""

from lms.core import clock
from lms.core.jobs import every
from lms.files import actions


@every(seconds=3600)
def tidy() -> None:
    """Remove what is past its date, and bytes that no row claims."""
    at = clock.now()
    actions.remove_expired(at=at)
    actions.sweep(at=at)
