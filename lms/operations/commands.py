"""`flask --app wsgi backup|restore|doctor`."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from lms.admin import doctor as examination
from lms.core import clock, words
from lms.operations.backup import Refused, backup
from lms.operations.restore import restore

SIGNS = {examination.Health.WELL: "ok  ", examination.Health.NOTE: "note", examination.Health.ACT: "DO  "}


def app() -> Flask:
    """The application itself: work that opens its own contexts is given it."""
    return current_app._get_current_object()


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
def make_backup(folder: Path) -> None:
    """Write a copy of the database and the stored files into FOLDER, while people go on."""
    try:
        made = backup(app(), folder, at=clock.now())
    except Refused as no:
        raise click.ClickException(str(no)) from None
    click.echo(f"{folder}: {made.rows} rows in {len(made.tables)} tables and {len(made.files)} files, as they were at")
    click.echo(f"{made.made_at}. The settings and the secret key are not in it: keep them elsewhere.")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Put it in the place of a database that knows people.")
@click.option(
    "--erased-in",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with a later erasures.jsonl, such as a newer backup: whoever is on it is erased again.",
)
@with_appcontext
def put_back(folder: Path, replace: bool, lists: tuple[Path, ...]) -> None:
    """Make everything what it was when the backup in FOLDER was made; whoever was erased since is erased again."""
    try:
        done, erased = restore(app(), folder, replace=replace, lists=lists)
    except Refused as no:
        raise click.ClickException(str(no)) from None
    click.echo(f"Restored the backup of {done.made_at}: {done.rows} rows and {len(done.files)} files, each compared.")
    click.echo(f"Erased again: {erased} people who had asked for it since, or whose time was up.")
    click.echo("Start the web server and the worker again.")


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at settings, database, worker, letters, disk and keys; exit 1 if something is to be done."""
    words.speak("en")
    findings = examination.examine(current_app.config, deep=True, at=clock.now())
    for finding in findings:
        click.echo(f"{SIGNS[finding.health]}  {finding.name}: {finding.sentence}")
    sys.exit(any(finding.health == examination.Health.ACT for finding in findings))


COMMANDS: list[click.Command] = [make_backup, put_back, doctor]
