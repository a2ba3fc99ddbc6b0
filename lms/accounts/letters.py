"""The letters of this room: codes that were asked for, and what happened to an account, to all its e-mails."""

from datetime import datetime
from typing import Any

from lms.accounts import asking
from lms.accounts.queries import codes as queries
from lms.accounts.rules import codes as rules
from lms.accounts.rules.codes import Purpose
from lms.core.ids import public_id
from lms.notifications.actions import post


def code(number: int, *, by: Any, at: datetime) -> bool:
    """Write the letter with a code that was asked for. None for a contact nobody has, or a code that has ended."""
    made = queries.by_id(number)
    person = queries.person(made.person_id) if made else None
    contact = asking.contact_of(made) if person else None
    if contact is None or made.used_at or made.expires_at <= at:
        return False
    return post(
        f"accounts/letters/{'sign_in' if made.purpose == Purpose.SIGN_IN else 'contact'}_code",
        to=person,
        key=f"code:{made.public_id}",
        at=at,
        secret=True,
        address=contact,
        code=rules.grouped(asking.code_of(made.purpose, made.public_id)),
        token=asking.token_of(made.public_id),
    )


def tell(person: Any, template: str, *, but: str | None = None, at: datetime, **context: Any) -> None:
    """Tell the owner on every e-mail address (except `but`) what happened to the account just now."""
    for contact in queries.contacts_of(person.id):
        if contact.kind == "email" and contact.value != but:
            post(
                f"accounts/letters/{template}",
                to=person,
                key=f"told:{public_id()}",
                at=at,
                address=("email", contact.value),
                when=at,
                **context,
            )
