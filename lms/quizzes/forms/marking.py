"""Marks for a short answer."""

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from lms.core.forms import Form
from lms.core.words import _l
from lms.quizzes.rules.marking import REMARK, Share


class MarkForm(Form):
    """All, half or none; a word to the learner; whether these words are right from now on."""

    #: Which answer: sealed, for an address of an attempt would lead to its owner.
    answer = HiddenField()
    share = RadioField(
        _l("Points"),
        choices=[
            SelectChoice(Share.FULL.value, _l("All points")),
            SelectChoice(Share.HALF.value, _l("Half of the points")),
            SelectChoice(Share.NONE.value, _l("No points")),
        ],
        validators=[AnyOf(list(Share), message=_l("Choose how many points the answer earns"))],
        validate_choice=False,
    )
    remark = TextAreaField(
        _l("A word to the learner"),
        description=_l("Shown with the result. For half or no points: say what was missing."),
        validators=[Optional(), Length(max=REMARK, message=_l("Write at most %(max)s characters"))],
    )
    accept = BooleanField(_l("Accept these words as right from now on, and mark equal answers that wait"))
