"""The import contracts of setup.cfg hold, and no room stands outside them."""

import configparser
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The ground floor, and wiring that is too long for one module.
NO_ROOMS = {"lms.core", "lms.demo", "lms.operations"}
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


def test_every_import_goes_down_a_floor():
    lint = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_every_room_has_its_desks_checked():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    checked = set(config["importlinter:contract:desks"]["containers"].split())
    rooms = {f"lms.{path.parent.name}" for path in ROOT.glob("lms/*/__init__.py")} - NO_ROOMS
    assert rooms == checked
