"""`flask --app wsgi people read-list FILE`: what the importer sees in a file."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from lms.core import clock
from lms.core.db import mode
from lms.core.errors import RuleBroken
from lms.core.words import speak
from lms.invitations import queries, reading
from lms.invitations.rules.rows import Row
from lms.people.rules import day_of
from lms.places import register

BATCH = 500


@click.command("read-list")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def read_list(file: Path) -> None:
    """Print what a list of people says, a JSON line for each row, and write nothing."""
    speak("en")
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        data = file.read_bytes()
    except OSError as error:
        sys.exit(f"{file} cannot be read: {error.strerror or error}.")
    with mode("read"):
        try:
            names, known = queries.province_names(), True
        except SQLAlchemyError:  # a database that is not set up yet knows nobody; the places lie beside it as files
            names, known = _shipped_names(), False
        found = _read(data, names)
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            met = queries.behind(batch, [""] * len(batch), None) if known else [queries.NOBODY] * len(batch)
            for row, behind in zip(batch, met, strict=True):
                match = behind.person if row.refused is None else None
                click.echo(json.dumps(_line(row, match), ensure_ascii=False))


def _shipped_names() -> dict[str, str]:
    names = {row["name_fold"]: row["province_code"] for row in register.aliases()}
    return names | {row["code"]: row["code"] for row in register.provinces()}


def _read(data: bytes, names: dict[str, str]) -> list[Row]:
    """The rows of a file; a sentence and exit code 1 when it has none."""
    try:
        opened = reading.open_file(data, names)
    except RuleBroken as broken:
        sys.exit(f"{broken}.")
    found = [row for row, _cells in reading.lines(opened, opened.table.columns, names, day_of(clock.now()))]
    if not found:
        sys.exit("There are headings but no people in this file.")
    return found


def _line(row: Row, match: str | None) -> dict[str, Any]:
    return {
        "row": row.line,
        "full_name": row.name or None,
        "phone": row.phone,
        "email": row.email,
        "birth_year": row.birth_year,
        "gender": row.gender,
        "province_code": row.province_code,
        "match": match,
        "refused": row.refused and str(row.refused),
    }


COMMANDS: list[click.Command] = [read_list]
