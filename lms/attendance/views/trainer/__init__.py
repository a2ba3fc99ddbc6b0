"""The trainer's pages: roll, code, reports and the names in them, claims, deciding again, broadcasts."""

from lms.attendance.views.trainer import claims, codes, participants, recounts, reports, roll, sheets, viewings
from lms.attendance.views.trainer.pages import pages

__all__ = ["claims", "codes", "pages", "participants", "recounts", "reports", "roll", "sheets", "viewings"]
