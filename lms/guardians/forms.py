"""What a guardian may type."""

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from lms.accounts import passwords
from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.text import national, parse_phone
from lms.core.words import _, _l
from lms.guardians import rules
from lms.people import rules as people
from lms.people.rules import Purpose


def _obey(rule: Any, *values: Any, **named: Any) -> Any:
    """What the rule answers; its sentence beside the field when it refuses."""
    try:
        return rule(*values, **named)
    except RuleBroken as broken:
        raise ValidationError(str(broken)) from broken


class CodeForm(Form):
    """The code a guardian has chosen before."""

    code = StringField(_l("Your code"), validators=[Required(_l("Enter the code of this page"))])


class NewCodeForm(Form):
    """A code of the guardian's own. `own`: numbers it may not be, as people write them."""

    code = StringField(
        _l("A code of your own"),
        description=_l("6 to 12 digits. With it you come back to this page. Write it down; do not tell it to anybody."),
        validators=[Required(_l("Choose a code with at least 6 digits"))],
    )

    def __init__(self, formdata: Any = None, *, own: Collection[str] = (), **values: Any) -> None:
        super().__init__(formdata, **values)
        self.own = [national(number).replace(" ", "") for number in own]

    def validate_code(self, field: Any) -> None:
        """Digits that are not guessed at once."""
        _obey(rules.check_code, field.data, common=passwords.common(), own=self.own)


class PhoneForm(Form):
    """How a guardian can be reached."""

    phone = StringField(_l("Your phone number"), validators=[Optional()])
    #: +84…, or None when nothing was typed.
    number: str | None = None

    def validate_phone(self, field: Any) -> None:
        """Nothing, or a mobile number of Vietnam."""
        self.number = _obey(parse_phone, field.data)


class ConsentForm(NewCodeForm, PhoneForm):
    """Who the guardian is, their code, and one unticked box."""

    name = StringField(_l("Your full name"), validators=[Required(_l("Enter your full name"))])
    relation = SelectField(_l("Who you are to the child"), validate_choice=False)
    consent = BooleanField(rules.CONSENT_WORDING, validators=[Required(_l("Tick the box if you agree"))])
    #: The order of the page, and so of the error summary.
    field_order = ("name", "relation", "phone", "code", "consent")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in self.field_order}
        relations = [SelectChoice(relation.value, str(word)) for relation, word in rules.RELATIONS.items()]
        self.relation.choices = [SelectChoice("", _("Choose from the list")), *relations]

    def validate_name(self, field: Any) -> None:
        """Any script, a letter at least."""
        _obey(people.check_name, field.data)

    def validate_relation(self, field: Any) -> None:
        """One of the list."""
        if field.data not in list(rules.Relation):
            raise ValidationError(_("Choose who you are to the child"))

    def validate_code(self, field: Any) -> None:
        """Nor the number typed beside it."""
        self.own = [*self.own, self.phone.data.replace(" ", "")] if self.phone.data else self.own
        super().validate_code(field)

    def guardian(self) -> dict[str, Any]:
        """The values `guardians.actions.consent` takes, except the code."""
        return {"name": self.name.data, "relation": self.relation.data, "phone": self.number}


class OwnConsentForm(Form):
    """The consent of a young person who needs no guardian any more."""

    consent = BooleanField(
        people.CONSENT_WORDING[Purpose.LEARNING], validators=[Required(_l("Tick the box if you agree"))]
    )
