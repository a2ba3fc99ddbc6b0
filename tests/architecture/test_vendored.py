"""Vendored files are exactly what the list says, carry their licence, and nothing lies beside them unlisted."""

import base64
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "static" / "vendor" / "VENDORED.txt"


def listed() -> list[list[str]]:
    lines = LIST.read_text("utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def test_every_vendored_file_has_the_listed_hash():
    found = {}
    for _package, _version, _licence, path, _digest in listed():
        digest = hashlib.sha384((ROOT / path).read_bytes()).digest()
        found[path] = "sha384-" + base64.b64encode(digest).decode()
    assert found == {path: digest for *_rest, path, digest in listed()}


def test_every_vendored_script_is_listed():
    there = [path for folder in ("static", "tests") for path in (ROOT / folder / "vendor").glob("*/*.js")]
    assert {str(path.relative_to(ROOT)) for path in there} == {line[3] for line in listed()}


def test_every_vendored_folder_names_its_version_and_holds_a_licence():
    for _package, version, _licence, path, _digest in listed():
        folder = (ROOT / path).parent
        assert folder.name.endswith(f"-{version}")
        assert (folder / "LICENSE").stat().st_size > 100
