"""Alembic's way in: `lms.core.migrations` hands over the connection and owns the transaction."""

from alembic import context

from lms.core.db import db

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
