"""live: create hosts, meetings and reports"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("zoom_user", sa.String(length=254), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_host")),
        sa.UniqueConstraint("public_id", name=op.f("uq_live_host_public_id")),
        sa.UniqueConstraint("zoom_user", name=op.f("uq_live_host_zoom_user")),
    )
    op.create_table(
        "live_meeting",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("told", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["live_host.id"], name=op.f("fk_live_meeting_host_id_live_host")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_live_meeting_series_id_series")),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_live_meeting")),
    )
    op.create_index(op.f("ix_live_meeting_host_id"), "live_meeting", ["host_id"], unique=False)
    op.create_index(op.f("ix_live_meeting_meeting_id"), "live_meeting", ["meeting_id"], unique=False)
    op.create_table(
        "live_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("registrant_id", sa.String(length=64), nullable=True),
        sa.Column("join_url", sa.String(length=600), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_registration_person_id_person")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_live_registration_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_registration")),
    )
    op.create_index(op.f("ix_live_registration_person_id"), "live_registration", ["person_id"], unique=False)
    op.create_index(op.f("ix_live_registration_registrant_id"), "live_registration", ["registrant_id"], unique=False)
    op.create_index("ix_live_registration_state_due_at", "live_registration", ["state", "due_at"], unique=False)
    op.create_index(
        "uq_live_registration_series_id_person_id", "live_registration", ["series_id", "person_id"], unique=True
    )
    op.create_table(
        "live_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("meeting_id", sa.String(length=20), nullable=True),
        sa.Column("instance", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_event")),
        sa.UniqueConstraint("key", name=op.f("uq_live_event_key")),
    )
    op.create_index(op.f("ix_live_event_meeting_id"), "live_event", ["meeting_id"], unique=False)
    op.create_table(
        "live_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_live_report_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_report")),
    )
    op.create_index("ix_live_report_state_due_at", "live_report", ["state", "due_at"], unique=False)
    op.create_index("uq_live_report_session_id_round", "live_report", ["session_id", "round"], unique=True)
    op.create_table(
        "live_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("registrant_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_presence_person_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_live_presence_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_presence")),
        sa.UniqueConstraint("key", name=op.f("uq_live_presence_key")),
    )
    op.create_index(op.f("ix_live_presence_person_id"), "live_presence", ["person_id"], unique=False)
    op.create_index("ix_live_presence_session_id", "live_presence", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_table("live_presence")
    op.drop_table("live_report")
    op.drop_table("live_event")
    op.drop_table("live_registration")
    op.drop_table("live_meeting")
    op.drop_table("live_host")
