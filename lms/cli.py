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


COMMANDS: list[click.Command] = []
