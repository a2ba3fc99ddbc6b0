"""Seeing, erasing and merging what is kept of a person."""

import json

from sqlalchemy import select

from lms.accounts import personal_data as account_data
from lms.accounts.models import Credential, SignIn
from lms.accounts.queries import sign_ins as accounts
from lms.core.db import db
from lms.people import personal_data, queries
from lms.people.models import Contact, Role
from tests.factories import people


def test_an_export_holds_everything_and_is_plain_json(app):
    person = people.trainer("Nguyễn Văn Tùng", phone="+84912345678", email="tung@gmail.com")
    found = json.loads(json.dumps(personal_data.export(person)))
    assert (found["name"], found["birth_year"], found["province"]) == ("Nguyễn Văn Tùng", 2004, "12")
    assert [contact["value"] for contact in found["contacts"]] == ["+84912345678", "tung@gmail.com"]
    assert [consent["purpose"] for consent in found["consents"]] == ["learning"]
    assert [role["name"] for role in found["roles"]] == ["trainer"]


def test_erasing_leaves_a_nameless_row_that_still_counts(app):
    person = people.person("Giàng A Páo", email="pao@gmail.com", preferred_name="Páo", commune_code=None)
    personal_data.erase(person)
    db.session.flush()
    assert (person.name, person.name_fold, person.name_sort, person.preferred_name) == ("", "", "", None)
    assert (person.birth_year, person.province_code) == (2004, "12")
    assert db.session.scalars(select(Contact)).all() == []


def test_a_merge_moves_what_the_other_does_not_have_and_can_be_undone(app):
    source = people.person(
        "Giàng A Páo", phone="+84912345678", email="pao@gmail.com", birth_year=None,
        roles=(("trainer", ""), ("coordinator", "12")),
    )  # fmt: skip
    target = people.person("Giàng Páo", phone="+84912345678", province_code=None, roles=(("trainer", ""),))
    before = [personal_data.export(source), personal_data.export(target)]
    undo = personal_data.move(source, target)
    db.session.flush()
    assert [person.id for person in queries.by_contact("email", "pao@gmail.com")] == [target.id]
    assert len(queries.by_contact("phone", "+84912345678")) == 2
    assert {role.name for role in queries.as_viewer(target).roles_now} == {"trainer", "coordinator"}
    assert [role.name for role in queries.as_viewer(source).roles_now] == ["trainer"]
    assert (target.province_code, target.birth_year) == ("12", 2004)
    personal_data.move_back(json.loads(json.dumps(undo)), source, target)
    db.session.flush()
    db.session.expire_all()
    assert [personal_data.export(source), personal_data.export(target)] == before
    assert len(db.session.scalars(select(Role)).all()) == 3


def test_an_account_is_listed_erased_and_moved(visit):
    source, target = people.with_password(people.person()), people.person()
    browser = visit.as_(source)
    assert account_data.export(source)["sign_ins"][0]["device"] == "test"
    undo = account_data.move(source, target)
    assert accounts.password_of(target) and accounts.password_of(source) is None
    account_data.move_back(undo, source, target)
    assert accounts.password_of(source) and accounts.password_of(target) is None
    people.with_password(target)
    assert account_data.move(source, target)["keys"] == [] and accounts.password_of(source), "each keeps their own"
    account_data.erase(source)
    assert [row.person_id for row in db.session.scalars(select(Credential))] == [target.id]
    assert db.session.scalars(select(SignIn)).all() == []
    assert browser.get("accounts.learner.me").status == 303
