"""The trainer's pages: the roll, the code, reports of the live room and the names in them, deciding again."""

from lms.attendance.views.trainer import codes, participants, recounts, reports, roll, sheets
from lms.attendance.views.trainer.pages import pages

__all__ = ["codes", "pages", "participants", "recounts", "reports", "roll", "sheets"]
