"""Looking for questions: every field narrows the list, an empty one does not."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length

from lms.core.forms import Form
from lms.core.screens import title_of
from lms.core.words import _, _l
from lms.quizzes.queries import editing
from lms.quizzes.sentences import DIFFICULTIES, KINDS


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

    def __init__(self, values: Any, *, quizzes: list[tuple[str, str]]) -> None:
        super().__init__(values)
        modules = [(row.code, f"{row.code} {title_of(row)}") for row in editing.modules()]
        self.module.choices = [("", _("All modules")), *modules]
        self.kind.choices = [("", _("All kinds")), *((kind, str(said)) for kind, said in KINDS.items())]
        self.tag.choices = [("", _("All tags")), *((tag, f"{tag} ({count})") for tag, count in editing.tags())]
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
