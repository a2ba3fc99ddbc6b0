"""Nobody gets into a staff account with one factor, whichever door they take and whenever the role came."""

import pytest
from sqlalchemy import select

from lms.accounts import gate, passwords
from lms.accounts.models import Ceremony, SignIn
from lms.accounts.queries import sign_ins as queries
from lms.core.clock import now
from lms.core.db import db, mode
from lms.people import actions
from lms.people.rules import RoleName
from tests.accounts.letterbox import last_code
from tests.accounts.takeover.doors import EMAIL, ONE_FACTOR, by_code, by_password, by_recovery, is_in, learner
from tests.accounts.test_codes_handed_out import hand_out
from tests.accounts.test_lost_access import reset, shown, with_recovery
from tests.accounts.test_passkeys import ASK, ENTER, SECOND_ASK, SECOND_ENTER, asked, give, with_passkey
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.guardians.family import Guardian, sign_up

pytestmark = pytest.mark.usefixtures("mail")
OURS = "https://cunghoc.vn"
ROLES = ["trainer", "coordinator", "caretaker", "partner"]


def promote(person, role="trainer"):
    with mode("write"):
        actions.grant(db.session.merge(person), RoleName(role), by=None, at=now())
        db.session.commit()


def living():
    """The sign-ins that hold."""
    return db.session.scalars(select(SignIn.way).where(SignIn.ended_at.is_(None), SignIn.device != "test")).all()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", ONE_FACTOR, ids=lambda door: door.__name__)
def test_staff_are_not_in_with_one_factor(visit, door, role):
    person = people.with_app(learner(roles=((role, ""),)))
    page = door(visit, person)
    assert not is_in(visit) and living() == []
    assert visit.client.get_cookie(gate.cookie_name()) is None
    if door is by_recovery:
        assert page.status == 422 and passwords.matches(queries.password_of(person), PASSWORD)
    else:
        assert page.location == "/sign-in/second"


@pytest.mark.parametrize("door", ONE_FACTOR, ids=lambda door: door.__name__)
def test_a_role_given_after_a_sign_in_with_one_factor_ends_it(visit, door):
    person = learner()
    door(visit, person)
    assert is_in(visit)
    promote(person)
    assert not is_in(visit)


def test_a_code_handed_out_before_somebody_joined_the_team_opens_nothing(visit):
    person = learner()
    code = shown(hand_out(visit.as_(people.coordinator("12")), person))
    promote(person)
    assert reset(visit, code).status == 422
    assert passwords.matches(queries.password_of(person), PASSWORD)


def test_a_recovery_code_from_before_somebody_joined_the_team_opens_nothing(visit, at):
    person = learner()
    code = with_recovery(person, at)
    promote(person)
    assert reset(visit, code).status == 422
    assert passwords.matches(queries.password_of(person), PASSWORD)


def test_nobody_is_handed_a_code_for_somebody_of_the_team(visit):
    person = learner(roles=(("trainer", ""),))
    for helper in (people.coordinator(""), people.caretaker()):
        assert hand_out(visit.as_(helper), person).status == 404


def test_a_code_asked_for_as_a_learner_is_half_a_sign_in_once_one_has_a_role(visit):
    person = learner()
    visit.post("accounts.codes.send", {"contact": EMAIL})
    code = last_code()
    promote(person)
    assert visit.post("accounts.codes.try_", {"code": code}).location == "/sign-in/second"
    assert not is_in(visit)


def test_the_passkey_of_another_does_not_end_half_a_sign_in(visit):
    person = people.with_app(learner(roles=(("trainer", ""),)))
    device = with_passkey(visit.as_(None), people.with_password(people.person("Lò Thị Ún")), origin=OURS)
    by_password(visit, person)
    assert give(visit, SECOND_ENTER, device.signs(asked(visit, SECOND_ASK)))[0] == 422
    assert not is_in(visit)


def test_the_answer_to_one_challenge_ends_nothing_that_was_begun_for_another(visit):
    person = people.with_app(learner(roles=(("trainer", ""),)))
    device = with_passkey(visit.as_(None), person, origin=OURS)
    by_password(visit, person)
    second, alone = asked(visit, SECOND_ASK), asked(visit, ASK)
    assert give(visit, SECOND_ENTER, device.signs(alone))[0] == 422
    assert give(visit, ENTER, device.signs(second))[0] == 422
    assert not is_in(visit)


@pytest.mark.parametrize("purpose", ["passkey-in", "passkey-new", "app-new", "code", ""])
def test_the_cookie_of_half_a_sign_in_is_worth_nothing_under_another_name(visit, purpose):
    by_password(visit, people.with_app(learner(roles=(("trainer", ""),))))
    token = visit.client.get_cookie("lms-second").value
    other = visit.as_(None)
    other.client.set_cookie(f"lms-{purpose}" if purpose else "lms", token)
    assert not is_in(other)
    assert other.post("accounts.factors.enter_code", {"code": people.app_code(now())}).location == "/sign-in"
    assert other.open("POST", "/sign-in/passkey", json={}).status == 422
    assert other.post("accounts.codes.try_", {"code": "0000 0000"}).status == 422


def test_who_loses_the_role_half_way_is_a_learner(visit):
    person = people.with_app(learner(roles=(("trainer", ""),)))
    by_password(visit, person)
    with mode("write"):
        actions.end_role(db.session.merge(person), RoleName.TRAINER, by=None, at=now())
        db.session.commit()
    assert visit.post("accounts.factors.enter_code", {"code": people.app_code(now())}).status == 303
    [kept] = db.session.scalars(select(SignIn)).all()
    assert (kept.way, kept.idle_seconds) == ("second", 14 * 86400)


@pytest.mark.parametrize("state", ["disabled_at", "merged_at", "erased_at"])
@pytest.mark.parametrize("door", [by_password, by_code])
def test_who_is_gone_half_way_stays_out(visit, at, door, state):
    person = people.with_app(learner(roles=(("trainer", ""),)))
    door(visit, person)
    with mode("write"):
        setattr(db.session.merge(person), state, at)
        db.session.commit()
    assert visit.post("accounts.factors.enter_code", {"code": people.app_code(now())}).location == "/sign-in"
    assert living() == [] and not is_in(visit)


def test_in_production_nobody_is_let_in_as_an_invented_person(visit, monkeypatch):
    people.caretaker(demo=True)
    people.person(demo=True)
    browser = visit.as_(None)
    browser.post("accounts.public.demo_enter", part="caretaker")
    assert is_in(browser)
    monkeypatch.setitem(visit.app.config, "DEMO", False)
    assert not is_in(browser), "nor does a sign-in from before"
    for part in ("learner", "trainer", "coordinator", "caretaker"):
        assert visit.post("accounts.public.demo_enter", part=part).status == 404


def test_the_page_of_a_guardian_signs_nobody_in(visit, at):
    child = sign_up(at=at)
    guardian = Guardian(visit, child)
    guardian.consents()
    assert not is_in(guardian.visit)
    assert db.session.scalars(select(SignIn)).all() == [] and db.session.scalars(select(Ceremony)).all() == []
