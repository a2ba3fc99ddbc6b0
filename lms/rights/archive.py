"""A copy of everything kept of a person, as two files: one for programs, one to read. Both stand alone."""

import json
from collections.abc import Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from flask import render_template
from markupsafe import Markup

from lms.places import queries as places
from lms.rights import readable

#: The readable file needs nothing beside it, so its few rules of looks are in it; it is no page of ours.
LOOKS = Markup(
    "<style>body{font:1.05rem/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2.5rem;border-bottom:2px solid}li{margin:.8rem 0;overflow-wrap:anywhere}"
    "dl{margin:0}dt{color:#666;font-size:.85em}dd{margin:0 0 .35rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}dt{color:#aaa}}</style>"
)


def exports(person: Any, desks: Sequence[tuple[str, ModuleType]]) -> list[tuple[str, dict[str, Any]]]:
    """(room, what it keeps of the person)."""
    return [(room, desk.export(person)) for room, desk in desks]


def parts(person: Any, kept: list[tuple[str, dict[str, Any]]]) -> list[readable.Part]:
    """The same in words, in the language being spoken."""
    commune = places.commune(person.commune_code)
    names = {"province": {row.code: row.name_vi for row in places.provinces()}}
    return readable.parts(kept, {**names, "commune": {commune.code: commune.name} if commune else {}})


def as_json(person: Any, kept: list[tuple[str, dict[str, Any]]], *, at: datetime) -> bytes:
    """UTF-8, instants in ISO 8601 (UTC), one key for each room."""
    said = {"person": person.public_id, "made_at": at.isoformat(), **dict(kept)}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def as_page(person: Any, kept: list[tuple[str, dict[str, Any]]], *, at: datetime) -> bytes:
    """HTML without scripts, nothing loaded from anywhere."""
    shown = {"person": person, "parts": parts(person, kept), "looks": LOOKS, "made_at": at}
    return render_template("rights/files/data.html", **shown).encode()
