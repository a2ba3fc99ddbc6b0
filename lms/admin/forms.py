"""What a caretaker may type."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, ValidationError

from lms.admin.sentences import acts_by_room
from lms.core.clock import ZONE
from lms.core.forms import Form
from lms.core.words import _, _l, language
from lms.directory.forms import QUERY
from lms.directory.sentences import ROLES
from lms.people.rules import RoleName
from lms.places import queries as places

#: What the form calls the whole country, which is "" in a role: an empty choice must not mean everything.
COUNTRY = "all"
#: Days that are looked for in the record lie in these.
YEARS = (2020, 2100)


class RoleForm(Form):
    """A role and, for a coordinator, where."""

    role = SelectField(_l("Role"), validate_choice=False)
    where = SelectMultipleField(
        _l("Where"), description=_l("For coordinators: the whole country, or some provinces"), validate_choice=False
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.role.choices = [(name.value, str(said)) for name, said in ROLES.items() if name != RoleName.PARTNER]
        english = language() == "en"
        provinces = [(row.code, row.name_en if english else row.name_vi) for row in places.provinces()]
        self.where.choices = [(COUNTRY, _("Whole country")), *provinces]

    def validate_role(self, field: SelectField) -> None:
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a role from the list"))

    def validate_where(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) <= {value for value, _name in field.choices}:
            raise ValidationError(_("Choose a province from the list"))
        if self.role.data == RoleName.COORDINATOR and not field.data:
            raise ValidationError(_("Choose the whole country or at least one province"))

    @property
    def provinces(self) -> list[str]:
        """The scopes of the role: [""] for the whole country and for roles that have none."""
        chosen = self.where.data or []
        return [""] if not chosen or COUNTRY in chosen else sorted(chosen)


class RecordForm(Form):
    """What to look for in the record. An empty field narrows nothing."""

    q = StringField(
        _l("Who, or to whom"),
        description=_l("A name, a phone number or an e-mail"),
        validators=[Length(max=QUERY, message=_l("Search with at most 120 characters"))],
    )
    act = SelectField(_l("What was done"), validate_choice=False)
    first = DateField(_l("From"), validators=[Optional()])
    last = DateField(_l("Until"), validators=[Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.act.choices = {"": [("", _("Everything"))], **acts_by_room()}

    def validate_act(self, field: SelectField) -> None:
        if (field.data or "") not in {value for group in field.choices.values() for value, _said in group}:
            raise ValidationError(_("Choose an act from the list"))

    def validate_first(self, field: DateField) -> None:
        if field.data and not YEARS[0] <= field.data.year <= YEARS[1]:
            raise ValidationError(_("Enter a day between %(first)s and %(last)s", first=YEARS[0], last=YEARS[1]))

    validate_last = validate_first

    def asked(self, person: Any) -> dict[str, Any]:
        """What is asked for, as `queries.record` takes it."""
        return {
            "person": person and person.id,
            "act": self.act.data or "",
            "since": _midnight(self.first.data, 0),
            "until": _midnight(self.last.data, 1),
        }


def _midnight(day: date | None, later: int) -> str:
    return day and datetime.combine(day + timedelta(days=later), time(), ZONE).isoformat() or ""
