"""duplicates: create pairs and merges"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_duplicate_pair_decided_by_id_person")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_duplicate_pair_one_id_person")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_duplicate_pair_other_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("public_id", name=op.f("uq_duplicate_pair_public_id")),
    )
    op.create_index(op.f("ix_duplicate_pair_other_id"), "duplicate_pair", ["other_id"], unique=False)
    op.create_index("ix_duplicate_pair_state_score", "duplicate_pair", ["state", "score", "id"], unique=False)
    op.create_index("uq_duplicate_pair_one_id_other_id", "duplicate_pair", ["one_id", "other_id"], unique=True)
    op.create_table(
        "duplicate_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_duplicate_merge_by_id_person")),
        sa.ForeignKeyConstraint(["source_id"], ["person.id"], name=op.f("fk_duplicate_merge_source_id_person")),
        sa.ForeignKeyConstraint(["target_id"], ["person.id"], name=op.f("fk_duplicate_merge_target_id_person")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_duplicate_merge_undone_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_duplicate_merge_public_id")),
    )
    op.create_index(op.f("ix_duplicate_merge_source_id"), "duplicate_merge", ["source_id"], unique=False)
    op.create_index(op.f("ix_duplicate_merge_target_id"), "duplicate_merge", ["target_id"], unique=False)
    op.create_index(
        "ix_person_suspected",
        "person",
        ["province_code"],
        sqlite_where=sa.text("maybe_duplicate = 1"),
        postgresql_where=sa.text("maybe_duplicate"),
    )


def downgrade() -> None:
    op.drop_index("ix_person_suspected", "person")
    op.drop_table("duplicate_merge")
    op.drop_table("duplicate_pair")
