"""What is typed, as it is kept."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from lms.core.forms import Form


class Note(Form):
    title = StringField()
    text = TextAreaField()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Gia\u0300ng A Pa\u0301o", "Giàng A Páo"),
        ("\u202ecod.evil\u202c", "cod.evil"),
        ("Lò \u2066Thị\u2069 Mai\u202d", "Lò Thị Mai"),
        ("\u202a0912 345 678\u202c", "0912 345 678"),
        ("\u2067 ", ""),
        ("\U0001f469\u200d\U0001f33e nhà nông", "\U0001f469\u200d\U0001f33e nhà nông"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_text_is_composed_and_turns_no_other_text_about(typed, kept):
    form = Note(MultiDict({"title": typed, "text": typed}))
    assert form.validate() and (form.title.data, form.text.data) == (kept, kept)


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x85"])
def test_what_cannot_be_typed_is_refused(sign, app):
    assert not Note(MultiDict({"title": f"a{sign}b"})).validate()
