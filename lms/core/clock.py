"""The one clock. Views, jobs and the command line read it; everything else is told `at`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

#: The zone in which classes are planned and shown.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(when: datetime, zone: ZoneInfo = ZONE) -> datetime:
    """The same instant on the wall clock of `zone`."""
    return when.astimezone(zone)
