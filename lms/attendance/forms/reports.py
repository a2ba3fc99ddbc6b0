"""Bringing a report, a paper list, or one person who walked in."""

from typing import Any

from wtforms import FileField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length, StopValidation, ValidationError

from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.text import parse_phone
from lms.core.words import _, _l


class ReportForm(Form):
    """The file of a live room."""

    sheet = FileField(_l("Report file"), description=_l("CSV or XLSX, as Zoom, Teams or Meet gave it, at most 5 MB"))

    def __init__(self, formdata: Any = None, *, files: Any = None) -> None:
        super().__init__(formdata)
        self.sheet.data = (files or {}).get("sheet")

    def validate_sheet(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not field.data.filename:
            raise StopValidation(_("Choose the file of the report"))


class PaperForm(Form):
    """A list of names, typed or pasted."""

    names = TextAreaField(
        _l("Names, one on each line"),
        description=_l("A phone number or an e-mail address may stand beside a name."),
        validators=[
            Required(_l("Type or paste at least one name")),
            Length(max=60_000, message=_l("This list is too long. Paste it in parts")),
        ],
    )


class WalkInForm(Form):
    """Somebody without a phone or an account."""

    name = StringField(
        _l("Full name"),
        validators=[Required(_l("Type the full name")), Length(max=120, message=_l("Use at most 120 characters"))],
    )
    phone = StringField(_l("Phone number"), description=_l("Helps to tell people of one name apart."))
    #: The phone as it is kept, once the form was found right.
    number: str | None = None

    def validate_phone(self, field: Any) -> None:
        """A number of Vietnam, or nothing."""
        try:
            self.number = parse_phone(field.data) if field.data else None
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from None


class OrderForm(Form):
    """How the dates of a file are read; `orders`: (order, the first date read that way)."""

    order = RadioField(_l("Which day is the first date in this file?"), validate_choice=False)

    def __init__(self, formdata: Any = None, *, orders: list[tuple[str, str]]) -> None:
        super().__init__(formdata)
        self.order.choices = [SelectChoice(*one) for one in orders]

    def validate_order(self, field: Any) -> None:
        """One was chosen."""
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(_("Choose one of the two dates"))
