"""What a trainer types about tracks, modules and lessons."""

from typing import Any

from wtforms import (
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError

from lms.catalogue import rules
from lms.catalogue.rules import words as limits
from lms.catalogue.rules.editing import Names, Seen
from lms.core.forms import Form, Required
from lms.core.markdown import LIMIT_KB, TextTooLong
from lms.core.words import _, _l, language

_LONG = _l("Write at most %(max)s characters")


def _lines(text: str | None) -> list[str]:
    """One sentence a line, without empty ones."""
    return [line for line in (part.strip() for part in (text or "").split("\n")) if line]


def plain_breaks(value: Any) -> Any:
    """Browsers send CR LF; texts hold LF."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class NumberField(IntegerField):
    """A whole number; what is none is said in a sentence of ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A number of a few digits, or none."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            self.data = None
        elif typed.isascii() and typed.isdigit() and len(typed) <= 9:
            self.data = int(typed)
        else:
            self.data = None
            raise ValueError(_("Enter a whole number"))


def _amount(label: Any, most: int, sentence: Any, *validators: Any) -> NumberField:
    return NumberField(label, validators=[*validators, NumberRange(1, most, message=sentence)])


class TextField(TextAreaField):
    """A long text with plain line breaks, no longer than a page should hold."""

    def __init__(self, label: Any = None, filters: tuple[Any, ...] = (), **values: Any) -> None:
        super().__init__(label, filters=(*filters, plain_breaks), **values)

    def pre_validate(self, _form: Any) -> None:
        """Not too long."""
        if limits.too_long(self.data or ""):
            raise ValidationError(str(TextTooLong(limit=LIMIT_KB)))


class LinesField(TextField):
    """A list, one line each: `lines` is what was typed, as a list."""

    @property
    def lines(self) -> list[str]:
        """What was typed."""
        return _lines(self.data)

    def pre_validate(self, form: Any) -> None:
        """Not too many, and each of a length that can be read at once."""
        super().pre_validate(form)
        if len(self.lines) > limits.LINES:
            raise ValidationError(_("Write at most %(most)s lines", most=limits.LINES))
        if any(len(line) > limits.LINE for line in self.lines):
            raise ValidationError(_("A line may have %(most)s characters at most", most=limits.LINE))


class VideoForm(Form):
    """A film on another site. A row without an address counts for nothing."""

    url = StringField(_l("Address of the video"), validators=[Optional(), Length(max=limits.ADDRESS, message=_LONG)])
    title = StringField(_l("What it shows"), validators=[Length(max=limits.TITLE, message=_LONG)])
    minutes = _amount(_l("Minutes"), limits.LENGTH, _l("Enter minutes from 1 to 600"), Optional())
    megabytes = _amount(_l("Size in MB"), limits.MEGABYTES, _l("Enter a size from 1 to 5000 MB"), Optional())
    poster = StringField(_l("Picture"), validators=[Length(max=100, message=_LONG)])

    def validate_url(self, field: Any) -> None:
        """A secure page of another site."""
        if field.data and not limits.SECURE.fullmatch(field.data):
            raise ValidationError(_("Enter the whole address, beginning with https://"))

    def validate_title(self, field: Any) -> None:
        """Whoever saves data chooses by the title."""
        if self.url.data and not field.data:
            raise ValidationError(_("Say what the video shows"))

    def validate_poster(self, field: Any) -> None:
        """A picture of ours, or none."""
        if field.data and not limits.POSTER.fullmatch(field.data):
            raise ValidationError(_("Enter the address of a picture of ours, as /pictures/…"))

    @property
    def told(self) -> dict[str, Any] | None:
        """The video, or None for an empty row."""
        if not self.url.data:
            return None
        poster = limits.POSTER.fullmatch(self.poster.data or "")
        return {
            "url": self.url.data,
            "title": self.title.data,
            "minutes": self.minutes.data,
            "megabytes": self.megabytes.data,
            "poster": poster[1] if poster else None,
        }


class LessonForm(Form):
    """The words of a lesson. A draft may lack anything; what readers need is asked for at publishing."""

    title_vi = StringField(_l("Title in Vietnamese"), validators=[Length(max=limits.TITLE, message=_LONG)])
    title_en = StringField(_l("Title in English"), validators=[Length(max=limits.TITLE, message=_LONG)])
    minutes = _amount(_l("Minutes of reading"), limits.MINUTES, _l("Enter minutes from 1 to 240"))
    goals = LinesField(_l("After this lesson you can"), description=_l("One sentence a line."))
    body = TextField(_l("Text"))
    activity = TextField(_l("Try it"), description=_l("What learners do themselves after reading."))
    recap = LinesField(_l("Remember"), description=_l("One sentence a line."))
    videos = FieldList(FormField(VideoForm), max_entries=limits.VIDEOS)
    note = StringField(_l("What changed"), validators=[Length(max=limits.NOTE, message=_LONG)])
    revision = HiddenField()
    version = HiddenField()

    def validate_minutes(self, field: Any) -> None:
        """Readers plan with it."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Enter minutes from 1 to 240"))

    @property
    def words(self) -> dict[str, Any]:
        """What the lesson says."""
        plain = {name: getattr(self, name).data or "" for name in ("title_vi", "title_en", "body", "activity")}
        lists = {name: getattr(self, name).lines for name in ("goals", "recap")}
        videos = [told for entry in self.videos if (told := entry.form.told)]
        return plain | lists | {"minutes": self.minutes.data, "videos": videos}

    @property
    def seen(self) -> Seen:
        """What this form knew when it was opened."""
        return Seen(_counted(self.revision.data), _counted(self.version.data))


def _counted(typed: str | None) -> int:
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def lesson_form(words: dict[str, Any], seen: Seen) -> LessonForm:
    """The sheet filled with words, and one empty row for a video."""
    spare = [{}] if len(words["videos"]) < limits.VIDEOS else []
    lists = {name: "\n".join(words[name]) for name in ("goals", "recap")}
    told = {**words, **lists, "videos": [*words["videos"], *spare]}
    return LessonForm(None, data=told | {"revision": str(seen.revision), "version": str(seen.version)})


class NamesForm(Form):
    """What a track is called; a lesson at its beginning as well."""

    title_vi = StringField(
        _l("Title in Vietnamese"),
        validators=[Required(_l("Enter the title in Vietnamese")), Length(max=limits.TITLE, message=_LONG)],
    )
    title_en = StringField(
        _l("Title in English"),
        validators=[Required(_l("Enter the title in English")), Length(max=limits.TITLE, message=_LONG)],
    )
    code = HiddenField()
    #: Mark of the names this form was opened with.
    seen = HiddenField()

    @property
    def names(self) -> Names:
        """What was typed."""
        return Names(self.title_vi.data, self.title_en.data)


class ModuleForm(NamesForm):
    """What a module is called and what it trains, by the names of the competences."""

    competences = SelectMultipleField(_l("What it trains (Circular 02/2025)"), validate_choice=False)
    unesco = SelectMultipleField(_l("What it trains (UNESCO, AI for students)"), validate_choice=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        name = "en" if language() == "en" else "vi"
        self.competences.choices = [(code, f"{code} {getattr(it, name)}") for code, it in rules.COMPETENCES.items()]
        self.unesco.choices = [(code, getattr(it, name)) for code, it in rules.UNESCO.items()]

    def validate_competences(self, field: Any) -> None:
        """Of the circular's."""
        if not set(field.data or ()) <= set(rules.COMPETENCES):
            raise ValidationError(_("Choose from the list"))

    def validate_unesco(self, field: Any) -> None:
        """Of UNESCO's."""
        if not set(field.data or ()) <= set(rules.UNESCO):
            raise ValidationError(_("Choose from the list"))

    @property
    def names(self) -> Names:
        """What was typed, in the order of the frameworks."""
        chosen = {name: set(getattr(self, name).data or ()) for name in ("competences", "unesco")}
        ordered = {
            "competences": [code for code in rules.COMPETENCES if code in chosen["competences"]],
            "unesco": [code for code in rules.UNESCO if code in chosen["unesco"]],
        }
        return Names(self.title_vi.data, self.title_en.data, **ordered)


class PlaceForm(Form):
    """A module to put a lesson into, or a copy of it."""

    module = SelectField(_l("Module"), validate_choice=False)

    def __init__(self, *args: Any, modules: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.module.choices = modules

    def validate_module(self, field: Any) -> None:
        """One there is."""
        if field.data not in {slug for slug, _name in self.module.choices}:
            raise ValidationError(_("Choose a module from the list"))


class TrackFileForm(Form):
    """A track from a file."""

    file = FileField(_l("File"), description=_l("The .zip file that was taken out, at most 48 MB"))

    def __init__(self, formdata: Any = None, *, files: Any = None) -> None:
        super().__init__(formdata)
        self.file.data = (files or {}).get("file")

    def validate_file(self, field: Any) -> None:
        """One was chosen."""
        if not field.data or not field.data.filename:
            raise StopValidation(_("Choose the file of a track"))
