"""Small sheets: looking for questions, what is drawn, and what one person is granted."""

from typing import Any, NamedTuple

from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from lms.core.forms import Form, Required
from lms.core.screens import title_of
from lms.core.words import _, _l
from lms.quizzes import paper
from lms.quizzes.queries import editing
from lms.quizzes.rules.settings import QUESTIONS
from lms.quizzes.sentences import DIFFICULTIES, KINDS


class Offered(NamedTuple):
    """Modules and tags to choose from, asked for once where several sheets offer them."""

    modules: list[tuple[str, str]]
    tags: list[tuple[str, str]]


def offered() -> Offered:
    """Every module and every tag, as the sheets offer them."""
    modules = [(row.code, f"{row.code} {title_of(row)}") for row in editing.modules()]
    tags = [(tag, f"{tag} ({count})") for tag, count in editing.tags()]
    return Offered([("", _("All modules")), *modules], [("", _("All tags")), *tags])


class FindForm(Form):
    """What the list of questions is narrowed by. Values nobody offered narrow it to nothing, and do no harm."""

    q = StringField(
        _l("Words in the question"),
        validators=[Length(max=editing.LONGEST, message=_l("Search with at most 200 characters"))],
    )
    module = SelectField(_l("Module"), validate_choice=False)
    kind = SelectField(_l("Kind"), validate_choice=False)
    tag = SelectField(_l("Tag"), validate_choice=False)
    difficulty = SelectField(_l("How hard"), validate_choice=False)
    state = SelectField(_l("State"), validate_choice=False)
    used = SelectField(_l("Asked in"), validate_choice=False)

    def __init__(self, values: Any, *, quizzes: list[tuple[str, str]], choices: Offered | None = None) -> None:
        super().__init__(values)
        self.module.choices, self.tag.choices = choices or offered()
        self.kind.choices = [("", _("All kinds")), *((kind, str(said)) for kind, said in KINDS.items())]
        self.difficulty.choices = [
            ("", _("Any")), *((str(step), str(said)) for step, said in DIFFICULTIES.items()),
        ]  # fmt: skip
        self.state.choices = [("ready", _("In use")), ("archived", _("Archived")), ("all", _("All"))]
        self.used.choices = [("", _("Any quiz or none")), ("none", _("No quiz")), *quizzes]

    @property
    def asked(self) -> editing.Asked:
        """What is asked for."""
        said = {name: field.data or "" for name, field in self._fields.items() if name != "q"}
        words = self.q.data or "" if self.validate() else ""
        return editing.Asked(words=words, **(said | {"state": said["state"] or "ready"}))


class DrawForm(Form):
    """What is drawn for each attempt, besides the questions with a fixed place."""

    count = StringField(_l("How many questions?"), validators=[Required(_l("Say how many questions are drawn"))])
    module = SelectField(_l("Module"), validate_choice=False)
    tag = SelectField(_l("Tag"), validate_choice=False)
    difficulty = SelectField(_l("How hard"), validate_choice=False)

    def __init__(self, formdata: Any = None, *, choices: Offered | None = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.module.choices, self.tag.choices = choices or offered()
        self.difficulty.choices = [("", _("Any")), *((str(n), str(said)) for n, said in DIFFICULTIES.items() if n)]
        for field in self:
            field.id = f"draw-{field.name}"
            field.label.field_id = field.id

    def validate_count(self, field: Any) -> None:
        """A whole number."""
        if not 1 <= self.many <= QUESTIONS:
            raise ValidationError(_("Give a number from 1 to %(most)s", most=QUESTIONS))

    def validate_module(self, field: Any) -> None:
        """One there is, or all."""
        if (field.data or "") not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a module from the list"))

    @property
    def many(self) -> int:
        """How many are drawn; 0 for no number."""
        return paper.number((self.count.data or "").strip()) or 0

    @property
    def hard(self) -> int:
        """How hard they are; 0 for any."""
        return int(self.difficulty.data) if self.difficulty.data in ("1", "2", "3") else 0


class ExtraForm(Form):
    """What one person has beyond the settings of a quiz."""

    minutes = StringField(_l("Minutes more"), description=_l("Added to the time limit, and to the closing."))
    attempts = StringField(_l("Attempts more"))
    why = StringField(
        _l("Why?"),
        description=_l("For colleagues who look at it later. No illness in detail."),
        validators=[
            Required(_l("Say in a few words why")),
            Length(max=200, message=_l("Write at most %(max)s characters")),
        ],
    )

    def validate_minutes(self, field: Any) -> None:
        """A whole number."""
        if self.more_minutes is None:
            raise ValidationError(_("Give a whole number, 0 for none"))

    def validate_attempts(self, field: Any) -> None:
        """A whole number."""
        if self.more_attempts is None:
            raise ValidationError(_("Give a whole number, 0 for none"))

    @property
    def more_minutes(self) -> Any:
        """Minutes; None for no number."""
        return paper.number((self.minutes.data or "0").strip())

    @property
    def more_attempts(self) -> Any:
        """Attempts; None for no number."""
        return paper.number((self.attempts.data or "0").strip())
