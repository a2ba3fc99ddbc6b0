"""The code of the evening."""

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from lms.core.forms import Form, Required
from lms.core.words import _l


class CodeForm(Form):
    """Four digits; anything is accepted here, the rule says what is wrong with it."""

    code = StringField(
        _l("Four digits on the trainer's screen"),
        validators=[Required(_l("Enter the four digits that the trainer shows")), Length(max=600)],
    )


class WallForm(Form):
    """What to show; the rule says which rhythms there are."""

    every = SelectField(
        _l("The digits"),
        choices=[
            SelectChoice("", _l("stay until you change them")),
            SelectChoice("30", _l("change every 30 seconds")),
            SelectChoice("60", _l("change every minute")),
            SelectChoice("90", _l("change every 90 seconds")),
            SelectChoice("120", _l("change every 2 minutes")),
            SelectChoice("180", _l("change every 3 minutes")),
        ],
        validate_choice=False,
    )
