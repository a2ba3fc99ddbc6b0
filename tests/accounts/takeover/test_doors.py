"""No link leads away, no other site changes anything, no host but ours stands in a letter, no network locks out."""

import re

import pytest

from lms.accounts import gate
from lms.core.access import sign_path
from lms.core.clock import now
from lms.core.db import db, mode
from lms.people import actions
from lms.people.rules import RoleName
from tests.accounts.letterbox import letters
from tests.accounts.takeover.doors import EMAIL, PHONE, learner
from tests.accounts.test_sign_up import GOOD
from tests.factories import people
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.usefixtures("mail")
#: What somebody may put where a path of ours belongs (engineering facts C4).
PAYLOADS = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example",
    "/\\/evil.example", "//evil.example/%2f..", "https://evil.example", "http://evil.example", "https:evil.example",
    "https:/evil.example", "https:///evil.example", "HTTPS://evil.example", "hTtP:evil.example", "ftp://evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>", "vbscript:x",
    "\t//evil.example", "/\t/evil.example", "\n//evil.example", "/\n/evil.example", "/\r/evil.example",
    "\r\n//evil.example", " //evil.example", "\x00//evil.example", "\u00a0//evil.example", "\u2028//evil.example",
    "／／evil.example", "/／evil.example", "https://evil。example", "https://ｅvil.example", "evil.example",
    ".evil.example", "@evil.example", "//localhost@evil.example", "https://localhost.evil.example",
    "/today\r\nSet-Cookie: lms=theirs", "/today\r\nLocation: https://evil.example", "//evil.example#/today",
    "mailto:x@y.z",
]  # fmt: skip


def by_signing_in(visit, owner, next):
    return visit.post("accounts.public.enter", {"contact": PHONE, "password": PASSWORD, "next": next})


def by_being_in_already(visit, owner, next):
    return visit.as_(owner).get("accounts.public.sign_in", next=next)


def by_signing_up(visit, owner, next):
    return visit.follow(visit.as_(None).post("accounts.public.register", {**GOOD, "next": next}))


def by_welcome(visit, owner, next):
    return visit.as_(owner).get("accounts.learner.welcome", next=next)


def by_asking_for_a_code(visit, owner, next):
    return visit.as_(None).post("accounts.codes.send", {"contact": EMAIL, "next": next})


def by_a_wrong_choice(visit, owner, next):
    return visit.as_(owner).post("accounts.codes.choose", {"person": "x", "next": next})


def by_the_second_step(visit, owner, next):
    with mode("write"):
        actions.grant(owner, RoleName.TRAINER, by=None, at=now())
        db.session.commit()
    first = by_signing_in(visit, owner, next)
    assert first.status == 422 or first.location == "/sign-in/second"
    return visit.post("accounts.factors.enter_code", {"code": people.app_code(now())})


def by_language(visit, owner, next):
    return visit.post("home.public.language", {"language": "en", "to": next})


def by_asking_a_guardian(visit, owner, next):
    return visit.as_(owner).get("guardians.learner.ask", next=next)


WAYS = [
    by_signing_in, by_being_in_already, by_signing_up, by_welcome, by_asking_for_a_code, by_a_wrong_choice,
    by_the_second_step, by_language, by_asking_a_guardian,
]  # fmt: skip


def leads(answer):
    """Every address of another page an answer leads to, as a browser reads it: without tabs and line breaks."""
    found = [answer.location] if answer.location else []
    for tag in answer.soup.select("main a[href], main form[action]") if answer.soup else ():
        found.append(tag.get("href") or tag.get("action"))
    read = [re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/") for address in found]
    return [address for address in read if not address.startswith("#")]


@pytest.mark.parametrize("signed", [False, True], ids=["as it is", "signed by us"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_payload_leads_away(visit, clock, way, signed):
    owner = people.with_app(learner())
    visit.careful = False
    for payload in PAYLOADS:
        clock.shift(3600 * 2)  # past every throttle, and past the code of the app before
        with visit.app.test_request_context():
            next = sign_path(payload) if signed else payload
        for address in leads(way(visit, owner, next)):
            assert address.startswith("/") and not address.startswith("//"), (payload, address)


def test_there_are_forty_payloads():
    assert len(set(PAYLOADS)) >= 40


#: Ways to have a letter written, and the template of the letter.
LETTERS = {
    "sign_in_code": ("/sign-in/code", {"contact": EMAIL}),
    "password_new": ("/me/password", {"present": PASSWORD, "password": "bảy cây măng đắng"}),
    "recovery_made": ("/me/recovery", {"present": PASSWORD}),
    "contact_added": ("/me/contacts/add", {"present": PASSWORD, "contact": "0987654321"}),
}


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded"])
@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_names_the_host_a_request_named(visit, letter, header):
    path, typed = LETTERS[letter]
    browser = visit.as_(learner())
    value = browser.client.get_cookie(gate.cookie_name()).value
    browser.client.set_cookie(gate.cookie_name(), value, domain="evil.example")
    named = "host=evil.example" if header == "Forwarded" else "evil.example"
    browser.open("POST", path, data=typed, headers={header: named})
    [(_address, text)] = letters(letter)
    assert "https://cunghoc.vn/" in text and "evil" not in text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
     {"Origin": "null"}],
    ids=str,
)  # fmt: skip
def test_no_other_site_changes_anything(visit, headers):
    """Every address that changes something, also those for scripts; before anybody is even looked up."""
    browser = visit.as_(learner())
    rules = [rule for rule in visit.app.url_map.iter_rules() if {"POST", "PUT", "PATCH", "DELETE"} & rule.methods]
    assert len(rules) > 60
    for rule in rules:
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        for sent in ({"data": {}}, {"json": {}}, {"data": "{}", "content_type": "text/plain"}):
            assert browser.client.post(path, headers=headers, **sent).status_code == 403, path


def test_a_line_of_ipv6_is_slowed_down_whichever_of_its_addresses_it_uses(visit):
    """One machine has 2^64 of them: without this, one try at each of a million contacts is nobody's many."""
    visit.careful = False
    answers = []
    for number in range(52):
        typed = {"contact": f"09123456{number:02}", "password": "ba cây nấm hương"}
        where = {"REMOTE_ADDR": f"2405:4800:5:1::{number + 1:x}"}
        answers.append(visit.open("POST", "/sign-in", data=typed, environ_base=where).status)
    assert (answers[:50], answers[-1]) == ([422] * 50, 429)
    elsewhere = {"REMOTE_ADDR": "2405:4800:5:2::1"}
    learner()
    typed = {"contact": PHONE, "password": PASSWORD}
    assert visit.open("POST", "/sign-in", data=typed, environ_base=elsewhere).status == 303
