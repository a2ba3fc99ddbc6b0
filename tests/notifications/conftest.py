"""Letters for tests: templates made up here, and a mail server of our own."""

import pytest
from jinja2 import ChoiceLoader, DictLoader

from tests.notifications.post_office import PostOffice

SIGN_IN = "{{ link('accounts.public.sign_in') }}"
LETTERS = {
    "test/letters/hello.subject": "Chào {{ to.name }}",
    "test/letters/hello.txt": "{{ to.name }}, lớp ở đây: " + SIGN_IN + "\nNgôn ngữ: {{ language() }}",
    "test/letters/hello.html": '<p>{{ to.name }} <a href="' + SIGN_IN + '">x</a> {{ note }}</p>',
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
