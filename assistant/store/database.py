"""Opening a database and running work in it: one helper for writing, one for reading.

The two engines differ in three places only, all of them here: how a connection is prepared, how a
transaction begins, and which errors mean "somebody else was faster, try again".
"""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.people.drafts import Json
from assistant.store.crypto import CryptoProvider

T = TypeVar("T")

BUSY_SECONDS = 15  # how long SQLite waits for another writer
ATTEMPTS = 10
_FIRST_PAUSE_SECONDS = 0.005
# PostgreSQL: serialization_failure and deadlock_detected; compatible distributed engines use the same two.
_RETRY_STATES = frozenset({"40001", "40P01"})
_READ_ONLY = "onething_read_only"


def open_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL address; makes the folder of a SQLite file when it is missing.

    Processes that fork must open their engine after the fork. Raises ValueError for other databases.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "postgresql":
        # One view of the data per transaction; the second of two writers of a row runs again.
        return create_engine(parsed, pool_pre_ping=True, isolation_level="REPEATABLE READ", hide_parameters=True)
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(f"DATABASE_URL: sqlite or postgresql expected, not {parsed.get_backend_name()}")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Errors are logged with their statement; hidden parameters keep personal values out of the log.
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A write that begins as a read can fail half-way when another writer comes first; IMMEDIATE waits instead.
    read_only = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def is_conflict(error: DBAPIError) -> bool:
    """Whether the transaction lost a race and may simply be run again from the start."""
    if getattr(error.orig, "sqlstate", None) in _RETRY_STATES:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@dataclass(frozen=True)
class Database:
    """An engine and the keys for its personal columns; what every subject of the store works with."""

    engine: Engine
    crypto: CryptoProvider

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction and commit; run it again when it lost a race.

        ``work`` must have no effect outside the database. The last conflict is raised after ten tries.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if attempt == ATTEMPTS or not is_conflict(error):
                    raise
            time.sleep(random.uniform(0, _FIRST_PAUSE_SECONDS * 2**attempt))
        raise AssertionError("unreachable")

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work``, which only reads, on one consistent view."""
        with self.engine.connect().execution_options(**{_READ_ONLY: True}) as connection:
            return work(connection)

    def seal(self, value: Json, place: str) -> bytes:
        """A value as encrypted JSON, bound to its place."""
        return self.crypto.seal(json.dumps(value, ensure_ascii=False).encode(), place)

    def unseal(self, sealed: bytes, place: str) -> Json:
        """The value back; raises CannotDecrypt or UnknownKey."""
        value: Json = json.loads(self.crypto.open(sealed, place).decode())
        return value


def place(table: str, column: str, *row: str | int) -> str:
    """The place of a personal column: what its encryption is bound to."""
    return "/".join((table, column, *map(str, row)))
