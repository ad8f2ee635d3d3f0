"""Handing in: from a draft to a case, in one transaction, at most once per draft.

The draft's id becomes the case's id, so the primary key of ``cases`` alone makes a second case impossible.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from typing import cast

from sqlalchemy import Connection, insert, select

from assistant.cases.model import (
    Application,
    CaseNotFound,
    CaseState,
    DeliveryState,
    FilledBox,
    FilledForm,
    Frozen,
    NothingToSend,
    Part,
    Submitted,
    TokenProblem,
    TokenRefused,
)
from assistant.cases.receipts import make_receipt
from assistant.cases.tokens import check_token, make_token
from assistant.people.drafts import AnswerSource, DraftSubmitted, Json, SavedAnswer
from assistant.store import schema
from assistant.store.cases import Cases, add_lookups, lookup_rows
from assistant.store.database import Database, place
from assistant.store.drafts import exported, lock_draft, newest_answers
from assistant.store.timeline import add_entry

FIRST_ROUND = 1
_BEIJING = timezone(timedelta(hours=8))  # the year on a receipt is the resident's, not UTC's


@dataclass(frozen=True)
class Submissions:
    """Form tokens, handing in, and reading back what was handed in."""

    db: Database

    def issue_token(self, case_id: str, version: int, now: datetime) -> str:
        """A one-time token for the check page that shows the answers as of ``version``. Stores nothing."""
        return make_token(self.db.crypto.blind_index, case_id, version, secrets.token_hex(8), now)

    def submit(self, application: Application, now: datetime) -> Submitted:
        """Turn a draft into a case: frozen answers, receipt, one part and one outbox row per authority, the
        first line of the timeline. All or nothing.

        Handing the same draft in again, at any time and from anywhere, gives the first receipt back.
        Raises TokenRefused, DraftGone, NothingToSend.
        """
        departments = [part.department for part in application.parts]
        if not departments or len(set(departments)) != len(departments):
            raise NothingToSend
        return self.db.transact(lambda connection: self._submit(connection, application, now))

    def _submit(self, connection: Connection, application: Application, now: datetime) -> Submitted:
        case_id = application.case_id
        version, last_second = check_token(self.db.crypto.blind_candidates, case_id, application.token)
        earlier = _earlier(connection, case_id)
        if earlier is not None:
            return earlier
        try:
            current = lock_draft(connection, case_id, now)
        except DraftSubmitted:
            return cast(Submitted, _earlier(connection, case_id))
        if last_second < now.timestamp():
            raise TokenRefused(TokenProblem.EXPIRED)
        if version != current:
            raise TokenRefused(TokenProblem.STALE)
        return self._create(connection, application, now)

    def _create(self, connection: Connection, application: Application, now: datetime) -> Submitted:
        case_id = application.case_id
        drafts = schema.drafts
        draft = connection.execute(select(drafts).where(drafts.c.case_id == case_id)).one()
        receipt = _free_receipt(connection, draft.service, now)
        connection.execute(insert(schema.receipts).values(receipt=receipt, case_id=case_id))
        case = {
            "case_id": case_id,
            "service": draft.service,
            "city": draft.city,
            "receipt": receipt,
            "catalog_hash": application.catalog_hash,
            "phone_sealed": self.db.seal(application.phone, place("cases", "phone", case_id)),
            "version": 1,
            "submitted_at": now,
            "updated_at": now,
        }
        connection.execute(insert(schema.cases).values(case))
        add_lookups(connection, lookup_rows(self.db.crypto, case_id, receipt, application.phone))
        self._freeze(connection, application, now)
        _queue(connection, application, now)
        used = self.db.crypto.blind_index("used_token", application.token)
        token = {"case_id": case_id, "token_index": used, "receipt": receipt, "used_at": now}
        connection.execute(insert(schema.form_tokens).values(token))
        add_entry(connection, case_id, now, CaseState.SUBMITTED.value)
        return Submitted(case_id, receipt, now, repeated=False)

    def _freeze(self, connection: Connection, application: Application, now: datetime) -> None:
        case_id = application.case_id
        answers = newest_answers(self.db, connection, case_id)
        row = {
            "case_id": case_id,
            "round": FIRST_ROUND,
            "catalog_hash": application.catalog_hash,
            "answers_sealed": self.db.seal(
                [exported(answer) for answer in answers],
                place("submissions", "answers", case_id, FIRST_ROUND),
            ),
            "submitted_at": now,
        }
        connection.execute(insert(schema.submissions).values(row))
        rows = [
            {
                "case_id": case_id,
                "round": FIRST_ROUND,
                "department": part.department,
                "filled_sealed": self.db.seal(asdict(part), _part_place(case_id, FIRST_ROUND, part.department)),
            }
            for part in application.parts
        ]
        connection.execute(insert(schema.submission_parts), rows)

    def export_case(self, case_id: str) -> dict[str, Json]:
        """Everything kept about a case as plain JSON for its owner; raises CaseNotFound."""
        frozen = self.frozen(case_id)
        cases = Cases(self.db)
        case = cases.get_case(case_id)
        return {
            "receipt": case.receipt,
            "service": case.service,
            "city": case.city,
            "submitted_at": case.submitted_at.isoformat(),
            "answers": [exported(answer) for answer in frozen.answers],
            "parts": [asdict(part) for part in frozen.parts],
            "timeline": [
                {"at": line.at.isoformat(), "text_key": line.text_key, "department": line.department}
                for line in cases.timeline(case_id)
            ],
        }

    def frozen(self, case_id: str, round_: int = FIRST_ROUND) -> Frozen:
        """What was handed in, exactly; raises CaseNotFound."""
        return self.db.read(lambda connection: self._frozen(connection, case_id, round_))

    def _frozen(self, connection: Connection, case_id: str, round_: int) -> Frozen:
        table = schema.submissions
        query = select(table).where(table.c.case_id == case_id, table.c.round == round_)
        row = connection.execute(query).one_or_none()
        if row is None:
            raise CaseNotFound(case_id)
        answers = self.db.unseal(row.answers_sealed, place("submissions", "answers", case_id, round_))
        return Frozen(
            case_id=case_id,
            round=round_,
            catalog_hash=row.catalog_hash,
            submitted_at=row.submitted_at,
            answers=tuple(_thawed(answer) for answer in cast(Iterable[Mapping[str, Json]], answers)),
            parts=tuple(self._parts(connection, case_id, round_)),
        )

    def _parts(self, connection: Connection, case_id: str, round_: int) -> Iterable[Part]:
        table = schema.submission_parts
        query = select(table).where(table.c.case_id == case_id, table.c.round == round_).order_by(table.c.department)
        for row in connection.execute(query).all():
            yield open_part(self.db, row.filled_sealed, case_id, round_, row.department)


def open_part(db: Database, sealed: bytes, case_id: str, round_: int, department: str) -> Part:
    """One authority's part of a submission, decrypted."""
    raw = cast(dict[str, Json], db.unseal(sealed, _part_place(case_id, round_, department)))
    forms = cast(list[dict[str, Json]], raw["forms"])
    return Part(
        department=department,
        items=tuple(cast(list[str], raw["items"])),
        forms=tuple(_form(form) for form in forms),
        files=tuple(cast(list[str], raw["files"])),
    )


def _form(raw: Mapping[str, Json]) -> FilledForm:
    boxes = cast(list[dict[str, Json]], raw["boxes"])
    return FilledForm(
        form=str(raw["form"]),
        title=str(raw["title"]),
        item=str(raw["item"]),
        boxes=tuple(FilledBox(str(box["fact"]), str(box["title"]), box["value"], str(box["text"])) for box in boxes),
    )


def _thawed(raw: Mapping[str, Json]) -> SavedAnswer:
    return SavedAnswer(
        fact=str(raw["fact"]),
        value=raw["value"],
        source=AnswerSource(str(raw["source"])),
        by=str(raw["by"]),
        at=datetime.fromisoformat(str(raw["at"])),
        version=cast(int, raw["version"]),
    )


def _part_place(case_id: str, round_: int, department: str) -> str:
    return place("submission_parts", "filled", case_id, round_, department)


def _earlier(connection: Connection, case_id: str) -> Submitted | None:
    table = schema.cases
    query = select(table.c.receipt, table.c.submitted_at).where(table.c.case_id == case_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Submitted(case_id, row.receipt, row.submitted_at, repeated=True)


def _free_receipt(connection: Connection, service: str, now: datetime) -> str:
    table = schema.receipts
    while True:
        receipt = make_receipt(service, now.astimezone(_BEIJING).year, secrets.choice)
        if connection.scalar(select(table.c.case_id).where(table.c.receipt == receipt)) is None:
            return receipt


def _queue(connection: Connection, application: Application, now: datetime) -> None:
    """One part and one outbox row per authority."""
    parts = [
        {
            "case_id": application.case_id,
            "department": part.department,
            "items": list(part.items),
            "state": CaseState.SUBMITTED.value,
            "reference": None,
            "updated_at": now,
        }
        for part in application.parts
    ]
    connection.execute(insert(schema.case_parts), parts)
    rows = [
        {
            "case_id": application.case_id,
            "department": part.department,
            "round": FIRST_ROUND,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        }
        for part in application.parts
    ]
    connection.execute(insert(schema.outbox), rows)
