"""No file swallows its neighbours: the budgets of the house."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Lines. CONTRIBUTING.md names the same numbers, and test_docs_are_true.py compares them.
BUDGETS = {"Module": 300, "function": 40, "view": 25, "template": 120, "test file": 400, "conftest": 150}
JUNK = {"util", "utils", "helpers", "common", "misc", "base"}


def lines(path):
    return path.read_text().count("\n")


def too_long(folder, pattern, most, *, leave_out=()):
    return {
        str(path.relative_to(ROOT)): lines(path)
        for path in sorted((ROOT / folder).rglob(pattern))
        if lines(path) > most and path.name not in leave_out
    }


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def test_modules():
    assert too_long("lms", "*.py", BUDGETS["Module"]) == {}


def test_functions():
    found = {
        f"{path.relative_to(ROOT)}::{name}": length
        for path in (ROOT / "lms").rglob("*.py")
        for name, length in functions(path)
        if length > BUDGETS["view" if path.parent.name == "views" else "function"]
    }
    assert found == {}


def test_templates():
    assert too_long("templates", "*.html", BUDGETS["template"]) == {}


def test_tests():
    assert too_long("tests", "*.py", BUDGETS["test file"]) == {}
    assert too_long("tests", "conftest.py", BUDGETS["conftest"]) == {}


def test_no_junk_drawers():
    assert [str(p) for p in (ROOT / "lms").rglob("*.py") if p.stem in JUNK] == []


def test_a_long_function_is_seen(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def long():\n" + "    x = 1\n" * 50)
    assert list(functions(planted)) == [("long", 51)]
