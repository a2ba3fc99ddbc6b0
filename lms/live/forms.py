"""What may be typed about live rooms."""

import re
from typing import Any

from wtforms import StringField
from wtforms.validators import Length, Optional, ValidationError

from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.screens import number
from lms.core.text import CONTACT_LENGTH
from lms.core.words import _, _l
from lms.schedule.forms import TOO_LONG, Whole
from lms.schedule.rules import live_room

#: People a room may let in: Zoom's largest webinar has 10,000.
MOST_PEOPLE = 10_000
NAME = 80


def room_for(_form: Form, field: Any) -> None:
    """Refuses what is no number of people a room holds."""
    if not isinstance(field.data, int) or not 1 <= field.data <= MOST_PEOPLE:
        raise ValidationError(_("Enter a number from 1 to %(most)s", most=number(MOST_PEOPLE)))


class HostForm(Form):
    """A host of the programme's Zoom account."""

    name = StringField(
        _l("What you call it"),
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
        [room_for],
        description=_l("100, 300, 500 or 1,000, with the large-meeting add-on."),
    )

    def validate_zoom_user(self, field: Any) -> None:
        """An address, or the id that Zoom shows."""
        if not re.fullmatch(r"[\w.+@-]{3,254}", field.data or "", re.ASCII):
            raise ValidationError(_("Enter the e-mail address that this host signs in to Zoom with"))


class LimitsForm(Form):
    """How many the room lets in, and the stream for everybody else."""

    capacity = Whole(
        _l("How many people the room lets in"),
        [Optional()],
        description=_l("Zoom: 100 on Basic and Pro, 300 on Business, 500 or 1,000 with an add-on."),
    )
    overflow = StringField(
        _l("Link of a stream for when the room is full"),
        [Optional()],
        description=_l("YouTube or Facebook. Learners get it by a button, only once the room is full."),
    )
    validate_capacity = staticmethod(room_for)

    def validate_overflow(self, field: Any) -> None:
        """A link that a browser opens as written."""
        try:
            live_room(field.data)
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule
