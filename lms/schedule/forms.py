"""What a trainer may type about a class."""

import re
from datetime import date, time
from typing import Any

from wtforms import BooleanField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import DateInput, TimeInput

from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.screens import number
from lms.core.words import Lazy, _, _l
from lms.schedule.planner import Outline, TopicsMissing
from lms.schedule.rules import (
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_SESSIONS,
    LinkUnclear,
    LiveRoom,
    MinutesUnlikely,
    SessionCountUnlikely,
    live_room,
    safe_link,
)

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


def _number(text: Any) -> int:
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


class ClassForm(Form):
    """Title, summary, seats and live room: what may change at any time."""

    title = StringField(
        _l("Name of the class"),
        [
            Required(_l("Enter a name, for example: Selling by livestream from zero")),
            Length(max=TITLE, message=TOO_LONG),
        ],
    )
    summary = TextAreaField(
        _l("What learners take home"),
        [Optional(), Length(max=SUMMARY, message=TOO_LONG)],
        description=_l("One or two sentences, shown on the page of the class."),
    )
    seats = Whole(_l("Seats"), [Is(int, _l("Enter how many learners may join, for example 500"))])
    room = StringField(
        _l("Link of the live room"),
        [Optional()],
        description=_l("Zoom, Meet, Teams or another. Learners go in by a button here and never see the link."),
    )
    topics = TextAreaField(
        _l("Topics"), [Optional()], description=_l("One a line, one for each session. Empty: the modules of the track.")
    )

    def validate_seats(self, field: Any) -> None:
        """At least one, and not a slip of the finger."""
        if isinstance(field.data, int) and not 1 <= field.data <= MOST_SEATS:
            raise ValidationError(_("Enter a number from 1 to %(most)s", most=number(MOST_SEATS)))

    def validate_room(self, field: Any) -> None:
        """A link that a browser opens as written."""
        try:
            live_room(field.data)
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule

    def validate_topics(self, field: Any) -> None:
        """Each fits its place."""
        if any(len(topic) > TOPIC for topic in self.lines()):
            raise ValidationError(_("A topic has at most %(most)s characters. Shorten the longest", most=TOPIC))

    def lines(self) -> list[str]:
        """The topics, one a line."""
        return [line.strip() for line in (self.topics.data or "").splitlines() if line.strip()]

    def live_room(self) -> LiveRoom | None:
        """The pasted room, if there is one."""
        return live_room(self.room.data) if self.room.data else None


class TrainersForm(Form):
    """Who teaches. A trainer plans for oneself; a coordinator chooses the first one too."""

    first_trainer = SelectField(_l("Trainer"), [Required(_l("Choose a trainer"))], validate_choice=False)
    second_trainer = SelectField(_l("Second trainer"), [Optional()], validate_choice=False)

    def validate_first_trainer(self, field: Any) -> None:
        """Somebody on the list."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose a trainer"))


class DetailsForm(ClassForm, TrainersForm):
    """What may change of a series at any time."""


class BusyForm(Form):
    """Said of a clash: both classes take place."""

    even_if_busy = BooleanField(_l("Both classes may be held at the same time"))


class PlanForm(ClassForm, TrainersForm, BusyForm):
    """A new weekly class."""

    track = SelectField(_l("Track"), coerce=_number, validate_choice=False)
    weekdays = SelectMultipleField(
        _l("Meets on"),
        coerce=_number,
        choices=[SelectChoice(day, str(day)) for day in range(1, 8)],
        validate_choice=False,
    )
    starts = WallTime(_l("Begins at"), [Is(time, _l("Enter a time, for example 19:30"))])
    minutes = Whole(_l("Minutes"), [Is(int, _l("Enter how many minutes a session lasts, for example 90"))])
    first = Day(_l("First session"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    count = Whole(_l("Number of sessions"), [Is(int, _l("Enter how many sessions there are, for example 8"))])
    #: The order of the page, and so of the error summary.
    field_order = (
        *("title", "track", "first_trainer", "second_trainer", "weekdays", "starts", "minutes", "first", "count"),
        *("seats", "room", "summary", "topics", "even_if_busy"),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in self.field_order}

    def validate_track(self, field: Any) -> None:
        """One of ours."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose a track"))

    def validate_weekdays(self, field: Any) -> None:
        """One at least."""
        field.data = [day for day in field.data or () if 1 <= day <= 7]
        if not field.data:
            raise ValidationError(_("Choose at least one day of the week"))

    def validate_minutes(self, field: Any) -> None:
        """A session one can sit through."""
        between(field, LEAST_MINUTES, MOST_MINUTES, MinutesUnlikely(least=LEAST_MINUTES, most=MOST_MINUTES))

    def validate_count(self, field: Any) -> None:
        """Up to a year of weeks."""
        between(field, 1, MOST_SESSIONS, SessionCountUnlikely(most=MOST_SESSIONS))

    def validate_topics(self, field: Any) -> None:
        """No more topics than sessions: nothing that was typed may get lost."""
        super().validate_topics(field)
        if isinstance(self.count.data, int) and len(self.lines()) > self.count.data:
            raise ValidationError(str(TopicsMissing(given=len(self.lines()), count=self.count.data)))

    def outline(self) -> Outline:
        """What was typed, once it is valid."""
        return Outline(
            title=self.title.data,
            summary=self.summary.data or "",
            track_id=self.track.data,
            weekdays=self.weekdays.data,
            starts=self.starts.data,
            minutes=self.minutes.data,
            first=self.first.data,
            count=self.count.data,
            seats=self.seats.data,
            room=self.live_room(),
            topics=self.lines(),
        )


class MaterialForm(Form):
    """What goes with a session, also after it: slides, recording, recap."""

    slides = StringField(
        _l("Link of the slides"), [Optional()], description=_l("Learners open it from the page of the session.")
    )
    recording = StringField(_l("Link of the recording"), [Optional()])
    recap = TextAreaField(
        _l("Recap"),
        [Optional(), Length(max=RECAP, message=TOO_LONG)],
        description=_l("One point a line. Learners read it after the class."),
    )

    def validate_slides(self, field: Any) -> None:
        """A link that a browser opens as written."""
        try:
            safe_link(field.data)
        except LinkUnclear as rule:
            raise ValidationError(_("Paste only the link, for example https://drive.google.com/…")) from rule
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule

    validate_recording = validate_slides

    def material(self) -> dict[str, str | None]:
        """Slides, recording and recap, once valid; what is empty is None."""
        return {name: self[name].data or None for name in ("slides", "recording", "recap")}


class SessionForm(MaterialForm):
    """One session: its topic, its time, a live room of its own, and what goes with it."""

    topic = StringField(
        _l("Topic"), [Required(_l("Enter the topic of this session")), Length(max=TOPIC, message=TOO_LONG)]
    )
    day = Day(_l("Date"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    starts = WallTime(_l("Begins at"), [Is(time, _l("Enter a time, for example 19:30"))])
    room = StringField(
        _l("Link of the live room, if this session has its own"),
        [Optional()],
        description=_l("Empty: the room of the class."),
    )
    validate_room = ClassForm.validate_room
    live_room = ClassForm.live_room
    #: The order of the page, and so of the error summary.
    field_order = ("topic", "day", "starts", "room", "slides", "recording", "recap")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in self.field_order}


class CancelForm(Form):
    """Why a session does not take place; learners read it."""

    reason = StringField(
        _l("Reason, as learners read it"),
        [Required(_l("Say in a few words why, for example: the trainer is ill")), Length(max=REASON, message=TOO_LONG)],
    )
