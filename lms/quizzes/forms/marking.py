"""Marks for a short answer."""

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from lms.core.forms import Form, Required
from lms.core.words import _l
from lms.quizzes.rules.marking import REMARK, Share


class MarkForm(Form):
    """All, half or none; a word to the learner; whether these words are right from now on."""

    #: Which answer: sealed, for an address of an attempt would lead to its owner.
    answer = HiddenField()
    share = RadioField(
        _l("Points"),
        choices=[
            (Share.FULL.value, _l("All points")), (Share.HALF.value, _l("Half of the points")),
            (Share.NONE.value, _l("No points")),
        ],
        validators=[Required(_l("Choose how many points the answer earns"))],
    )  # fmt: skip
    remark = TextAreaField(
        _l("A word to the learner"),
        description=_l("Shown with the result. For half or no points: say what was missing."),
        validators=[Optional(), Length(max=REMARK, message=_l("Write at most %(max)s characters"))],
    )
    accept = BooleanField(_l("Accept these words as right from now on, and mark equal answers that wait"))
