"""The trainer's pages: the roll, the code on the wall, reports of the live room and the names in them."""

from lms.attendance.views.trainer import codes, participants, reports, roll
from lms.attendance.views.trainer.pages import pages

__all__ = ["codes", "pages", "participants", "reports", "roll"]
