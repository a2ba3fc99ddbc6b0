"""schedule: add notices, windows and groups"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schedule_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_schedule_notice_by_id_person")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_schedule_notice_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_schedule_notice_public_id")),
    )
    op.create_index("ix_schedule_notice_series_id_at", "schedule_notice", ["series_id", "at"], unique=False)
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("enrol_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("enrol_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("room_capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("overflow_url", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("zalo_url", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_series_copied_from_id_series"), "series", ["copied_from_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_constraint("fk_series_copied_from_id_series", type_="foreignkey")
        for column in ("copied_from_id", "zalo_url", "overflow_url", "room_capacity", "enrol_until", "enrol_from"):
            batch_op.drop_column(column)
    op.drop_table("schedule_notice")
