"""Which of a person's classes the day is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.schedule.rules import JOIN_OPENS, SessionState, join_open

#: How long a class that is over stays the thing of the day.
FRESH = timedelta(hours=20)
#: A class this near pushes the one before it aside.
NEAR = timedelta(hours=3)
#: Letters of the one line to the class, and of all lines of a recap.
LINE, RECAP = 200, 4000


class RecapFull(RuleBroken):
    """The recap would be longer than RECAP."""

    sentence = _l("The recap is full. Shorten it under Edit this session")


class Moment(StrEnum):
    """What *Today* shows: the open door, what came of the class, the class to come, or nothing."""

    OPEN = "open"
    AFTER = "after"
    EVE = "eve"
    NONE = "none"


class Stage(StrEnum):
    """The three tabs of the trainer's desk."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


def choose(sessions: Sequence[Any], at: datetime) -> tuple[Moment, Any]:
    """The moment, and the session it is about (None without any), of sessions in order of time."""
    meeting = [item for item in sessions if item.state != SessionState.CANCELLED]
    for item in meeting:
        if join_open(item.starts_at, item.ends_at, at):
            return Moment.OPEN, item
    ahead = next((item for item in meeting if item.starts_at > at), None)
    over = next((item for item in reversed(meeting) if item.ends_at <= at), None)
    if over and at < over.ends_at + FRESH and not (ahead and ahead.starts_at - at < NEAR):
        return Moment.AFTER, over
    return (Moment.EVE, ahead) if ahead else (Moment.NONE, None)


def stage(session: Any, at: datetime) -> Stage:
    """Which tab the desk opens with."""
    if at < session.starts_at - JOIN_OPENS:
        return Stage.BEFORE
    return Stage.DURING if at < session.ends_at else Stage.AFTER


def with_line(recap: str | None, line: str) -> str | None:
    """A recap with one line more at its end; a line that is there already is not added again. Raises RecapFull."""
    lines = (recap or "").splitlines()
    if not line or line in lines:
        return recap
    longer = "\n".join([*lines, line])
    if len(longer) > RECAP:
        raise RecapFull()
    return longer


def own_path(text: str | None) -> str:
    """A path on this site, as given, or `/`: what a browser would take for another site is none."""
    path = text or ""
    plain = path.isprintable() and "\\" not in path and " " not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
