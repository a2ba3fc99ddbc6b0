"""What the rooms export, as somebody reads it: titles, names of fields, days as Vietnam writes them. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from lms.core.clock import local
from lms.core.text import national
from lms.core.words import _
from lms.rights import sentences

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PHONE = re.compile(r"\+84\d{9}")

#: Field -> {code: name}, for provinces and communes.
Names = Mapping[str, Mapping[str, str]]


class Field(NamedTuple):
    """One thing that is kept, with its name."""

    name: str
    value: str


class Group(NamedTuple):
    """Many things of one kind."""

    name: str
    records: list[list[Field]]


class Part(NamedTuple):
    """What one room keeps."""

    room: str
    title: str
    fields: list[Field]
    groups: list[Group]

    @property
    def count(self) -> int:
        """How many things that are."""
        return len(self.fields) + sum(len(group.records) for group in self.groups)


def parts(exports: Iterable[tuple[str, Mapping[str, Any]]], names: Names) -> list[Part]:
    """A part for each room, in the order of `sentences.ROOMS`; a room without a title there comes last."""
    order = list(sentences.ROOMS)
    made = [_part(room, kept, names) for room, kept in exports]
    return sorted(made, key=lambda part: order.index(part.room) if part.room in order else len(order))


def _part(room: str, kept: Mapping[str, Any], names: Names) -> Part:
    lists = {key: value for key, value in kept.items() if isinstance(value, list)}
    plain = {key: value for key, value in kept.items() if key not in lists}
    groups = [
        Group(label(key), [_fields(row if isinstance(row, Mapping) else {"value": row}, names) for row in rows])
        for key, rows in lists.items()
        if rows
    ]
    return Part(room, str(sentences.ROOMS.get(room, room)), _fields(plain, names), groups)


def _fields(row: Mapping[str, Any], names: Names) -> list[Field]:
    """The fields of a record that say something; a list of records inside one is written out after it."""
    found: list[Field] = []
    for key, value in row.items():
        if isinstance(value, Mapping):
            found += [Field(f"{label(key)}, {inner.name}", inner.value) for inner in _fields(value, names)]
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            found += [field for inner in value for field in _fields(inner, names)]
        elif (said := in_words(key, value, names)) != "":
            found.append(Field(label(key), said))
    return found


def label(key: str) -> str:
    """The name of a field."""
    return str(sentences.FIELDS.get(key, key.replace("_", " ")))


def in_words(key: str, value: Any, names: Names) -> str:
    """A value as a person reads it: yes and no, days and hours in Vietnam, names for codes; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " · ".join(in_words(key, part, names) for part in value)
    text = str(value)
    if text in names.get(key, {}):
        return names[key][text]
    if key in sentences.CODED:
        text = str(sentences.CODES.get((key, text)) or sentences.CODES.get(text, text))
    return _scope(text) if key == "scope" else _written(text)


def _written(text: str) -> str:
    if _MOMENT.match(text):
        return f"{local(datetime.fromisoformat(text)):%d/%m/%Y, %H:%M}"
    if day := _DAY.fullmatch(text):
        return f"{day[3]}/{day[2]}/{day[1]}"
    return national(text) if _PHONE.fullmatch(text) else text


def _scope(text: str) -> str:
    """ "year:2026" and the like."""
    kind, _colon, which = text.partition(":")
    if kind == "month":
        year, _dash, month = which.partition("-")
        return _("Month %(month)s", month=f"{month}/{year}")
    if kind == "year":
        return _("Year %(year)s", year=which)
    return {"programme": _("The whole programme"), "track": _("A track"), "series": _("A class")}.get(kind, text)
