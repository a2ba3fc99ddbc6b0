"""`flask --app wsgi attendance read-report FILE`: what the importer sees in a report."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from lms.attendance import reading
from lms.attendance.reading import Line, Reading, sentences
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.words import speak

attendance = click.Group("attendance", help="Who was there.")


@attendance.command("read-report")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the session.")
def read_report(file: Path, on: datetime | None) -> None:
    """Print what a report of Zoom, Teams or Meet says, a JSON line for each visit, and write nothing.

    Lines that count for nothing go to the standard error, each with its reason.
    """
    speak("en")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        found = reading.read(file.read_bytes(), on=on.date() if on else None)
    except OSError as error:
        _give_up(f"{file} cannot be read: {error.strerror or error}.")
    except RuleBroken as broken:
        _give_up(f"{broken}.")
    if found.asks:
        _give_up("Day and month cannot be told apart in this file. Say when the session was: --date YYYY-MM-DD.")
    for line in found.lines:
        click.echo(json.dumps(_line(found, line), ensure_ascii=False))
    for refused in found.refused:
        click.echo(f"line {refused.line}: {sentences.sentence(refused.why)}.", err=True)
    if not found.lines:
        _give_up("No line of this file could be read.")


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


def _line(found: Reading, line: Line) -> dict[str, Any]:
    return {
        "platform": found.platform,
        "form": found.form,
        "name": line.name,
        "original_name": line.original_name,
        "email": line.email,
        "joined": _instant(line.joined),
        "left": _instant(line.left),
        "seconds": line.seconds,
        "waiting_room": line.waiting_room,
        "role": line.role,
    }


def _instant(when: datetime | None) -> str | None:
    return local(when).isoformat() if when else None


COMMANDS: list[click.Command] = [attendance]
