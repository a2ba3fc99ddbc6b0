"""What is typed on the pages of duplicates."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import Length

from lms.core.forms import Form, Required
from lms.core.words import _, _l

QUERY = 120


class MergeForm(Form):
    """Who stays, and that somebody has looked. The choices are the two of the pair."""

    stays = RadioField(_l("Who stays?"), validators=[Required(_l("Choose who stays"))])
    sure = BooleanField(
        _l("I have compared both: they are one person"),
        validators=[Required(_l("Tick the box when you have compared both"))],
    )

    def __init__(self, people: Any, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        one, other = people
        self.stays.choices = [
            (one.public_id, _("First entry: %(name)s", name=one.name)),
            (other.public_id, _("Second entry: %(name)s", name=other.name)),
        ]


class FindForm(Form):
    """Finding the second of two."""

    q = StringField(
        _l("Name, phone number or e-mail"),
        validators=[Length(max=QUERY, message=_l("Search with at most 120 characters"))],
    )
