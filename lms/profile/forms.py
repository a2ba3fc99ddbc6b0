"""What a person may tell about themselves later."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import StopValidation

from lms.core.forms import Form, Required
from lms.core.text import sort_key_plain
from lms.core.words import Lazy, _, _l
from lms.people.rules import CONSENT_WORDING, Purpose
from lms.places import queries as places
from lms.profile import sentences
from lms.profile.rules import cards as rules
from lms.profile.rules.cards import Card, Difficulty


class OneOf:
    """One of these values; `sentence` says what to do."""

    def __init__(self, values: Any, sentence: Lazy) -> None:
        self.values, self.sentence = frozenset(values), sentence

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data not in self.values:
            raise StopValidation(self.sentence)


def _radio(label: Lazy, words: Mapping[Any, Lazy], sentence: Lazy) -> RadioField:
    choices = [SelectChoice(str(value), said) for value, said in words.items()]
    return RadioField(label, choices=choices, validate_choice=False, validators=[OneOf(map(str, words), sentence)])


def _tick(purpose: Purpose) -> BooleanField:
    return BooleanField(CONSENT_WORDING[purpose], validators=[Required(rules.ConsentMissing.sentence)])


class ConsentForm(Form):
    """A consent given or taken back with one button."""

    purpose = HiddenField(
        validators=[OneOf([*rules.PURPOSES, *rules.SENSITIVE.values()], rules.UnknownPurpose.sentence)]
    )
    what = HiddenField(validators=[OneOf(["give", "withdraw"], rules.UnknownPurpose.sentence)])


class CardForm(Form):
    """The answer to a card; `value` is what `profile.actions.answer` takes, once valid."""

    @property
    def value(self) -> str:
        """The answer as it is kept."""
        return self.answer.data


class GenderForm(CardForm):
    """Female, male, other."""

    answer = _radio(sentences.CARDS[Card.GENDER], sentences.GENDERS, _l("Choose an answer, or “Rather not say”"))


class CommuneForm(CardForm):
    """A commune of one's province; whether it is one of them, `people.actions.live_in` decides."""

    answer = SelectField(
        _l("Commune or ward"),
        validators=[Required(_l("Choose your commune or ward from the list"))],
        validate_choice=False,
    )


class EthnicityForm(CardForm):
    """An ethnic group, with the consent to keep it."""

    answer = SelectField(_l("Ethnic group"), validate_choice=False)
    consent = _tick(Purpose.ETHNICITY)

    def validate_answer(self, field: Any) -> None:
        """One of the list."""
        OneOf([*rules.ETHNIC_GROUPS, rules.FOREIGN, rules.ANOTHER], _l("Choose your ethnic group from the list"))(
            self, field
        )


def _ability(name: str) -> RadioField:
    return _radio(rules.FUNCTIONS[name], rules.DIFFICULTIES, sentences.MISSING[name])


class DisabilityForm(CardForm):
    """The Washington Group Short Set, with the consent to keep what comes of it: yes or no."""

    seeing = _ability("seeing")
    hearing = _ability("hearing")
    walking = _ability("walking")
    remembering = _ability("remembering")
    caring = _ability("caring")
    communicating = _ability("communicating")
    consent = _tick(Purpose.DISABILITY)

    @property
    def value(self) -> str:
        """`yes` or `no`; the six answers are not kept."""
        said = [Difficulty(self[name].data) for name in rules.FUNCTIONS]
        return "yes" if rules.has_disability(said) else "no"


_FORMS = {
    Card.GENDER: GenderForm,
    Card.COMMUNE: CommuneForm,
    Card.ETHNICITY: EthnicityForm,
    Card.DISABILITY: DisabilityForm,
}


def form_for(card: Card, person: Any, formdata: Any = None, *, present: str | None = None) -> CardForm:
    """The form of a card, with the `present` answer chosen."""
    form = _FORMS[card](formdata, answer=present) if card != Card.DISABILITY else DisabilityForm(formdata)
    if card == Card.COMMUNE:
        communes = places.communes_of(person.province_code or "")
        form.answer.choices = _list([(commune.code, commune.name) for commune in communes])
    elif card == Card.ETHNICITY:
        groups = sorted(rules.ETHNIC_GROUPS.items(), key=lambda group: sort_key_plain(group[1]))
        form.answer.choices = _list([*groups, *((key, str(said)) for key, said in sentences.OTHER_GROUPS.items())])
    return form


def _list(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", _("Choose from the list")), *(SelectChoice(*pair) for pair in pairs)]
