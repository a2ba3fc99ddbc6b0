"""The commands: a sentence, an exit code, no stack trace."""

import pytest

from lms.core.db import db
from lms.operations.backup import MANIFEST
from tests.factories import people


@pytest.fixture
def run(app, clock):
    """Run a command of the house; answers its result."""

    def run_it(*words):
        db.session.remove()  # a transaction left open would hold up whoever rebuilds the tables
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return run_it


def test_backup_and_restore_say_what_they_did(run, tmp_path):
    people.person("Lò Thị Mảy")
    done = run("backup", tmp_path / "kept")
    assert (done.exit_code, "0 files" in done.output) == (0, True)
    assert "secret key are not in it" in done.output and (tmp_path / "kept" / MANIFEST).exists()
    refused = run("restore", tmp_path / "kept")
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    done = run("restore", tmp_path / "kept", "--replace")
    assert done.exit_code == 0, done.output
    assert "each compared" in done.output


def test_a_second_backup_into_the_same_folder(run, tmp_path):
    run("backup", tmp_path / "kept")
    refused = run("backup", tmp_path / "kept")
    assert (refused.exit_code, "is there already" in refused.output) == (1, True)


def test_doctor_answers_one_line_each(run):
    done = run("doctor")
    lines = done.output.strip().splitlines()
    assert done.exit_code == 0
    assert {line.split()[0] for line in lines} <= {"ok", "note"} and len(lines) >= 9
