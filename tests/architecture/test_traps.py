"""docs/traps.md tells the truth: each of the twelve traps names tests, and they exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \|.*\| ([^|]+) \|$", re.MULTILINE)
SCANNERS = re.compile(r"pip-audit|pip_audit|osv-scanner|npm audit|\bsafety (check|scan)|\b(trivy|grype|snyk)\b")
GATES = (".ci/run", "run", "Makefile", "setup.cfg", "requirements-test.lock")


def guards():
    """{number of the trap: [tests/….py::test_…]}"""
    rows = ROW.findall((ROOT / "docs" / "traps.md").read_text("utf-8"))
    return {int(number): re.findall(r"`([^`]+)`", names) for number, names in rows}


def is_there(name):
    path, _colons, test = name.partition("::")
    source = ROOT / path
    return source.is_file() and test in {
        node.name for node in ast.parse(source.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }


def test_every_trap_is_guarded():
    found = guards()
    assert sorted(found) == list(range(1, 13))
    assert [number for number, names in found.items() if not names] == []
    assert [name for names in found.values() for name in names if not is_there(name)] == []


def test_a_test_that_is_gone_is_seen():
    assert not is_there("tests/core/test_db.py::test_that_is_gone") and not is_there("tests/gone.py::test_x")


def test_no_scanner_that_passes_without_a_network_is_a_gate():
    """They print "No known vulnerabilities found" and exit green when they could ask nobody."""
    assert [name for name in GATES if SCANNERS.search((ROOT / name).read_text("utf-8"))] == []
    assert SCANNERS.search("python -m pip_audit -r requirements.lock")
