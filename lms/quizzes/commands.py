"""`flask --app wsgi quizzes read-questions FILE`: what the importer sees in a file of questions."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from lms.core.errors import RuleBroken
from lms.core.words import speak
from lms.quizzes import formats
from lms.quizzes.formats import Item

quizzes = click.Group("quizzes", help="Questions and quizzes.")


@quizzes.command("read-questions")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "named", type=click.Choice(formats.FORMATS), help="Told from the file if not given.")
def read_questions(file: Path, named: str | None) -> None:
    """Print the questions of a file, a JSON line for each, and write nothing.

    What is refused, and what is taken otherwise than it stands, goes to the standard error, a JSON line for each
    with the line of the file. The exit code is 1 if the format is unknown or no question could be read.
    """
    speak("en")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        found = formats.read(file.read_bytes(), format=named, name=file.name)
    except OSError as error:
        _give_up(f"{file} cannot be read: {error.strerror or error}.")
    except RuleBroken as broken:
        _give_up(f"{broken}.")
    for item in found.items:
        click.echo(json.dumps(_line(item), ensure_ascii=False))
    for refused in found.refused:
        _say({"line": refused.line, "refused": f"{refused.why}.", "text": refused.text})
    for warned in found.warnings:
        _say({"line": warned.line, "warning": f"{warned.what}."})
    if not found.items:
        _give_up("No question of this file could be read.")


def _say(told: dict[str, Any]) -> None:
    click.echo(json.dumps(told, ensure_ascii=False), err=True)


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


def _line(item: Item) -> dict[str, Any]:
    return {
        "type": item.type,
        "name": item.name,
        "text": item.text,
        "text_format": item.text_format,
        "choices": [
            {"text": choice.text, "fraction": choice.fraction, "feedback": choice.feedback} for choice in item.choices
        ],
        "pairs": [list(pair) for pair in item.pairs],
        "numeric": [
            {
                "value": number.value, "tolerance": number.tolerance, "low": number.low, "high": number.high,
                "fraction": number.fraction, "feedback": number.feedback,
            }
            for number in item.numeric
        ],
        "unit": item.unit,
        "general_feedback": item.general_feedback,
        "rubric": item.rubric,
        "strict": item.strict,
        "category": item.category,
        "tags": list(item.tags),
        "difficulty": item.difficulty,
        "code": item.code,
        "line": item.line,
    }  # fmt: skip


COMMANDS: list[click.Command] = [quizzes]
