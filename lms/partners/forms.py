"""What a coordinator types about a partner."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from lms.core.errors import RuleBroken
from lms.core.forms import Form, Required
from lms.core.ids import public_id
from lms.core.words import Lazy, _, _l, language
from lms.partners.rules import LABEL, NAME, WEBSITE, Kind, Use, read_website
from lms.partners.sentences import KINDS, USES
from lms.people.queries import covers
from lms.places import queries as places


def provinces() -> list[tuple[str, str]]:
    """(code, name) of every province, in Vietnamese order."""
    return [(row.code, row.name_en if language() == "en" else row.name_vi) for row in places.provinces()]


def _choices(words: Mapping[Any, Lazy]) -> list[tuple[str, str]]:
    return [("", _("Choose from the list")), *((value.value, str(said)) for value, said in words.items())]


class FindForm(Form):
    """Finding a partner in the list."""

    q = StringField(_l("Name"), validators=[Length(max=NAME, message=_l("Search with at most 160 characters"))])


class PartnerForm(Form):
    """An organisation. A coordinator of provinces has to name one of theirs."""

    name = StringField(
        _l("Name of the organisation"),
        description=_l("As it stands on posters."),
        validators=[
            Required(_l("Enter the name of the organisation")),
            Length(max=NAME, message=_l("Write at most %(max)s characters")),
        ],
    )
    kind = SelectField(_l("Kind"), validate_choice=False)
    province = SelectField(_l("Where it works"), validate_choice=False)
    website = StringField(
        _l("Website"), validators=[Optional(), Length(max=WEBSITE, message=_l("Write at most %(max)s characters"))]
    )
    once = HiddenField()

    def __init__(self, formdata: Any = None, *, viewer: Any, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.kind.choices = _choices(KINDS)
        everywhere = [("", _("Whole country"))] if covers(viewer, None) else []
        own = [(code, name) for code, name in provinces() if covers(viewer, code)]
        self.province.choices = [SelectChoice(code, name) for code, name in everywhere + own]
        self.once.data = (formdata or {}).get("once") or public_id()

    def validate_kind(self, field: Any) -> None:
        """One of the four."""
        if field.data not in list(Kind):
            raise ValidationError(_("Choose what kind of organisation it is"))

    def validate_province(self, field: Any) -> None:
        """Inside the scope."""
        if (field.data or "") not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose a province from the list"))

    def validate_website(self, field: Any) -> None:
        """An address, if any."""
        try:
            read_website(field.data)
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from broken

    @property
    def told(self) -> tuple[str, Kind, str | None, str | None]:
        """What `actions.create` and `update` take first."""
        return self.name.data, Kind(self.kind.data), self.province.data or None, self.website.data or None


class LinkForm(Form):
    """A link. `classes`: (address of the class, what to call it)."""

    label = StringField(
        _l("What you call it"),
        description=_l("Only you and the partner see this, for example: Leaflet at Mường Hum market"),
        validators=[
            Required(_l("Give the link a name, so that you know it again")),
            Length(max=LABEL, message=_l("Write at most %(max)s characters")),
        ],
    )
    use = SelectField(_l("Where it will stand"), validate_choice=False)
    leads_to = SelectField(_l("It leads to"), validate_choice=False)
    province = SelectField(
        _l("Province chosen beforehand"),
        description=_l("Fills in the sign-up sheet; everybody can still choose another."),
        validate_choice=False,
    )
    once = HiddenField()

    def __init__(self, formdata: Any = None, *, classes: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(formdata, **values)
        self.use.choices = _choices(USES)
        self.leads_to.choices = [("", _("All classes")), *classes]
        self.province.choices = [("", _("No province")), *provinces()]
        self.once.data = (formdata or {}).get("once") or public_id()

    def validate_use(self, field: Any) -> None:
        """One of the five."""
        if field.data not in list(Use):
            raise ValidationError(_("Choose where the link will stand"))

    def validate_leads_to(self, field: Any) -> None:
        """A class that still meets, or all of them."""
        if (field.data or "") not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a class from the list"))

    def validate_province(self, field: Any) -> None:
        """One there is, or none."""
        if (field.data or "") not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a province from the list"))

    @property
    def told(self) -> tuple[str, Use, str | None, str | None]:
        """What `actions.add_link` takes after the partner."""
        return self.label.data, Use(self.use.data), self.province.data or None, self.leads_to.data or None
