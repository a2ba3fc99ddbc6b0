"""quizzes: move late answers out of answers"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO late_answer (attempt_id, position, value, sequence, received_at) "
        "SELECT attempt_id, position, value, sequence, saved_at FROM answer WHERE late"
    )
    op.execute("DELETE FROM answer WHERE late")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("late")


def downgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "INSERT INTO answer (attempt_id, position, value, sequence, saved_at, waits, late) "
        "SELECT attempt_id, position, value, sequence, received_at, false, true FROM late_answer WHERE NOT EXISTS "
        "(SELECT 1 FROM answer WHERE answer.attempt_id = late_answer.attempt_id "
        "AND answer.position = late_answer.position)"
    )
