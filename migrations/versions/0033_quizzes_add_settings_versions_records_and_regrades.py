"""quizzes: add settings, extras, versions, records, statistics and regrades"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extra",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_extra_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extra_person_id_person")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_extra_quiz_id_quiz")),
        sa.PrimaryKeyConstraint("quiz_id", "person_id", name=op.f("pk_extra")),
    )
    op.create_index(op.f("ix_extra_person_id"), "extra", ["person_id"], unique=False)
    op.create_table(
        "question_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("file_id", sa.String(length=13), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_question_import_by_id_person")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_question_import_module_id_module")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_import_public_id")),
    )
    op.create_index(op.f("ix_question_import_by_id"), "question_import", ["by_id"], unique=False)
    op.create_table(
        "quiz_draw",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_quiz_draw_module_id_module")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_quiz_draw_quiz_id_quiz")),
        sa.PrimaryKeyConstraint("quiz_id", "position", name=op.f("pk_quiz_draw")),
    )
    op.create_table(
        "quiz_figures",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_quiz_figures_quiz_id_quiz")),
        sa.PrimaryKeyConstraint("quiz_id", name=op.f("pk_quiz_figures")),
    )
    op.create_table(
        "attempt_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=8), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_event_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attempt_event_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_event")),
    )
    op.create_index(op.f("ix_attempt_event_attempt_id"), "attempt_event", ["attempt_id"], unique=False)
    op.create_table(
        "late_answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_late_answer_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["counted_by_id"], ["person.id"], name=op.f("fk_late_answer_counted_by_id_person")),
        sa.PrimaryKeyConstraint("attempt_id", "position", name=op.f("pk_late_answer")),
    )
    op.create_table(
        "question_tag",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_tag_question_id_question")),
        sa.PrimaryKeyConstraint("question_id", "tag", name=op.f("pk_question_tag")),
    )
    op.create_index("ix_question_tag_tag", "question_tag", ["tag"], unique=False)
    op.create_table(
        "question_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_question_version_by_id_person")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_version_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_version")),
    )
    op.create_index(
        "uq_question_version_question_id_number", "question_version", ["question_id", "number"], unique=True
    )
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("gains", sa.Integer(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_regrade_by_id_person")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_regrade_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
        sa.UniqueConstraint("public_id", name=op.f("uq_regrade_public_id")),
    )
    op.create_index(op.f("ix_regrade_question_id"), "regrade", ["question_id"], unique=False)
    op.create_table(
        "regrade_change",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("marks_before", sa.Double(), nullable=False),
        sa.Column("marks_after", sa.Double(), nullable=False),
        sa.Column("passed_before", sa.Boolean(), nullable=True),
        sa.Column("passed_after", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_regrade_change_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrade.id"], name=op.f("fk_regrade_change_regrade_id_regrade")),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_regrade_change")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("marked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("remark", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_answer_waits",
            ["attempt_id"],
            unique=False,
            sqlite_where=sa.text("waits"),
            postgresql_where=sa.text("waits"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_answer_marked_by_id_person"), "person", ["marked_by_id"], ["id"])
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pending", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("attempt_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feedback", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lesson_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("feedback", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("difficulty", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("state", sa.String(length=8), nullable=False, server_default="ready"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_foreign_key(batch_op.f("fk_question_lesson_id_lesson"), "lesson", ["lesson_id"], ["id"])
    with op.batch_alter_table("quiz", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=8), nullable=False, server_default="module"))
        batch_op.add_column(sa.Column("title_vi", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("title_en", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("state", sa.String(length=8), nullable=False, server_default="open"))
        batch_op.add_column(sa.Column("pair_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("shuffle_questions", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("shuffle_options", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("review", sa.JSON(none_as_null=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_quiz_module_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_quiz_module_id"), ["module_id"], unique=False)
        batch_op.create_index(
            "uq_quiz_of_module",
            ["module_id"],
            unique=True,
            sqlite_where=sa.text("purpose = 'module' AND state <> 'archived'"),
            postgresql_where=sa.text("purpose = 'module' AND state <> 'archived'"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_quiz_pair_id_quiz"), "quiz", ["pair_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("quiz", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_quiz_pair_id_quiz"), type_="foreignkey")
        batch_op.drop_index(
            "uq_quiz_of_module",
            sqlite_where=sa.text("purpose = 'module' AND state <> 'archived'"),
            postgresql_where=sa.text("purpose = 'module' AND state <> 'archived'"),
        )
        batch_op.drop_index(batch_op.f("ix_quiz_module_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_quiz_module_id"), ["module_id"])
        batch_op.drop_column("review")
        batch_op.drop_column("shuffle_options")
        batch_op.drop_column("shuffle_questions")
        batch_op.drop_column("closes_at")
        batch_op.drop_column("opens_at")
        batch_op.drop_column("pair_id")
        batch_op.drop_column("state")
        batch_op.drop_column("title_en")
        batch_op.drop_column("title_vi")
        batch_op.drop_column("purpose")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_question_lesson_id_lesson"), type_="foreignkey")
        batch_op.drop_column("version")
        batch_op.drop_column("state")
        batch_op.drop_column("difficulty")
        batch_op.drop_column("feedback")
        batch_op.drop_column("lesson_id")
    with op.batch_alter_table("attempt_item", schema=None) as batch_op:
        batch_op.drop_column("looked_at")
        batch_op.drop_column("feedback")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_column("pending")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_answer_marked_by_id_person"), type_="foreignkey")
        batch_op.drop_index("ix_answer_waits", sqlite_where=sa.text("waits"), postgresql_where=sa.text("waits"))
        batch_op.drop_column("remark")
        batch_op.drop_column("marked_at")
        batch_op.drop_column("marked_by_id")
        batch_op.drop_column("waits")
    op.drop_table("regrade_change")
    op.drop_table("regrade")
    op.drop_table("question_version")
    op.drop_table("question_tag")
    op.drop_table("late_answer")
    op.drop_table("attempt_event")
    op.drop_table("quiz_figures")
    op.drop_table("quiz_draw")
    op.drop_table("question_import")
    op.drop_table("extra")
