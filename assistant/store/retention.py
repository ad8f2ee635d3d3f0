"""Deleting what is past its time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from assistant.people.retention import TOKEN_KEPT, Purged
from assistant.store import schema
from assistant.store.database import Database
from assistant.store.drafts import delete_draft

_BATCH = 100  # drafts per transaction, so that nobody waits long for the write lock


@dataclass(frozen=True)
class Retention:
    """The daily deletion of the main database."""

    db: Database

    def purge(self, now: datetime) -> Purged:
        """Delete drafts past their time with all that belongs to them, and old used tokens; returns counts.

        A draft that became a case goes too; the case, with its frozen answers and files, stays.
        """
        totals: Counter[str] = Counter()
        while counts := self.db.transact(lambda connection: _purge_batch(connection, now)):
            totals.update(counts)
        table = schema.form_tokens
        old = delete(table).where(table.c.used_at <= now - TOKEN_KEPT)
        return Purged(
            drafts=totals[schema.drafts.name],
            answers=totals[schema.answers.name],
            files=totals[schema.files.name],
            codes=totals[schema.save_codes.name],
            tokens=self.db.transact(lambda connection: connection.execute(old).rowcount),
        )


def _purge_batch(connection: Connection, now: datetime) -> Counter[str]:
    """Delete some expired drafts; rows by table name, empty when no draft is left."""
    table = schema.drafts
    expired = select(table.c.case_id).where(table.c.expires_at <= now).limit(_BATCH)
    counts: Counter[str] = Counter()
    for case_id in list(connection.scalars(expired)):
        counts.update(delete_draft(connection, case_id))
    return counts
