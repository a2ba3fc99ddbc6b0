"""partners: create partners and links"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_fold", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_partner_province_code_province")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_public_id")),
    )
    op.create_index(op.f("ix_partner_name_fold"), "partner", ["name_fold"], unique=False)
    op.create_index(op.f("ix_partner_province_code"), "partner", ["province_code"], unique=False)
    op.create_table(
        "partner_member",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_member_partner_id_partner")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_partner_member_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_partner_member")),
    )
    op.create_index(op.f("ix_partner_member_partner_id"), "partner_member", ["partner_id"], unique=False)
    op.create_table(
        "partner_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("use", sa.String(length=10), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("class_slug", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_link_partner_id_partner")),
        sa.ForeignKeyConstraint(
            ["province_code"], ["province.code"], name=op.f("fk_partner_link_province_code_province")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_link")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_link_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_link_public_id")),
    )
    op.create_index(op.f("ix_partner_link_partner_id"), "partner_link", ["partner_id"], unique=False)
    op.create_table(
        "link_visit",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["partner_link.id"], name=op.f("fk_link_visit_link_id_partner_link")),
        sa.PrimaryKeyConstraint("link_id", "day", name=op.f("pk_link_visit")),
    )


def downgrade() -> None:
    op.drop_table("link_visit")
    op.drop_table("partner_link")
    op.drop_table("partner_member")
    op.drop_table("partner")
