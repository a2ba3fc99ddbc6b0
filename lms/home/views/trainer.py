"""The trainer's desk: before, during and after a class."""

from typing import Any

from flask import Blueprint, request

from lms.attendance import queries as attendance
from lms.attendance import sentences
from lms.attendance.rules.digits import wall
from lms.core.access import requires
from lms.core.pages import page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.home import queries, rules
from lms.home.rules import Stage
from lms.schedule import queries as schedules
from lms.schedule.models import Session

pages = Blueprint("trainer", __name__)


@pages.get("/sessions/<session_id>/desk")
@requires(Can.RUN_SESSION, schedules.session_by_public_id)
def desk(session: Session) -> Any:
    """Ten minutes of a volunteer's time, in three tabs."""
    wanted = request.args.get("stage", "")
    stage = Stage(wanted) if wanted in set(Stage) else rules.stage(session, request_time())
    code, meeting = queries.wall(session) if stage != Stage.AFTER else (None, None)
    return page(
        "home/trainer/desk.html",
        session=session,
        stage=stage.value,
        room=schedules.room_of(session),
        meeting=meeting,
        code=wall(code, request_time()) if code else None,
        counts=attendance.counts(session) if stage != Stage.AFTER else None,
        roll=attendance.roll(session, show="present") if stage == Stage.AFTER else None,
        words=sentences,
    )
