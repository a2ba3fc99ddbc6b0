"""The door to the list of the erased that stands outside the database: `<instance>/erasures.jsonl`.

One line for each: ids and a time, no name. It is only ever added to, so that a database put back from an old
backup learns who was erased since. A line may stand there twice.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

NAME = "erasures.jsonl"


class Line(NamedTuple):
    """Who was erased, by the key and the address of the row, and when."""

    person_id: int
    public_id: str
    erased_at: datetime


def write(folder: Path, lines: Iterable[Line]) -> int:
    """Add lines, on the disk before this returns; answers how many."""
    said = [json.dumps({**line._asdict(), "erased_at": line.erased_at.isoformat()}) + "\n" for line in lines]
    if said:
        with (folder / NAME).open("a", encoding="ascii") as file:
            if _torn(folder / NAME):
                file.write("\n")
            file.writelines(said)
            file.flush()
            os.fsync(file.fileno())
    return len(said)


def read(folder: Path) -> Iterator[Line]:
    """Every line, oldest first; one that was torn by a crash is passed over."""
    path = folder / NAME
    if not path.is_file():
        return
    with path.open(encoding="ascii", errors="replace") as file:
        for text in file:
            try:
                said = json.loads(text)
                yield Line(int(said["person_id"]), said["public_id"], datetime.fromisoformat(said["erased_at"]))
            except (ValueError, KeyError, TypeError):
                continue


def _torn(path: Path) -> bool:
    """Whether the last line has no end."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
