"""The kinds of fields a timetable is typed in."""

import re
from datetime import date, time
from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TimeInput

from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.words import Lazy, _l

TITLE, SUMMARY, TOPIC, REASON, RECAP = 160, 600, 200, 200, 4000
MOST_SEATS = 100_000
TOO_LONG = _l("Write at most %(max)s characters")


class Whole(StringField):
    """A whole number; what is no number stays text, to be shown again."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if re.fullmatch("[0-9]{1,9}", text) else text


class WallTime(StringField):
    """19:30, as a browser sends it or as people type it: 19h30, 7:05."""

    widget = TimeInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        found = re.fullmatch(r"([01]?\d|2[0-3]) ?[:hg.] ?([0-5]\d)(?::\d\d)?", text, re.ASCII)
        self.data = time(int(found[1]), int(found[2])) if found else text

    def _value(self) -> str:
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else self.data or ""


class Day(StringField):
    """2027-01-07 as a browser sends it, or 7/1/2027 as people type it."""

    widget = DateInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        typed = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
        self.data = _date(text if not typed else f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}") or text

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else self.data or ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None


def number_of(text: Any) -> int:
    """The number a choice stands for; 0 for what we did not offer."""
    return int(text) if re.fullmatch("[0-9]{1,9}", str(text)) else 0


class Is:
    """The field became a value of `kind`; `sentence` says what to type."""

    def __init__(self, kind: type, sentence: Lazy) -> None:
        self.kind, self.sentence = kind, sentence

    def __call__(self, _form: Form, field: Any) -> None:
        if not isinstance(field.data, self.kind):
            raise ValidationError(str(self.sentence))


def between(field: Any, least: int, most: int, rule: RuleBroken) -> None:
    """Refuses a number outside `least` to `most` with the sentence of a rule."""
    if isinstance(field.data, int) and not least <= field.data <= most:
        raise ValidationError(str(rule))


class MayBe(Is):
    """As `Is`, but the field may stay empty; then it is None."""

    field_flags = {"optional": True}

    def __call__(self, form: Form, field: Any) -> None:
        field.data = None if field.data == "" else field.data
        if field.data is not None:
            super().__call__(form, field)
