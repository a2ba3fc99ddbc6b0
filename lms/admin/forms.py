"""What a caretaker may type."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from lms.core.forms import Form
from lms.core.words import _, _l, language
from lms.people.rules import RoleName
from lms.places import queries as places

QUERY = 120

#: Roles by name, as a person reads them. A partner's role is given with the organisation, which is not here.
ROLES = {
    RoleName.TRAINER: _l("Trainer"),
    RoleName.COORDINATOR: _l("Coordinator"),
    RoleName.CARETAKER: _l("Caretaker"),
    RoleName.PARTNER: _l("Partner"),
}


class SearchForm(Form):
    """Finding somebody."""

    q = StringField(
        _l("Name or phone number"), validators=[Length(max=QUERY, message=_l("Search with at most 120 characters"))]
    )


class RoleForm(Form):
    """A role and, for a coordinator, where."""

    role = SelectField(_l("Role"), validate_choice=False)
    province = SelectField(
        _l("Where"), description=_l("Only coordinators can be limited to a province"), validate_choice=False
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.role.choices = [(name.value, str(said)) for name, said in ROLES.items() if name != RoleName.PARTNER]
        english = language() == "en"
        provinces = [(row.code, row.name_en if english else row.name_vi) for row in places.provinces()]
        self.province.choices = [("", _("Whole country")), *provinces]

    def validate_role(self, field: SelectField) -> None:
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a role from the list"))

    def validate_province(self, field: SelectField) -> None:
        if (field.data or "") not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a province from the list"))
