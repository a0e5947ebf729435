"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "account",
    "engagement",
    "report_cache",
    "sign_in_failure",
    "free_text",
    "interview",
    "judgement",
    "member",
    "person",
    "rating_decision",
    "readiness",
    "scope_decision",
    "target",
    "respondent",
    "answer",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_account_fs_uniquifier"),
    )
    op.create_table(
        "engagement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("questionnaire", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("self_declared", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("client_name", sa.String(), nullable=False),
        sa.Column("client_description", sa.String(), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("provider_description", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("contract_form", sa.String(), nullable=False),
        sa.Column("contract_start", sa.Date(), nullable=True),
        sa.Column("contract_end", sa.Date(), nullable=True),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.Column("renewal", sa.String(), nullable=True),
        sa.Column("yearly_value", sa.Integer(), nullable=True),
        sa.Column("users", sa.Integer(), nullable=True),
        sa.Column("critical_service", sa.Boolean(), nullable=False),
        sa.Column("lawful_continuation", sa.JSON(), nullable=True),
        sa.Column("provisions_refused", sa.JSON(), nullable=True),
        sa.Column("written_refusal", sa.JSON(), nullable=True),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_engagement"),
    )
    op.create_index("ix_engagement_created_at", "engagement", ["created_at"])

    op.create_table(
        "report_cache",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_report_cache"),
    )
    op.create_index("ix_report_cache_made_at", "report_cache", ["made_at"])

    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failure"),
    )
    op.create_index("ix_sign_in_failure_actor_failed_at", "sign_in_failure", ["actor", "failed_at"])

    op.create_table(
        "free_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_free_text_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_free_text"),
    )
    op.create_index("ix_free_text_engagement_id", "free_text", ["engagement_id"])

    op.create_table(
        "interview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("respondent_ids", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_interview_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_interview"),
    )
    op.create_index("ix_interview_engagement_id", "interview", ["engagement_id"])

    op.create_table(
        "judgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("evidenced_parts", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_judgement_decided_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_judgement_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
    )
    op.create_index("ix_judgement_engagement_id", "judgement", ["engagement_id"])

    op.create_table(
        "member",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_account_id_account"),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_member_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("engagement_id", "account_id", name="pk_member"),
    )
    op.create_index("ix_member_account_id", "member", ["account_id"])

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_person_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_engagement_id", "person", ["engagement_id"])

    op.create_table(
        "rating_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.String(), nullable=False),
        sa.Column("level", sa.String(40), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_rating_decision_decided_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name="fk_rating_decision_engagement_id_engagement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rating_decision"),
    )
    op.create_index("ix_rating_decision_engagement_id", "rating_decision", ["engagement_id"])

    op.create_table(
        "readiness",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.String(40), nullable=False),
        sa.Column("blocking", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_readiness_decided_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_readiness_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_readiness"),
    )
    op.create_index("ix_readiness_engagement_id", "readiness", ["engagement_id"])

    op.create_table(
        "scope_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.String(), nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_scope_decision_decided_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name="fk_scope_decision_engagement_id_engagement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scope_decision"),
    )
    op.create_index("ix_scope_decision_engagement_id", "scope_decision", ["engagement_id"])

    op.create_table(
        "target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.String(), nullable=True),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_target_decided_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_target_engagement_id_engagement"),
        sa.PrimaryKeyConstraint("id", name="pk_target"),
    )
    op.create_index("ix_target_engagement_id", "target", ["engagement_id"])

    op.create_table(
        "respondent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_respondent_engagement_id_engagement"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_respondent_person_id_person", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_respondent"),
    )
    op.create_index("ix_respondent_engagement_id", "respondent", ["engagement_id"])

    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.String(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("backing", sa.String(20), nullable=False),
        sa.Column("contradicts", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_answer_engagement_id_engagement"),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["answer.id"], name="fk_answer_follows_id_answer", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_answer_interview_id_interview"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name="fk_answer_recorded_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name="fk_answer_respondent_id_respondent"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
    )
    op.create_index("ix_answer_engagement_id", "answer", ["engagement_id"])
    op.create_index("ix_answer_follows_id", "answer", ["follows_id"])
    op.create_index("ix_answer_respondent_id_practice_id", "answer", ["respondent_id", "practice_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
