"""enrolment: create waiting, first touch and invitations"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_waiting_person_id_person")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_waiting_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiting_public_id")),
    )
    op.create_index(op.f("ix_waiting_person_id"), "waiting", ["person_id"], unique=False)
    op.create_index("ix_waiting_series_id_state", "waiting", ["series_id", "state", "id"], unique=False)
    op.create_index(
        "uq_waiting_in_line",
        "waiting",
        ["series_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "sent_invitation",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shows", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sent_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_sent_invitation_session_id_session")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_sent_invitation")),
    )
    op.create_index(op.f("ix_sent_invitation_person_id"), "sent_invitation", ["person_id"], unique=False)
    op.create_table(
        "first_touch",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["partner_link.id"], name=op.f("fk_first_touch_link_id_partner_link")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_first_touch_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_first_touch")),
    )
    op.create_index(op.f("ix_first_touch_link_id"), "first_touch", ["link_id"], unique=False)
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wants_invitations", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            "ix_calendar_feed_wants_invitations",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("wants_invitations = 1"),
            postgresql_where=sa.text("wants_invitations"),
        )


def downgrade() -> None:
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_feed_wants_invitations")
        batch_op.drop_column("wants_invitations")
        batch_op.drop_column("renewed_at")
    op.drop_table("first_touch")
    op.drop_table("sent_invitation")
    op.drop_table("waiting")
