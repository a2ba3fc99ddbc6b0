"""What the worker does for reach. A batch is a transaction of its own, so that nobody waits long for the lock."""

from lms.core import clock
from lms.core.db import transaction
from lms.core.jobs import every
from lms.core.logs import log
from lms.reach.actions import counting

#: Batches of one run at most; the rest waits for the next.
BATCHES = 50


@every(seconds=3)
def count() -> None:
    """Count those for whom something has changed."""
    for _batch in range(BATCHES):
        with transaction():
            if not counting.count_new(at=clock.now()):
                return


@every(seconds=60)
def check() -> None:
    """Compare some more persons with the facts, round and round; what differs is mended and told."""
    with transaction():
        found = counting.check_next(at=clock.now())
    if found:
        log.warning("reach.differed", rows=len(found))
