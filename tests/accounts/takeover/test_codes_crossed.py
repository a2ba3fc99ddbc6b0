"""A code opens what it was made for, in the browser it was made for, once: never anything else."""

import threading

import pytest
from sqlalchemy import func, select

from lms.accounts.models import FailedSignIn, OneTimeCode, SignIn
from lms.accounts.rules.codes import ASKS, CODE_TRIES, LOST_TRIES
from lms.accounts.rules.sign_ins import TRIES
from lms.core.clock import now
from lms.core.db import db
from tests.accounts.letterbox import last_code, letters, link_in
from tests.accounts.takeover.doors import EMAIL, PHONE, by_password, is_in, learner
from tests.accounts.test_codes_handed_out import hand_out
from tests.accounts.test_contacts import path_of
from tests.accounts.test_lost_access import reset, shown, with_recovery
from tests.factories import people
from tests.guardians.family import CODE, Guardian, sign_up
from tests.invitations.conftest import Desk, sheet
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("mail")


class Hand:
    """Somebody who holds every kind of code there is, each for somebody else, and a browser of their own."""

    def __init__(self, visit, at):
        self.owner, self.visit = learner(), visit
        self.browser = visit.as_(None)

    def signing_in(self):
        self.browser.post("accounts.codes.send", {"contact": EMAIL})
        return last_code("sign_in_code").replace(" ", "")

    def proving(self):
        mine = self.visit.as_(self.owner)
        mine.open("POST", path_of(mine, EMAIL, "/code"))
        return last_code("contact_code").replace(" ", "")

    def handed_out(self):
        return shown(hand_out(self.visit.as_(people.coordinator("12")), self.owner))

    def recovering(self):
        return with_recovery(self.owner, now())

    def claiming(self):
        desk = Desk(self.visit, people.coordinator("12"))
        desk.invite(sheet())
        paper = desk.visit.get("invitations.coordinator.codes", list_id=desk.list_id)
        return paper.soup.select_one(".slip-code").text

    def guarding(self):
        return CODE


def into_sign_in(hand, code):
    hand.browser.post("accounts.codes.try_", {"code": code})


def into_proof(hand, code):
    stranger = hand.visit.as_(people.with_password(people.person("Lò Thị Ún", email="un@gmail.com")))
    stranger.open("POST", path_of(stranger, "un@gmail.com", "/code"))
    page = stranger.open(
        "POST", path_of(stranger, "un@gmail.com", "/code").replace("/code", "/prove"), data={"code": code}
    )
    assert page.status == 422


def into_lost(hand, code):
    for contact in (PHONE, EMAIL):
        assert reset(hand.browser, code, contact).status == 422


def into_claim(hand, code):
    assert hand.browser.get("invitations.public.claim", code=code).status == 422


def into_second(hand, code):
    people.with_app(people.with_password(people.trainer(phone="+84987654321")))
    hand.browser.post("accounts.public.enter", {"contact": "0987654321", "password": people.PASSWORD})
    assert hand.browser.post("accounts.factors.enter_code", {"code": code}).status == 422


def into_guardians_page(hand, code):
    child = sign_up(at=now())
    Guardian(hand.visit, child).consents(code="815204")
    assert Guardian(hand.visit, child).sends("enter", code=code).status == 422


def into_password(hand, code):
    for contact in (PHONE, EMAIL):
        page = hand.browser.post("accounts.public.enter", {"contact": contact, "password": code})
        assert page.status == 422


MADE = ["signing_in", "proving", "handed_out", "recovering", "claiming", "guarding"]
TYPED = [into_sign_in, into_proof, into_lost, into_claim, into_second, into_guardians_page, into_password]
#: What each is for.
RIGHT = {("signing_in", into_sign_in), ("handed_out", into_lost), ("recovering", into_lost), ("claiming", into_claim)}
CROSSED = [(made, typed) for made in MADE for typed in TYPED if (made, typed) not in RIGHT]


@pytest.mark.parametrize(("made", "typed"), CROSSED, ids=lambda value: getattr(value, "__name__", value))
def test_a_code_of_one_purpose_opens_nothing_of_another(visit, at, made, typed):
    hand = Hand(visit, at)
    typed(hand, getattr(hand, made)())
    assert not is_in(hand.browser)
    assert db.session.scalar(select(func.count(SignIn.id)).where(SignIn.device != "test")) == 0


def test_a_code_and_its_link_are_worth_nothing_in_another_browser_even_with_a_code_of_its_own(visit):
    learner()
    visit.post("accounts.codes.send", {"contact": EMAIL})
    code, link = last_code(), link_in(letters("sign_in_code")[-1][1])
    thief = visit.as_(None)
    thief.post("accounts.codes.send", {"contact": "nobody@gmail.com"})
    assert thief.post("accounts.codes.try_", {"code": code}).status == 422
    assert thief.open("POST", link).status == 422
    assert not is_in(thief)


def test_the_choice_after_a_right_code_offers_those_of_its_contact_only_and_once(visit):
    people.person("Giàng A Páo", email=EMAIL)
    sister, stranger = people.person("Giàng Thị Sua", email=EMAIL), people.person("Lò Thị Ún", email="un@gmail.com")
    visit.post("accounts.codes.send", {"contact": EMAIL})
    visit.post("accounts.codes.try_", {"code": last_code()})
    cookie = visit.client.get_cookie("lms-code").value
    assert visit.post("accounts.codes.choose", {"person": stranger.public_id}).location == "/sign-in/code"
    assert visit.post("accounts.codes.choose", {"person": sister.public_id}).location == "/today"
    copy = visit.as_(None)
    copy.client.set_cookie("lms-code", cookie)
    assert copy.post("accounts.codes.choose", {"person": sister.public_id}).location == "/sign-in/code"
    assert not is_in(copy)


def at_once(app, path, data, cookies=(), times=12):
    """The statuses of as many requests at the same moment."""
    statuses, ready = [], threading.Barrier(times)

    def send():
        client = Visitor(app).client
        for name, value in cookies:
            client.set_cookie(name, value)
        ready.wait()
        statuses.append(client.post(path, data=data).status_code)

    db.session.commit()
    threads = [threading.Thread(target=send) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_wrong_codes_at_once_do_not_outrun_the_limit(visit, app):
    learner()
    visit.post("accounts.codes.send", {"contact": EMAIL})
    cookie = visit.client.get_cookie("lms-code").value
    assert set(at_once(app, "/sign-in/code/enter", {"code": "00000000"}, [("lms-code", cookie)])) <= {422, 503}
    assert db.session.scalars(select(OneTimeCode.tries)).one() <= CODE_TRIES


def test_wrong_recovery_codes_at_once_do_not_outrun_the_limit(visit, app):
    learner()
    typed = {"contact": PHONE, "code": "A" * 20, "password": "bảy cây măng đắng"}
    statuses = at_once(app, "/sign-in/lost", typed)
    assert statuses.count(422) <= LOST_TRIES and set(statuses) <= {422, 429, 503}


def test_a_right_code_at_once_signs_in_once(visit, app):
    learner()
    visit.post("accounts.codes.send", {"contact": EMAIL})
    code, cookie = last_code(), visit.client.get_cookie("lms-code").value
    statuses = at_once(app, "/sign-in/code/enter", {"code": code}, [("lms-code", cookie)], times=4)
    assert statuses.count(303) == 1
    assert db.session.scalar(select(func.count(SignIn.id))) == 1


def test_the_present_password_is_not_guessed_at_once(visit, app):
    browser = visit.as_(learner())
    cookie = browser.client.get_cookie("lms").value
    statuses = at_once(app, "/me/password", {"present": "đoán mò", "password": "bảy cây măng đắng"}, [("lms", cookie)])
    assert statuses.count(422) <= TRIES and set(statuses) <= {422, 429, 503}
    assert db.session.scalar(select(func.count(FailedSignIn.id))) <= TRIES
    by_password(visit, None)
    assert is_in(visit), "who is not at this screen is not locked out"


def test_codes_asked_for_at_once_are_no_more_than_five_an_hour(visit, app):
    learner()
    statuses = at_once(app, "/sign-in/code", {"contact": EMAIL})
    assert statuses.count(303) <= ASKS and set(statuses) <= {303, 429, 503}
    assert len(letters("sign_in_code")) <= ASKS
