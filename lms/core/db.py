"""The database: one session a request, one commit at its edge.

A safe request (GET, HEAD, OPTIONS) only reads. An unsafe one reads in a plain transaction and takes the
write lock at its first write (on SQLite there is only one such lock, and nothing slow may hold it);
jobs, the command line and `afterwards` take it at once. Statements that must not lose a race are
conditional updates, `insert_once`, or come after `lock(row)`.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Annotated, Any

from flask import current_app, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, String, event, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: "read" refuses writes, "late" takes the write lock at the first write, "write" takes it at once.
_mode: ContextVar[str] = ContextVar("database_mode", default="write")


class Base(DeclarativeBase):
    """Every table; constraint names follow one pattern so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


class Moment(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out. Naive values are refused, for SQLite drops zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


When = Annotated[datetime, mapped_column(Moment)]


def sort_key_type(length: int) -> String:
    """A column of ASCII sort keys, compared byte by byte on every database."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class WroteInRead(RuntimeError):
    """A safe request tried to change something."""


@contextmanager
def mode(name: str):
    """Transactions begun inside are of this mode."""
    token = _mode.set(name)
    try:
        yield
    finally:
        _mode.reset(token)


def listen(engine: Engine) -> None:
    """Attach the rules of the house to an engine."""
    on_sqlite = engine.dialect.name == "sqlite"
    if on_sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite if on_sqlite else _begin)
    event.listen(engine, "before_cursor_execute", _before_statement)


PRAGMAS = (
    "busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
    "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY",
)  # fmt: skip


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.info["mode"] = _mode.get()


def _begin_sqlite(connection: Connection) -> None:
    _begin(connection)
    if _mode.get() == "write":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # waits for nobody and cannot fail, so it needs none of SQLAlchemy's care
        connection.connection.driver_connection.execute("BEGIN")


def _before_statement(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if connection.info.get("mode") != "write" and statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
        take_write_lock(connection)


def take_write_lock(connection: Connection) -> None:
    """Go from reading to writing. On SQLite a reader cannot be promoted safely, so the read ends first."""
    if connection.info.get("mode") == "read":
        raise WroteInRead("a safe request may not change anything")
    if connection.info.get("mode") == "late":
        connection.info["mode"] = "write"
        if connection.dialect.name == "sqlite":
            raw = connection.connection.driver_connection
            raw.execute("COMMIT")
            raw.execute("BEGIN IMMEDIATE")


def lock(row: Any) -> Any:
    """Read `row` again under a lock that lasts until the transaction ends."""
    take_write_lock(db.session.connection())
    db.session.refresh(row, with_for_update={"of": type(row)})  # not what is joined to it
    return row


def insert_once(model: Any, values: dict[str, Any], *columns: str, where: Any = None) -> bool:
    """INSERT … ON CONFLICT (columns) DO NOTHING; answers whether a row was written."""
    return _run(_once(model, columns, where, _dialect()), values).rowcount == 1


def insert_once_id(model: Any, values: dict[str, Any], *columns: str, where: Any = None) -> int | None:
    """As `insert_once`, but answers the id of the row written, or None."""
    return _run(_once(model, columns, where, _dialect(), answers_id=True), values).scalar()


def upsert(model: Any, values: dict[str, Any], *columns: str, update: list[str]) -> None:
    """INSERT … ON CONFLICT (columns) DO UPDATE of the columns named in `update`."""
    _run(_or_update(model, columns, tuple(update), _dialect()), values)


def read(statement: Any, **values: Any) -> Any:
    """The rows of a SELECT of columns, past the mapper, whose bookkeeping costs more than the rows."""
    return db.session.connection().execute(statement, values)


def insert_row(model: Any, values: dict[str, Any]) -> int:
    """INSERT one row; answers its id. For rush paths: the session never holds the row."""
    return _run(_insert_into(model), values).inserted_primary_key[0]


def _run(statement: Any, values: dict[str, Any]) -> Any:
    db.session.flush()
    return db.session.execute(statement, values)


@lru_cache(256)
def _once(model: Any, columns: tuple[str, ...], where: Any, dialect: str, answers_id: bool = False) -> Any:
    """The statement of `insert_once`, built once: building one takes longer than running it."""
    table = model.__table__
    statement = insert_into(table, dialect).on_conflict_do_nothing(
        index_elements=list(columns) or None, index_where=where
    )
    # psycopg's count of an INSERT is thrown away with its cursor unless it is asked for.
    return statement.returning(table.c.id) if answers_id else statement.execution_options(preserve_rowcount=True)


@lru_cache(256)
def _or_update(model: Any, columns: tuple[str, ...], update: tuple[str, ...], dialect: str) -> Any:
    statement = insert_into(model.__table__, dialect)
    changes = {name: statement.excluded[name] for name in update}
    return statement.on_conflict_do_update(index_elements=list(columns), set_=changes)


@lru_cache(256)
def _insert_into(model: Any) -> Any:
    return insert(model.__table__)


def insert_once_each(
    model: Any, rows: list[dict[str, Any]], *columns: str, where: Any = None, returning: list[str]
) -> list[Any]:
    """As `insert_once` for many rows with the same columns; answers `returning` of those written, in no order."""
    if not rows:
        return []
    statement = insert_into(model, _dialect())
    statement = statement.on_conflict_do_nothing(index_elements=list(columns) or None, index_where=where)
    return list(db.session.execute(statement.returning(*(getattr(model, name) for name in returning)), rows))


def add_to_each(model: Any, rows: list[dict[str, Any]], column: str) -> None:
    """Add each row's `column` to the counter that the rest of it names by primary key, making it if missing; atomic.

    Give the rows in one order wherever it is called, or two writers may wait for each other.
    """
    if rows:
        statement = insert_into(model, _dialect())
        added = {column: getattr(model, column) + getattr(statement.excluded, column)}
        key = [name for name in rows[0] if name != column]
        db.session.execute(statement.on_conflict_do_update(index_elements=key, set_=added), rows)


def _dialect() -> str:
    return db.engine.dialect.name


def insert_into(model: Any, dialect: str) -> Any:
    """INSERT INTO the table of a model (or a table), in the words of this kind of database."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(model)


def identity(row: Any) -> int:
    """The primary key of a row without touching the database."""
    return inspect(row).identity[0]


def afterwards(do: Callable[..., Any], *args: Any, needed: bool = True, **values: Any) -> None:
    """Do this in a small transaction of its own once the request's has ended, even when it was refused.

    For what must survive a refusal: failed sign-ins, wrong codes, refused access, staff reading
    personal data. What is `needed` and cannot be written turns the answer into a refusal, or one could guess
    uncounted. Give it plain values, not rows. Outside a request it is done at once.
    """
    if has_request_context():
        g.setdefault("afterwards", []).append((partial(do, *args, **values), needed))
    else:
        do(*args, **values)


def settle(response: Any) -> Any:
    """End the request: the only commit of the web."""
    session = db.session
    if request.method in SAFE:
        if session.registry.has():
            changed = bool(session.new or session.dirty or session.deleted)
            session.rollback()
            if changed:
                raise WroteInRead(f"{request.endpoint} left changes behind")
    elif response.status_code < 400:
        response = _commit(response)
    else:
        session.rollback()
    for do, needed in g.pop("afterwards", []):
        session.remove()
        with mode("write"):
            response = _commit(response, do, needed=needed)
    return response


def _commit(response: Any, do: Callable[[], Any] | None = None, *, needed: bool = True) -> Any:
    try:
        if do:
            do()
        db.session.commit()
    except SQLAlchemyError as error:  # a duplicate, a lock that never came, a database that went away
        db.session.rollback()
        return current_app.make_response(current_app.handle_user_exception(error)) if needed else response
    return response


@contextmanager
def transaction():
    """One committed transaction for jobs; rolls back on any error."""
    try:
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def open_request() -> None:
    """Choose the mode of this request's transactions."""
    g.mode_before = _mode.get()
    _mode.set("read" if request.method in SAFE else "late")


def close_request(_error: BaseException | None = None) -> None:
    """Leave the thread as it was."""
    if "mode_before" in g:
        _mode.set(g.pop("mode_before"))
