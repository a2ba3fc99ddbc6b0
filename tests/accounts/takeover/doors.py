"""Every door into an account, walked through as its owner would, from a browser of their own."""

from lms.core.clock import now
from tests.accounts.letterbox import last_code, letters, link_in
from tests.accounts.test_lost_access import reset, with_recovery
from tests.accounts.test_passkeys import ASK, ENTER, asked, give, with_passkey
from tests.factories import people
from tests.factories.people import PASSWORD

PHONE, EMAIL = "0912345678", "pao@gmail.com"


def learner(**values):
    """The owner of the account that somebody wants."""
    return people.with_password(people.person("Giàng A Páo", phone="+84912345678", email=EMAIL, **values))


def by_password(visit, person):
    return visit.post("accounts.public.enter", {"contact": PHONE, "password": PASSWORD})


def by_code(visit, person):
    visit.post("accounts.codes.send", {"contact": EMAIL})
    return visit.post("accounts.codes.try_", {"code": last_code()})


def by_link(visit, person):
    visit.post("accounts.codes.send", {"contact": EMAIL})
    return visit.open("POST", link_in(letters("sign_in_code")[-1][1]))


def by_choosing(visit, person):
    """A sister shares the address: the right code offers both."""
    people.with_password(people.person("Giàng Thị Sua", email=EMAIL))
    by_code(visit, person)
    return visit.post("accounts.codes.choose", {"person": person.public_id})


def by_recovery(visit, person):
    return reset(visit, with_recovery(person, now()), password=PASSWORD)


def by_passkey(visit, person):
    device = with_passkey(visit.as_(None), person, origin="https://cunghoc.vn")
    assert give(visit, ENTER, device.signs(asked(visit, ASK)))[0] == 200


#: One factor each, but for the passkey, which is two.
ONE_FACTOR = [by_password, by_code, by_link, by_choosing, by_recovery]
DOORS = [*ONE_FACTOR, by_passkey]


def is_in(visit):
    return visit.get("accounts.learner.me").status == 200
