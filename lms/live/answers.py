"""What Zoom says, as it can be read and kept: objects, rows of objects, numbers in bounds. Pure.

People outside choose some of it (a guest's name); half an emoji, cut off by somebody's limit, is no text for a
database, and one such name must not take away the rest of a report.
"""

import json
from typing import Any


def read(text: bytes) -> dict[str, Any] | None:
    """The JSON object in a body, its texts such that a database takes them; None for anything else."""
    try:
        said = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: _writable(value) if isinstance(value, str) else value for name, value in pairs}


def _writable(text: str) -> str:
    """Without NUL, and a question mark for each half of a character (a lone surrogate)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def rows(said: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """The objects in a list; what is no list has none."""
    found = said.get(field)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def number(value: Any, most: int) -> int:
    """A whole number from 0 to `most`; 0 for anything else."""
    return value if isinstance(value, int) and 0 <= value <= most else 0
