"""The first touch: which link of a partner brought a person here. Written once, when they sign up."""

from datetime import datetime
from typing import Any

from lms.core.db import insert_once
from lms.enrolment.models import FirstTouch
from lms.partners import queries as partners


def keep(person: Any, code: str, touched: datetime, *, by: Any, at: datetime) -> bool:
    """Keep that a new person came by the link with this code, opened at `touched`; False if it is kept already.

    A link that ended meanwhile has brought them all the same.
    """
    found = partners.link_by_code(code)
    values = {"person_id": person.id, "at": touched}
    return found is not None and insert_once(FirstTouch, {**values, "link_id": found.link.id}, "person_id")
