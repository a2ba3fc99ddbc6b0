"""How often one address may be asked for. Counted in memory: a fetch writes nothing to the database.

Each worker process counts for itself, so that the whole limit is the number of workers times as high. That is
enough against a client gone wild, which is what it is for; who guesses addresses would have to guess 128 bits.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

#: Fetches of one address in one span: a phone that asks every five minutes needs 12 an hour.
MOST, SPAN = 60, timedelta(hours=1)
#: Addresses remembered; beyond that the one that began first is forgotten.
REMEMBERED = 20_000


class Pace:
    """Counts by key from the first time it comes, for a span."""

    def __init__(self, most: int = MOST, span: timedelta = SPAN, remembered: int = REMEMBERED) -> None:
        self.most, self.span, self.remembered = most, span, remembered
        self._seen: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str, at: datetime) -> int:
        """Count one time; answers 0 if it may be, else after how many seconds to come again."""
        with self._lock:
            began, count = self._seen.get(key, (at, 0))
            if not began <= at < began + self.span:
                began, count = at, 0
                self._seen.pop(key, None)
            if count >= self.most:
                return max(1, -((at - began - self.span) // timedelta(seconds=1)))
            self._seen[key] = began, count + 1
            if len(self._seen) > self.remembered:
                self._seen.popitem(last=False)
            return 0
