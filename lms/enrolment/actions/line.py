"""The line for a full class: standing in it, and being given the seat that comes free.

`Waiting.id` is taken under the lock of the class's count, so that it follows the order of commits.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update

from lms.core.db import db, insert_once, lock
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.enrolment import queries, rules
from lms.enrolment.models import Waiting
from lms.enrolment.rules import WaitingState
from lms.enrolment.seating import add_taken, hold, seat
from lms.schedule import actions as schedules
from lms.schedule.actions import calendars_changed
from lms.schedule.models import Series
from lms.schedule.planner import details_of

IN_LINE = text("state = 'waiting'")
#: People given a seat, or sent home, in one go; the next round of the job goes on.
MOST = 200


def stand_in_line(series_id: int, person_id: int, *, at: datetime) -> None:
    """Go to the end of the line; who stands in it keeps their place. The class's count is locked already."""
    values = {"series_id": series_id, "person_id": person_id, "state": WaitingState.WAITING, "asked_at": at}
    values["public_id"] = public_id()
    insert_once(Waiting, values, "series_id", "person_id", where=IN_LINE)


def serve(series_id: int, *, by: Any, at: datetime) -> list[int]:
    """Give the free seats of a class to those who wait, in their order; answers the ids of who got one.

    Who cannot come any more (paused, closed, gone) steps out. Safe to do again.
    """
    if not queries.has_line(series_id):
        return []
    taken, standing = hold(series_id), queries.standing(series_id, at)
    if not rules.line_moves(standing.state, standing.last_starts_at, standing.running, at):
        return []
    free, seated = rules.seats_left(standing.seats, taken), []
    for waiting in queries.next_in_line(series_id, MOST if free else 0):
        if len(seated) == free:
            break
        if not waiting.comes:
            _end(waiting.id, WaitingState.LEFT, at)
            continue
        number = seat(series_id, waiting.person_id, "waiting-list", at)
        _end(waiting.id, WaitingState.SEATED, at)
        if number is not None:
            seated.append(waiting.person_id)
            announce("enrolment.enrolled", number, at=at)
            announce("enrolment.seat-came", waiting.id, at=at)
    if seated:
        add_taken(series_id, len(seated))
    return seated


def serve_all(*, by: Any, at: datetime) -> int:
    """Serve every class that has a free seat and a line, whyever it is free; answers how many seats were given."""
    seated = [person for series_id in queries.lines_with_room(at) for person in serve(series_id, by=by, at=at)]
    calendars_changed(seated, at=at)
    return len(seated)


def set_seats(series: Series, seats: int, *, by: Any, at: datetime) -> int:
    """So many seats from now on; answers how many of those who wait got one at once."""
    hold(series.id)
    lock(series)
    schedules.set_details(series, details_of(series)._replace(seats=seats), by=by, at=at)
    db.session.flush()
    seated = serve(series.id, by=by, at=at)
    calendars_changed(seated, at=at)
    return len(seated)


def end_lines(*, by: Any, at: datetime) -> int:
    """Send home who waits for a class whose last session has begun, MOST at a time; answers how many."""
    over = queries.lines_over(at)
    waiting = (Waiting.series_id.in_(over), Waiting.state == WaitingState.WAITING)
    due = select(Waiting.id).where(*waiting).order_by(Waiting.id).limit(MOST)
    ended = (
        update(Waiting)
        .where(Waiting.id.in_(due), Waiting.state == WaitingState.WAITING)
        .values(state=WaitingState.OVER, ended_at=at)
        .returning(Waiting.id)
        .execution_options(synchronize_session=False)
    )
    gone = list(db.session.scalars(ended)) if over else []
    for number in sorted(gone):
        announce("enrolment.line-ended", number, at=at)
    return len(gone)


def _end(number: int, state: WaitingState, at: datetime) -> None:
    row = update(Waiting).where(Waiting.id == number).values(state=state, ended_at=at)
    db.session.execute(row.execution_options(synchronize_session=False))
