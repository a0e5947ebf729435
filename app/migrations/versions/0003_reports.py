"""Frozen assessments, issued reports, jobs that make them, the consultant's paragraphs, logo and signature."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _owned("logo", sa.Column("content", sa.LargeBinary(), nullable=False))
    _decided(
        "paragraph",
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
    )
    _decided(
        "report_settings",
        sa.Column("confidentiality", sa.String(20), nullable=True),
        sa.Column("logo_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["logo_id"], ["logo.id"], name="fk_report_settings_logo_id_logo"),
    )
    _decided(
        "frozen_assessment",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("questionnaire", sa.String(), nullable=False),
        sa.Column("questionnaire_digest", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("logo_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["logo_id"], ["logo.id"], name="fk_frozen_assessment_logo_id_logo"),
    )
    op.create_table(
        "issued_report",
        sa.Column("frozen_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_assessment.id"], name="fk_issued_report_frozen_id_frozen_assessment"
        ),
        sa.PrimaryKeyConstraint("frozen_id", "audience", "language", "format", name="pk_issued_report"),
    )
    op.create_table(
        "report_job",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_report_job_engagement_id_engagement"),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_assessment.id"], name="fk_report_job_frozen_id_frozen_assessment"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_report_job"),
    )
    op.create_index("ix_report_job_engagement_id", "report_job", ["engagement_id"])


def _owned(name: str, *more: sa.schema.SchemaItem) -> None:
    """Make a table of rows that belong to an engagement."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=f"fk_{name}_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_engagement_id", name, ["engagement_id"])


def _decided(name: str, *more: sa.schema.SchemaItem) -> None:
    """Make a table of decisions, each with its moment and its author."""
    _owned(
        name,
        *more,
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=f"fk_{name}_decided_by_account", ondelete="SET NULL"
        ),
    )


def downgrade() -> None:
    for name in (
        *("report_job", "issued_report", "frozen_assessment"),
        *("report_settings", "paragraph", "logo"),
    ):
        op.drop_table(name)
