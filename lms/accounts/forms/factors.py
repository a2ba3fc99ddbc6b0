"""What a person may type about second factors."""

import re

from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from lms.core.forms import Form, Required
from lms.core.words import _, _l


class AppCodeForm(Form):
    """The six digits an authenticator app shows; spaces are for the eye."""

    code = StringField(_l("Code from the app"), validators=[Required(_l("Enter the six digits your app shows"))])

    @property
    def digits(self) -> str:
        """What was typed, without spaces."""
        return re.sub(r"\s", "", self.code.data or "")

    def validate_code(self, field: StringField) -> None:
        """Six digits of ASCII."""
        if not re.fullmatch(r"[0-9]{6}", self.digits):
            raise ValidationError(_("Enter the six digits your app shows"))


class ConfirmForm(Form):
    """The present password, once more."""

    password = PasswordField(_l("Present password"), validators=[Required(_l("Enter your present password"))])
