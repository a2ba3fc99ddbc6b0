"""audit: add network and reason"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("network", sa.String(length=43), nullable=True))
        batch_op.add_column(sa.Column("why", sa.String(length=20), nullable=True))

    _let_nobody_change()


def _let_nobody_change() -> None:
    """Entries are written and, past their time, deleted; never changed."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_entry_stands BEFORE UPDATE ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION audit_entry_stands() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record is never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_stands BEFORE UPDATE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_stands()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_stands")
    else:
        op.execute("DROP TRIGGER audit_entry_stands ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_stands()")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_column("why")
        batch_op.drop_column("network")
