"""*I was there*, and the trainer's answer."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length, Optional

from lms.attendance.rules.claims import NAME, NOTE
from lms.core.forms import Form
from lms.core.words import _, _l

TOO_LONG = _l("Write at most %(max)s characters")


class ClaimForm(Form):
    """What a learner says. All of it may stay empty: having been there is said by the button."""

    name = StringField(
        _l("The name you had in the room"),
        validators=[Optional(), Length(max=NAME, message=TOO_LONG)],
        description=_l("As others saw it, for example “iPhone của Mai” or “Galaxy A12”."),
    )
    note = TextAreaField(
        _l("What the trainer should know"),
        validators=[Optional(), Length(max=NOTE, message=TOO_LONG)],
        description=_l("For example: my network broke, I had no code, I watched on my sister's phone."),
    )


class AnswerForm(Form):
    """What a trainer answers. `participant`: whose times in the room are the learner's; "" for nobody's."""

    participant = RadioField(_l("If you agree"), validate_choice=False)
    words = StringField(
        _l("In your words"),
        validators=[Optional(), Length(max=200, message=TOO_LONG)],
        description=_l("Needed if you do not agree. The learner reads it."),
    )

    def __init__(self, formdata: Any = None, *, names: Iterable[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(formdata, data=values)
        own = SelectChoice("", _("I saw them, or I believe it: present"))
        self.participant.choices = [*(SelectChoice(number, words) for number, words in names), own]
        if self.participant.data is None:
            self.participant.data = ""
