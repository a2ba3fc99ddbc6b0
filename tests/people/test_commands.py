"""`flask people …`: how the first caretaker is made."""

import pytest
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.audit.models import Entry
from lms.core.db import db
from lms.people import queries
from tests.factories import people


@pytest.fixture
def flask(app, clock):
    """Run a command as the operator would."""

    def run(*words):
        db.session.commit()
        return app.test_cli_runner().invoke(args=["people", *words])

    return run


@pytest.mark.parametrize("contact", ["0912 345 678", "+84912345678", "Duc@Gmail.com"])
def test_a_person_who_signed_up_is_granted_a_role(flask, visit, contact):
    person = people.person("Phạm Minh Đức", phone="+84912345678", email="duc@gmail.com")
    browser = visit.as_(person)
    done = flask("grant", contact, "caretaker")
    assert (done.exit_code, done.output) == (0, "Phạm Minh Đức is caretaker now and has to sign in again.\n")
    assert [role.name for role in queries.as_viewer(person).roles_now] == ["caretaker"]
    assert browser.get("accounts.learner.me").status == 303
    assert db.session.scalars(select(SignIn.ended_at)).one() is not None
    actions = db.session.scalars(select(Entry.action).order_by(Entry.id)).all()
    assert actions == ["people.granted", "accounts.sign-ins-ended"]
    again = flask("grant", contact, "caretaker")
    assert (again.exit_code, again.output) == (0, "Phạm Minh Đức was caretaker already.\n")


def test_a_coordinator_of_one_province(flask):
    person = people.person(phone="+84912345678")
    assert flask("grant", "0912345678", "coordinator", "--province", "12").exit_code == 0
    assert queries.covers(queries.as_viewer(person), "12")
    listed = flask("list-roles").output
    assert listed == f"coordinator\t12\t{person.name}\t2026-11-26\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("0987654321", "caretaker"), "Nobody has signed up with 0987654321 yet."),
        (("12", "caretaker"), "Some digits are missing."),
        (("0912345678", "trainer", "--province", "12"), "Only coordinators can be limited to a province."),
        (("0912345678", "coordinator", "--province", "99"), "Choose your province or city from the list"),
        (("0912345679", "caretaker"), "Several people share 0912345679"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(flask, words, sentence):
    people.person(phone="+84912345678")
    for name in ("Lò Thị Mảy", "Lò Văn Sơn"):
        people.person(name, phone="+84912345679")
    done = flask("grant", *words)
    assert done.exit_code == 1 and sentence in done.output
    assert queries.roles() == []


def test_a_role_that_does_not_exist_is_refused(flask):
    assert flask("grant", "0912345678", "king").exit_code == 2


def test_a_lost_password_is_replaced_and_every_device_signed_out(flask, visit):
    mine = people.with_password(people.person("Lò Thị Mảy", phone="+84912345678", birth_year=2004))
    people.with_password(people.person("Lò Văn Páo", phone="+84912345678", birth_year=1979), "mười con trâu đen")
    browser = visit.as_(mine)
    assert flask("new-password", "0912345678").exit_code == 1
    done = flask("new-password", "0912345678", "--born", "2004")
    assert done.exit_code == 0 and done.output.startswith("Lò Thị Mảy signs in with ")
    assert browser.get("accounts.learner.me").status == 303
    new = done.output.split(" signs in with ")[1].split(" now.")[0]
    assert visit.post("accounts.public.enter", {"contact": "0912345678", "password": people.PASSWORD}).status == 422
    assert visit.post("accounts.public.enter", {"contact": "0912345678", "password": new}).status == 303


def test_lost_factors_are_forgotten_and_set_up_anew(flask, visit):
    trainer = people.with_app(people.with_password(people.trainer("Nguyễn Văn Tùng", phone="+84912345678")))
    browser = visit.as_(trainer)
    done = flask("forget-factors", "0912345678")
    assert (done.exit_code, done.output) == (
        0, "Nguyễn Văn Tùng had 1 and has none now. Staff set a new one up at their next sign-in.\n"
    )  # fmt: skip
    assert browser.get("accounts.learner.me").status == 303
    page = visit.post("accounts.public.enter", {"contact": "0912345678", "password": people.PASSWORD})
    assert visit.follow(page).h1 == "Thiết lập bước hai"
