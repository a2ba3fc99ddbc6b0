"""The pages of this audience, and what its forms offer."""

from typing import Any

from flask import Blueprint
from wtforms import SelectChoice

from lms.core.access import may, me
from lms.core.permissions import Can
from lms.core.words import _
from lms.schedule import queries
from lms.schedule.forms import DetailsForm, PlanForm, shown_details
from lms.schedule.models import Series, Session

pages = Blueprint("trainer", __name__)


def plan_form(formdata: Any = None, **values: Any) -> PlanForm:
    """The planner."""
    form = PlanForm(formdata, data=values)
    form.track.choices = [SelectChoice(track.id, track.title_vi) for track in queries.tracks()]
    _offer_trainers(form)
    return form


def details_form(series: Series, sessions: list[Session], formdata: Any = None) -> DetailsForm:
    """What may change of a series."""
    form = DetailsForm(formdata, data=shown(series, sessions))
    _offer_trainers(form, series.trainers)
    return form


def shown(series: Series, sessions: list[Session]) -> dict[str, Any]:
    """A series as its forms hold it."""
    people = [person.public_id for person in series.trainers] + ["", ""]
    return {
        **shown_details(series),
        "topics": "\n".join(session.topic for session in sessions),
        "first_trainer": people[0],
        "second_trainer": people[1],
    }


def _offer_trainers(form: Any, before: Any = None) -> None:
    """Everybody may name a second trainer, not oneself; only who plans for others chooses the first."""
    choices = [SelectChoice(person.public_id, person.name) for person in queries.trainers()]
    form.first_trainer.choices = [SelectChoice("", _("Choose from the list")), *choices]
    others = choices
    if not may(Can.PLAN_FOR_OTHERS):
        first = before[0] if before else me()
        others = [choice for choice in choices if choice.value != first.public_id]
        del form.first_trainer
    form.second_trainer.choices = [SelectChoice("", _("Nobody")), *others]


def trainers_of(form: Any, before: list[Any]) -> list[Any]:
    """The trainers chosen, in order; without a choice the first one stays as `before`."""
    known = {person.public_id: person for person in queries.trainers()}
    first = known.get(form.first_trainer.data) if "first_trainer" in form else before[0]
    second = known.get(form.second_trainer.data)
    return [person for person in dict.fromkeys((first, second)) if person is not None]
