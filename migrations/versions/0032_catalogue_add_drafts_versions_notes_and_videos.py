"""catalogue: add drafts, versions, notes and videos"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson_draft",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lesson_draft_by_id_person")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_draft_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("lesson_id", name=op.f("pk_lesson_draft")),
    )
    op.create_table(
        "lesson_note",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_note_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_note_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "lesson_id", "part", name=op.f("pk_lesson_note")),
    )
    op.create_table(
        "lesson_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lesson_version_by_id_person")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_version_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_version")),
    )
    op.create_index("uq_lesson_version_lesson_id_number", "lesson_version", ["lesson_id", "number"], unique=True)
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.add_column(sa.Column("videos", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("state", sa.String(length=9), nullable=False, server_default="published"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("module", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shipped", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shipped", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.drop_column("arranged_at")
        batch_op.drop_column("shipped")
    with op.batch_alter_table("module", schema=None) as batch_op:
        batch_op.drop_column("arranged_at")
        batch_op.drop_column("shipped")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("state")
        batch_op.drop_column("videos")
    op.drop_table("lesson_version")
    op.drop_table("lesson_note")
    op.drop_table("lesson_draft")
