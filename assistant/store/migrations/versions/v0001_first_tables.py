"""The first tables: drafts, cases, the outbox, the timeline and the department sandbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "version"),
    )
    op.create_table(
        "case_lookups",
        sa.Column("lookup_index", sa.String(length=100), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("lookup_index", "case_id"),
    )
    op.create_index("case_lookups_by_case", "case_lookups", ["case_id"], unique=False)
    op.create_table(
        "case_parts",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=128), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "department"),
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("catalog_hash", sa.String(length=128), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "drafts",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_index", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index("drafts_by_expiry", "drafts", ["expires_at"], unique=False)
    op.create_index("drafts_by_subject", "drafts", ["subject_index"], unique=False)
    op.create_table(
        "file_contents",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("file_id", sa.String(length=26), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "file_id"),
    )
    op.create_table(
        "files",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("file_id", sa.String(length=26), nullable=False),
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "file_id"),
    )
    op.create_table(
        "form_tokens",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("token_index", sa.String(length=100), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "token_index"),
    )
    op.create_index("form_tokens_by_use", "form_tokens", ["used_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "department", "round"),
    )
    op.create_index("outbox_by_due", "outbox", ["state", "due_at"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("receipt"),
    )
    op.create_index("receipts_by_case", "receipts", ["case_id"], unique=False)
    op.create_table(
        "sandbox_envelopes",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("idempotency_key", sa.String(length=128), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "idempotency_key"),
    )
    op.create_table(
        "sandbox_events",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=128), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "event_id"),
    )
    op.create_index("sandbox_events_by_due", "sandbox_events", ["collected_at", "due_at"], unique=False)
    op.create_table(
        "sandbox_switches",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "save_codes",
        sa.Column("code_index", sa.String(length=100), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("salt", sa.Integer(), nullable=False),
        sa.Column("factor_index", sa.String(length=100), nullable=False),
        sa.Column("wrong_in_a_row", sa.Integer(), nullable=False),
        sa.Column("wrong_in_all", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_index"),
    )
    op.create_index("save_codes_by_case", "save_codes", ["case_id"], unique=False)
    op.create_table(
        "submission_parts",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("filled_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "round", "department"),
    )
    op.create_table(
        "submissions",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("catalog_hash", sa.String(length=128), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "round"),
    )
    op.create_table(
        "timeline",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_key", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "number"),
    )
