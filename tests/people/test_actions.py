"""Changes to persons, on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import words
from lms.core.db import db, mode
from lms.people import actions, queries, rules
from lms.people.models import Consent, Contact, Person, Role
from lms.people.rules import Paused, Purpose, RoleName
from tests.factories import people


@pytest.fixture(autouse=True)
def write(app):
    """Everything here is a change."""
    with mode("write"):
        yield


def create(at, name="Đặng Thị  Ún", **values):
    return actions.create(name, by=None, at=at, **values)


def audited():
    return [(entry.action, entry.detail) for entry in db.session.scalars(select(Entry).order_by(Entry.id))]


def test_a_person_carries_the_keys_of_the_name(at):
    person = create(at)
    assert (person.name, person.name_fold) == ("Đặng Thị Ún", "dang thi un")
    assert len(person.mark) == 4 and set(person.mark) <= set(rules.MARK_SIGNS) and not person.mark.isalpha()
    actions.rename(person, "Nguyễn Văn An", by=person, at=at)
    assert (person.name, person.name_fold) == ("Nguyễn Văn An", "nguyen van an")
    assert audited() == [("people.renamed", {})]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"name": " "}, rules.NameMissing),
        ({"name": "x" * 121}, rules.NameTooLong),
        ({"birth_year": 1800}, rules.BirthYearUnlikely),
        ({"province_code": "00"}, rules.UnknownProvince),
    ],
)
def test_what_cannot_be_is_refused(at, values, rule):
    with pytest.raises(rule):
        create(at, **values)


def test_whoever_shares_a_contact_may_be_a_duplicate(at):
    contact = ("phone", "+84912345678")
    first, second = create(at, contacts=[contact]), create(at, contacts=[("email", "a@b.vn"), contact])
    third = create(at, contacts=[("phone", "+84912345679")])
    assert [first.maybe_duplicate, second.maybe_duplicate, third.maybe_duplicate] == [False, True, False]
    assert queries.by_contact(*contact) == [first, second]


def test_a_contact_is_added_once(at):
    person = create(at)
    for _time in range(2):
        actions.add_contact(person, "phone", "+84912345678", by=None, at=at)
    assert len(db.session.scalars(select(Contact)).all()) == 1


def test_a_person_made_by_somebody_is_in_the_record(at):
    caretaker = people.caretaker()
    before = len(audited())
    actions.create("Lò Thị Mảy", by=caretaker, at=at)
    assert audited()[before:] == [("people.created", {})]


def test_a_consent_is_given_once_and_withdrawn_once(at):
    person = create(at)
    for _time in range(2):
        actions.give_consent(person, Purpose.NEWS, way="settings", by=person, at=at)
    [consent] = queries.consents(person)
    assert (consent.purpose, consent.version, consent.way) == ("news", rules.CONSENT_VERSION, "settings")
    assert consent.wording == rules.wording(Purpose.NEWS)
    ended = [actions.withdraw_consent(person, Purpose.NEWS, by=person, at=at) for _time in range(2)]
    assert (ended, queries.consents(person)) == ([True, False], [])
    assert audited() == [("people.consent-withdrawn", {"purpose": "news"})]
    actions.give_consent(person, Purpose.NEWS, way="settings", by=person, at=at)
    assert len(db.session.scalars(select(Consent)).all()) == 2


def test_the_wording_kept_is_the_one_shown():
    shown = set()
    for language in ("vi", "en"):
        words.speak(language)
        shown |= {rules.wording(purpose) for purpose in Purpose}
    assert len(shown) == 2 * len(Purpose)


def test_roles_are_granted_once_and_ended_once(at):
    person, by = create(at), create(at)
    granted = [actions.grant(person, RoleName.COORDINATOR, "12", by=by, at=at) for _time in range(2)]
    assert granted == [True, False]
    assert actions.grant(person, RoleName.COORDINATOR, "14", by=by, at=at)
    assert {role.province_code for role in queries.as_viewer(person).roles_now} == {"12", "14"}
    ended = [actions.end_role(person, RoleName.COORDINATOR, "12", by=by, at=at) for _time in range(2)]
    assert ended == [True, False]
    assert [role.province_code for role in queries.as_viewer(person).roles_now] == ["14"]
    assert actions.grant(person, RoleName.COORDINATOR, "12", by=by, at=at)
    assert [action for action, _detail in audited()] == [
        "people.granted", "people.granted", "people.role-ended", "people.granted"
    ]  # fmt: skip
    assert audited()[0][1] == {"role": "coordinator", "province": "12"}


@pytest.mark.parametrize(
    ("role", "province", "rule"),
    [("trainer", "12", rules.ScopeNotForRole), ("coordinator", "00", rules.UnknownProvince)],
)
def test_a_role_that_cannot_be_is_refused(at, role, province, rule):
    with pytest.raises(rule):
        actions.grant(create(at), RoleName(role), province, by=None, at=at)
    assert db.session.scalars(select(Role)).all() == []


def test_the_disabled_come_back(at):
    person = create(at)
    actions.disable(person, by=None, at=at)
    assert person.disabled_at == at
    actions.enable(person, by=None, at=at)
    assert person.disabled_at is None
    assert [action for action, _detail in audited()] == ["people.disabled", "people.enabled"]


def test_the_language_is_one_we_speak(at):
    person = create(at)
    spoken = []
    for language in ("en", "fr", "vi"):
        actions.speak_to(person, language, by=person, at=at)
        spoken.append(person.language)
    assert spoken == ["en", "vi", "vi"]


def test_closing_ends_roles_and_consents(at):
    person = people.trainer()
    actions.close(db.session.get(Person, person.id), by=None, at=at)
    assert (person.erased_at, queries.as_viewer(person).roles_now, queries.consents(person)) == (at, [], [])
    assert queries.by_public_id(person.public_id) is None


def test_paused_people_keep_the_first_hour_and_the_last_reason(at):
    person, later = create(at), at + timedelta(days=1)
    actions.pause(person, Paused.WITHDRAWN, by=person, at=at)
    for _time in range(2):
        actions.pause(person, Paused.GUARDIAN, by=None, at=later)
    assert (person.paused_at, person.paused_why) == (at, "guardian")
    for _time in range(2):
        actions.resume(person, by=None, at=later)
    assert (person.paused_at, person.paused_why) == (None, None)
    entries = db.session.scalars(select(Entry).order_by(Entry.id))
    assert [(entry.action, entry.why) for entry in entries] == [
        ("people.paused", "withdrawn"), ("people.paused", "guardian"), ("people.resumed", None)
    ]  # fmt: skip


def test_a_guardians_consent_keeps_the_guardians_words(at):
    person = create(at)
    actions.give_consent(person, Purpose.LEARNING, way="guardian", wording="f" * 64, by=None, at=at)
    assert [(row.way, row.wording) for row in queries.consents(person)] == [("guardian", "f" * 64)]


@pytest.mark.parametrize(("birth_year", "ways", "why"), [(2009, ["card"], None), (2010, [], "guardian")])
def test_a_childs_own_agreement_is_no_consent_yet(at, birth_year, ways, why):
    person = create(at, birth_year=birth_year)
    actions.stop_learning(person, by=person, at=at)
    assert person.paused_why == "withdrawn"
    actions.agree_to_learn(person, way="card", by=person, at=at)
    assert ([row.way for row in queries.consents(person)], person.paused_why) == (ways, why)
    actions.stop_learning(person, by=person, at=at)
    assert (queries.consents(person), person.paused_why) == ([], "withdrawn")
