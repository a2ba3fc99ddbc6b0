"""The command line: `flask --app wsgi …`. Each command calls one action and commits once."""

import secrets
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from lms import content
from lms.accounts import passwords
from lms.accounts.actions import factors
from lms.accounts.actions import sign_ins as accounts
from lms.attendance import commands as attendance
from lms.core import clock, migrations
from lms.core.clock import local
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.text import parse_contact
from lms.core.words import speak
from lms.invitations import commands as invitations
from lms.operations import commands as operations
from lms.people import actions as person_actions
from lms.people import queries as person_queries
from lms.people.models import Person
from lms.people.rules import RoleName
from lms.quizzes import commands as quizzes
from lms.reach import commands as reach

house = click.Group("house", help="The house itself.")


@house.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the schema to the head and the shipped content up to its files."""
    app = current_app._get_current_object()
    migrations.upgrade(app)
    content.bring_up(app)
    click.echo(f"The schema stands at {migrations.head()}.")


@house.command("migration")
@click.argument("room")
@click.argument("words")
@with_appcontext
def migration(room: str, words: str) -> None:
    """Write the next migration of ROOM from what differs between the models and this database."""
    written = migrations.write(current_app._get_current_object(), room, words)
    click.echo(f"{written}: read it before you commit it.")


people = click.Group("people", help="Persons and what they may do.")


def _person_reached_under(contact: str, born: int | None = None) -> Person:
    """The one person with this phone or e-mail (born in this year); a sentence and exit code 1 otherwise."""
    try:
        found = person_queries.by_contact(*parse_contact(contact))
    except RuleBroken as broken:
        sys.exit(str(broken))
    found = [one for one in found if born in (None, one.birth_year)]
    if not found:
        sys.exit(f"Nobody has signed up with {contact} yet. Let them sign up at /sign-up first, then grant again.")
    if len(found) > 1:
        names = ", ".join(f"{one.name} ({one.birth_year})" for one in found)
        sys.exit(f"Several people share {contact}: {names}. Use a contact that only one of them has.")
    return found[0]


@people.command("grant")
@click.argument("contact")
@click.argument("role", type=click.Choice([name.value for name in RoleName]))
@click.option("--province", default="", help="Two-digit code; limits a coordinator to one province.")
@with_appcontext
def grant(contact: str, role: str, province: str) -> None:
    """Give ROLE to the person who signed up with CONTACT (a phone number or an e-mail address)."""
    speak("en")
    person, at = _person_reached_under(contact), clock.now()
    try:
        new = person_actions.grant(person, RoleName(role), province, by=None, at=at)
    except RuleBroken as broken:
        sys.exit(str(broken))
    if new:
        accounts.end_all(person, by=None, at=at)
    db.session.commit()
    now = f"{person.name} is {role} now and has to sign in again."
    click.echo(now if new else f"{person.name} was {role} already.")


@people.command("list-roles")
@with_appcontext
def list_roles() -> None:
    """Who has which role now."""
    for role, person in person_queries.roles():
        click.echo(f"{role.name}\t{role.province_code or '-'}\t{person.name}\t{local(role.granted_at):%Y-%m-%d}")


@people.command("new-password")
@click.argument("contact")
@click.option("--born", type=int, help="Birth year, when a family shares the contact.")
@with_appcontext
def new_password(contact: str, born: int | None) -> None:
    """Give the person with CONTACT a random password, to be changed at /me/password; sign them out everywhere."""
    speak("en")
    person, password = _person_reached_under(contact, born), secrets.token_urlsafe(9)
    accounts.change_password(person, passwords.scramble(password), by=None, at=clock.now())
    db.session.commit()
    click.echo(f"{person.name} signs in with {password} now. Hand it over yourself, in person or by phone.")


@people.command("forget-factors")
@click.argument("contact")
@click.option("--born", type=int, help="Birth year, when a family shares the contact.")
@with_appcontext
def forget_factors(contact: str, born: int | None) -> None:
    """Remove the passkeys and the authenticator app of the person with CONTACT; sign them out everywhere."""
    speak("en")
    person = _person_reached_under(contact, born)
    count = factors.forget(person, by=None, at=clock.now())
    db.session.commit()
    click.echo(f"{person.name} had {count} and has none now. Staff set a new one up at their next sign-in.")


for _command in invitations.COMMANDS:
    people.add_command(_command)


demonstration = click.Group("demo", help="The demonstration, with its invented people.")


@demonstration.command("reset")
@with_appcontext
def reset() -> None:
    """Throw everything away and plant the demonstration anew, with dates around the present."""
    from lms import demo  # only here: production does not carry invented people

    try:
        demo.reset(current_app._get_current_object())
    except demo.NotADemo as no:
        sys.exit(str(no))
    click.echo("The demonstration is planted anew. Who was signed in signs in again.")


COMMANDS: list[click.Command] = [people, demonstration]
COMMANDS += [*operations.COMMANDS, *reach.COMMANDS, *attendance.COMMANDS, *quizzes.COMMANDS]
