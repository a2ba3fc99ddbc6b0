"""The trainer's pages: the roll, and the code on the wall."""

from lms.attendance.views.trainer import codes, roll
from lms.attendance.views.trainer.pages import pages

__all__ = ["codes", "pages", "roll"]
