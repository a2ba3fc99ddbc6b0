"""notifications: add not after and the way to stop; enrolment: create reminders off"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_after", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("stop_url", sa.String(length=300), nullable=True))
    op.create_table(
        "reminders_off",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminders_off_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminders_off")),
    )


def downgrade() -> None:
    op.drop_table("reminders_off")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("stop_url")
        batch_op.drop_column("not_after")
