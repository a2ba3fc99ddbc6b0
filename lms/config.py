"""Every setting: `LMS_…` environment variables, what they mean, and when the app refuses to start."""

import logging
import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

#: name -> (default, meaning). README's table is checked against this.
SETTINGS: dict[str, tuple[str, str]] = {
    "ENV": ("demo", "`demo` (invented people, one-click sign-in) or `production`"),
    "DATABASE_URL": ("", "SQLAlchemy URL; empty means SQLite in the instance folder"),
    "INSTANCE": ("", "folder for the database, files and the bell; empty means `instance/`"),
    "SECRET_KEY": ("", "at least 32 random characters; required in production"),
    "HOSTS": ("", "comma-separated host names we answer to; required in production"),
    "BASE_URL": ("", "address used in letters and calendars, e.g. https://cunghoc.vn; required in production"),
    "PROXIES": ("0", "how many reverse proxies stand in front"),
    "SMTP_URL": ("", "smtp://user:password@host:587 ; empty means letters wait and can be read by the caretaker"),
    "MAIL_FROM": ("", "sender of letters"),
    "TEXT_URL": ("", "https:// address of a text gateway for Zalo or SMS (docs/gateway.md); empty means no texts"),
    "TEXT_TOKEN": ("", "what the text gateway knows us by"),
    "ZOOM_ACCOUNT": ("", "account id of the Zoom app (Server-to-Server OAuth); empty means rooms by pasted link only"),
    "ZOOM_CLIENT": ("", "client id of the Zoom app"),
    "ZOOM_SECRET": ("", "client secret of the Zoom app"),
    "ZOOM_WEBHOOK_SECRET": ("", "secret token of the Zoom app's webhook (/live/webhook); empty means none is taken"),
    "ZOOM_URL": ("https://zoom.us", "where Zoom gives tokens"),
    "CONTACT": ("", "help contact shown in the footer (phone, e-mail or Zalo link)"),
    "POOL": ("8", "database connections a process may hold"),
    "LOG_LEVEL": ("INFO", "DEBUG, INFO, WARNING or ERROR"),
}


class BadSettings(SystemExit):
    """The app will not start with these settings; the message says which and what to do."""


def load(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Flask's configuration from the environment (and `overrides`, for tests), checked."""
    given = {name: os.environ.get(f"LMS_{name}", default) for name, (default, _why) in SETTINGS.items()}
    given.update(overrides or {})
    instance = Path(given["INSTANCE"] or ROOT / "instance").resolve()
    production = given["ENV"] == "production"
    url = given["DATABASE_URL"] or f"sqlite:///{instance / 'lms.db'}"
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    hosts = [host.strip() for host in str(given["HOSTS"]).split(",") if host.strip()]
    _refuse(given, production, hosts)
    return {
        **given,
        "INSTANCE": str(instance),
        "DEMO": given["ENV"] == "demo",
        "PRODUCTION": production,
        "SECRET_KEY": given["SECRET_KEY"] or _own_key(instance),
        "TRUSTED_HOSTS": hosts or None,
        "LOG_LEVEL": getattr(logging, str(given["LOG_LEVEL"]).upper(), logging.INFO),
        "PROXIES": int(given["PROXIES"]),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(url, int(given["POOL"])),
        "MAX_CONTENT_LENGTH": 5 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "MAX_FORM_PARTS": 500,
        "SESSION_COOKIE_NAME": "__Host-lms-note" if production else "lms-note",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def _refuse(given: dict[str, Any], production: bool, hosts: list[str]) -> None:
    if given["ENV"] not in ("demo", "production"):
        raise BadSettings("LMS_ENV must be demo or production.")
    if not str(given["PROXIES"]).isdigit() or not str(given["POOL"]).isdigit():
        raise BadSettings("LMS_PROXIES and LMS_POOL must be whole numbers.")
    if given["TEXT_URL"] and not re.match(r"https://.|http://(127\.0\.0\.1|\[::1\]|localhost)[:/]", given["TEXT_URL"]):
        raise BadSettings("LMS_TEXT_URL must be an https:// address (http:// only for a gateway on this machine).")
    if not re.match(r"https://.|http://(127\.0\.0\.1|\[::1\]|localhost)[:/]", given["ZOOM_URL"]):
        raise BadSettings("LMS_ZOOM_URL must be an https:// address.")
    if not production:
        return
    if len(set(given["SECRET_KEY"])) < 12 or len(given["SECRET_KEY"]) < 32:
        raise BadSettings(
            "LMS_SECRET_KEY must be at least 32 random characters: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if not hosts:
        raise BadSettings("LMS_HOSTS must name the hosts we answer to, for example cunghoc.vn.")
    if not str(given["BASE_URL"]).startswith("https://"):
        raise BadSettings("LMS_BASE_URL must be the https:// address used in letters and calendars.")


def _own_key(instance: Path) -> str:
    """A key made once and kept in the instance folder, for a start without settings; whole or not there."""
    path = instance / "secret.key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=instance, prefix="secret-") as made:  # readable by its owner only
            made.write(os.urandom(32).hex())
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_text()


def _engine_options(url: str, pool: int) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"pool_size": pool, "max_overflow": 0, "pool_timeout": 5, "hide_parameters": True}
    limits = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"
    return {
        "hide_parameters": True,  # values of people do not belong in the log
        "pool_size": pool,
        "max_overflow": 0,
        "pool_timeout": 3,
        "pool_recycle": 300,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": limits, "application_name": "lms"},
    }
