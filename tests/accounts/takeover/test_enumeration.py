"""A stranger learns of no contact whether anybody has it: same words, status, headers, hash checks and SQL."""

import pytest
from argon2 import PasswordHasher

from lms.accounts import passwords
from tests.accounts.test_sign_up import GOOD
from tests.conftest import AT
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("mail")
#: Different on every answer.
VOLATILE = {"X-Request-Id", "Date", "Set-Cookie"}


#: Who may be behind a contact: how many, and what they are.
BEHIND = {
    "nobody": (0, {}),
    "a learner": (1, {}),
    "a family of four": (4, {}),
    "five": (5, {}),
    "a child": (1, {"birth_year": 2013, "paused_at": AT, "paused_why": "guardian"}),
    "staff": (1, {"roles": (("caretaker", ""),)}),
    "somebody disabled": (1, {"disabled_at": AT}),
    "somebody erased": (1, {"erased_at": AT}),
    "somebody merged": (1, {"merged_at": AT}),
}


def phone(number):
    return f"091234567{number}"


def email(number):
    return f"pao{number}@gmail.com"


@pytest.fixture
def town(app):
    """Everybody of BEHIND, each at a phone and an e-mail address with their number."""
    for number, (many, values) in enumerate(BEHIND.values()):
        for _one in range(many):
            reach = {"phone": f"+84{phone(number)[1:]}", "email": email(number)}
            people.with_password(people.person("Giàng A Páo", **reach, **values))


def by_password(visit, contact):
    return [visit.post("accounts.public.enter", {"contact": contact, "password": "không phải"})]


def by_password_and_year(visit, contact):
    typed = {"contact": contact, "password": "không phải", "birth_year": "2004"}
    return [visit.post("accounts.public.enter", typed)]


def by_code(visit, contact):
    asked = visit.post("accounts.codes.send", {"contact": contact})
    return [asked, visit.post("accounts.codes.try_", {"code": "0000 0000"})]


def by_recovery_code(visit, contact):
    typed = {"contact": contact, "code": "A" * 20, "password": "bảy cây măng đắng"}
    return [visit.post("accounts.lost.reset", typed)]


def by_code_handed_out(visit, contact):
    typed = {"contact": contact, "code": "A" * 12, "password": "bảy cây măng đắng"}
    return [visit.post("accounts.lost.reset", typed)]


def by_sign_up(visit, contact):
    return [visit.post("accounts.public.register", {**GOOD, "contact": contact, "once": "a" * 13})]


def by_adding(visit, contact):
    browser = visit.as_(people.with_password(people.person("Lò Thị Ún", phone=None, email="un@gmail.com")))
    added = browser.post("accounts.contacts.keep", {"contact": contact, "present": PASSWORD})
    return [added, browser.follow(added)]


WAYS = [
    by_password, by_password_and_year, by_code, by_recovery_code, by_code_handed_out, by_sign_up, by_adding
]  # fmt: skip


@pytest.fixture
def work(monkeypatch):
    """How many passwords were checked and kept."""
    done = {"verify": 0, "hash": 0}

    def counting(name):
        do = getattr(PasswordHasher, name)

        def counted(*args):
            done[name] += 1
            return do(*args)

        return counted

    passwords.nobodys()
    for name in done:
        monkeypatch.setattr(PasswordHasher, name, counting(name))
    return done


def told(page, contact):
    """Everything an answer says but the contact itself, as it was typed and as it is shown."""
    shown = f"{contact[:4]} {contact[4:7]} {contact[7:]}"
    words = page.text.replace(contact, "").replace(shown, "")
    headers = {name: value for name, value in page.headers.items() if name not in VOLATILE}
    cookies = sorted(cookie.partition("=")[0] for cookie in page.headers.getlist("Set-Cookie"))
    return page.status, words, page.errors if page.soup and page.status == 422 else [], headers, cookies


#: A code by phone needs a text gateway.
ASKED = [(way, contact) for way in WAYS for contact in (phone, email) if (way, contact) != (by_code, phone)]


@pytest.mark.parametrize(("way", "contact"), ASKED, ids=lambda value: value.__name__)
def test_a_known_contact_is_answered_like_one_nobody_has(visit, town, work, way, contact):
    answers = {}
    for number, behind in enumerate(BEHIND):
        work.update(verify=0, hash=0)
        browser = visit.as_(None)
        with statements() as seen:
            pages = way(browser, contact(number))
        answers[behind] = [told(page, contact(number)) for page in pages], dict(work), len(seen)
    for behind, answer in answers.items():
        assert answer == answers["nobody"], behind


def test_how_many_have_a_phone_is_told_to_nobody(visit, at):
    """With three accounts of one's own on a number a limit of four would tell of one stranger."""
    for number in range(8):
        browser = visit.as_(people.with_password(people.person(f"Lò Văn {chr(65 + number)}", email=f"{number}@x.vn")))
        assert browser.post("accounts.contacts.keep", {"contact": phone(1), "present": PASSWORD}).status == 303
