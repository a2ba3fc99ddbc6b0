"""What may be typed about classes, sessions and holidays."""

from lms.schedule.forms.fields import TOO_LONG, Whole
from lms.schedule.forms.holidays import HolidayForm
from lms.schedule.forms.series import BusyForm, DetailsForm, PlanForm, shown_details
from lms.schedule.forms.sessions import CancelForm, ChangeForm, ExtraForm, MaterialForm, RestoreForm

__all__ = [
    "TOO_LONG",
    "BusyForm",
    "CancelForm",
    "ChangeForm",
    "DetailsForm",
    "ExtraForm",
    "HolidayForm",
    "MaterialForm",
    "PlanForm",
    "RestoreForm",
    "Whole",
    "shown_details",
]
