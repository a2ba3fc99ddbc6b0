"""How long a question took: from what happened before it to its first answer. A pause is no thinking."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

#: What is shorter was sent together with others; what is longer was a pause. In seconds.
LEAST, MOST = 1, 1800


class Moment(NamedTuple):
    """Something that happened in an attempt, in the order it reached us. `position`: the question answered, or None."""

    position: int | None
    at: datetime
    #: By the phone's own clock, where it told.
    phone_at: datetime | None = None
    device: str | None = None


def seconds(moments: Iterable[Moment]) -> dict[int, int]:
    """Position → seconds to its first answer; questions of which nobody can say are missing.

    Answers that waited on a phone come all at once: there the phone's clock tells them apart.
    """
    found: dict[int, int] = {}
    seen: set[int] = set()
    before: Moment | None = None
    for moment in moments:
        if before is not None and moment.position is not None and moment.position not in seen:
            took = _between(before, moment)
            if LEAST <= took <= MOST:
                found[moment.position] = took
        if moment.position is not None:
            seen.add(moment.position)
        before = moment
    return found


def _between(before: Moment, moment: Moment) -> int:
    if before.phone_at and moment.phone_at and before.device == moment.device:
        return int((moment.phone_at - before.phone_at).total_seconds())
    return int((moment.at - before.at).total_seconds())
