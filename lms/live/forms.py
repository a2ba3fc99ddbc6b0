"""What may be typed about live rooms."""

import re
from typing import Any

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from lms.core.forms import Form, Required
from lms.core.screens import number
from lms.core.text import CONTACT_LENGTH
from lms.core.words import _, _l
from lms.schedule.forms.fields import TOO_LONG, Is, Whole

#: People a room may let in: Zoom's largest webinar has 10,000.
MOST_PEOPLE = 10_000
NAME = 80


class HostForm(Form):
    """A host of the programme's Zoom account."""

    name = StringField(
        _l("Name of the host"),
        [Required(_l("Enter a name, for example: Room 1")), Length(max=NAME, message=TOO_LONG)],
    )
    zoom_user = StringField(
        _l("E-mail or user id at Zoom"),
        [
            Required(_l("Enter the e-mail address that this host signs in to Zoom with")),
            Length(max=CONTACT_LENGTH, message=TOO_LONG),
        ],
        description=_l("It needs a paid licence: without one Zoom registers nobody."),
    )
    capacity = Whole(
        _l("People its plan lets in"),
        [Is(int, _l("Enter how many people may be in the room, for example 300"))],
        description=_l("100, 300, 500 or 1,000, with the large-meeting add-on."),
    )

    def validate_zoom_user(self, field: Any) -> None:
        """An address, or the id that Zoom shows."""
        if not re.fullmatch(r"[\w.+@-]{3,254}", field.data or "", re.ASCII):
            raise ValidationError(_("Enter the e-mail address that this host signs in to Zoom with"))

    def validate_capacity(self, field: Any) -> None:
        """A room that somebody fits in."""
        if isinstance(field.data, int) and not 1 <= field.data <= MOST_PEOPLE:
            raise ValidationError(_("Enter a number from 1 to %(most)s", most=number(MOST_PEOPLE)))
