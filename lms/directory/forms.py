"""What staff may type to find people."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from lms.core.forms import Form
from lms.core.words import _, _l, language
from lms.directory.rules import WHYS, Kind
from lms.directory.sentences import ROLES
from lms.people.queries import covers
from lms.people.rules import RoleName
from lms.places import queries as places

QUERY = 120


class FindForm(Form):
    """Finding somebody: by name or contact, narrowed by role and province. An empty field narrows nothing."""

    q = StringField(
        _l("Name, phone number or e-mail"),
        validators=[Length(max=QUERY, message=_l("Search with at most 120 characters"))],
    )
    role = SelectField(_l("Role"), validate_choice=False)
    province = SelectField(_l("Lives in"), validate_choice=False)

    def __init__(self, values: Any, viewer: Any) -> None:
        super().__init__(values)
        self.role.choices = [("", _("Everybody")), *((name.value, str(said)) for name, said in ROLES.items())]
        english, all_of_them = language() == "en", sees_all(viewer)
        seen = [row for row in places.provinces() if all_of_them or covers(viewer, row.code)]
        named = [(row.code, row.name_en if english else row.name_vi) for row in seen]
        self.province.choices = [("", _("All provinces") if all_of_them else _("All your provinces")), *named]

    def validate_role(self, field: SelectField) -> None:
        if (field.data or "") not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a role from the list"))

    def validate_province(self, field: SelectField) -> None:
        if (field.data or "") not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a province from the list"))

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, as `people.search` takes it."""
        return {"words": self.q.data or "", "role": self.role.data or "", "province": self.province.data or ""}


def sees_all(viewer: Any) -> bool:
    """Whether somebody may look at people of every province."""
    return covers(viewer, None) or any(role.name == RoleName.CARETAKER for role in viewer.roles_now)


class WhyForm(Form):
    """Why contacts are needed."""

    why = SelectField(_l("Why do you need them?"), validate_choice=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.why.choices = [("", _("Choose a reason")), *((why.value, str(said)) for why, said in WHYS.items())]


class TakeForm(WhyForm):
    """Taking the list found out of the house."""

    kind = SelectField(_l("Format"), validate_choice=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = [(Kind.XLSX.value, "Excel (XLSX)"), (Kind.CSV.value, "CSV")]
