"""Headers on every answer, and changes only from our own pages."""

import pytest
from flask import request

from lms.app import create_app
from lms.config import BadSettings, load
from lms.core.access import sign_path, signed_path
from lms.core.headers import HEADERS

GOOD = {
    "ENV": "production",
    "SECRET_KEY": "kR7-vQ2_pLx9ZtW4mNc8bYh3JsDf6GuEa1",
    "HOSTS": "cunghoc.example",
    "BASE_URL": "https://cunghoc.example",
}


@pytest.mark.parametrize("path", ["/healthz", "/nothing-here", "/sign-in"])
def test_the_fixed_headers_are_on_every_answer(app, path):
    answer = app.test_client().get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("proxies, scheme, said", [("0", "https", False), ("1", "https", True), ("1", "http", False)])
def test_browsers_are_told_to_stay_with_https_by_the_word_of_our_proxy(bench, tmp_path, proxies, scheme, said):
    settings = {"INSTANCE": str(tmp_path), "DATABASE_URL": bench.config["SQLALCHEMY_DATABASE_URI"]}
    app = create_app({**settings, "LOG_LEVEL": "ERROR", "SECRET_KEY": "k" * 32, "PROXIES": proxies})
    answer = app.test_client().get("/nothing-here", headers={"X-Forwarded-Proto": scheme})
    assert ("Strict-Transport-Security" in answer.headers) is said


@pytest.mark.parametrize(
    "headers, refused",
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "http://localhost"}, False),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://["}, True),
        ({"Origin": "http://[x]"}, True),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, True),
        ({}, False),
    ],
)
def test_changes_come_from_our_own_pages(app, headers, refused):
    answer = app.test_client().post("/sign-out", headers=headers)
    assert (answer.status_code == 403) is refused


def test_odd_hosts_are_refused_where_hosts_are_named(bench, tmp_path):
    app = create_app(
        {
            **GOOD,
            "INSTANCE": str(tmp_path),
            "DATABASE_URL": bench.config["SQLALCHEMY_DATABASE_URI"],
            "LOG_LEVEL": "CRITICAL",
        }
    )
    client = app.test_client()
    assert client.get("/healthz", base_url="https://cunghoc.example").status_code == 200
    for host in ("evil.example", "cunghoc.example.evil.example", "localhost"):
        assert client.get("/healthz", base_url=f"https://{host}").status_code == 400


@pytest.mark.parametrize(
    "change, said",
    [
        ({"SECRET_KEY": ""}, "LMS_SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "LMS_SECRET_KEY"),
        ({"HOSTS": " , "}, "LMS_HOSTS"),
        ({"BASE_URL": "http://cunghoc.example"}, "LMS_BASE_URL"),
        ({"ENV": "prodction"}, "LMS_ENV"),
        ({"POOL": "many"}, "LMS_POOL"),
    ],
)
def test_bad_settings_stop_the_start_with_a_sentence(change, said, tmp_path):
    with pytest.raises(BadSettings, match=said):
        load({**GOOD, "INSTANCE": str(tmp_path), **change})


def test_good_settings_start(tmp_path):
    assert load({**GOOD, "INSTANCE": str(tmp_path)})["PRODUCTION"] is True


def test_a_host_too_long_for_any_name_is_refused(app):
    assert app.test_client().get("/", headers={"Host": "x" * 300}).status_code == 400


EVIL = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
    "evil",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/today\r\nSet-Cookie: lms=theirs",
]


@pytest.mark.parametrize("path", EVIL)
def test_next_leads_nowhere_but_home(app, path):
    with app.test_request_context():
        assert signed_path(path) is None
        assert signed_path(sign_path(path)) is None
        assert signed_path(sign_path("/classes/ai")) == "/classes/ai"
        assert signed_path(None) is None


def test_what_a_button_page_claims_to_be_leads_nowhere_but_home(app, visit):
    """Browsers take tabs out of addresses: `/<tab>/evil.example` is another site."""
    asked = visit.client.post("/me", headers={"Referer": "http://localhost/\t/evil.example"}).headers["Location"]
    with app.test_request_context(asked):
        assert signed_path(request.args["next"]) is None
