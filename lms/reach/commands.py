"""`flask --app wsgi reach …`: does every number stand?"""

import sys
from collections.abc import Sequence

import click
from flask.cli import with_appcontext

from lms.core import clock
from lms.core.db import transaction
from lms.reach.actions import counting
from lms.reach.queries import ledger
from lms.reach.queries.ledger import Difference

reach = click.Group("reach", help="Counting people, each once.")


@reach.command("verify")
@with_appcontext
def verify() -> None:
    """Count everybody again from the decisions: ledger against facts, cube against ledger. Exit 1 if they differ."""
    people, wrong, after = 0, 0, 0
    while numbers := _next(after):
        for row in _confirmed(numbers):
            click.echo(f"person {row.person_id}: {row.indicator} in {row.scope} is {row.what}")
            wrong += 1
        people, after = people + len(numbers), numbers[-1]
    with transaction():
        cells = ledger.cube_against_ledger()
    for *cell, too_many in cells:
        click.echo(f"cell {' · '.join(str(part) or '-' for part in cell)}: {too_many:+d} in the cube")
    click.echo(f"{people} persons: {wrong} ledger rows and {len(cells)} cells differ.")
    if wrong or cells:
        sys.exit(1)


def _next(after: int) -> list[int]:
    with transaction():
        return ledger.people_after(after)


def _count_all() -> None:
    """What still waits is no difference."""
    waiting = True
    while waiting:
        with transaction():
            waiting = bool(counting.count_new(at=clock.now()))


def _confirmed(numbers: Sequence[int]) -> list[Difference]:
    """What differs, and still does once everything that waits has been counted."""
    _count_all()
    with transaction():
        found = ledger.against_facts(numbers)
    if not found:
        return []
    _count_all()
    with transaction():
        still = set(ledger.against_facts(numbers))
    return [difference for difference in found if difference in still]


COMMANDS: list[click.Command] = [reach]
