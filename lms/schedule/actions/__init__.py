"""Changes to series and sessions."""

from lms.schedule.actions.routine import finish_ended, hold_ended, keep_blocks
from lms.schedule.actions.series import draft, publish, replan, set_topics, set_trainers, update_series
from lms.schedule.actions.sessions import cancel, put_material, restore, update_session

__all__ = [
    "cancel",
    "draft",
    "finish_ended",
    "hold_ended",
    "keep_blocks",
    "publish",
    "put_material",
    "replan",
    "restore",
    "set_topics",
    "set_trainers",
    "update_series",
    "update_session",
]
