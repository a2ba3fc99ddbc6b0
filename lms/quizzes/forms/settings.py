"""How a quiz is set up."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, ValidationError

from lms.core.clock import ZONE, local
from lms.core.forms import Form
from lms.core.screens import title_of
from lms.core.words import _, _l
from lms.quizzes import paper
from lms.quizzes.models import Quiz
from lms.quizzes.rules import settings as rules
from lms.quizzes.rules.review import Phase, Shown, rule_of
from lms.quizzes.rules.settings import SettingRefused
from lms.quizzes.sentences import COUNTS, PHASES, PRESETS, PURPOSES

TOO_LONG = _l("Write at most %(max)s characters")
MOMENT = "%Y-%m-%dT%H:%M"
BAD_MOMENT = _l("Give the day and the time")


class MomentField(DateTimeLocalField):
    """A day and a time on the wall clock of the classes; empty for none."""

    def __init__(self, label: Any, **values: Any) -> None:
        super().__init__(label, format=[MOMENT, "%Y-%m-%dT%H:%M:%S"], validators=[Optional()], **values)

    def process_formdata(self, valuelist: list[str]) -> None:
        """See WTForms."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(BAD_MOMENT)) from error

    @property
    def instant(self) -> datetime | None:
        """What was chosen, as an instant."""
        return self.data.replace(tzinfo=ZONE) if self.data else None


class SettingsForm(Form):
    """Everything about a quiz but its questions."""

    title_vi = StringField(
        _l("Title in Vietnamese"),
        description=_l("The quiz of a module may leave it empty: it is called like its module."),
        validators=[Optional(), Length(max=rules.TITLE, message=TOO_LONG)],
    )
    title_en = StringField(
        _l("Title in English"), validators=[Optional(), Length(max=rules.TITLE, message=TOO_LONG)]
    )  # fmt: skip
    purpose = SelectField(
        _l("What is it for?"),
        description=_l("Passing the quiz of the module passes the module. Practice counts for nothing."),
        validate_choice=False,
    )
    pair = SelectField(
        _l("Compared with"),
        description=_l("For a quiz after the class: the pair shows what was learnt."),
        validate_choice=False,
    )
    pass_percent = StringField(_l("Passed from how many percent?"))
    attempts_allowed = StringField(_l("How many attempts?"), description=_l("0: any number."))
    counts = SelectField(_l("Which attempt counts?"), validate_choice=False)
    minutes = StringField(
        _l("How many minutes?"), description=_l("Empty: no time limit."), validators=[Optional()]
    )  # fmt: skip
    opens_at = MomentField(_l("Opens"), description=_l("Empty: at once. Vietnamese time."))
    closes_at = MomentField(_l("Closes"), description=_l("Empty: never."))
    shuffle_questions = BooleanField(_l("Each attempt has the questions in an order of its own"))
    shuffle_options = BooleanField(_l("Each attempt has the options in an order of its own"))
    preset = RadioField(_l("What learners see of the result"), validate_choice=False)
    during = SelectMultipleField(validate_choice=False)
    after = SelectMultipleField(validate_choice=False)
    later = SelectMultipleField(validate_choice=False)
    closed = SelectMultipleField(validate_choice=False)

    def __init__(self, formdata: Any = None, *, pairs: list[Quiz], **values: Any) -> None:
        super().__init__(formdata, **values)
        self.purpose.choices = [(name, str(said)) for name, said in PURPOSES.items()]
        self.counts.choices = [(name, str(said)) for name, said in COUNTS.items()]
        self.preset.choices = [(name, str(said)) for name, said in PRESETS.items()]
        self.pair.choices = [("", _("Nothing")), *((quiz.public_id, title_of(quiz.named)) for quiz in pairs)]
        self._pairs = {quiz.public_id: quiz.id for quiz in pairs}
        for phase in Phase:
            self[phase].label.text = str(PHASES[phase])
            self[phase].choices = [(name, name) for name in Shown._fields]

    def validate_purpose(self, field: Any) -> None:
        """One of the four."""
        if field.data not in PURPOSES:
            raise ValidationError(_("Choose what the quiz is for"))

    def validate_counts(self, field: Any) -> None:
        """One of the three."""
        if field.data not in COUNTS:
            raise ValidationError(_("Choose which attempt counts"))

    def validate_preset(self, field: Any) -> None:
        """One of them, or a table."""
        if field.data not in PRESETS:
            raise ValidationError(_("Choose what learners see"))

    @property
    def review(self) -> Any:
        """The rule of a preset, or that of the table."""
        if self.preset.data != "own":
            return rules.PRESETS[self.preset.data]
        table = {str(phase): set(self[phase].data or ()) for phase in Phase}
        return {phase: [name for name in Shown._fields if name in chosen] for phase, chosen in table.items()}

    @property
    def words(self) -> dict[str, Any]:
        """What `actions.settings` takes."""
        numbers = {name: self._whole(name) for name in ("pass_percent", "attempts_allowed")}
        minutes = (self.minutes.data or "").strip()
        return {
            "title_vi": self.title_vi.data or "",
            "title_en": self.title_en.data or "",
            "purpose": self.purpose.data,
            "pair_id": self._pairs.get(self.pair.data or ""),
            "counts": self.counts.data,
            **numbers,
            "minutes": self._whole("minutes") if minutes else None,
            "opens_at": self.opens_at.instant,
            "closes_at": self.closes_at.instant,
            "shuffle_questions": bool(self.shuffle_questions.data),
            "shuffle_options": bool(self.shuffle_options.data),
            "review": self.review,
        }

    def _whole(self, name: str) -> int:
        """A whole number; -1, which every rule refuses, for anything else."""
        number = paper.number((self[name].data or "").strip())
        return -1 if number is None else number

    def refuse(self, rule: Any) -> None:
        """Put a rule's sentence where it belongs."""
        self.broken(rule.field if isinstance(rule, SettingRefused) else None, rule)


def shown_of(quiz: Quiz) -> dict[str, Any]:
    """What the fields hold of a quiz."""
    table = {str(phase): [name for name, on in seen._asdict().items() if on] for phase, seen in rule_of(quiz).items()}
    return {
        **{name: getattr(quiz, name) for name in ("title_vi", "title_en", "purpose", "counts")},
        **{name: str(getattr(quiz, name)) for name in ("pass_percent", "attempts_allowed")},
        "minutes": "" if quiz.minutes is None else str(quiz.minutes),
        **{name: _wall(getattr(quiz, name)) for name in ("opens_at", "closes_at")},
        "shuffle_questions": quiz.shuffle_questions,
        "shuffle_options": quiz.shuffle_options,
        "preset": rules.preset_of(quiz.review),
        **table,
    }


def _wall(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment).replace(tzinfo=None)
