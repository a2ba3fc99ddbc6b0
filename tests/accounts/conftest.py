"""What the tests of accounts share."""

import pytest


@pytest.fixture
def mail(app, monkeypatch):
    """A mail server is set, which nobody asks; addresses in letters begin with ours."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setitem(app.config, "MAIL_FROM", "lop@cunghoc.vn")
    monkeypatch.setitem(app.config, "BASE_URL", "https://cunghoc.vn")
