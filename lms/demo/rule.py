"""A new version of the rule of attendance: looked at, not in force yet."""

from collections import Counter
from datetime import timedelta
from typing import Any

from lms.attendance.actions import recounts, rules
from lms.attendance.queries import recounts as found
from lms.attendance.weighing import BATCH
from lms.core.clock import local
from lms.core.ids import public_id
from lms.demo.crowd import Cast

AHEAD = timedelta(days=14)


def plant(cast: Cast, *, at: Any) -> None:
    """The coordinator writes it down; the worker has looked what it would change."""
    told = {"present": 60, "partial": 30, "late": 15, "reason": "Nhiều buổi tối mất điện, học viên vào muộn"}
    day = local(at).date() + AHEAD
    recount = rules.propose(number=public_id(), from_day=day, **told, by=cast.coordinator, at=at)
    recounts.begin(recount, at=at)
    past, looked = Counter(), 0
    for session_id in found.compared(found.introduced(recount), at):
        for people in found.batches(session_id, BATCH):
            past += recounts.note(recount, session_id, people, apart=True, at=at)
            looked += len(people)
    recounts.finish_look(recount, past, looked, at=at)
