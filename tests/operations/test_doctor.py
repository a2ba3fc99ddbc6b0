"""The doctor: what is wrong is found, and said with what to do."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from lms.admin import doctor
from lms.admin.doctor import Health, examine
from lms.core import words
from lms.core.db import db, mode
from lms.core.jobs import start
from lms.core.revisions import Revision, put

WELL = {"DEMO": False, "PRODUCTION": True, "CONTACT": "Zalo", "SMTP_URL": "smtp://x", "MAIL_FROM": "a@b.vn"}


@pytest.fixture
def config(app):
    """Settings of a house in production where all is well."""
    words.speak("en")
    with mode("write"):
        db.session.execute(delete(Revision).where(Revision.name == doctor.BACKUP_MADE))
        db.session.commit()
    return {**app.config, **WELL, "TRUSTED_HOSTS": ["cunghoc.example"]}


def found(config, at, name):
    return next(finding for finding in examine(config, deep=True, at=at) if str(finding.name) == name)


def kept(at):
    with mode("write"):
        put(doctor.BACKUP_MADE, at.isoformat())
        db.session.commit()


def test_all_is_well(config, at):
    kept(at)
    findings = examine(config, deep=True, at=at)
    assert doctor.unwell(findings) == []
    assert len({str(finding.name) for finding in findings}) == len(findings) >= 9
    assert all(finding.sentence for finding in findings)


@pytest.mark.parametrize(
    ("change", "name", "words", "health"),
    [
        ({"DEMO": True}, "Settings", "invented", Health.NOTE),
        ({"CONTACT": ""}, "Settings", "Set LMS_CONTACT", Health.ACT),
        ({"SMTP_URL": ""}, "Letters", "LMS_SMTP_URL is empty", Health.NOTE),
        ({"MAIL_FROM": ""}, "Letters", "Set LMS_MAIL_FROM", Health.ACT),
        ({"TRUSTED_HOSTS": None}, "Hosts", "Set LMS_HOSTS", Health.NOTE),
        ({}, "Backup", "No backup has been made yet", Health.ACT),
    ],
)
def test_settings(config, at, change, name, words, health):
    finding = found({**config, **change}, at, name)
    assert (words in finding.sentence, finding.health) == (True, health)


def test_a_late_job_means_that_no_worker_runs(config, at):
    with mode("write"):
        start("test.late", at=at - timedelta(minutes=3))
        db.session.commit()
    assert "python -m lms.worker" in found(config, at, "Worker").sentence


def test_a_key_that_others_can_read(config, at, tmp_path):
    key = tmp_path / "secret.key"
    key.write_text(config["SECRET_KEY"])
    key.chmod(0o644)
    assert "chmod 600" in found({**config, "INSTANCE": str(tmp_path)}, at, "Secret key").sentence
    key.chmod(0o600)
    assert found({**config, "INSTANCE": str(tmp_path)}, at, "Secret key").health == Health.WELL


def test_an_old_backup_is_too_old_in_production_only(config, at):
    kept(at - timedelta(days=3))
    assert found(config, at, "Backup").health == Health.ACT
    assert found({**config, "PRODUCTION": False}, at, "Backup").health == Health.WELL
