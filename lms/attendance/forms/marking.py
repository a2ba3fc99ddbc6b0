"""The trainer's mark."""

from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import Length

from lms.attendance.rules.decision import Mark
from lms.core.forms import Form
from lms.core.words import _l

#: What a trainer can choose, in the order shown.
MARKS = (
    (Mark.PRESENT.value, _l("Present")),
    (Mark.LATE.value, _l("Present, late")),
    (Mark.ABSENT.value, _l("Absent")),
    (Mark.EXCUSED.value, _l("Excused")),
)


#: The same in few letters, for a row of buttons.
SHORT_MARKS = (
    (Mark.PRESENT.value, _l("Here")),
    (Mark.LATE.value, _l("Late")),
    (Mark.ABSENT.value, _l("Absent")),
    (Mark.EXCUSED.value, _l("Excused")),
)


class MarkForm(Form):
    """The trainer's word on one person."""

    value = RadioField(_l("Result"), choices=[SelectChoice(*mark) for mark in MARKS], validate_choice=False)
    reason = StringField(
        _l("Why"),
        validators=[Length(max=200, message=_l("Keep it under 200 characters"))],
        description=_l("The learner reads it too."),
    )
