"""guardians: create guardianships"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guardianship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("relation", sa.String(length=12), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("code", sa.String(length=160), nullable=True),
        sa.Column("child_wording", sa.String(length=64), nullable=True),
        sa.Column("child_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=True),
        sa.Column("wording", sa.String(length=64), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["person.id"], name=op.f("fk_guardianship_child_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardianship")),
        sa.UniqueConstraint("child_id", name=op.f("uq_guardianship_child_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_guardianship_public_id")),
    )
    op.create_table(
        "wrong_guardian_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guardianship_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["guardianship_id"], ["guardianship.id"], name=op.f("fk_wrong_guardian_code_guardianship_id_guardianship")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_guardian_code")),
    )
    op.create_index(
        op.f("ix_wrong_guardian_code_guardianship_id"), "wrong_guardian_code", ["guardianship_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("wrong_guardian_code")
    op.drop_table("guardianship")
