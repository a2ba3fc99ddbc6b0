"""What a trainer may type about one session."""

from datetime import date, time
from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.ids import public_id
from lms.core.words import _, _l
from lms.schedule.changing import Which, Wish
from lms.schedule.forms.fields import REASON, RECAP, TOO_LONG, TOPIC, Day, Is, WallTime, number_of
from lms.schedule.forms.series import ClassForm
from lms.schedule.planner import Material
from lms.schedule.rules import LinkUnclear, SessionState, columns_of, safe_link


class MaterialForm(Form):
    """What goes with a session, also after it: module, slides, recording, recap."""

    module = SelectField(_l("Module"), [Optional()], coerce=number_of, validate_choice=False)

    slides = StringField(
        _l("Link of the slides"), [Optional()], description=_l("Learners open it from the page of the session.")
    )
    recording = StringField(_l("Link of the recording"), [Optional()])
    recap = TextAreaField(
        _l("Recap"),
        [Optional(), Length(max=RECAP, message=TOO_LONG)],
        description=_l("One point a line. Learners read it after the class."),
    )
    stood = HiddenField()

    def validate_module(self, field: Any) -> None:
        """One of the track's, or none."""
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose a module from the list"))

    def validate_slides(self, field: Any) -> None:
        """A link that a browser opens as written."""
        try:
            safe_link(field.data)
        except LinkUnclear as rule:
            raise ValidationError(_("Paste only the link, for example https://drive.google.com/…")) from rule
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule

    validate_recording = validate_slides

    def material(self) -> Material:
        """What goes with the session, once valid; what is empty is None."""
        links = (self[name].data or None for name in ("slides", "recording", "recap"))
        return Material(self.module.data or None, *links)


class WhichForm(Form):
    """How far a change reaches."""

    which = RadioField(
        _l("For which sessions"),
        choices=[
            SelectChoice(Which.ONE, _l("Only this one")),
            SelectChoice(Which.LATER, _l("This one and all after it")),
            SelectChoice(Which.ALL, _l("All that are not held yet")),
        ],
        default=Which.ONE,
        validate_choice=False,
    )

    def validate_which(self, field: Any) -> None:
        """One of the three; a form that does not say means this session."""
        field.data = field.data or Which.ONE
        if field.data not in set(Which):
            raise ValidationError(_("Choose for which sessions"))


class ChangeForm(WhichForm):
    """Another time, topic or live room. What was left as it is, is no wish."""

    day = Day(_l("Date"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    starts = WallTime(_l("Begins at"), [Is(time, _l("Enter a time, for example 19:30"))])
    topic = StringField(
        _l("Topic"), [Required(_l("Enter the topic of this session")), Length(max=TOPIC, message=TOO_LONG)]
    )
    room = StringField(
        _l("Link of the live room, if this session has its own"),
        [Optional()],
        description=_l("Empty: the room of the class."),
    )
    why = StringField(_l("Reason, as learners read it"), [Optional(), Length(max=REASON, message=TOO_LONG)])
    validate_room = ClassForm.validate_room
    live_room = ClassForm.live_room
    #: The order of the page, and so of the error summary.
    field_order = ("day", "starts", "which", "topic", "room", "why")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in self.field_order}

    def wish(self, session: Any) -> Wish:
        """What differs from how the session stands, once valid."""
        link = self.room.data or None
        return Wish(
            which=Which(self.which.data),
            day=self.day.data if self.day.data != session.date_local else None,
            starts=self.starts.data if self.starts.data != session.starts_local else None,
            topic=self.topic.data if self.topic.data != session.topic else None,
            room=columns_of(self.live_room()) if link != session.room_url else None,
            why=self.why.data or "",
        )


class ExtraForm(Form):
    """One session more. `once` stays the same while the form is shown again, so that a second tap adds nothing."""

    day = Day(_l("Date"), [Is(date, _l("Enter a date, for example 7/1/2027"))])
    starts = WallTime(_l("Begins at"), [Is(time, _l("Enter a time, for example 19:30"))])
    topic = StringField(
        _l("Topic"), [Required(_l("Enter the topic of this session")), Length(max=TOPIC, message=TOO_LONG)]
    )
    why = StringField(_l("Reason, as learners read it"), [Optional(), Length(max=REASON, message=TOO_LONG)])
    once = HiddenField()

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.once.data = (formdata or {}).get("once") or public_id()

    def wish(self) -> tuple[date, time, str, str]:
        """Day, wall time, topic and reason, once valid."""
        return self.day.data, self.starts.data, self.topic.data, self.why.data or ""


class CancelForm(WhichForm):
    """Why sessions do not take place; learners read it."""

    reason = StringField(
        _l("Reason, as learners read it"),
        [Required(_l("Say in a few words why, for example: the trainer is ill")), Length(max=REASON, message=TOO_LONG)],
    )

    def wish(self, _session: Any) -> Wish:
        """What was typed, once valid."""
        return Wish(Which(self.which.data), state=SessionState.CANCELLED, why=self.reason.data)


class RestoreForm(WhichForm):
    """Cancelled sessions take place after all."""

    def wish(self, _session: Any) -> Wish:
        """What was chosen, once valid."""
        return Wish(Which(self.which.data), state=SessionState.SCHEDULED)
