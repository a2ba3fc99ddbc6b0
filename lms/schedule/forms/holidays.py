"""What a coordinator may type about a holiday."""

from datetime import date
from typing import Any

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from lms.core.forms import Form, Required
from lms.core.words import _, _l
from lms.places.rules import MOST_DAYS
from lms.schedule.forms.fields import TOO_LONG, Day, Is, Whole


class HolidayForm(Form):
    """A holiday: its day, its names, and how many days are off around it."""

    on = Day(_l("Day of the holiday"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    name_vi = StringField(
        _l("Name in Vietnamese"), [Required(_l("Enter the name in Vietnamese")), Length(max=80, message=TOO_LONG)]
    )
    name_en = StringField(
        _l("Name in English"), [Required(_l("Enter the name in English")), Length(max=80, message=TOO_LONG)]
    )
    days = Whole(_l("Days off in all"), [Is(int, _l("Enter how many days are off, for example 1"))])
    days_before = Whole(_l("Of these, days before"), [Is(int, _l("Enter 0 if it begins on the day itself"))])

    def validate_days(self, field: Any) -> None:
        """One at least: to end a holiday is another button."""
        if isinstance(field.data, int) and not 1 <= field.data <= MOST_DAYS:
            raise ValidationError(_("Enter a number from 1 to %(most)s", most=MOST_DAYS))

    def validate_days_before(self, field: Any) -> None:
        """The day itself, or a day after it, is off too."""
        if isinstance(field.data, int) and isinstance(self.days.data, int) and field.data > self.days.data:
            raise ValidationError(_("There cannot be more days before than days in all"))
