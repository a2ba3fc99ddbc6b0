"""Rules about letters: how often delivery is tried, and when it is given up. Pure."""

from datetime import timedelta

#: Pauses after the first, second, … failed try; after the last one the letter has failed.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=12))
#: A worker that took a letter and died leaves it to the next one after this long.
LEASE = timedelta(minutes=5)
#: Letters taken in one round, so that other jobs have their turn.
ROUND = 50


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after this many failed tries; None gives up."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None
