"""Migrations: ordered, up and down with rows in the tables, children kept, a failure leaves nothing."""

import re

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from lms.app import create_app
from lms.core import migrations
from lms.core.db import db, mode

FOLDER = migrations.FOLDER


@pytest.fixture
def fresh(bench, tmp_path):
    """An app on an empty database of its own."""
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    here = make_url(bench.config["SQLALCHEMY_DATABASE_URI"])
    if here.get_backend_name() == "postgresql":
        name = f"{here.database}_migrations"
        with create_engine(here, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        url = here.set(database=name).render_as_string(hide_password=False)
    app = create_app({"INSTANCE": str(tmp_path), "DATABASE_URL": url, "LOG_LEVEL": "CRITICAL"})
    yield app
    with app.app_context():
        db.engine.dispose()


def tables(app):
    with app.app_context():
        return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_names_are_ordered_and_the_head_is_written_down():
    names = sorted(path.stem for path in (FOLDER / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z]+_[a-z_]+", name) for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert (FOLDER / ".current-head").read_text().strip() == names[-1][:4] == migrations.head()


def test_up_and_down_and_up_again(fresh):
    migrations.upgrade(fresh)
    assert tables(fresh) == set(db.metadata.tables)
    migrations.downgrade(fresh, "base")
    assert tables(fresh) == set()
    migrations.upgrade(fresh)
    assert tables(fresh) == set(db.metadata.tables)


def put_a_child(app):
    with app.app_context(), mode("write"):
        db.session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR(9))"))
        db.session.execute(
            text(
                "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE)"
            )
        )
        db.session.execute(text("INSERT INTO parent VALUES (1, 'a')"))
        db.session.execute(text("INSERT INTO child VALUES (1, 1)"))
        db.session.commit()


def run(app, steps):
    """Run migration steps inside the house's own guarded transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    def go(made):
        connection = made.attributes["connection"]
        steps(Operations(MigrationContext.configure(connection)), connection)

    migrations._run(app, go)


def test_rebuilding_a_parent_keeps_its_children(fresh):
    """Batch mode drops and re-creates the table; with foreign keys on, SQLite would delete the child."""
    import sqlalchemy as sa

    put_a_child(fresh)

    def rebuild(op, _connection):
        with op.batch_alter_table("parent", recreate="auto") as batch:
            batch.alter_column("name", type_=sa.String(20), existing_type=sa.String(9))

    run(fresh, rebuild)
    with fresh.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM child")) == 1
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_migration_that_fails_half_way_leaves_nothing(fresh):
    import sqlalchemy as sa

    def fail(op, _connection):
        op.create_table("half_done", sa.Column("id", sa.Integer, primary_key=True))
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        run(fresh, fail)
    assert "half_done" not in tables(fresh)


def test_orphans_made_by_a_migration_are_refused(fresh):
    put_a_child(fresh)
    with fresh.app_context():
        if db.engine.dialect.name != "sqlite":
            return  # PostgreSQL refuses the statement itself

    with pytest.raises(migrations.BrokenLinks):
        run(fresh, lambda _op, connection: connection.execute(text("DELETE FROM parent")))
    with fresh.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM parent")) == 1
