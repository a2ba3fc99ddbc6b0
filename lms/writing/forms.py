"""What somebody who writes types about a picture."""

from typing import Any

from wtforms import FileField, StringField
from wtforms.validators import Length, StopValidation

from lms.core.forms import Form, Required
from lms.core.words import _, _l
from lms.writing.rules import WORDS_LENGTH


class PictureForm(Form):
    """What a picture shows, asked first, and its file."""

    shows = StringField(
        _l("What does the picture show?"),
        description=_l("For those who cannot see it, or have not loaded it: one sentence is enough"),
        validators=[
            Required(_l("Write what the picture shows")),
            Length(max=WORDS_LENGTH, message=_l("Use at most 300 characters")),
        ],
    )
    picture = FileField(
        _l("Picture"), description=_l("JPEG, PNG or WebP, at most 12 MB. Place and camera are taken out of it.")
    )

    def __init__(self, formdata: Any = None, *, files: Any = None) -> None:
        super().__init__(formdata)
        self.picture.data = (files or {}).get("picture")

    def validate_picture(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not field.data.filename:
            raise StopValidation(_("Choose the picture"))
