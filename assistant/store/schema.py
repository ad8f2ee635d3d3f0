"""Every table. The case id comes first in every key, so that one case's rows live together on engines that
spread rows over machines; the exceptions are look-up tables, whose key is what is looked up.

No sequences, triggers, or foreign keys (engines that spread rows do not all have them): a test walks the
tables and proves that deleting a draft leaves nothing of it behind. Columns whose names end in ``_sealed``
hold encrypted bytes, columns ending in ``_index`` keyed hashes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, Index, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from assistant.store.ids import ID_LENGTH

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive values; gives aware ones back also where the engine drops the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id(name: str) -> Column[str]:
    return Column(name, String(ID_LENGTH), primary_key=True)


def _moment(name: str, nullable: bool = False) -> Column[datetime]:
    return Column(name, UtcDateTime(), nullable=nullable)


drafts = Table(
    "drafts",
    metadata,
    _id("case_id"),
    Column("service", String(64), nullable=False),
    Column("city", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    _moment("created_at"),
    _moment("touched_at"),
    _moment("expires_at"),
    Column("subject_sealed", LargeBinary),
    Column("subject_index", String(100)),
    Index("drafts_by_expiry", "expires_at"),
    Index("drafts_by_subject", "subject_index"),
)

answers = Table(
    "answers",
    metadata,
    _id("case_id"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("fact", String(64), nullable=False),
    Column("value_sealed", LargeBinary, nullable=False),
    Column("source", String(16), nullable=False),
    Column("given_by", String(64), nullable=False),
    _moment("given_at"),
)

save_codes = Table(
    "save_codes",
    metadata,
    Column("code_index", String(100), primary_key=True),
    Column("case_id", String(ID_LENGTH), nullable=False),
    Column("salt", Integer, nullable=False),
    Column("factor_index", String(100), nullable=False),
    Column("wrong_in_a_row", Integer, nullable=False),
    Column("wrong_in_all", Integer, nullable=False),
    _moment("paused_until", nullable=True),
    _moment("created_at"),
    Index("save_codes_by_case", "case_id"),
)

files = Table(
    "files",
    metadata,
    _id("case_id"),
    _id("file_id"),
    Column("fact", String(64), nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    _moment("added_at"),
)

file_contents = Table(
    "file_contents",
    metadata,
    _id("case_id"),
    _id("file_id"),
    Column("content_sealed", LargeBinary, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    _id("case_id"),
    Column("service", String(64), nullable=False),
    Column("city", String(64), nullable=False),
    Column("receipt", String(16), nullable=False),
    Column("catalog_hash", String(128), nullable=False),
    Column("phone_sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    _moment("submitted_at"),
    _moment("updated_at"),
)

case_parts = Table(
    "case_parts",
    metadata,
    _id("case_id"),
    Column("department", String(64), primary_key=True),
    Column("items", JSON, nullable=False),
    Column("state", String(24), nullable=False),
    Column("reference", String(128)),
    _moment("updated_at"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("receipt", String(16), primary_key=True),
    Column("case_id", String(ID_LENGTH), nullable=False),
    Index("receipts_by_case", "case_id"),
)

case_lookups = Table(
    "case_lookups",
    metadata,
    Column("lookup_index", String(100), primary_key=True),
    Column("case_id", String(ID_LENGTH), primary_key=True),
    Column("kind", String(16), nullable=False),
    Index("case_lookups_by_case", "case_id"),
)

submissions = Table(
    "submissions",
    metadata,
    _id("case_id"),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("catalog_hash", String(128), nullable=False),
    Column("answers_sealed", LargeBinary, nullable=False),
    _moment("submitted_at"),
)

submission_parts = Table(
    "submission_parts",
    metadata,
    _id("case_id"),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("department", String(64), primary_key=True),
    Column("filled_sealed", LargeBinary, nullable=False),
)

form_tokens = Table(
    "form_tokens",
    metadata,
    _id("case_id"),
    Column("token_index", String(100), primary_key=True),
    Column("receipt", String(16), nullable=False),
    _moment("used_at"),
    Index("form_tokens_by_use", "used_at"),
)

outbox = Table(
    "outbox",
    metadata,
    _id("case_id"),
    Column("department", String(64), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    _moment("due_at"),
    Column("lease_owner", String(64)),
    _moment("lease_until", nullable=True),
    Column("last_error", String(64)),
    _moment("created_at"),
    _moment("sent_at", nullable=True),
    Index("outbox_by_due", "state", "due_at"),
)

timeline = Table(
    "timeline",
    metadata,
    _id("case_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _moment("at"),
    Column("text_key", String(64), nullable=False),
    Column("department", String(64)),
    Column("details", JSON, nullable=False),
    Column("event_id", String(128)),
)

sandbox_envelopes = Table(
    "sandbox_envelopes",
    metadata,
    _id("case_id"),
    Column("idempotency_key", String(128), primary_key=True),
    Column("department", String(64), nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("deliveries", Integer, nullable=False),
    _moment("received_at"),
)

sandbox_events = Table(
    "sandbox_events",
    metadata,
    _id("case_id"),
    Column("event_id", String(128), primary_key=True),
    Column("department", String(64), nullable=False),
    Column("state", String(24), nullable=False),
    Column("reference", String(128)),
    _moment("due_at"),
    _moment("collected_at", nullable=True),
    Index("sandbox_events_by_due", "collected_at", "due_at"),
)

sandbox_switches = Table(
    "sandbox_switches",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", String(64), nullable=False),
)
