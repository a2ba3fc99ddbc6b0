"""What the documents say is so: settings, commands, floors, budgets, links, numbers of decisions."""

import configparser
import importlib.util
import re
from collections import Counter
from pathlib import Path

import click
import pytest

from lms.config import SETTINGS
from tests.architecture.test_sizes import BUDGETS

ROOT = Path(__file__).resolve().parents[2]
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
DOCS = sorted([README, CONTRIBUTING, *(ROOT / "deploy").glob("*.md"), *(ROOT / "docs").rglob("*.md")])
#: Documents and files with commands that people or machines type.
TYPED = [*DOCS, *(ROOT / "deploy" / "systemd").glob("*.service"), ROOT / ".ci" / "run", ROOT / "Makefile"]
#: Settings of the web server that are not the app's own.
SERVERS = {"HOST", "PORT", "WEB_CONCURRENCY", "WEB_THREADS"}


def said(path):
    return path.read_text("utf-8")


def name(path):
    return str(path.relative_to(ROOT))


def table():
    """{setting: (default, meaning)} of the README."""
    rows = re.findall(r"^\| `LMS_(\w+)` \| (.+?) \| (.+) \|$", said(README), re.MULTILINE)
    return {setting: ("" if default == "empty" else default, meaning) for setting, default, meaning in rows}


def test_the_settings_are_those_of_the_app():
    found = table()
    assert list(found) == list(SETTINGS)
    assert {setting: meaning for setting, (_default, meaning) in found.items()} == {
        setting: meaning for setting, (_default, meaning) in SETTINGS.items()
    }
    for setting, (default, _meaning) in SETTINGS.items():
        assert found[setting][0].startswith(f"`{default}`" if default else "") and bool(found[setting][0]) == bool(
            default
        ), setting


def test_other_settings_are_read_somewhere():
    others = re.findall(r"`([A-Z_]+)`", "".join(re.findall(r"^\| (`(?!LMS_)[^|]+) \|", said(README), re.MULTILINE)))
    code = "".join(said(path) for folder in ("lms", "deploy") for path in (ROOT / folder).rglob("*.py"))
    assert set(others) == SERVERS
    assert [setting for setting in others if f'"{setting}"' not in code] == []


def test_the_example_of_settings_names_no_others():
    names = re.findall(r"^#?([A-Z_]+)=", said(ROOT / "deploy" / "env.example"), re.MULTILINE)
    assert set(names) <= {f"LMS_{setting}" for setting in SETTINGS} | SERVERS
    assert Counter(names).most_common(1)[0][1] == 1


def run_commands():
    """What `./run` understands."""
    return {"help", *re.findall(r"^(\w+)\)$", said(ROOT / "run"), re.MULTILINE)}


def test_every_run_command_exists():
    typed = {(name(path), word) for path in TYPED for word in re.findall(r"\./run +([a-z]+)", said(path))}
    assert {word for _path, word in typed} >= {"test", "check", "bench", "migration", "words", "install", "help"}
    assert [(path, word) for path, word in typed if word not in run_commands()] == []


def test_the_help_of_run_and_the_list_in_contributing_are_complete():
    hidden = {"serve", "help"}  # ./run alone serves
    for path in (ROOT / "run", CONTRIBUTING):
        shown = set(re.findall(r"^(?:\| `)?\./run ([a-z]+)", said(path), re.MULTILINE))
        assert run_commands() - hidden - shown <= ({"install"} if path == CONTRIBUTING else set()), path


def resolved(cli, words):
    """Whether these words lead to a command of `flask --app wsgi`."""
    found = cli
    for word in words:
        if not isinstance(found, click.Group):
            return True  # what follows are its arguments
        found = found.commands.get(word)
        if found is None:
            return False
    return True


def test_every_flask_command_exists(app):
    typed = {
        (name(path), tuple(words.split()))
        for path in [*TYPED, ROOT / "run"]
        for words in re.findall(r"flask --app wsgi ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)", said(path))
    }
    assert len(typed) >= 5
    assert [(path, words) for path, words in typed if not resolved(app.cli, words)] == []
    assert not resolved(app.cli, ["house", "demolish"])


def test_every_module_that_is_started_exists():
    typed = {word for path in [*TYPED, ROOT / "run"] for word in re.findall(r"python(?:3)? -m ([\w.]+)", said(path))}
    assert [module for module in typed if importlib.util.find_spec(module) is None] == []


def layers():
    """The floors of setup.cfg from the top, each a set of names that exist."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    rows = config["importlinter:contract:floors"]["layers"].strip().splitlines()
    there = {path.stem for path in (ROOT / "lms").iterdir()}
    return [floor for row in rows if (floor := set(re.findall(r"\w+", row)) & there)]


def drawn():
    """The lines of the drawing in CONTRIBUTING, each a set of names."""
    drawing = said(CONTRIBUTING).split("```")[1]
    names = [re.split(r" {4,}", line.strip())[0] for line in drawing.splitlines()]
    return [found for line in names if (found := set(re.findall(r"[a-z]+", line)))]


def test_the_floors_are_drawn_as_they_are_checked():
    place = {room: number for number, floor in enumerate(drawn()) for room in floor}
    floors = layers()
    assert set(place) == set().union(*floors)
    for number, upper in enumerate(floors):
        for lower in floors[number + 1 :]:
            assert all(place[a] <= place[b] for a in upper for b in lower), (upper, lower)
    rooms = drawn()[[room for room, floor in enumerate(drawn()) if "admin" in floor][0] :]
    assert [floor for floor in floors if floor & set().union(*rooms)][:-2] == rooms[:-1]


def test_the_budgets_are_those_that_are_tested():
    paragraph = " ".join(said(CONTRIBUTING).split("## Budgets")[1].split("## ")[0].split())
    for what, most in BUDGETS.items():
        assert f"{what} {most}" in paragraph, what


def test_both_pages_promise_the_same_weight():
    weights = {path: re.findall(r"(\d+) kB", said(path)) for path in (README, CONTRIBUTING)}
    assert weights[README] == weights[CONTRIBUTING] != []


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_links_lead_somewhere(path):
    targets = re.findall(r"\]\(([^)\s]+)\)", said(path))
    inside = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in inside if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_files_that_are_named_exist(path):
    """`lms/core/db.py`, `docs/decisions/`: whatever begins with a folder of ours and is no pattern."""
    named = re.findall(r"`((?:lms|tests|docs|deploy|migrations|static|templates|\.ci)/[\w./-]*)(?:::\w+)?`", said(path))
    assert [file for file in named if not (ROOT / file).exists()] == []


def decisions():
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_decisions_are_numbered_once_and_in_a_row():
    numbers = [int(path.name[:4]) for path in decisions()]
    assert numbers == list(range(1, len(numbers) + 1))
    for number, path in zip(numbers, decisions(), strict=True):
        assert said(path).startswith(f"# {number}. "), path.name


def test_references_to_decisions_hold():
    """In code, in tests and in documents alike."""
    sources = [*DOCS, *(path for folder in ("lms", "tests", "deploy") for path in (ROOT / folder).rglob("*.py"))]
    named = {found for path in sources for found in re.findall(r"decisions/(\d{4}-[a-z-]+\.md)", said(path))}
    assert named - {path.name for path in decisions()} == set()
