"""Drafts and their answers.

Every change of a draft begins by writing its row, which makes two writers of one draft wait for each
other on either engine; what is read after that is current.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, insert, select, update

from assistant.people.drafts import (
    AnswerSource,
    Appended,
    Draft,
    DraftGone,
    DraftSubmitted,
    Json,
    NewAnswer,
    SavedAnswer,
)
from assistant.people.retention import DRAFT_KEPT
from assistant.store import schema
from assistant.store.database import Database, place
from assistant.store.ids import is_id, new_id

SUBJECT = "draft_subject"
_AnswerRow = Row[int, str, bytes, str, str, datetime]
# Everything that belongs to a draft alone; what a case needs is in other tables.
DRAFT_TABLES = (schema.drafts, schema.answers, schema.save_codes)
FILE_TABLES = (schema.files, schema.file_contents)

# Made once: every page reads a draft, and putting a statement together costs more than running it.
_ID: BindParameter[str] = bindparam("id")
_DRAFT = (
    select(schema.drafts, schema.cases.c.case_id.is_not(None).label("submitted"))
    .outerjoin(schema.cases, schema.cases.c.case_id == schema.drafts.c.case_id)
    .where(schema.drafts.c.case_id == _ID)
)
_CASE = select(schema.cases.c.case_id).where(schema.cases.c.case_id == _ID)
_ANSWERS = (
    select(*(schema.answers.c[name] for name in ("version", "fact", "value_sealed", "source", "given_by", "given_at")))
    .where(schema.answers.c.case_id == _ID)
    .order_by(schema.answers.c.version)
)


@dataclass(frozen=True)
class Drafts:
    """Starting, filling, reading, exporting and deleting drafts."""

    db: Database

    def start_draft(self, service: str, city: str, now: datetime, subject: str | None = None) -> str:
        """A new empty draft; returns its id. ``subject`` is the launching app's pseudonym of the person."""
        case_id = new_id(now)
        row = {
            "case_id": case_id,
            "service": service,
            "city": city,
            "version": 0,
            "created_at": now,
            "touched_at": now,
            "expires_at": now + DRAFT_KEPT,
        }
        if subject is not None:
            row["subject_sealed"] = self.db.seal(subject, place("drafts", "subject", case_id))
            row["subject_index"] = self.db.crypto.blind_index(SUBJECT, subject)
        self.db.transact(lambda connection: connection.execute(insert(schema.drafts).values(row)))
        return case_id

    def append_answers(
        self, case_id: str, given: Sequence[NewAnswer], now: datetime, seen_version: int | None = None
    ) -> Appended:
        """Keep answers; the newest to a fact counts. With ``seen_version`` (the version the page showed) the
        result names the facts somebody else answered meanwhile. Raises DraftGone, DraftSubmitted."""
        return self.db.transact(lambda connection: self._append(connection, case_id, given, now, seen_version))

    def _append(
        self, connection: Connection, case_id: str, given: Sequence[NewAnswer], now: datetime, seen: int | None
    ) -> Appended:
        last = lock_draft(connection, case_id, now, adding=len(given))
        first = last - len(given) + 1
        if given:
            rows = [self._row(case_id, first + place_, answer, now) for place_, answer in enumerate(given)]
            connection.execute(insert(schema.answers), rows)
        overtaken = () if seen is None else _overtaken(connection, case_id, given, seen, first)
        return Appended(last, now + DRAFT_KEPT, overtaken)

    def _row(self, case_id: str, version: int, answer: NewAnswer, now: datetime) -> Mapping[str, object]:
        where = place("answers", "value", case_id, version, answer.fact)
        return {
            "case_id": case_id,
            "version": version,
            "fact": answer.fact,
            "value_sealed": self.db.seal(answer.value, where),
            "source": answer.source.value,
            "given_by": answer.by,
            "given_at": answer.at or now,
        }

    def load(self, case_id: str, now: datetime, known: Draft | None = None) -> Draft:
        """The draft with its newest answers; raises DraftGone, also when its time has passed.

        ``known`` is an earlier reading: it is given back itself when nothing has changed since, and no answer is
        decrypted again.
        """
        return self.db.read(lambda connection: self._load(connection, case_id, now, known))

    def _load(self, connection: Connection, case_id: str, now: datetime, known: Draft | None) -> Draft:
        row = _draft_row(connection, case_id)
        if row is None or row.expires_at <= now:
            raise DraftGone(case_id)
        # Answers are only ever appended, and each raises the version.
        same = known is not None and known.case_id == case_id and known.version == row.version
        draft = Draft(
            case_id=case_id,
            service=row.service,
            city=row.city,
            version=row.version,
            created_at=row.created_at,
            touched_at=row.touched_at,
            expires_at=row.expires_at,
            submitted=row.submitted,
            answers=known.answers if known and same else _by_fact(newest_answers(self.db, connection, case_id)),
        )
        return known if known and draft == known else draft

    def history(self, case_id: str) -> tuple[SavedAnswer, ...]:
        """Every answer ever given to this draft, oldest first, taken-back ones included."""
        return self.db.read(lambda connection: read_answers(self.db, connection, case_id))

    def find_drafts_of(self, subject: str, now: datetime) -> tuple[str, ...]:
        """Ids of the living drafts of a person known to the launching app, latest touched first."""
        candidates = self.db.crypto.blind_candidates(SUBJECT, subject)
        table = schema.drafts
        query = (
            select(table.c.case_id)
            .where(table.c.subject_index.in_(candidates), table.c.expires_at > now)
            .order_by(table.c.touched_at.desc(), table.c.case_id.desc())
        )
        return self.db.read(lambda connection: tuple(connection.scalars(query)))

    def delete_draft(self, case_id: str) -> bool:
        """Delete a draft for good, with answers, codes and (unless it became a case) files; returns whether
        there was one. A submitted case itself stays: the authorities already have it."""
        counts = self.db.transact(lambda connection: delete_draft(connection, case_id))
        return counts[schema.drafts.name] > 0

    def export_draft(self, case_id: str, now: datetime) -> dict[str, Json]:
        """Everything kept about this draft, as plain JSON for its owner; raises DraftGone."""
        draft = self.load(case_id, now)
        return {
            "service": draft.service,
            "city": draft.city,
            "created_at": draft.created_at.isoformat(),
            "touched_at": draft.touched_at.isoformat(),
            "deleted_on": draft.expires_at.isoformat(),
            "submitted": draft.submitted,
            "answers": [exported(answer) for answer in self.history(case_id)],
        }


def exported(answer: SavedAnswer) -> dict[str, Json]:
    """One answer as plain JSON; also the form in which answers are frozen."""
    return {
        "fact": answer.fact,
        "value": answer.value,
        "source": answer.source.value,
        "by": answer.by,
        "at": answer.at.isoformat(),
        "version": answer.version,
    }


def lock_draft(connection: Connection, case_id: str, now: datetime, adding: int = 0) -> int:
    """Take the draft for this transaction, add to its version and put its end off; returns the version.

    Raises DraftGone, or DraftSubmitted when it has become a case.
    """
    table = schema.drafts
    change = (
        update(table)
        .where(table.c.case_id == case_id, table.c.expires_at > now)
        .values(version=table.c.version + adding, touched_at=now, expires_at=now + DRAFT_KEPT)
    )
    if not is_id(case_id) or connection.execute(change).rowcount == 0:
        raise DraftGone(case_id)
    if is_submitted(connection, case_id):
        raise DraftSubmitted(case_id)
    return cast(int, connection.scalar(select(table.c.version).where(table.c.case_id == case_id)))


def is_submitted(connection: Connection, case_id: str) -> bool:
    """Whether the draft has become a case."""
    return connection.scalar(_CASE, {"id": case_id}) is not None


def read_answers(db: Database, connection: Connection, case_id: str) -> tuple[SavedAnswer, ...]:
    """Every answer of a draft, oldest first."""
    return tuple(_answer(db, case_id, row) for row in _answer_rows(connection, case_id))


def newest_answers(db: Database, connection: Connection, case_id: str) -> tuple[SavedAnswer, ...]:
    """The newest answer to each fact, without those taken back, in the order of their last answering."""
    rows: dict[str, _AnswerRow] = {}
    for row in _answer_rows(connection, case_id):
        rows.pop(row[1], None)
        rows[row[1]] = row
    # Only what counts is decrypted: a question page reads the draft each time.
    answers = (_answer(db, case_id, row) for row in rows.values())
    return tuple(answer for answer in answers if answer.value is not None)


def _answer_rows(connection: Connection, case_id: str) -> Iterable[_AnswerRow]:
    return connection.execute(_ANSWERS, {"id": case_id})


def delete_draft(connection: Connection, case_id: str) -> dict[str, int]:
    """Delete a draft and all that belongs to it alone, inside a running transaction; rows by table name."""
    tables = DRAFT_TABLES if is_submitted(connection, case_id) else (*DRAFT_TABLES, *FILE_TABLES)
    return {
        table.name: connection.execute(delete(table).where(table.c.case_id == case_id)).rowcount for table in tables
    }


def _draft_row(connection: Connection, case_id: str) -> Row[tuple[object, ...]] | None:
    if not is_id(case_id):
        return None
    return connection.execute(_DRAFT, {"id": case_id}).one_or_none()


def _by_fact(answers: Iterable[SavedAnswer]) -> dict[str, SavedAnswer]:
    return {answer.fact: answer for answer in answers}


def _answer(db: Database, case_id: str, row: _AnswerRow) -> SavedAnswer:
    version, fact, sealed, source, by, at = row
    value = db.unseal(sealed, place("answers", "value", case_id, version, fact))
    return SavedAnswer(fact, value, AnswerSource(source), by, at, version)


def _overtaken(
    connection: Connection, case_id: str, given: Sequence[NewAnswer], seen: int, first: int
) -> tuple[str, ...]:
    table = schema.answers
    query = select(table.c.fact).where(
        table.c.case_id == case_id,
        table.c.version > seen,
        table.c.version < first,
        table.c.fact.in_({answer.fact for answer in given}),
    )
    return tuple(sorted(set(connection.scalars(query))))
