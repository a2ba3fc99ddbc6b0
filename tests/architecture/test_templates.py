"""Endpoint = module = template: know one, know all. And nothing inline."""

import ast
import re
from pathlib import Path

from lms.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=\"|\son[a-z]+=\"")
SHARED = {"layouts", "components", "errors", "core"}


def rendered(path):
    """(function, template) for each constant template name given to `page` or `again` in a module."""
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("page", "again")
                and isinstance(node.args[0], ast.Constant)
            ):
                yield function.name, node.args[0].value


def pages_of_rooms():
    for room in ROOMS:
        for path in (ROOT / "lms" / room / "views").glob("*.py"):
            yield room, path


def test_views_show_templates_of_their_own_room_and_audience():
    strangers = [
        f"{path.relative_to(ROOT)} shows {template}"
        for room, path in pages_of_rooms()
        for _name, template in rendered(path)
        if not template.startswith(f"{room}/{path.stem}/")
    ]
    assert strangers == []


def test_every_template_is_shown():
    shown = {template for _room, path in pages_of_rooms() for _name, template in rendered(path)}
    for path in (ROOT / "lms").rglob("*.py"):
        shown |= set(re.findall(r"\"([a-z_/]+\.html)\"", path.read_text()))
    there = {
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*.html")
        if path.relative_to(ROOT / "templates").parts[0] not in SHARED
        and not path.name.startswith("_")
        and path.parent.name != "letters"
    }
    assert there - shown == set()


def test_nothing_inline():
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in (ROOT / "templates").rglob("*.html")
        if path.parent.name != "letters" and path.name != "letter.html"
        for match in INLINE.finditer(path.read_text())
    ]
    assert found == []


def test_components_have_one_macro_each():
    for path in (ROOT / "templates" / "components").glob("*.html"):
        macros = [name for name in re.findall(r"{%-?\s*macro\s+(\w+)", path.read_text()) if not name.startswith("_")]
        assert macros == [path.stem], path.name


def test_a_planted_style_is_seen():
    assert INLINE.search('<p style="color:red">') and INLINE.search("<script>alert(1)</script>")
