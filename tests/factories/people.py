"""Persons for tests, with `roles_now` filled as the gate does. No factory but `with_password` hashes anything."""

from datetime import UTC, datetime
from functools import cache
from itertools import count

from argon2 import PasswordHasher

from lms.accounts import sealing, totp
from lms.accounts.models import Authenticator, Credential
from lms.core.db import db, mode
from lms.people import actions, queries
from lms.people.models import Person
from lms.people.rules import Purpose, RoleName

#: When the people of the tests came: some weeks before the day the tests are about.
JOINED = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
PASSWORD = "ba cây nấm hương"
#: The secret of every authenticator app in the tests, as the app knows it.
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def person(
    name: str = "Lò Thị Mảy",
    *,
    phone: str | None = "",
    email: str | None = None,
    birth_year: int | None = 2004,
    province_code: str | None = "12",
    roles: tuple[tuple[str, str], ...] = (),
    consent: bool = True,
    at: datetime = JOINED,
    **columns,
) -> Person:
    """A person with the learning consent, committed. `phone=""` makes up a new number, None gives none.

    `roles`: (name, province_code) pairs. Further `columns` of Person are set as they are.
    """
    if phone == "":
        phone = f"+8491{next(_numbers):07d}"
    contacts = [("phone", phone)] * bool(phone) + [("email", email)] * bool(email)
    with mode("write"):
        made = actions.create(
            name, birth_year=birth_year, province_code=province_code, contacts=contacts, by=None, at=at
        )
        for column, value in columns.items():
            setattr(made, column, value)
        if consent:
            actions.give_consent(made, Purpose.LEARNING, way="sign-up", by=None, at=at)
        for role, scope in roles:
            actions.grant(made, RoleName(role), scope, by=None, at=at)
        db.session.commit()
    return queries.as_viewer(made)


def trainer(name: str = "Nguyễn Văn Tùng", **values) -> Person:
    """A trainer."""
    return person(name, roles=(("trainer", ""),), **values)


def coordinator(scope: str = "", name: str = "Trần Thu Hà", **values) -> Person:
    """A coordinator of one province, or of the whole country (""). Where they live is `province_code`."""
    return person(name, roles=(("coordinator", scope),), **values)


def caretaker(name: str = "Phạm Minh Đức", **values) -> Person:
    """The caretaker."""
    return person(name, roles=(("caretaker", ""),), **values)


@cache
def _hashed(password: str) -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def with_password(somebody: Person, password: str = PASSWORD, *, at: datetime = JOINED) -> Person:
    """The same person, who may sign in with `password` (hashed with the cheapest settings)."""
    with mode("write"):
        db.session.add(Credential(person_id=somebody.id, password=_hashed(password), changed_at=at))
        db.session.commit()
    return somebody


def with_app(somebody: Person, *, at: datetime = JOINED) -> Person:
    """The same person, whose authenticator app shows `app_code(moment)`."""
    with mode("write"):
        db.session.add(Authenticator(person_id=somebody.id, secret=sealing.seal(APP_SECRET), added_at=at))
        db.session.commit()
    return somebody


def app_code(moment: datetime) -> str:
    """What the app shows at a moment."""
    return totp.code_at(APP_SECRET, totp.step_of(moment))
