"""Bringing a file of questions, or a pasted text of them; choosing what is written out and how."""

from typing import Any

from wtforms import FileField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import StopValidation

from lms.core.forms import Form
from lms.core.screens import title_of
from lms.core.words import _, _l
from lms.quizzes.queries import editing


class BringForm(Form):
    """A file or a text, and the module for questions that name none."""

    module = SelectField(
        _l("Module"), description=_l("For questions whose file names no module of ours"), validate_choice=True
    )
    sheet = FileField(_l("File"), description=_l("GIFT, Aiken, Moodle XML, XLSX or CSV, at most 5 MB"))
    text = TextAreaField(
        _l("Or paste questions here"), description=_l("GIFT, Aiken or rows copied out of a table; at most 2 MB")
    )

    def __init__(self, formdata: Any = None, *, files: Any = None, module: str = "") -> None:
        super().__init__(formdata, data={"module": module})
        self.sheet.data = (files or {}).get("sheet")
        self.modules = {row.code: row for row in editing.modules()}
        self.module.choices = [SelectChoice(code, f"{code} {title_of(row)}") for code, row in self.modules.items()]
        #: As it was sent: the lines of a text count from its very beginning.
        self.typed = (formdata or {}).get("text", "")

    @property
    def has_file(self) -> bool:
        """Whether a file was chosen."""
        return bool(self.sheet.data and self.sheet.data.filename)

    def validate_sheet(self, _field: Any) -> None:
        """A file was chosen, or something was pasted."""
        if not self.has_file and not self.typed.strip():
            raise StopValidation(_("Choose a file, or paste your questions"))
