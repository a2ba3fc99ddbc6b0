"""people: create proposals and cards"""

import re

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
    _make_names_findable()


def _make_names_findable() -> None:
    """Words of names, the indexes of two lists, and contacts in byte order, so that a beginning is a range."""
    op.drop_index("ix_person_province_code", "person")
    op.create_index("ix_person_province_code", "person", ["province_code", "name_sort", "id"])
    op.create_index("ix_person_name_sort", "person", ["name_sort", "id"])
    words = op.create_table(
        "name_word",
        sa.Column("word", sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_name_word_person_id_person")),
        sa.PrimaryKeyConstraint("word", "person_id", name=op.f("pk_name_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_name_word_person_id"), "name_word", ["person_id"])
    names = op.get_bind().execute(sa.text("SELECT id, name_fold FROM person WHERE name_fold <> ''"))
    for some in names.partitions(1000):
        found = [(number, word[:60]) for number, name in some for word in set(re.findall(r"\w+", name))]
        op.bulk_insert(words, [{"word": word, "person_id": number} for number, word in sorted(set(found))])
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE contact ALTER COLUMN value TYPE VARCHAR(254) COLLATE "C"')


def _forget_names() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE contact ALTER COLUMN value TYPE VARCHAR(254) COLLATE "default"')
    op.drop_table("name_word")
    op.drop_index("ix_person_name_sort", "person")
    op.drop_index("ix_person_province_code", "person")
    op.create_index("ix_person_province_code", "person", ["province_code"])


def downgrade() -> None:
    _forget_names()
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
