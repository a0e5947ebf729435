"""What is said of framing facts, registers, motives, readiness and judgements."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_statement_decided_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_statement_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
    )
    op.create_index("ix_statement_engagement_id_kind_subject", "statement", ["engagement_id", "kind", "subject"])


def downgrade() -> None:
    op.drop_table("statement")
