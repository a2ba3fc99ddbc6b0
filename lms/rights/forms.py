"""What a person, or staff for them, may type."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, PasswordField, RadioField, SelectChoice
from wtforms.validators import StopValidation

from lms.core.forms import Form, Required
from lms.core.words import Lazy, _l
from lms.rights import rules, sentences


class OneOf:
    """The field holds one of these values; `sentence` says what to do."""

    def __init__(self, values: Collection[str], sentence: Lazy) -> None:
        self.values, self.sentence = values, sentence

    def __call__(self, _form: Form, field: Any) -> None:
        if field.data not in self.values:
            raise StopValidation(self.sentence)


def _radio(label: Lazy, words: Mapping[Any, Lazy], sentence: Lazy) -> RadioField:
    choices = [SelectChoice(str(value), said) for value, said in words.items()]
    return RadioField(label, choices=choices, validate_choice=False, validators=[OneOf(list(words), sentence)])


class DayField(DateField):
    """A day; what is none counts as nothing, so that the form's own sentence is read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class DeleteForm(Form):
    """The proof that it is oneself."""

    present = PasswordField(_l("Present password"), validators=[Required(_l("Enter your present password"))])


class NoteForm(Form):
    """A request that came by phone, by letter or in person."""

    kind = _radio(_l("What is asked for"), sentences.KINDS, _l("Choose what is asked for"))
    way = _radio(
        _l("How it came"), {way: sentences.WAYS[way] for way in rules.NOTED}, _l("Choose how the request came")
    )
    received = DayField(
        _l("Day it came"),
        description=_l("The time allowed is counted from this day"),
        validators=[Required(_l("Choose the day on which the request came, today at the latest"))],
    )
    sure = BooleanField(
        _l("I made sure that it is them who ask: I called back on the number we know, or saw them"),
        validators=[Required(_l("Make sure that it is them who ask, then tick the box"))],
    )

    def __init__(self, *args: Any, day: date, **values: Any) -> None:
        super().__init__(*args, received=day, **values)


class ExtendForm(Form):
    """Why more time is needed."""

    extend_why = _radio(_l("Why more time is needed"), sentences.EXTENDED, _l("Choose a reason"))


class RefuseForm(Form):
    """Why it is not carried out."""

    refuse_why = _radio(_l("Why it is refused"), sentences.REFUSED, _l("Choose a reason"))
