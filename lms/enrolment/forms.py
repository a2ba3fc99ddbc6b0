"""What a trainer may type about seats."""

from typing import Any

from wtforms import ValidationError

from lms.core.forms import Form
from lms.core.screens import number
from lms.core.words import _, _l
from lms.schedule.forms.fields import MOST_SEATS, Whole


class SeatsForm(Form):
    """How many learners may join."""

    seats = Whole(_l("Seats"))

    def validate_seats(self, field: Any) -> None:
        """At least one, and not a slip of the finger."""
        if not isinstance(field.data, int) or not 1 <= field.data <= MOST_SEATS:
            raise ValidationError(_("Enter a number from 1 to %(most)s", most=number(MOST_SEATS)))
