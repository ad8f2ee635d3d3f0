"""Uploaded papers, encrypted in the database so that they are deleted and backed up with what they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from assistant.people.drafts import StoredFile
from assistant.store import schema
from assistant.store.database import Database, place
from assistant.store.drafts import FILE_TABLES, lock_draft
from assistant.store.ids import new_id

MAX_BYTES = 10 * 1024 * 1024  # said to residents before they choose a file


class FileTooLarge(ValueError):
    """More bytes than a file may have."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size


class FileGone(LookupError):
    """No such file in this case."""


@dataclass(frozen=True)
class Files:
    """Adding, listing, reading and removing the files of a draft or case."""

    db: Database

    def add_file(
        self, case_id: str, fact: str, name: str, media_type: str, content: bytes, now: datetime
    ) -> StoredFile:
        """Keep a file with a draft. Raises FileTooLarge, DraftGone, DraftSubmitted."""
        if len(content) > MAX_BYTES:
            raise FileTooLarge(len(content))
        file = StoredFile(case_id, new_id(now), fact, name, media_type, len(content), now)
        self.db.transact(lambda connection: self._add(connection, file, content))
        return file

    def _add(self, connection: Connection, file: StoredFile, content: bytes) -> None:
        lock_draft(connection, file.case_id, file.at)
        row = {
            "case_id": file.case_id,
            "file_id": file.file_id,
            "fact": file.fact,
            "name_sealed": self.db.seal(file.name, place("files", "name", file.case_id, file.file_id)),
            "media_type": file.media_type,
            "size": file.size,
            "added_at": file.at,
        }
        connection.execute(insert(schema.files).values(row))
        where = place("file_contents", "content", file.case_id, file.file_id)
        sealed = self.db.crypto.seal(content, where)
        row = {"case_id": file.case_id, "file_id": file.file_id, "content_sealed": sealed}
        connection.execute(insert(schema.file_contents).values(row))

    def files_of(self, case_id: str) -> tuple[StoredFile, ...]:
        """The files of a draft or case, oldest first, without their content."""
        table = schema.files
        query = select(table).where(table.c.case_id == case_id).order_by(table.c.file_id)
        rows = self.db.read(lambda connection: connection.execute(query).all())
        return tuple(
            StoredFile(
                row.case_id,
                row.file_id,
                row.fact,
                str(self.db.unseal(row.name_sealed, place("files", "name", row.case_id, row.file_id))),
                row.media_type,
                row.size,
                row.added_at,
            )
            for row in rows
        )

    def read_file(self, case_id: str, file_id: str) -> bytes:
        """The content of a file; raises FileGone."""
        table = schema.file_contents
        query = select(table.c.content_sealed).where(table.c.case_id == case_id, table.c.file_id == file_id)
        sealed = self.db.read(lambda connection: connection.scalar(query))
        if sealed is None:
            raise FileGone
        return self.db.crypto.open(sealed, place("file_contents", "content", case_id, file_id))

    def remove_file(self, case_id: str, file_id: str, now: datetime) -> bool:
        """Remove a file from a draft; returns whether it was there. Raises DraftGone, DraftSubmitted."""

        def work(connection: Connection) -> bool:
            lock_draft(connection, case_id, now)
            counts = [
                connection.execute(delete(table).where(table.c.case_id == case_id, table.c.file_id == file_id)).rowcount
                for table in FILE_TABLES
            ]
            return counts[0] > 0

        return self.db.transact(work)
