"""What a person may type to sign up, to sign in, and about themselves."""

import hmac
import json
import re
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from lms.accounts import passwords
from lms.accounts.rules import sign_ins as door
from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.ids import public_id, sealed_id
from lms.core.text import CONTACT_LENGTH, national, parse_contact, sort_key_plain
from lms.core.words import _, _l, language
from lms.people import rules as people
from lms.people.rules import Purpose
from lms.places import queries as places

#: Longest answer that is looked at, in characters.
FIELD_LENGTH = CONTACT_LENGTH


def provinces_to_choose() -> list[SelectChoice]:
    """Today's provinces by code and the names of before 1 July 2025 by name, one list in Vietnamese order."""
    now = [(row.code, row.name_en if language() == "en" else row.name_vi, row.name_sort) for row in places.provinces()]
    before = [
        (old.name, _("%(old)s (now %(new)s)", old=old.name, new=row.name_vi), sort_key_plain(old.name))
        for old, row in places.former_names()
    ]
    return [SelectChoice(value, name) for value, name, _key in sorted(now + before, key=lambda choice: choice[2])]


def obey(rule: Any, *values: Any, **named: Any) -> Any:
    """What the rule answers; its sentence beside the field when it refuses."""
    try:
        return rule(*values, **named)
    except RuleBroken as broken:
        raise ValidationError(str(broken)) from broken


def read_year(text: str) -> int:
    """A year of four digits. Raises ValidationError."""
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValidationError(_("Enter the birth year with four digits, for example 2004"))
    return int(text)


class ProvinceForm(Form):
    """A part of a form: the province as it is now, by code or by any name it ever had."""

    province = SelectField(
        _l("Province or city"),
        validators=[Required(_l("Choose your province or city from the list"))],
        validate_choice=False,
    )
    #: The code of what was chosen, once valid.
    province_code: str | None = None

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offered = provinces_to_choose()
        self.province.choices = [SelectChoice("", _("Choose from the list")), *offered]
        if self.province.data and self.province.data not in {choice.value for choice in offered}:
            found = places.find(self.province.data[:FIELD_LENGTH])
            self.province.data = found.code if found else self.province.data

    def validate_province(self, field: Any) -> None:
        """A code, or a name that is or was one."""
        found = places.find(field.data[:FIELD_LENGTH])
        if found is None:
            raise ValidationError(str(people.UnknownProvince()))
        self.province_code = found.code


class SignUpForm(ProvinceForm):
    """One screen to become a learner. `day` is today in Vietnam; `person()` gives what `register` takes."""

    name = StringField(
        _l("Full name"),
        description=_l("This name will stand on your certificate."),
        validators=[Required(_l("Enter your full name"))],
    )
    contact = StringField(
        _l("Phone number or e-mail"),
        validators=[Required(_l("Enter a phone number or an e-mail address"))],
    )
    birth_year = StringField(
        _l("Birth year"),
        description=_l("Under 16, a parent or guardian is asked afterwards."),
        validators=[Required(_l("Enter the birth year with four digits, for example 2004"))],
    )
    password = PasswordField(
        _l("Password"),
        description=_l("At least 8 characters. Three words together are easy to remember."),
        validators=[Required(_l("Choose a password with at least 8 characters"))],
    )
    consent = BooleanField(
        people.CONSENT_WORDING[Purpose.LEARNING],
        validators=[Required(_l("Tick the box so that we may keep your details"))],
    )
    #: The order of the page, and so of the error summary.
    field_order = ("name", "contact", "birth_year", "province", "password", "consent")

    def __init__(self, formdata: Any = None, *, day: date, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.day = day
        #: Tells this page from every other; the sheet brings it back, so that a second tap is known as one.
        self.once = (formdata or {}).get("once") or public_id()
        self._fields = {name: self._fields[name] for name in self.field_order}
        self.parsed: tuple[str, str] = ("", "")

    def validate_name(self, field: Any) -> None:
        """Any script, a letter at least."""
        obey(people.check_name, field.data)

    def validate_contact(self, field: Any) -> None:
        """A mobile number of Vietnam or an e-mail address."""
        self.parsed = obey(parse_contact, field.data)

    def validate_birth_year(self, field: Any) -> None:
        """Four digits, believable."""
        obey(people.check_birth, self.day, read_year(field.data))

    def validate_password(self, field: Any) -> None:
        """Long enough, not what everybody uses, not one's own name or contact."""
        contact = self.contact.data or ""
        own = {self.name.data or "", contact, national(contact), contact.partition("@")[0]}
        obey(door.check_password, field.data, common=passwords.common(), own=own)

    def number(self, key: str) -> str:
        """The public id of whom this sheet makes, sealed with our `key`: the same page and words, the same person."""
        return sealed_id(key, self._sheet())

    def seed(self, key: str) -> bytes:
        """256 bits for the recovery code of whom this sheet makes: the same page and words, the same code.

        Random by the page's own number, which nobody keeps, and sealed with our `key`.
        """
        return hmac.digest(key.encode(), f"recovery:{self._sheet()}".encode(), "sha256")

    def _sheet(self) -> str:
        return json.dumps([self.once, *(self[name].data for name in self.field_order)])

    def person(self) -> dict[str, Any]:
        """The values `accounts.actions.register` takes, except the password."""
        return {
            "name": self.name.data,
            "contact": self.parsed,
            "birth_year": int(self.birth_year.data),
            "province_code": self.province_code,
            "language": language(),
        }


class SignInForm(Form):
    """Phone or e-mail and password; the birth year where several people share both."""

    contact = StringField(
        _l("Phone number or e-mail"), validators=[Required(_l("Enter a phone number or an e-mail address"))]
    )
    password = PasswordField(_l("Password"), validators=[Required(_l("Enter your password"))])
    birth_year = StringField(_l("Birth year"))
    next = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.parsed: tuple[str, str] = ("", "")

    @property
    def year(self) -> int | None:
        """The birth year, if one was typed."""
        return int(self.birth_year.data) if self.birth_year.data else None

    def validate_contact(self, field: Any) -> None:
        """A mobile number of Vietnam or an e-mail address."""
        self.parsed = obey(parse_contact, field.data)

    def validate_birth_year(self, field: Any) -> None:
        """Nothing, or four digits."""
        if field.data:
            read_year(field.data)


class DetailsForm(ProvinceForm):
    """What a person may change about themselves at once."""

    name = StringField(
        _l("Full name"),
        description=_l("This name will stand on your certificate."),
        validators=[Required(_l("Enter your full name"))],
    )
    language = SelectField(_l("Language"), choices=[SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._fields = {name: self._fields[name] for name in ("name", "province", "language")}

    def validate_name(self, field: Any) -> None:
        """Any script, a letter at least."""
        obey(people.check_name, field.data)


class PasswordForm(Form):
    """A new password, for who knows the present one."""

    present = PasswordField(_l("Present password"), validators=[Required(_l("Enter your present password"))])
    password = PasswordField(
        _l("New password"),
        description=_l("At least 8 characters. Three words together are easy to remember."),
        validators=[Required(_l("Choose a password with at least 8 characters"))],
    )

    def validate_password(self, field: Any) -> None:
        """Long enough, not what everybody uses."""
        obey(door.check_password, field.data, common=passwords.common())
