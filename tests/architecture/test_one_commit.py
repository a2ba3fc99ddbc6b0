"""The request ends in one place, the clock is read in few, and nothing is promised for later."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "lms").rglob("*.py"))
MAY_COMMIT = {"lms/core/db.py", "lms/core/jobs.py", "lms/cli.py"}
CLOCK_CALLS = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|func\.now\(|time\.time\(")


def name(path):
    return str(path.relative_to(ROOT))


def commits(source):
    """Line numbers of `….commit()` calls."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_commit_is_called_at_the_edge_only():
    found = {name(path): commits(path.read_text()) for path in SOURCES}
    assert {path for path, lines in found.items() if lines} <= MAY_COMMIT


def test_a_planted_commit_is_seen():
    assert commits("def enrol(x):\n    db.session.add(x)\n    db.session.commit()\n") == [3]


def test_one_clock():
    found = {name(path) for path in SOURCES if CLOCK_CALLS.search(path.read_text())}
    assert found == {"lms/core/clock.py"}


def reads_clock(source):
    return bool(re.search(r"\bclock\.now\(|\bnow\(\)", source))


@pytest.mark.parametrize("desk", ["actions", "queries", "rules", "models", "forms"])
def test_only_the_edge_reads_the_clock(desk):
    inside = [p for p in SOURCES if p.stem == desk or p.parent.name == desk]
    assert [name(path) for path in inside if reads_clock(path.read_text())] == []


def ends_with_by_and_at(function):
    return [argument.arg for argument in function.args.kwonlyargs][-1:] == ["at"] and function.args.vararg is None


def test_every_action_says_when():
    """Public actions take `at`; most take `by` before it."""
    silent = []
    for path in SOURCES:
        if not (path.stem == "actions" or path.parent.name == "actions") or "/core/" in name(path):
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [argument.arg for argument in node.args.kwonlyargs]
                if "at" not in names:
                    silent.append(f"{name(path)}::{node.name}")
    assert silent == []


def test_nothing_is_left_for_later():
    words = re.compile(r"NotImplementedError|\b(TO" + r"DO|FIX" + r"ME|XXX|HACK)\b")
    texts = [*SOURCES, *(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
    assert [name(path) for path in texts if words.search(path.read_text())] == []
