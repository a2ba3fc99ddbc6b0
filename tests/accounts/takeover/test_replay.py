"""What was good once is worth nothing later: cookies, sheets, links, codes sent a second time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.core.db import db, mode
from lms.people import actions as people_actions
from lms.people.models import Person
from lms.people.rules import RoleName
from tests.accounts.takeover.doors import DOORS, is_in, learner
from tests.accounts.test_codes_handed_out import hand_out
from tests.accounts.test_lost_access import reset, shown, with_recovery
from tests.accounts.test_sign_up import GOOD
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.invitations.conftest import Desk, sheet
from tests.invitations.test_public_views import filled

pytestmark = pytest.mark.usefixtures("mail")
NEW = "bảy cây măng đắng"
doors = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)


def cookie(visit):
    return visit.client.get_cookie(gate.cookie_name()).value


def with_cookie(visit, value):
    """Another browser that holds this cookie."""
    other = visit.as_(None)
    other.client.set_cookie(gate.cookie_name(), value)
    return other


@doors
def test_a_cookie_planted_before_signing_in_opens_nothing_after(visit, door):
    planted = "v" * 43
    visit.client.set_cookie(gate.cookie_name(), planted)
    door(visit, learner())
    assert is_in(visit) and cookie(visit) != planted
    assert not is_in(with_cookie(visit, planted))


@doors
def test_who_was_signed_in_here_before_is_out(visit, door):
    somebody = visit.as_(people.person("Lò Thị Ún"))
    before = cookie(somebody)
    door(somebody, learner())
    assert somebody.get("accounts.learner.me").value("name") == "Giàng A Páo"
    assert not is_in(with_cookie(visit, before))


@doors
def test_a_copied_cookie_dies_at_sign_out_whichever_way_one_came(visit, door):
    door(visit, learner())
    copy = with_cookie(visit, cookie(visit))
    assert is_in(copy)
    visit.post("accounts.public.sign_out")
    assert not is_in(copy)


def by_the_owner(visit, person, at):
    typed = {"present": PASSWORD, "password": NEW}
    assert visit.as_(person).post("accounts.learner.change_password", typed).status == 303


def by_a_recovery_code(visit, person, at):
    assert reset(visit.as_(None), with_recovery(person, at)).status == 303


def by_a_code_handed_out(visit, person, at):
    helper = visit.as_(people.coordinator("12"))
    assert reset(visit.as_(None), shown(hand_out(helper, person))).status == 303


@doors
@pytest.mark.parametrize("change", [by_the_owner, by_a_recovery_code, by_a_code_handed_out])
def test_a_copied_cookie_dies_with_the_password_whoever_changed_it(visit, at, door, change):
    person = learner()
    door(visit, person)
    assert is_in(visit)
    change(visit, person, at)
    assert not is_in(visit)


def signed_up(visit):
    typed = GOOD | {"once": "a" * 13}
    assert visit.post("accounts.public.register", typed).status == 303
    return lambda browser: browser.post("accounts.public.register", typed)


def accepted(visit):
    desk = Desk(visit, people.coordinator("12"))
    desk.invite(sheet())
    paper = desk.visit.get("invitations.coordinator.codes", list_id=desk.list_id)
    code = paper.soup.select_one(".slip-code").text
    typed = filled(visit.get("invitations.public.claim", code=code), password=GOOD["password"])
    assert visit.post("invitations.public.accept", typed).status == 303
    return lambda browser: browser.post("invitations.public.accept", typed)


def change_password(visit, person, at):
    typed = {"present": GOOD["password"], "password": NEW}
    assert visit.post("accounts.learner.change_password", typed).status == 303


def renew_recovery(visit, person, at):
    assert visit.post("accounts.learner.renew_recovery", {"present": GOOD["password"]}).status == 303


def state(name):
    def close(visit, person, at):
        with mode("write"):
            setattr(db.session.merge(person), name, at)
            db.session.commit()

    close.__name__ = name
    return close


CHANGES = [change_password, renew_recovery, state("disabled_at"), state("merged_at"), state("erased_at")]


@pytest.mark.parametrize("made", [signed_up, accepted])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_sheet_that_made_an_account_opens_it_no_more_once_it_has_changed(visit, clock, at, made, change):
    send_again = made(visit)
    person = db.session.scalars(select(Person).order_by(Person.id.desc())).first()
    clock.move_to(at + timedelta(minutes=5))
    change(visit, person, at + timedelta(minutes=5))
    count = db.session.scalar(select(func.count(SignIn.id)))
    other = visit.as_(None)
    page = send_again(other)
    assert (page.status, page.errors) == (422, ["Bạn đã đăng ký bằng trang này rồi. Hãy đăng nhập"])
    assert not is_in(other) and db.session.scalar(select(func.count(SignIn.id))) == count


@pytest.mark.parametrize("made", [signed_up, accepted])
def test_the_sheet_of_somebody_with_a_role_lets_in_half_way_only(visit, at, made):
    send_again = made(visit)
    with mode("write"):
        person = db.session.scalars(select(Person).order_by(Person.id.desc())).first()
        people_actions.grant(person, RoleName.TRAINER, by=None, at=at)
        db.session.commit()
    other = visit.as_(None)
    assert send_again(other).location == "/sign-in/second"
    assert not is_in(other)


def test_a_sign_out_takes_the_recovery_code_that_nobody_has_read(visit):
    """On a shared phone the next one would read it."""
    visit.post("accounts.public.register", GOOD)
    visit.post("accounts.public.sign_out")
    people.with_password(people.person("Lò Thị Ún", phone="+84987654321"))
    visit.post("accounts.public.enter", {"contact": "0987654321", "password": PASSWORD})
    assert visit.get("accounts.learner.welcome").soup.select_one("main .codein") is None
