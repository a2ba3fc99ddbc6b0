"""What a person may type about one-time codes, lost access and contacts."""

from typing import Any

from wtforms import HiddenField, PasswordField, StringField

from lms.accounts import passwords
from lms.accounts.forms.account import obey
from lms.accounts.rules import codes as rules
from lms.accounts.rules import sign_ins as door
from lms.core.forms import Form, Required
from lms.core.text import national, parse_contact
from lms.core.words import _l


class ContactForm(Form):
    """A part of a form: a phone number or an e-mail address."""

    contact = StringField(
        _l("Phone number or e-mail"), validators=[Required(_l("Enter a phone number or an e-mail address"))]
    )
    #: (kind, value) of what was typed, once valid.
    parsed: tuple[str, str] = ("", "")

    def validate_contact(self, field: Any) -> None:
        """A mobile number of Vietnam or an e-mail address."""
        self.parsed = obey(parse_contact, field.data)


class AskForm(ContactForm):
    """To whom a code is to be sent."""

    next = HiddenField()


class CodeForm(Form):
    """The eight digits that were sent."""

    code = StringField(
        _l("Code"),
        description=_l("Eight digits, for example 1234 5678"),
        validators=[Required(_l("Enter the eight digits of the code"))],
    )
    #: The digits without what stood between them, once valid.
    digits = ""

    def validate_code(self, field: Any) -> None:
        """Eight digits, however they are grouped."""
        self.digits = obey(rules.read_digits, field.data)


class LostForm(ContactForm):
    """A new password, for who has a recovery code or one handed out."""

    code = StringField(
        _l("Recovery code, or the code from your trainer"),
        description=_l("Capital or small letters, with or without the lines between them"),
        validators=[Required(_l("Enter the code"))],
    )
    password = PasswordField(
        _l("New password"),
        description=_l("At least 8 characters. Three words together are easy to remember."),
        validators=[Required(_l("Choose a password with at least 8 characters"))],
    )
    #: The code as it was made, once valid.
    key = ""

    def validate_code(self, field: Any) -> None:
        """As long as one of the two kinds."""
        self.key = obey(rules.read_signs, field.data)

    def validate_password(self, field: Any) -> None:
        """Long enough, not what everybody uses, not one's own contact."""
        contact = self.contact.data or ""
        own = {contact, national(contact), contact.partition("@")[0]}
        obey(door.check_password, field.data, common=passwords.common(), own=own)


class PresentForm(Form):
    """The present password, before something that matters."""

    present = PasswordField(_l("Present password"), validators=[Required(_l("Enter your present password"))])


class AddForm(ContactForm, PresentForm):
    """Another way to sign in."""
