"""The register of places as files (`content/places`), and the rows they become. Pure but for reading them."""

import csv
import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lms.core import text
from lms.core.text import fold, nfc, sort_key_plain
from lms.places import rules

FOLDER = Path(__file__).resolve().parents[2] / "content" / "places"
#: The day Resolution 202/2025/QH15 and the two-tier system took effect.
RESHAPED = date(2025, 7, 1)
#: The last day the 63 provinces before it existed.
BEFORE = date(2025, 6, 30)

Rows = list[dict[str, Any]]


class AmbiguousName(ValueError):
    """Two provinces claim one name in the files."""


def digest() -> str:
    """A fingerprint of the files and of the code that makes keys of them: unchanged means nothing to load."""
    made_by = [Path(module.__file__ or "") for module in (text, rules)] + [Path(__file__)]
    seen = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.csv")) + made_by:
        seen.update(path.read_bytes())
    return seen.hexdigest()


def read(name: str) -> list[dict[str, str]]:
    """The rows of one file as text, in NFC."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: nfc(value) for column, value in row.items()} for row in csv.DictReader(file)]


def provinces() -> Rows:
    """Rows of `province`: the unit, its people, its tile."""
    people = {row["code"]: row for row in read("population")}
    tiles = {row["code"]: row for row in read("tiles")}
    return [
        {
            "code": row["code"],
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "kind": row["type"],
            "kind_since": date.fromisoformat(row["kind_since"]),
            "region": row["region"],
            "name_sort": sort_key_plain(_called(row["name_vi"])),
            "population": int(people[row["code"]]["pop_recommended"]),
            "youth": int(people[row["code"]]["youth_16_30_est_21_5pct"]),
            "share_of_20m": int(people[row["code"]]["target_20m_by_share"]),
            "tile_row": int(tiles[row["code"]]["row"]),
            "tile_col": int(tiles[row["code"]]["col"]),
            "valid_from": RESHAPED,
            "valid_to": None,
        }
        for row in read("provinces")
    ]


def _called(name: str) -> str:
    """The name without *TP.*, which no list is sorted by."""
    return name.removeprefix("TP. ")


def aliases() -> Rows:
    """Rows of `province_alias`: today's names, the 63 old ones, other spellings. Raises AmbiguousName."""
    named: list[tuple[str, str, date | None]] = []
    for row in read("provinces"):
        named += [(row["name_vi"], row["code"], None), (row["name_en"], row["code"], None)]
        named += [(name, row["code"], BEFORE) for name in row["merged_from"].split("; ")]
    for row in read("aliases"):
        until = date.fromisoformat(row["official_until"]) if row["official_until"] else None
        named.append((row["name"], row["province_code"], until))
    found: dict[str, dict[str, Any]] = {}
    for name, code, until in named:
        row = {"name_fold": rules.key(name), "name": name, "province_code": code, "official_until": until}
        if found.setdefault(row["name_fold"], row)["province_code"] != code:
            raise AmbiguousName(name)
    return list(found.values())


def communes() -> Rows:
    """Rows of `commune`."""
    return [
        {
            "code": row["code"],
            "name": row["name_vi"],
            "kind": row["type"],
            "province_code": row["province_code"],
            "name_fold": fold(row["name_vi"]),
            "name_sort": sort_key_plain(row["name_vi"]),
            "valid_from": RESHAPED,
            "valid_to": None,
        }
        for row in read("communes")
    ]


def holidays() -> Rows:
    """Rows of `holiday`, none of them confirmed."""
    return [
        {
            "on": date.fromisoformat(row["date"]),
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "days": int(row["days_off_usual"]),
            "days_before": int(row["days_before"]),
            "confirmed": False,
        }
        for row in read("holidays")
    ]


class ExtraTile(NamedTuple):
    """A tile of the map that carries a name and no data, and is always drawn."""

    label: str
    #: The province it is part of.
    province_code: str
    row: int
    col: int


@cache
def extra_tiles() -> tuple[ExtraTile, ...]:
    """QĐ. Hoàng Sa and QĐ. Trường Sa, which no map of Vietnam may leave out."""
    return tuple(
        ExtraTile(row["label_vi"], row["belongs_to_code"], int(row["row"]), int(row["col"]))
        for row in read("tiles_extra")
    )
