"""Forms: what a person may type. Shape only; policy is in the rules."""

import unicodedata
from typing import Any

from wtforms import Form as WTForm
from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation, ValidationError

from lms.core.errors import RuleBroken
from lms.core.text import nfc
from lms.core.words import Lazy, _l, gettext, ngettext


class _Translations:
    """WTForms' own messages speak our words."""

    def gettext(self, message: str) -> str:
        return gettext(message)

    def ngettext(self, single: str, plural: str, n: int) -> str:
        return ngettext(single, plural, n)


#: Unseen signs that turn the direction of what follows (Unicode UAX #9, 2.1–2.4): phones put them around copied
#: numbers, and a name that holds one turns the rest of somebody else's line about.
TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def tidy(value: Any) -> Any:
    """Text as it is kept: NFC (Unicode UAX #15), nothing that turns its direction, no space around it."""
    return nfc(value.translate(TURNS)).strip() if isinstance(value, str) else value


def no_control_characters(_form: WTForm, field: Any) -> None:
    """Refuse what cannot be typed on purpose; line breaks and tabs are for text areas."""
    text = field.data if isinstance(field.data, str) else ""
    if any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in text):
        raise ValidationError(_l("Remove the characters that cannot be shown."))


class Required:
    """The field needs a value; `sentence` says what to type."""

    field_flags = {"required": False}

    def __init__(self, sentence: Lazy) -> None:
        self.sentence = sentence

    def __call__(self, _form: WTForm, field: Any) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(self.sentence)


class Form(WTForm):
    """The form of the house: text comes in tidy, refusals are sentences."""

    class Meta:
        locales = False

        def get_translations(self, _form: WTForm) -> _Translations:
            return _Translations()

        def bind_field(self, form: WTForm, unbound: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound.field_class, StringField):
                given = (*unbound.kwargs.get("validators", ()), *(unbound.args[1] if len(unbound.args) > 1 else ()))
                unbound = UnboundField(unbound.field_class, *unbound.args[:1], name=unbound.name, **unbound.kwargs)
                options = {
                    **options,
                    "filters": (tidy, *unbound.kwargs.get("filters", ())),
                    "validators": (no_control_characters, *given),
                }
            return unbound.bind(form=form, **options)

    #: Sentences about the whole form, not one field.
    broken_rules: list[str]

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.broken_rules = []

    def broken(self, field: str | None, rule: RuleBroken) -> None:
        """Put a rule's sentence beside a field, or over the whole form."""
        if field is None:
            self.broken_rules.append(str(rule))
        else:
            self[field].errors = [*self[field].errors, str(rule)]
