"""schedule: index sessions of a series by end"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_session_series_id_ends_at", "session", ["series_id", "ends_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_session_series_id_ends_at", table_name="session")
