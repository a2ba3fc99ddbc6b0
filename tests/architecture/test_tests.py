"""The tests keep rules too: each one asserts something, and none puts a fake in the place of our own code."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "tests").rglob("*.py"))


def name(path):
    return str(path.relative_to(ROOT))


def called(node):
    """The last part of a call's name: `raises` of `pytest.raises(…)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def claims(node, askers):
    """Whether something inside asserts, expects a refusal, or calls a function that does."""
    return any(
        isinstance(inner, ast.Assert)
        or isinstance(inner, ast.Call)
        and (called(inner) in ("raises", "fail") or called(inner) in askers)
        for inner in ast.walk(node)
    )


def askers_of(trees):
    """Names of functions of the tests that assert by themselves; a method, or what only calls them, is too common."""
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {node.name for node in functions if not node.name.startswith("test") and claims(node, set())}


def silent(tree, askers):
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not claims(node, askers)
    ]


def ours(tree):
    """Names that stand for something of ours in a module."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lms":
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or "lms" for alias in node.names if alias.name.split(".")[0] == "lms"}
    return found


def root_of(node):
    while isinstance(node, ast.Attribute):
        node = node.value
    return getattr(node, "id", "")


def fakes(tree):
    """Line numbers where a function or a class of ours is replaced. A limit (in capitals) may be lowered."""
    mine, lines = ours(tree), []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            if any(module.split(".")[-1] == "mock" for module in modules):
                lines.append(node.lineno)
        elif isinstance(node, ast.Call) and called(node) in ("setattr", "delattr") and node.args:
            target, *rest = node.args
            text = target.value if isinstance(target, ast.Constant) else ""
            what = rest[0].value if rest and isinstance(rest[0], ast.Constant) else text.rpartition(".")[2]
            if (text.startswith("lms.") or root_of(target) in mine) and not str(what).isupper():
                lines.append(node.lineno)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                replaced = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
                if replaced and target.value.id in mine and not target.attr.isupper():
                    lines.append(node.lineno)
    return lines


def test_every_test_asserts_something():
    trees = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}
    askers = askers_of(trees.values())
    assert {name(path): found for path, tree in trees.items() if (found := silent(tree, askers))} == {}


def test_nothing_of_ours_is_replaced():
    assert {name(path): found for path in SOURCES if (found := fakes(ast.parse(path.read_text("utf-8"))))} == {}


def test_a_silent_test_is_seen():
    tree = ast.parse("def test_a():\n    check()\ndef test_b():\n    run()\ndef check():\n    assert 1\n")
    assert silent(tree, askers_of([tree])) == ["test_b"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from unittest.mock import patch", [1]),
        ("from unittest import mock", [1]),
        ("from lms.core import clock\nmonkeypatch.setattr(clock, 'now', None)", [2]),
        ("monkeypatch.setattr('lms.core.clock.now', None)", [1]),
        ("from lms.core import jobs\njobs.run_due = None", [2]),
        ("from lms.core import jobs\nmonkeypatch.setattr(jobs, 'BATCH', 3)", []),
        ("import socket\nmonkeypatch.setattr(socket.socket, 'connect', None)", []),
    ],
)
def test_a_fake_is_seen(source, lines):
    assert fakes(ast.parse(source)) == lines
