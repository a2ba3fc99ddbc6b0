"""Changes to series and sessions."""

from lms.schedule.actions.calendars import calendars_changed
from lms.schedule.actions.changes import change, change_series
from lms.schedule.actions.extra import add_session
from lms.schedule.actions.holidays import end_holiday, put_holiday
from lms.schedule.actions.routine import finish_ended, hold_ended, keep_blocks
from lms.schedule.actions.series import draft, publish, put_away, replan, set_details
from lms.schedule.actions.sessions import put_material

__all__ = [
    "add_session",
    "calendars_changed",
    "change",
    "change_series",
    "draft",
    "end_holiday",
    "finish_ended",
    "hold_ended",
    "keep_blocks",
    "publish",
    "put_away",
    "put_holiday",
    "put_material",
    "replan",
    "set_details",
]
