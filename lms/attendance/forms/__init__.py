"""What may be typed about an evening."""

from lms.attendance.forms.claims import AnswerForm, ClaimForm
from lms.attendance.forms.codes import CodeForm, WallForm
from lms.attendance.forms.marking import MARKS, SHORT_MARKS, MarkForm
from lms.attendance.forms.recounts import RecountForm, RuleForm

__all__ = [
    "MARKS",
    "SHORT_MARKS",
    "AnswerForm",
    "ClaimForm",
    "CodeForm",
    "MarkForm",
    "RecountForm",
    "RuleForm",
    "WallForm",
]
