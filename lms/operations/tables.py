"""Rows as lines of JSON and back, the same on every database.

The tables are read from the database itself, not from the models, so that a copy of last year's schema can be
written and read as well. JSON columns travel as the text they are stored as, times as UTC in ISO 8601, bytes
in base64.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import JSON, Date, DateTime, LargeBinary, MetaData, Table, Text, Time, bindparam, cast, func, select
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection

#: Rows read or written at a time.
BATCH = 1000
#: Kept by the migrations themselves.
NOT_OURS = {"alembic_version"}


class Sum(NamedTuple):
    """How many rows a table has, and what they say: the sum of their SHA-256, whatever their order, hexadecimal."""

    rows: int
    digest: str


def tables_of(connection: Connection) -> list[Table]:
    """Every table of the database, parents before children."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in NOT_OURS]


def lines_of(connection: Connection, table: Table) -> Iterator[str]:
    """Each row as one line of JSON, without the line break."""
    columns = [cast(column, Text).label(column.name) if _is_json(column) else column for column in table.columns]
    for row in connection.execute(select(*columns), execution_options={"yield_per": BATCH}).mappings():
        said = {name: _written(value) for name, value in row.items()}
        yield json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def counted(lines: Iterable[str], into: Callable[[str], Any] | None = None) -> Sum:
    """Count and sum the lines, handing each on."""
    rows = total = 0
    for line in lines:
        rows += 1
        total += int.from_bytes(hashlib.sha256(line.encode()).digest())
        if into:
            into(line)
    return Sum(rows, f"{total % 2**256:064x}")


def put(connection: Connection, table: Table, lines: Iterable[str]) -> None:
    """Insert rows written by `lines_of` into an empty table, keys included."""
    on_sqlite = connection.dialect.name == "sqlite"
    places = {column.name: _place(column, on_sqlite) for column in table.columns}
    readers = {column.name: _reader(column, on_sqlite) for column in table.columns}
    statement = table.insert().values(places)
    waiting = iter(lines)
    while rows := [json.loads(line) for line in islice(waiting, BATCH)]:
        connection.execute(statement, [{f"v_{name}": readers[name](row[name]) for name in places} for row in rows])


def restart_counters(connection: Connection, table: Table) -> None:
    """PostgreSQL counts keys apart from the rows: go on after the highest."""
    if connection.dialect.name == "sqlite" or "id" not in table.columns:
        return
    name = connection.dialect.identifier_preparer.quote(table.name)
    counter = connection.scalar(sql("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": name})
    highest = connection.scalar(select(func.max(table.c.id)))
    if counter and highest:
        connection.execute(sql("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})


def _is_json(column: Any) -> bool:
    return isinstance(column.type, JSON)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode()
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise TypeError(f"no way to write {type(value).__name__}")


def _place(column: Any, on_sqlite: bool) -> Any:
    """Where a value goes in; JSON goes in as the text it is."""
    if not _is_json(column):
        return bindparam(f"v_{column.name}", type_=column.type)
    said = bindparam(f"v_{column.name}", type_=Text())
    return said if on_sqlite else cast(said, column.type)


def _reader(column: Any, on_sqlite: bool) -> Callable[[Any], Any]:
    """From JSON to what the driver of this column wants."""

    def moment(value: str) -> datetime:
        read = datetime.fromisoformat(value)
        return read.replace(tzinfo=None) if on_sqlite else read

    readers: list[tuple[type, Callable[[Any], Any]]] = [
        (DateTime, moment),
        (Date, date.fromisoformat),
        (Time, time.fromisoformat),
        (LargeBinary, base64.b64decode),
    ]
    read = next((reader for kind, reader in readers if isinstance(column.type, kind)), lambda value: value)
    return lambda value: None if value is None else read(value)
