"""When to ask Zoom again. Facts: rate limits of Zoom's API, whose days end at 00:00 UTC."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: After no answer, or a failure of theirs: everybody's work waits this long.
AWAY = timedelta(minutes=5)
#: After a limit by the second that says no time.
BREATH = timedelta(seconds=10)
#: No answer of theirs makes us wait longer.
LONGEST = timedelta(hours=25)
#: After a refusal that only people can mend, before the next learner of the class is tried.
AFTER_REFUSAL = timedelta(hours=1)
#: Daily limits of single learners or meetings in a row, after which it must be the account's.
STRIKES = 3


def next_day(at: datetime) -> datetime:
    """When the daily limits begin again: 00:00 UTC, 07:00 in Vietnam."""
    return (at.astimezone(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def retry_at(header: str | None, daily: bool, at: datetime) -> datetime:
    """When to try again after a 429 at `at`; `header` is Retry-After: seconds, an HTTP or an ISO 8601 date, or none.

    A daily limit never ends before the day does; a time that is past, or far away, is not believed.
    """
    found = _moment(header or "", at)
    if found is None or found <= at:
        found = at + BREATH
    if daily:
        found = max(found, next_day(at))
    return min(found, at + LONGEST)


def _moment(header: str, at: datetime) -> datetime | None:
    text = header.strip()
    if text.isascii() and text.isdigit():
        return at + timedelta(seconds=min(int(text[:9]), 10**6))
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
