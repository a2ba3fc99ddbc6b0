"""Questions about sign-ins."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from lms.accounts.models import SignIn
from lms.core.db import db
from lms.people.models import Person, Role


def viewer(token: str, *, at: datetime) -> tuple[Person, SignIn] | None:
    """The person behind a token's digest, with `roles_now` filled, if the sign-in still holds. One SELECT."""
    rows = db.session.execute(
        select(SignIn, Person, Role)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Role, and_(Role.person_id == Person.id, Role.ended_at.is_(None)))
        .where(
            SignIn.token == token, SignIn.ended_at.is_(None), Person.disabled_at.is_(None), Person.erased_at.is_(None)
        )
    ).all()
    if not rows:
        return None
    sign_in, person, _role = rows[0]
    if not holds(sign_in, at=at):
        return None
    person.roles_now = [role for _sign_in, _person, role in rows if role is not None]
    return person, sign_in


def holds(sign_in: Any, *, at: datetime) -> bool:
    """Whether a sign-in is within its absolute and its idle limit."""
    return at < sign_in.expires_at and at - sign_in.seen_at < timedelta(seconds=sign_in.idle_seconds)
