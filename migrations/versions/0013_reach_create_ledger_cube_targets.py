"""reach: create ledger cube targets"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cube_cell",
        sa.Column("indicator", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=6), nullable=False),
        sa.Column("self_reported", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "indicator",
            "scope",
            "month",
            "province_code",
            "gender",
            "age_band",
            "self_reported",
            name=op.f("pk_cube_cell"),
        ),
    )
    op.create_table(
        "cube_day",
        sa.Column("indicator", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("indicator", "scope", "day", "province_code", name=op.f("pk_cube_day")),
    )
    op.create_table(
        "merged",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["person.id"], name=op.f("fk_merged_into_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_merged_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_merged")),
    )
    op.create_index("ix_merged_into_id", "merged", ["into_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=6), nullable=False),
        sa.Column("youth", sa.Boolean(), nullable=False),
        sa.Column("by_year", sa.Boolean(), nullable=False),
        sa.Column("self_reported", sa.Boolean(), nullable=False),
        sa.Column("proof_kind", sa.String(length=12), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_milestone_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(
        "ix_milestone_cell",
        "milestone",
        ["scope", "indicator", "province_code", "id"],
        unique=False,
    )
    op.create_index(
        "ix_milestone_withdrawn",
        "milestone",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
        postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
    )
    op.create_index(
        "uq_milestone_current",
        "milestone",
        ["person_id", "indicator", "scope"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_target_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index(
        "uq_target_indicator_year_province_code",
        "target",
        ["indicator", "year", "province_code"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("target")
    op.drop_table("milestone")
    op.drop_table("merged")
    op.drop_table("cube_day")
    op.drop_table("cube_cell")
