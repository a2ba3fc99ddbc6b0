"""Tables of attendance: evidence and decision, codes, reports, versions of the rule, viewings."""

from lms.attendance.models.codes import CheckInCode, EarlyCode, WrongCode
from lms.attendance.models.evidence import Decision, Evidence, Settled
from lms.attendance.models.recaps import RecapTold
from lms.attendance.models.recounts import AttendanceRule, Recount, RecountChange, SessionRule
from lms.attendance.models.reports import Alias, Claim, Participant, Report, Stay
from lms.attendance.models.viewings import Viewing

__all__ = [
    "Alias",
    "AttendanceRule",
    "CheckInCode",
    "Claim",
    "Decision",
    "EarlyCode",
    "Evidence",
    "Participant",
    "RecapTold",
    "Recount",
    "RecountChange",
    "Report",
    "SessionRule",
    "Settled",
    "Stay",
    "Viewing",
    "WrongCode",
]
