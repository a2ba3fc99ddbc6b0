"""What may be typed about an evening."""

from lms.attendance.forms.codes import CodeForm
from lms.attendance.forms.marking import MARKS, MarkForm

__all__ = ["MARKS", "CodeForm", "MarkForm"]
