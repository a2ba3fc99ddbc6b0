"""What a trainer may type about a class."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from lms.core.clock import ZONE, local
from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.ids import public_id
from lms.core.screens import number
from lms.core.words import _, _l
from lms.schedule.changing import SeriesWish
from lms.schedule.forms.fields import (
    MOST_SEATS,
    SUMMARY,
    TITLE,
    TOO_LONG,
    TOPIC,
    Day,
    Is,
    MayBe,
    WallTime,
    Whole,
    between,
    number_of,
)
from lms.schedule.planner import ChangedMeanwhile, Details, Outline, TopicsMissing, details_of, marks_of
from lms.schedule.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_SESSIONS,
    LiveRoom,
    MinutesUnlikely,
    SessionCountUnlikely,
    columns_of,
    live_room,
    safe_link,
)


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
    room_capacity = Whole(
        _l("People the room lets in"),
        [MayBe(int, _l("Enter a number, for example 300"))],
        description=_l("As the plan of the room says: 100, 300, 500, 1000."),
    )
    overflow_url = StringField(
        _l("Where to watch when the room is full"),
        [Optional()],
        description=_l("The link of a stream, for example on YouTube."),
    )
    zalo_url = StringField(
        _l("Zalo group of the class"),
        [Optional()],
        description=_l("For everybody who has no e-mail. Only learners of the class see it."),
    )
    opens = Day(_l("Enrolment opens on"), [MayBe(date, _l("Enter a date, for example 7/1/2027"))])
    closes = Day(_l("Last day to enrol"), [MayBe(date, _l("Enter a date, for example 7/1/2027"))])
    topics = TextAreaField(
        _l("Topics"), [Optional()], description=_l("One a line, one for each session. Empty: the modules of the track.")
    )

    def validate_seats(self, field: Any) -> None:
        """At least one, and not a slip of the finger."""
        if isinstance(field.data, int) and not 1 <= field.data <= MOST_SEATS:
            raise ValidationError(_("Enter a number from 1 to %(most)s", most=number(MOST_SEATS)))

    def validate_room_capacity(self, field: Any) -> None:
        """As for seats."""
        self.validate_seats(field)

    def validate_opens(self, field: Any) -> None:
        """In a year that somebody may plan for: the calendar ends, and a midnight there is no instant."""
        if isinstance(field.data, date) and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_("Enter a date, for example 7/1/2027"))

    def validate_closes(self, field: Any) -> None:
        """As `opens`, and not before it."""
        self.validate_opens(field)
        if isinstance(field.data, date) and isinstance(self.opens.data, date) and field.data < self.opens.data:
            raise ValidationError(_("This day lies before the one on which enrolment opens"))

    def validate_overflow_url(self, field: Any) -> None:
        """A link that a browser opens as written."""
        try:
            safe_link(field.data)
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule

    validate_zalo_url = validate_overflow_url

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

    def details(self) -> Details:
        """What no letter tells of. The window is from midnight to midnight on the wall clock."""
        return Details(
            summary=self.summary.data or "",
            seats=self.seats.data,
            enrol_from=_midnight(self.opens.data) if self.opens.data else None,
            enrol_until=_midnight(self.closes.data + timedelta(days=1)) if self.closes.data else None,
            room_capacity=self.room_capacity.data or None,
            overflow_url=self.overflow_url.data or None,
            zalo_url=self.zalo_url.data or None,
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def shown_details(series: Any) -> dict[str, Any]:
    """`Details` of a series as the fields of a form hold them."""
    closes = series.enrol_until and local(series.enrol_until - timedelta(days=1)).date()
    as_they_are = ("title", "summary", "seats", "room_capacity", "overflow_url", "zalo_url")
    return {
        **{name: getattr(series, name) or "" for name in as_they_are},
        "room": series.room_url or "",
        "stood": marks_of(details_of(series)),
        "opens": series.enrol_from and local(series.enrol_from).date(),
        "closes": closes,
    }


class TrainersForm(Form):
    """Who teaches. A trainer plans for oneself; a coordinator chooses the first one too."""

    first_trainer = SelectField(_l("Trainer"), [Required(_l("Choose a trainer"))], validate_choice=False)
    second_trainer = SelectField(_l("Second trainer"), [Optional()], validate_choice=False)

    def validate_first_trainer(self, field: Any) -> None:
        """Somebody on the list."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose a trainer"))

    def validate_second_trainer(self, field: Any) -> None:
        """Somebody else than the first."""
        if "first_trainer" in self and field.data and field.data == self.first_trainer.data:
            raise ValidationError(_("Choose somebody else than the first trainer, or nobody"))


class DetailsForm(ClassForm, TrainersForm):
    """What may change of a series at any time."""

    #: The order of the page, and so of the error summary.
    field_order = (
        *("title", "summary", "first_trainer", "second_trainer", "topics", "seats", "opens", "closes"),
        *("room", "room_capacity", "overflow_url", "zalo_url", "stood"),
    )
    #: Marks of the details that it shows: somebody else may save others meanwhile.
    stood = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in self.field_order}

    def refused(self, rule: RuleBroken) -> None:
        """Say why; the next press says that it is meant all the same, where somebody else was faster."""
        if isinstance(rule, ChangedMeanwhile):
            self.stood.data = rule.values["stood"]
        self.broken(None if isinstance(rule, ChangedMeanwhile) else "topics", rule)

    def wish(self, trainers: list[Any]) -> SeriesWish:
        """What was typed, once it is valid."""
        return SeriesWish(self.title.data, trainers, columns_of(self.live_room()), self.lines())


class BusyForm(Form):
    """Said of a clash: both classes take place."""

    even_if_busy = BooleanField(_l("Both classes may be held at the same time"))


class PlanForm(ClassForm, TrainersForm, BusyForm):
    """A new weekly class."""

    track = SelectField(_l("Track"), coerce=number_of, validate_choice=False)
    weekdays = SelectMultipleField(
        _l("Meets on"),
        coerce=number_of,
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
        *("seats", "room", "summary", "topics", "opens", "closes", "room_capacity", "overflow_url", "zalo_url"),
        *("even_if_busy", "once"),
    )
    #: Stays the same while the form is shown again, so that a second tap plans nothing more.
    once = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in self.field_order}
        self.once.data = self.once.data or public_id()

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
            details=self.details(),
            track_id=self.track.data,
            weekdays=self.weekdays.data,
            starts=self.starts.data,
            minutes=self.minutes.data,
            first=self.first.data,
            count=self.count.data,
            room=self.live_room(),
            topics=self.lines(),
        )
