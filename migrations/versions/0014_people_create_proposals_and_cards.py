"""people: create proposals and cards"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_card_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_answer")),
    )
    op.create_index("uq_card_answer_person_id_card", "card_answer", ["person_id", "card"], unique=True)
    op.create_table(
        "role_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_role_proposal_decided_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_proposal_person_id_person")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_role_proposal_proposed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_role_proposal_public_id")),
    )
    op.create_index(op.f("ix_role_proposal_person_id"), "role_proposal", ["person_id"], unique=False)
    op.create_index(
        "uq_role_proposal_waiting",
        "role_proposal",
        ["person_id", "name", "province_code"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.execute(
        "INSERT INTO card_answer (person_id, card, state, at) SELECT id, 'gender', gender_asked, created_at "
        "FROM person WHERE gender_asked <> 'not_asked'"
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_why", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_column("gender_asked")


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gender_asked", sa.String(length=10), nullable=False, server_default="not_asked"))
        batch_op.drop_column("merged_at")
        batch_op.drop_column("paused_why")
        batch_op.drop_column("paused_at")
    op.execute(
        "UPDATE person SET gender_asked = "
        "(SELECT state FROM card_answer WHERE person_id = person.id AND card = 'gender') "
        "WHERE id IN (SELECT person_id FROM card_answer WHERE card = 'gender' AND state <> 'asked')"
    )
    op.drop_table("role_proposal")
    op.drop_table("card_answer")
