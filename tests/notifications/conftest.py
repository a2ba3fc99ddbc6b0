"""Letters for tests: templates made up here, and a mail server of our own."""

import pytest
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from lms.core.db import db, mode
from lms.notifications import actions, jobs
from lms.notifications.models import Letter
from tests.factories import people
from tests.notifications.post_office import PostOffice
from tests.notifications.text_gateway import TextGateway

SIGN_IN = "{{ link('accounts.public.sign_in') }}"
LETTERS = {
    "test/letters/hello.subject": "Chào {{ to.name }}",
    "test/letters/hello.txt": "{{ to.name }}, lớp ở đây: " + SIGN_IN + "\nNgôn ngữ: {{ language() }}",
    "test/letters/hello.html": '<p>{{ to.name }} <a href="' + SIGN_IN + '">x</a> {{ note }}</p>',
    "test/letters/code.subject": "Mã của bạn",
    "test/letters/code.txt": "Mã: {{ code }}",
    "test/letters/code.html": "<p>{{ code }}</p>",
    "test/letters/code.sms": "Cùng Học: mã {{ code }}\n",
    "test/letters/code.parameters": '{"code": {{ code|tojson }}, "name": {{ to.name|tojson }}}',
    "test/letters/plain.subject": "{{ note }}",
    "test/letters/plain.txt": "Chỉ có chữ: {{ note }}",
}


@pytest.fixture
def letters(app, monkeypatch):
    """Two made-up letters beside the real ones."""
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader(LETTERS), app.jinja_env.loader]))
    monkeypatch.setattr(app.jinja_env, "cache", None)


@pytest.fixture
def post_office(app, monkeypatch):
    """A mail server, and the settings that lead to it."""
    server = PostOffice()
    monkeypatch.setitem(app.config, "SMTP_URL", server.url)
    monkeypatch.setitem(app.config, "MAIL_FROM", "Cùng Học <lop@cunghoc.vn>")
    yield server
    server.close()


@pytest.fixture
def text_gateway(app, monkeypatch):
    """A text gateway, and the settings that lead to it."""
    server = TextGateway()
    monkeypatch.setitem(app.config, "TEXT_URL", server.url)
    monkeypatch.setitem(app.config, "TEXT_TOKEN", "sesame")
    yield server
    server.close()


@pytest.fixture
def write(letters, at):
    """Write a letter and answer its row; the code is 483920."""

    def written(to, template="test/letters/code", key="k", **values):
        with mode("write"):
            actions.post(template, to=to, key=key, at=at, **{"code": "483920", "note": "x", **values})
            db.session.commit()
        return db.session.scalars(select(Letter).where(Letter.key == key)).one()

    return written


@pytest.fixture
def deliver(clock):
    """A round of the worker."""

    def delivered():
        with mode("write"):
            jobs.deliver()
            db.session.commit()
        db.session.expire_all()

    return delivered


@pytest.fixture
def verified(app, at):
    """Somebody without e-mail whose phone is verified."""
    person = people.person("Giàng A Páo", phone="+84912345678")
    with mode("write"):
        person.contacts[0].verified_at = at
        db.session.commit()
    return person
