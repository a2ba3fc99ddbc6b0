"""A question as a trainer types it: what every kind has here, the answers of each kind in `answers`."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from lms.catalogue.models import Lesson
from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.screens import title_of
from lms.core.words import _, _l
from lms.quizzes import paper
from lms.quizzes.rules import questions as rules
from lms.quizzes.sentences import DIFFICULTIES
from lms.writing import text as writing

TOO_LONG = _l("Write at most %(max)s characters")


class QuestionForm(Form):
    """What every kind of question has. The kinds say how their answers are typed and what shape they have."""

    #: Which kind it is, and the template of its answers.
    kind = ""
    part = ""

    #: The version the page was opened with.
    seen = HiddenField()
    text = TextAreaField(
        _l("Question"),
        validators=[Required(_l("Write the question")), Length(max=rules.LONGEST, message=TOO_LONG)],
    )
    #: Only carries what is wrong with the answers as a whole.
    answers = HiddenField(_l("Answers"))
    explanation = TextAreaField(
        _l("Why it is so"),
        description=_l("Shown with the right answer. Say it as you would in class."),
        validators=[Optional(), Length(max=rules.LONGEST, message=TOO_LONG)],
    )
    tags = StringField(
        _l("Tags"),
        description=_l("Words to find and draw it by, with commas between, for example: chè, giá bán"),
        validators=[Optional(), Length(max=1000, message=TOO_LONG)],
    )
    difficulty = SelectField(_l("How hard"), validate_choice=False)
    lesson = SelectField(
        _l("Lesson that teaches it"),
        description=_l("Whoever misses the question is led there."),
        validate_choice=False,
    )
    title_en = StringField(
        _l("About, in English"),
        description=_l("For colleagues who read no Vietnamese."),
        validators=[Optional(), Length(max=rules.TITLE, message=TOO_LONG)],
    )

    def __init__(self, formdata: Any = None, *, lessons: list[Lesson], **values: Any) -> None:
        super().__init__(formdata, **values)
        self.difficulty.choices = [(str(step), str(said)) for step, said in DIFFICULTIES.items()]
        self.lesson.choices = [("", _("Not said")), *((row.code, f"{row.code} {title_of(row)}") for row in lessons)]
        self._lessons = {row.code: row.id for row in lessons}

    def validate_text(self, field: Any) -> None:
        """Its pictures are here, and say what they show."""
        try:
            writing.check(field.data or "")
        except RuleBroken as rule:
            raise ValidationError(str(rule)) from rule

    validate_explanation = validate_text

    def shape(self) -> tuple[Any, Any, dict[str, str]]:
        """(options, key, feedback) in the shapes of `rules.bank`; of no kind, nothing."""
        return None, None, {}

    def arrange(self, wish: str) -> None:
        """More lines, one less, or one further up: `more`, `drop-3`, `up-3`."""

    @property
    def words(self) -> dict[str, Any]:
        """Everything that `actions.questions` takes."""
        options, key, feedback = self.shape()
        difficulty = self.difficulty.data or "0"
        return {
            "kind": self.kind,
            "text": self.text.data or "",
            "options": options,
            "key": key,
            "feedback": feedback,
            "explanation": self.explanation.data or "",
            "title_en": self.title_en.data or "",
            "tags": rules.tags_of((self.tags.data or "").replace(";", ",").split(",")),
            "difficulty": int(difficulty) if difficulty in "0123" else -1,
            "lesson_id": self._lessons.get(self.lesson.data or ""),
        }

    @property
    def seen_version(self) -> int:
        """The version the page was opened with; what is no number has been overtaken."""
        number = paper.number(self.seen.data)
        return -1 if number is None else number

    def refuse(self, rule: RuleBroken) -> None:
        """Put a rule's sentence where it belongs."""
        match rule:
            case rules.TextMissing():
                self.broken("text", rule)
            case rules.TooManyTags() | rules.TagTooLong():
                self.broken("tags", rule)
            case rules.DifficultyUnknown():
                self.broken("difficulty", rule)
            case rules.QuestionIncomplete():
                self.broken("answers", rule)
            case _:
                self.broken(None, rule)


def said(words: dict[str, Any], lessons: list[Lesson]) -> dict[str, Any]:
    """The plain fields of a question as the form shows them."""
    code = next((row.code for row in lessons if row.id == words["lesson_id"]), "")
    return {
        "text": words["text"],
        "explanation": words["explanation"],
        "title_en": words["title_en"],
        "tags": ", ".join(words["tags"]),
        "difficulty": str(words["difficulty"]),
        "lesson": code,
    }
