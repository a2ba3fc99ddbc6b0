"""The code of the evening."""

from wtforms import StringField
from wtforms.validators import Length

from lms.core.forms import Form, Required
from lms.core.words import _l


class CodeForm(Form):
    """Four digits; anything is accepted here, the rule says what is wrong with it."""

    code = StringField(
        _l("Four digits on the trainer's screen"),
        validators=[Required(_l("Enter the four digits that the trainer shows")), Length(max=600)],
    )
