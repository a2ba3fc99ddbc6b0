"""The command line: `flask --app wsgi …`. Each command calls one action and commits once."""

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.core import migrations

house = click.Group("house", help="The house itself.")


@house.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the schema to the head."""
    migrations.upgrade(current_app._get_current_object())
    click.echo(f"The schema stands at {migrations.head()}.")


@house.command("migration")
@click.argument("room")
@click.argument("words")
@with_appcontext
def migration(room: str, words: str) -> None:
    """Write the next migration of ROOM from what differs between the models and this database."""
    written = migrations.write(current_app._get_current_object(), room, words)
    click.echo(f"{written}: read it before you commit it.")


COMMANDS: list[click.Command] = []
