"""Changing keys: every personal value is sealed anew with the current key, in small transactions, while the
site runs. The old key stays in the settings until nothing needs it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, delete, func, or_, select, update

from assistant.store import schema
from assistant.store.cases import add_lookups, lookup_rows
from assistant.store.database import Database, place
from assistant.store.drafts import SUBJECT

BATCH = 200


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A personal column: where it is, which columns make its row's place, and what its place calls it."""

    table: Table
    column: str
    row: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.column.removesuffix("_sealed")

    def place_of(self, row: Row[tuple[object, ...]]) -> str:
        """The place a value of this row is bound to."""
        return place(self.table.name, self.name, *(getattr(row, name) for name in self.row))


SEALED = (
    SealedColumn(schema.drafts, "subject_sealed", ("case_id",)),
    SealedColumn(schema.answers, "value_sealed", ("case_id", "version", "fact")),
    SealedColumn(schema.files, "name_sealed", ("case_id", "file_id")),
    SealedColumn(schema.file_contents, "content_sealed", ("case_id", "file_id")),
    SealedColumn(schema.cases, "phone_sealed", ("case_id",)),
    SealedColumn(schema.submissions, "answers_sealed", ("case_id", "round")),
    SealedColumn(schema.submission_parts, "filled_sealed", ("case_id", "round", "department")),
    SealedColumn(schema.sandbox_envelopes, "body_sealed", ("case_id", "idempotency_key")),
)


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did. ``codes_under_old_keys`` is how many save codes still need an old key; they cannot
    be made anew, and are gone with their drafts after 30 days."""

    values: int
    indexes: int
    codes_under_old_keys: int


def rotate(db: Database, batch: int = BATCH) -> Rotated:
    """Seal every value with the current key and make every look-up index anew. Safe to stop and run again.

    Raises UnknownKey when a value's key is not in the settings.
    """
    values = sum(_rotate_column(db, column, batch) for column in SEALED)
    indexes = _rotate_rows(db, schema.cases, batch, _index_case)
    indexes += _rotate_rows(db, schema.drafts, batch, _index_draft)
    codes = schema.save_codes
    old = ~codes.c.code_index.startswith(f"{db.crypto.current_key_id}:", autoescape=True)
    query = select(func.count()).select_from(codes).where(old)
    return Rotated(values, indexes, db.read(lambda connection: connection.scalar(query)) or 0)


def _rotate_column(db: Database, column: SealedColumn, batch: int) -> int:
    def seal_anew(_db: Database, connection: Connection, row: Row[tuple[object, ...]]) -> int:
        return _seal_anew(db, connection, column, row)

    return _rotate_rows(db, column.table, batch, seal_anew)


def _seal_anew(db: Database, connection: Connection, column: SealedColumn, row: Row[tuple[object, ...]]) -> int:
    sealed = getattr(row, column.column)
    if sealed is None or db.crypto.key_id_of(sealed) == db.crypto.current_key_id:
        return 0
    where = column.place_of(row)
    anew = db.crypto.seal(db.crypto.open(sealed, where), where)
    # Only if nobody wrote the value meanwhile.
    this = and_(_this_row(column.table, row), column.table.c[column.column] == sealed)
    return connection.execute(update(column.table).where(this).values({column.column: anew})).rowcount


def _index_case(db: Database, connection: Connection, row: Row[tuple[object, ...]]) -> int:
    table = schema.case_lookups
    phone = db.unseal(row.phone_sealed, place("cases", "phone", row.case_id))
    rows = lookup_rows(db.crypto, row.case_id, row.receipt, str(phone))
    known = set(connection.scalars(select(table.c.lookup_index).where(table.c.case_id == row.case_id)))
    if known == {each["lookup_index"] for each in rows}:
        return 0
    connection.execute(delete(table).where(table.c.case_id == row.case_id))
    add_lookups(connection, rows)
    return len(rows)


def _index_draft(db: Database, connection: Connection, row: Row[tuple[object, ...]]) -> int:
    if row.subject_sealed is None:
        return 0
    subject = db.unseal(row.subject_sealed, place("drafts", "subject", row.case_id))
    anew = db.crypto.blind_index(SUBJECT, str(subject))
    if anew == row.subject_index:
        return 0
    change = update(schema.drafts).where(_this_row(schema.drafts, row)).values(subject_index=anew)
    return connection.execute(change).rowcount


Change = Callable[[Database, Connection, Row[tuple[object, ...]]], int]


def _rotate_rows(db: Database, table: Table, batch: int, change: Change) -> int:
    """Walk a table in the order of its key, one short transaction per batch; returns what ``change`` counted."""
    walk = partial(_one_batch, db, table=table, batch=batch, change=change)
    rows, changed = db.transact(partial(walk, after=None))
    while rows:
        rows, counted = db.transact(partial(walk, after=rows[-1]))
        changed += counted
    return changed


def _one_batch(
    db: Database,
    connection: Connection,
    table: Table,
    after: Row[tuple[object, ...]] | None,
    batch: int,
    change: Change,
) -> tuple[Sequence[Row[tuple[object, ...]]], int]:
    query = select(table).order_by(*table.primary_key.columns).limit(batch)
    if after is not None:
        query = query.where(_follows(table, after))
    rows = connection.execute(query).all()
    return rows, sum(change(db, connection, row) for row in rows)


def _key(table: Table) -> tuple[Column[object], ...]:
    return tuple(table.primary_key.columns)


def _this_row(table: Table, row: Row[tuple[object, ...]]) -> ColumnElement[bool]:
    return and_(*(column == getattr(row, column.name) for column in _key(table)))


def _follows(table: Table, row: Row[tuple[object, ...]]) -> ColumnElement[bool]:
    """Rows whose key comes after this one's: written out, not every engine compares row values."""

    def steps() -> Iterator[ColumnElement[bool]]:
        columns = _key(table)
        for place_, column in enumerate(columns):
            equal = (each == getattr(row, each.name) for each in columns[:place_])
            yield and_(*equal, column > getattr(row, column.name))

    return or_(*steps())
