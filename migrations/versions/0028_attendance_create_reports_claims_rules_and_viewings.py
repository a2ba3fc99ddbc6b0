"""attendance: create reports, claims, rules and viewings"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_alias_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_alias_person_id_person")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_attendance_alias_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_alias")),
    )
    op.create_index(op.f("ix_attendance_alias_person_id"), "attendance_alias", ["person_id"], unique=False)
    op.create_index("uq_attendance_alias_series_id_key", "attendance_alias", ["series_id", "key"], unique=True)
    op.create_table(
        "attendance_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.String(length=13), nullable=True),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("written", sa.String(length=60), nullable=False),
        sa.Column("date_order", sa.String(length=3), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("meeting_id", sa.String(length=30), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_report_by_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_attendance_report_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendance_report_public_id")),
    )
    op.create_index("ix_attendance_report_session_id", "attendance_report", ["session_id", "state"], unique=False)
    op.create_index(
        "uq_attendance_report_read",
        "attendance_report",
        ["session_id"],
        unique=True,
        sqlite_where=sa.text("state = 'read'"),
        postgresql_where=sa.text("state = 'read'"),
    )
    op.create_table(
        "early_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_early_code_person_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_early_code_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_code")),
    )
    op.create_index(op.f("ix_early_code_person_id"), "early_code", ["person_id"], unique=False)
    op.create_index(
        "ix_early_code_waiting",
        "early_code",
        ["session_id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index("uq_early_code_session_id_person_id", "early_code", ["session_id", "person_id"], unique=True)
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("original_name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("registrant_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=12), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_participant_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_participant_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_participant_public_id")),
    )
    op.create_index(op.f("ix_participant_person_id"), "participant", ["person_id"], unique=False)
    op.create_index("ix_participant_session_id_state", "participant", ["session_id", "state"], unique=False)
    op.create_index("uq_participant_session_id_key", "participant", ["session_id", "key"], unique=True)
    op.create_table(
        "recount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("job_id", sa.String(length=13), nullable=True),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_recount_by_id_person")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_recount_series_id_series")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_recount_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recount_public_id")),
    )
    op.create_index("ix_recount_series_id", "recount", ["series_id"], unique=False)
    op.create_index("ix_recount_session_id", "recount", ["session_id"], unique=False)
    op.create_table(
        "attendance_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("present_percent", sa.Integer(), nullable=False),
        sa.Column("partial_percent", sa.Integer(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("recount_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_rule_by_id_person")),
        sa.ForeignKeyConstraint(["recount_id"], ["recount.id"], name=op.f("fk_attendance_rule_recount_id_recount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_rule")),
        sa.UniqueConstraint("version", name=op.f("uq_attendance_rule_version")),
    )
    op.create_table(
        "session_rule",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_session_rule_session_id_session")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_rule")),
    )
    op.create_table(
        "viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("measure", sa.String(length=10), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.String(length=13), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_viewing_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_viewing_ended_by_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_viewing_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_viewing_public_id")),
    )
    op.create_index("ix_viewing_session_id", "viewing", ["session_id"], unique=False)
    op.create_table(
        "attendance_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_attendance_claim_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_attendance_claim_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_claim_person_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_attendance_claim_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_claim")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendance_claim_public_id")),
    )
    op.create_index(op.f("ix_attendance_claim_participant_id"), "attendance_claim", ["participant_id"], unique=False)
    op.create_index(op.f("ix_attendance_claim_person_id"), "attendance_claim", ["person_id"], unique=False)
    op.create_index("ix_attendance_claim_session_id_state", "attendance_claim", ["session_id", "state"], unique=False)
    op.create_index(
        "uq_attendance_claim_session_id_person_id", "attendance_claim", ["session_id", "person_id"], unique=True
    )
    op.create_table(
        "recount_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recount_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=30), nullable=False),
        sa.Column("after", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recount_change_person_id_person")),
        sa.ForeignKeyConstraint(["recount_id"], ["recount.id"], name=op.f("fk_recount_change_recount_id_recount")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_recount_change_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount_change")),
    )
    op.create_index(op.f("ix_recount_change_person_id"), "recount_change", ["person_id"], unique=False)
    op.create_index("uq_recount_change", "recount_change", ["recount_id", "session_id", "person_id"], unique=True)
    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column("why", sa.JSON(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_stay_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["attendance_report.id"], name=op.f("fk_stay_report_id_attendance_report")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_stay_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    op.create_index(op.f("ix_stay_participant_id"), "stay", ["participant_id"], unique=False)
    op.create_index("ix_stay_report_id", "stay", ["report_id", "line"], unique=False)
    op.create_index("uq_stay_session_id_key", "stay", ["session_id", "key"], unique=True)
    with op.batch_alter_table("check_in_code", schema=None) as batch_op:
        batch_op.add_column(sa.Column("every", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seed", sa.String(length=64), nullable=True))
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seconds", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stay_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_evidence_stay_id"), ["stay_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_evidence_stay_id_stay"), "stay", ["stay_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_stay_id_stay"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_evidence_stay_id"))
        batch_op.drop_column("stay_id")
        batch_op.drop_column("seconds")
    with op.batch_alter_table("check_in_code", schema=None) as batch_op:
        batch_op.drop_column("seed")
        batch_op.drop_column("every")
    op.drop_table("stay")
    op.drop_table("recount_change")
    op.drop_table("attendance_claim")
    op.drop_table("viewing")
    op.drop_table("session_rule")
    op.drop_table("attendance_rule")
    op.drop_table("recount")
    op.drop_table("participant")
    op.drop_table("early_code")
    op.drop_table("attendance_report")
    op.drop_table("attendance_alias")
