"""Everything that is kept, and the only SQL of the project.

``Store(engine, crypto)`` groups the subjects: ``store.drafts``, ``store.codes``, ``store.files``,
``store.submissions``, ``store.cases``, ``store.outbox``, ``store.sandbox``. Times are always arguments.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, text

from assistant.people.retention import Purged
from assistant.store.cases import Cases
from assistant.store.codes import SaveCodes
from assistant.store.crypto import (
    CannotDecrypt,
    CipherName,
    CryptoProvider,
    FieldKey,
    KeyRing,
    UnknownKey,
    parse_keys,
)
from assistant.store.database import Database, open_engine
from assistant.store.drafts import Drafts
from assistant.store.files import MAX_BYTES, FileGone, Files, FileTooLarge
from assistant.store.ids import is_id, new_id
from assistant.store.migrate import migrate
from assistant.store.outbox import OutboxRows
from assistant.store.retention import Retention
from assistant.store.sandbox import SandboxTables
from assistant.store.submissions import Submissions

__all__ = [
    "MAX_BYTES",
    "CannotDecrypt",
    "CipherName",
    "CryptoProvider",
    "Database",
    "FieldKey",
    "FileGone",
    "FileTooLarge",
    "KeyRing",
    "Store",
    "UnknownKey",
    "is_id",
    "migrate",
    "new_id",
    "open_engine",
    "parse_keys",
]


class Store:
    """One database with its keys, by subject."""

    def __init__(self, engine: Engine, crypto: CryptoProvider) -> None:
        self.db = Database(engine, crypto)
        self.drafts = Drafts(self.db)
        self.codes = SaveCodes(self.db)
        self.files = Files(self.db)
        self.submissions = Submissions(self.db)
        self.cases = Cases(self.db)
        self.outbox = OutboxRows(self.db)
        self.sandbox = SandboxTables(self.db)

    def purge(self, now: datetime) -> Purged:
        """Delete what is past its time; returns counts."""
        return Retention(self.db).purge(now)

    def ping(self) -> None:
        """Ask the database for an answer; raises SQLAlchemy's error when there is none (readiness checks)."""
        self.db.read(lambda connection: connection.execute(text("SELECT 1")).all())

    def close(self) -> None:
        """Give every connection back."""
        self.db.engine.dispose()
