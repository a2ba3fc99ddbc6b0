"""What the worker does for duplicates: it looks, and nothing more."""

from functools import partial

from lms.core import clock
from lms.core.db import transaction
from lms.core.jobs import every
from lms.core.outbox import work_off
from lms.duplicates import actions

#: Batches of one run at most; the rest waits for the next.
BATCHES = 20


@every(seconds=15)
def look() -> None:
    """Compare those who came, or are known otherwise by now, with those who may be the same."""
    for _batch in range(BATCHES):
        with transaction():
            at = clock.now()
            if not work_off(actions.IDENTIFIED, partial(_look, at=at), at=at):
                return


def _look(person_id: int, *, at: object) -> bool:
    """Done, whatever was found."""
    actions.look(person_id, at=at)
    return True
