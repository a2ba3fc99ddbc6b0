"""Whether the house is well: settings, database, worker, letters, disk, keys. One finding for each.

A door to the machine as well as to the database, so the paths and sizes it looks at are those of `config`.
"""

import shutil
import stat
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import text

from lms.admin import queries
from lms.core import jobs, migrations
from lms.core.db import db
from lms.core.health import LEAST_FREE_BYTES
from lms.core.revisions import revision
from lms.core.screens import number, when
from lms.core.words import Lazy, _, _l, _n
from lms.live import queries as live

#: Name of the revision that `lms.operations.backup` leaves.
BACKUP_MADE = "operations.backup"
#: A backup older than this is too old.
BACKUP_EVERY = timedelta(days=2)


class Health(StrEnum):
    """How a finding stands: well, worth knowing, or something has to be done."""

    WELL = "well"
    NOTE = "note"
    ACT = "act"


class Finding(NamedTuple):
    """What was looked at, how it stands, and a sentence that says what to do."""

    name: Lazy
    health: Health
    sentence: str


def examine(config: Mapping[str, Any], *, deep: bool = False, at: datetime) -> list[Finding]:
    """Look at everything. `deep` reads the whole database, which may take a while."""
    return [
        _settings(config),
        _schema(),
        *(_content() if deep else ()),
        _worker(at),
        _failed_jobs(),
        _letters(config),
        _zoom(config, at),
        _disk(config),
        _key(config),
        _hosts(config),
        _backup(config, at),
    ]


def unwell(findings: Iterable[Finding]) -> list[Finding]:
    """Those where something has to be done."""
    return [finding for finding in findings if finding.health == Health.ACT]


def _finding(name: Lazy, sentence: str, wrong: Any = False, health: Health = Health.ACT) -> Finding:
    return Finding(name, health if wrong else Health.WELL, sentence)


def _settings(config: Mapping[str, Any]) -> Finding:
    name = _l("Settings")
    if config["DEMO"]:
        return Finding(name, Health.NOTE, _("This is the demonstration: its people are invented. Real use: production"))
    if not config["CONTACT"]:
        return Finding(name, Health.ACT, _("No page says whom to ask for help. Set LMS_CONTACT"))
    return Finding(name, Health.WELL, _("Complete, for production"))


def _schema() -> Finding:
    name, head = _l("Database"), migrations.head()
    stands = migrations.current(db.session.connection())
    if stands != head:
        wanted = _("The tables stand at %(stands)s, the app needs %(head)s. Run: flask --app wsgi house migrate")
        return Finding(name, Health.ACT, wanted % {"stands": stands or "–", "head": head})
    dialect = db.engine.dialect.name
    if dialect == "sqlite":
        wal = db.session.scalar(text("PRAGMA journal_mode")) == "wal"
        links = db.session.scalar(text("PRAGMA foreign_keys")) == 1
        if not (wal and links):
            return Finding(name, Health.ACT, _("SQLite runs without its safeguards. Keep it on a disk of this machine"))
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(dialect, dialect)
    return Finding(name, Health.WELL, _("%(engine)s answers, the tables stand at %(head)s", engine=engine, head=head))


def _content() -> Iterable[Finding]:
    """SQLite can say whether its file is whole; PostgreSQL checks its pages as it reads them."""
    if db.engine.dialect.name != "sqlite":
        return
    said = db.session.scalar(text("PRAGMA quick_check(1)"))
    broken = said != "ok" or db.session.execute(text("PRAGMA foreign_key_check")).first() is not None
    damaged, whole = _("The file is damaged. Restore the last backup"), _("The file is whole, no link is broken")
    yield _finding(_l("Content"), damaged if broken else whole, broken)


def _worker(at: datetime) -> Finding:
    late = jobs.overdue(at)
    if late:
        words = _n("%(num)s job is late", "%(num)s jobs are late", late) + ". "
        return Finding(_l("Worker"), Health.ACT, words + _("Start the worker: python -m lms.worker"))
    return Finding(_l("Worker"), Health.WELL, _("No job is late"))


def _failed_jobs() -> Finding:
    failed = queries.count_jobs(jobs.JobState.FAILED)
    if failed:
        words = _n("%(num)s job failed", "%(num)s jobs failed", failed) + ". "
        return Finding(_l("Jobs"), Health.ACT, words + _("See why, then try again"))
    return Finding(_l("Jobs"), Health.WELL, _("No job has failed"))


def _letters(config: Mapping[str, Any]) -> Finding:
    name, failed = _l("Letters"), queries.count_letters("failed")
    if not config["SMTP_URL"]:
        unsent = _("Nothing is sent by e-mail, for LMS_SMTP_URL is empty. Letters stay readable")
        return Finding(name, Health.NOTE, unsent)
    if not config["MAIL_FROM"]:
        return Finding(name, Health.ACT, _("Letters have no sender. Set LMS_MAIL_FROM"))
    if failed:
        words = _n("%(num)s letter could not be delivered", "%(num)s letters could not be delivered", failed)
        return Finding(name, Health.ACT, words)
    by_text = _("E-mail and texts leave") if config["TEXT_URL"] else _("E-mail leaves; no text gateway is set")
    return Finding(name, Health.WELL, _("All were delivered or wait for their turn") + ". " + by_text)


def _zoom(config: Mapping[str, Any], at: datetime) -> Finding:
    """What the jobs found out; Zoom is not asked here."""
    given = [bool(config[f"ZOOM_{part}"]) for part in ("ACCOUNT", "CLIENT", "SECRET")]
    if not any(given):
        return Finding(_l("Zoom"), Health.WELL, _("Not connected: classes are held in pasted rooms"))
    if not all(given):
        wanted = _("Set LMS_ZOOM_ACCOUNT, LMS_ZOOM_CLIENT and LMS_ZOOM_SECRET, all three")
        return Finding(_l("Zoom"), Health.ACT, wanted)
    stands = live.standing()
    said = _("It answered last %(when)s", when=when(stands.answered_at)) if stands.answered_at else _("No answer yet")
    if stands.why:
        return Finding(_l("Zoom"), Health.ACT, f"{said}. " + _("The last try failed: %(why)s", why=stands.why))
    hook = "" if config["ZOOM_WEBHOOK_SECRET"] else ". " + _("It does not tell who is in the room: no webhook is set")
    return Finding(_l("Zoom"), Health.WELL if stands.answered_at else Health.NOTE, said + hook)


def _disk(config: Mapping[str, Any]) -> Finding:
    free = shutil.disk_usage(config["INSTANCE"]).free
    sentence = _("%(free)s GB free", free=number(round(free / 2**30, 1)))
    if free <= LEAST_FREE_BYTES:
        sentence += ". " + _("Make room, at least %(least)s MB", least=LEAST_FREE_BYTES // 2**20)
    return _finding(_l("Disk"), sentence, free <= LEAST_FREE_BYTES)


def _key(config: Mapping[str, Any]) -> Finding:
    name, own = _l("Secret key"), Path(config["INSTANCE"]) / "secret.key"
    if not own.exists() or own.read_text() != config["SECRET_KEY"]:
        return Finding(name, Health.WELL, _("Set by LMS_SECRET_KEY"))
    if own.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(name, Health.ACT, _("Others on this machine can read secret.key. Run: chmod 600 secret.key"))
    return Finding(name, Health.WELL, _("Made at the first start, kept in secret.key"))


def _hosts(config: Mapping[str, Any]) -> Finding:
    if config["TRUSTED_HOSTS"]:
        return Finding(_l("Hosts"), Health.WELL, ", ".join(config["TRUSTED_HOSTS"]))
    return Finding(_l("Hosts"), Health.NOTE, _("Every host name is answered. Set LMS_HOSTS for real use"))


def _backup(config: Mapping[str, Any], at: datetime) -> Finding:
    name, said = _l("Backup"), revision(BACKUP_MADE).partition("=")[2]
    if not said:
        health = Health.ACT if config["PRODUCTION"] else Health.NOTE
        return Finding(name, health, _("No backup has been made yet. Run: flask --app wsgi backup FOLDER"))
    hours = int((at - datetime.fromisoformat(said)).total_seconds() // 3600)
    old = hours > BACKUP_EVERY.total_seconds() // 3600 and config["PRODUCTION"]
    return _finding(name, _n("The last one is %(num)s hour old", "The last one is %(num)s hours old", hours), old)
