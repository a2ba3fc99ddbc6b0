"""What a coordinator may type: numbers of people."""

from wtforms import StringField

from lms.core.forms import Form, Required
from lms.core.words import _l


class TargetForm(Form):
    """How many people one place is to reach."""

    people = StringField(_l("People to reach"), [Required(_l("Enter how many people are to be reached"))])


class SpreadForm(Form):
    """How many people the whole country is to reach, to be shared out."""

    total = StringField(_l("People in the whole country"), [Required(_l("Enter how many people are to be shared out"))])
