"""What may be typed about a broadcast."""

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import FileField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from lms.attendance.rules.viewings import Figure, Measure, Platform
from lms.attendance.viewing_words import MEASURES, PLATFORMS
from lms.core.clock import ZONE
from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.words import _, _l
from lms.schedule.forms.fields import TOO_LONG, Day, Is, WallTime
from lms.schedule.rules import LinkUnclear, safe_link

#: 1240, or as people write it: 1.240 and 1,240 and 1 240.
NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[.,\u00a0 ][0-9]{3}){1,2}")


class Count(StringField):
    """A whole number, its thousands parted or not; what is no number stays text, to be shown again."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(re.sub(r"\D", "", text)) if NUMBER.fullmatch(text) else text


class ViewingForm(Form):
    """A figure of a platform, with what shows it."""

    platform = SelectField(_l("Platform"), choices=[SelectChoice(*one) for one in PLATFORMS.items()])
    measure = RadioField(
        _l("What did the platform count?"),
        choices=[SelectChoice(*one) for one in MEASURES.items()],
        validate_choice=False,
    )
    figure = Count(_l("Figure"), [Is(int, _l("Enter a whole number, for example 1240"))])
    day = Day(_l("Read off on"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    hour = WallTime(_l("At what time"), [Is(time, _l("Enter a time, for example 19:30"))])
    url = StringField(_l("Link of the broadcast"), [Optional(), Length(max=300, message=TOO_LONG)])
    picture = FileField(_l("Picture of the figure"), description=_l("A screenshot: PNG, JPEG or WebP, at most 5 MB"))
    note = StringField(_l("Short note"), [Optional(), Length(max=200, message=TOO_LONG)])

    def __init__(self, formdata: Any = None, *, files: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        chosen = (files or {}).get("picture")
        self.picture.data = chosen if chosen and chosen.filename else None

    def validate_measure(self, field: Any) -> None:
        """One of the three."""
        if field.data not in set(Measure):
            raise ValidationError(_("Choose what the platform counted"))

    def validate_url(self, field: Any) -> None:
        """A link that a browser opens as written."""
        try:
            safe_link(field.data)
        except LinkUnclear as rule:
            raise ValidationError(_("Paste only the link of the broadcast, beginning with https://")) from rule
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule

    def read_off(self) -> Figure:
        """What was typed, once valid."""
        read_at = datetime.combine(self.day.data, self.hour.data, ZONE)
        kinds = (Platform(self.platform.data), Measure(self.measure.data))
        return Figure(*kinds, self.figure.data, read_at, self.url.data or None, self.note.data or "")

    def shown(self) -> tuple[str, bytes] | None:
        """(name, bytes) of the picture, if one was chosen."""
        chosen = self.picture.data
        return (chosen.filename, chosen.stream.read()) if chosen else None
