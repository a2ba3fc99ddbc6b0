"""A child and a guardian for tests, who do what the pages let them."""

from lms.core.clock import now
from lms.core.db import db, mode
from lms.guardians import gate, queries
from lms.people import actions
from lms.people.models import Person
from tests.factories import people

CODE = "905172"
MOTHER = {"name": "Sùng Thị Mỷ", "relation": "mother", "phone": "0987 654 321", "code": CODE, "consent": "y"}


def sign_up(name="Giàng A Páo", *, at, birth_year=2011, **values):
    """Somebody who has agreed to learn: under 16 they wait for a guardian."""
    person = people.person(name, birth_year=birth_year, consent=False, at=at, **values)
    with mode("write"):
        actions.agree_to_learn(person, way="sign-up", by=None, at=at)
        db.session.commit()
    return person


def again(child):
    """The child as the database has them now."""
    return db.session.get(Person, child.id, populate_existing=True)


class Guardian:
    """Somebody who holds the link of a child's page."""

    def __init__(self, visit, child):
        self.visit, self.child = visit.as_(None), child
        self.renewed()

    def renewed(self):
        """They are given the link as it is now."""
        with self.visit.app.test_request_context():
            version = queries.standing(self.child, queries.of(self.child), at=now()).version
            self.path = gate.path_of(self.child, version)
        return self

    def opens(self):
        return self.visit.open("GET", self.path)

    def sends(self, what, **data):
        return self.visit.open("POST", f"{self.path}/{what}", data=data)

    def consents(self, **other):
        return self.sends("consent", **MOTHER | other)

    def borrows_a_phone(self):
        """The same guardian at another browser."""
        return Guardian(self.visit, self.child)
