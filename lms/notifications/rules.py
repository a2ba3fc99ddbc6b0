"""Rules about letters: how often delivery is tried, when it is given up, and how long words are kept. Pure."""

from datetime import timedelta

#: Pauses after the first, second, … failed try; after the last one the letter has failed.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=12))
#: What opens something is of use for minutes: it is tried for about half an hour.
SECRET_PAUSES = PAUSES[:3]
#: A secret letter that has not left this long after it was due has failed, and its words go.
SECRET_FOR = timedelta(hours=1)
#: A worker that took a letter and died leaves it to the next one after this long.
LEASE = timedelta(minutes=5)
#: Letters taken in one round, so that other jobs have their turn.
ROUND = 50
#: Kept for lack of settings, a letter still leaves this long after it was due: no later than one that was in
#: trouble all the time. After that its words ("tomorrow at 19:30") have stopped being true.
STILL_TRUE_FOR = timedelta(hours=24)
#: How long the words and the address of a letter are kept, whatever became of it.
WORDS_KEPT_FOR = timedelta(days=365)
#: Hosts that are this machine.
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotSent(Exception):
    """A door did not take a letter; `final` when trying again cannot help."""

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.final = final


def pause_after(tries: int, secret: bool = False) -> timedelta | None:
    """How long to wait after this many failed tries; None gives up."""
    pauses = SECRET_PAUSES if secret else PAUSES
    return pauses[tries - 1] if tries <= len(pauses) else None
