"""Changes of attendance: leaving a trace, showing a code, marking, deciding.

Traces of a rush (`join`, `check_in`) are one insert and one outbox row; deciding is the worker's. A mark is
decided at once. Evidence is only ever added, so every decision can be made again from it.
"""

from lms.attendance.actions.codes import check_in, complete_early, new_code, stop_code
from lms.attendance.actions.deciding import DECISION, OPEN, decide, decide_new, settle
from lms.attendance.actions.marking import mark, mark_rest, undo, unmark
from lms.attendance.actions.traces import TRACE, click, join

__all__ = [
    "DECISION",
    "OPEN",
    "TRACE",
    "check_in",
    "click",
    "complete_early",
    "decide",
    "decide_new",
    "join",
    "mark",
    "mark_rest",
    "new_code",
    "settle",
    "stop_code",
    "undo",
    "unmark",
]
