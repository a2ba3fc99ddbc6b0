"""Deciding again, and a new version of the rule."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Length

from lms.core.forms import Form, Required
from lms.core.ids import public_id
from lms.core.words import _, _l
from lms.schedule.forms.fields import Day, Is, Whole

SHORT = Length(max=200, message=_l("Keep it under 200 characters"))


class RecountForm(Form):
    """By which version, and why."""

    version = SelectField(_l("By which version of the rule"), default="")
    reason = StringField(
        _l("Why"),
        validators=[Required(_l("Write why these classes are decided again")), SHORT],
        description=_l("It is kept with the change."),
    )
    once = HiddenField()

    def __init__(self, formdata: Any = None, *, versions: Iterable[tuple[str, str]]) -> None:
        super().__init__(formdata)
        own = SelectChoice("", _("By the version in force on the day of each class"))
        self.version.choices = [own, *(SelectChoice(name, words) for name, words in versions)]
        self.once.data = (formdata or {}).get("once") or public_id()


class RuleForm(Form):
    """The thresholds of a new version."""

    present = Whole(
        _l("Present from so many percent of the class"), [Is(int, _l("Enter a percentage, for example 70"))]
    )
    partial = Whole(_l("There in part from so many percent"), [Is(int, _l("Enter a percentage, for example 30"))])
    late = Whole(
        _l("Late after so many minutes"),
        [Is(int, _l("Enter how many minutes, for example 10"))],
        description=_l("Late is a remark. It takes nothing from being present."),
    )
    from_day = Day(_l("For classes from this day on"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    reason = StringField(
        _l("Why"),
        validators=[Required(_l("Write why the rule changes")), SHORT],
        description=_l("It is kept with the change."),
    )
    once = HiddenField()

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, data=values)
        self.once.data = (formdata or {}).get("once") or public_id()
