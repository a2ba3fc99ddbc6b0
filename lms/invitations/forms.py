"""What a coordinator types about a list, and what a holder of a code types."""

from collections.abc import Iterable
from typing import Any

from wtforms import FileField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, StopValidation

from lms.core.forms import Form, Required
from lms.core.ids import public_id
from lms.core.words import _, _l
from lms.invitations.rules.rows import Columns, Field

#: What a column is called on the page where it is chosen.
FIELDS = {
    Field.NAME: _l("Full name"),
    Field.FAMILY: _l("Family and middle name"),
    Field.GIVEN: _l("Given name"),
    Field.PHONE: _l("Phone number"),
    Field.EMAIL: _l("E-mail"),
    Field.BIRTH: _l("Birth year or date"),
    Field.GENDER: _l("Gender"),
    Field.FEMALE: _l("Nữ (ticked)"),
    Field.MALE: _l("Nam (ticked)"),
    Field.PROVINCE: _l("Province or city"),
}


class UploadForm(Form):
    """A list: what it is called, which province it is for, its file."""

    title = StringField(
        _l("Name of the list"),
        description=_l("For you and your team, for example: Youth union of Phìn Hồ, November"),
        validators=[Required(_l("Give the list a name")), Length(max=120, message=_l("Use at most 120 characters"))],
    )
    province = SelectField(_l("For which place"))
    sheet = FileField(_l("File"), description=_l("XLSX, XLS, ODS or CSV, at most 5 MB and 100,000 lines"))
    once = HiddenField()

    def __init__(self, formdata: Any = None, *, files: Any = None, provinces: Iterable[tuple[str, str]]) -> None:
        super().__init__(formdata)
        self.province.choices = [SelectChoice(code, name) for code, name in provinces]
        self.once.data = (formdata or {}).get("once") or public_id()
        self.sheet.data = (files or {}).get("sheet")

    def validate_sheet(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not field.data.filename:
            raise StopValidation(_("Choose the file with your list"))


class ColumnsForm(Form):
    """Which column holds what; a field for each of FIELDS."""

    def __init__(self, formdata: Any, *, headings: list[str], shown: list[list[str]], columns: Columns) -> None:
        guessed = {field: str(column) for field, column in columns.items()}
        super().__init__(formdata, data=guessed if formdata is None else None)
        names = [heading or _next(shown, number) for number, heading in enumerate(headings)]
        choices = [SelectChoice(str(n), f"{n + 1}. {name}"[:80]) for n, name in enumerate(names)]
        for field in FIELDS:
            self[field.value].choices = [SelectChoice("", _("Not in the file")), *choices]

    def columns(self) -> Columns:
        """Field -> column number of what was chosen."""
        return {field.value: int(self[field.value].data) for field in FIELDS if self[field.value].data}


def _next(shown: list[list[str]], number: int) -> str:
    """The first words of a column without a heading."""
    return next((row[number] for row in shown if number < len(row) and row[number]), "")


for _field, _name in FIELDS.items():
    setattr(ColumnsForm, _field.value, SelectField(_name, default=""))


class CodeForm(Form):
    """The claim code."""

    code = StringField(
        _l("Your code"),
        description=_l("12 letters and digits, as they stand on your paper. Capitals and dashes make no difference."),
        validators=[Required(_l("Enter the code that stands on your paper"))],
    )
