"""The trainer's own classes: plan them, publish them, change one evening."""

from lms.schedule.views.trainer import changes, more, planning, series
from lms.schedule.views.trainer.pages import pages

__all__ = ["changes", "more", "pages", "planning", "series"]
