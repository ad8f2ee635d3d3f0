"""Cases as they stand: finding, reading, and taking in what authorities report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from assistant.cases.delivery import Progress
from assistant.cases.lifecycle import can_step
from assistant.cases.model import (
    Case,
    CaseNotFound,
    CasePart,
    CaseState,
    DeliveryState,
    TimelineEntry,
)
from assistant.cases.receipts import parse_receipt
from assistant.people.codes import digits_of
from assistant.store import schema
from assistant.store.crypto import CryptoProvider
from assistant.store.database import Database
from assistant.store.ids import is_id
from assistant.store.timeline import add_entry, has_event, read_timeline

RECEIPT_AND_PHONE, PHONE = "receipt_phone", "phone"


@dataclass(frozen=True)
class Cases:
    """Reading cases, and moving them on."""

    db: Database

    def get_case(self, case_id: str) -> Case:
        """The case with its parts; raises CaseNotFound."""
        return self.db.read(lambda connection: _read_case(connection, case_id))

    def find_case(self, receipt: str, phone: str) -> Case | None:
        """The case with this receipt number and phone, typed by a person in any common way; None when the two
        do not belong together. Limiting the number of tries is the caller's."""
        number = parse_receipt(receipt)
        digits = phone_digits(phone)
        if number is None or not digits:
            return None
        indexes = self.db.crypto.blind_candidates(RECEIPT_AND_PHONE, f"{number}.{digits}")

        def work(connection: Connection) -> Case | None:
            table = schema.case_lookups
            query = select(table.c.case_id).where(table.c.lookup_index.in_(indexes))
            case_id = connection.scalar(query)
            return None if case_id is None else _read_case(connection, case_id)

        return self.db.read(work)

    def cases_of_phone(self, phone: str) -> tuple[str, ...]:
        """Ids of the cases handed in with this phone, newest first; for operators."""
        digits = phone_digits(phone)
        if not digits:
            return ()
        indexes = self.db.crypto.blind_candidates(PHONE, digits)
        table = schema.case_lookups
        query = select(table.c.case_id).where(table.c.lookup_index.in_(indexes)).distinct()
        found = self.db.read(lambda connection: list(connection.scalars(query)))
        return tuple(sorted(found, reverse=True))

    def timeline(self, case_id: str) -> tuple[TimelineEntry, ...]:
        """What happened to the case, oldest first; empty for an unknown case."""
        return self.db.read(lambda connection: read_timeline(connection, case_id))

    def apply(self, report: Progress) -> bool:
        """Take in what an authority reports; returns whether anything changed.

        Reports may come twice, late or out of order: a known one, or one that would undo a step, changes
        nothing. Raises CaseNotFound for a case or part we do not have.
        """
        return self.db.transact(lambda connection: _apply(connection, report))


def phone_digits(phone: str) -> str:
    """The digits of a phone number without country code, the same however it was typed."""
    digits = digits_of(phone)
    return digits[-11:] if len(digits) in (13, 15) and digits.startswith(("86", "0086")) else digits


def lookup_rows(crypto: CryptoProvider, case_id: str, receipt: str, phone: str) -> list[dict[str, str]]:
    """The look-up rows of a case under the current key; none without a phone, which nobody could ask for."""
    digits = phone_digits(phone)
    if not digits:
        return []
    texts = {RECEIPT_AND_PHONE: f"{receipt}.{digits}", PHONE: digits}
    return [
        {"lookup_index": crypto.blind_index(kind, text), "case_id": case_id, "kind": kind}
        for kind, text in texts.items()
    ]


def add_lookups(connection: Connection, rows: Sequence[Mapping[str, str]]) -> None:
    """Keep look-up rows; an insert of nothing would be an insert of defaults."""
    if rows:
        connection.execute(insert(schema.case_lookups), rows)


def lock_case(connection: Connection, case_id: str) -> None:
    """Take the case for this transaction; raises CaseNotFound."""
    table = schema.cases
    change = update(table).where(table.c.case_id == case_id).values(version=table.c.version + 1)
    if connection.execute(change).rowcount == 0:
        raise CaseNotFound(case_id)


def part_state(connection: Connection, case_id: str, department: str) -> CaseState:
    """The state of one part; raises CaseNotFound."""
    table = schema.case_parts
    query = select(table.c.state).where(table.c.case_id == case_id, table.c.department == department)
    state = connection.scalar(query)
    if state is None:
        raise CaseNotFound(case_id)
    return CaseState(state)


def set_part(
    connection: Connection, case_id: str, department: str, state: CaseState, now: datetime, reference: str | None
) -> None:
    """Write one part's state, and the authority's number where it gives one."""
    table = schema.case_parts
    values: dict[str, object] = {"state": state.value, "updated_at": now}
    if reference is not None:
        values["reference"] = reference
    where = (table.c.case_id == case_id, table.c.department == department)
    connection.execute(update(table).where(*where).values(values))
    cases = schema.cases
    connection.execute(update(cases).where(cases.c.case_id == case_id).values(updated_at=now))


def _apply(connection: Connection, report: Progress) -> bool:
    lock_case(connection, report.case_id)
    current = part_state(connection, report.case_id, report.department)
    known = has_event(connection, report.case_id, report.event_id)
    if known or not can_step(current, report.state):
        return False
    if current is CaseState.SUBMITTED:
        _prove_sent(connection, report)
    set_part(connection, report.case_id, report.department, report.state, report.at, report.reference)
    add_entry(
        connection,
        report.case_id,
        report.at,
        report.state.value,
        department=report.department,
        event_id=report.event_id,
    )
    return True


def _prove_sent(connection: Connection, report: Progress) -> None:
    """A report on a part we do not know to be sent: our note of the sending was lost, the sending was not."""
    sending = schema.outbox
    values = {"state": DeliveryState.SENT.value, "sent_at": report.at, "lease_owner": None, "lease_until": None}
    where = (sending.c.case_id == report.case_id, sending.c.department == report.department)
    connection.execute(update(sending).where(*where).values(values))


def _read_case(connection: Connection, case_id: str) -> Case:
    table = schema.cases
    row = connection.execute(select(table).where(table.c.case_id == case_id)).one_or_none()
    if row is None or not is_id(case_id):
        raise CaseNotFound(case_id)
    return Case(
        case_id=case_id,
        service=row.service,
        city=row.city,
        receipt=row.receipt,
        catalog_hash=row.catalog_hash,
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
        parts=_read_parts(connection, case_id),
    )


def _read_parts(connection: Connection, case_id: str) -> tuple[CasePart, ...]:
    sending = schema.outbox
    rounds = select(sending).where(sending.c.case_id == case_id).order_by(sending.c.round)
    # The latest round says how the sending stands.
    delivery = {row.department: DeliveryState(row.state) for row in connection.execute(rounds)}
    table = schema.case_parts
    parts = select(table).where(table.c.case_id == case_id).order_by(table.c.department)
    return tuple(_part(row, delivery[row.department]) for row in connection.execute(parts))


def _part(row: Row[tuple[object, ...]], delivery: DeliveryState) -> CasePart:
    items: list[str] = row.items
    return CasePart(row.department, tuple(items), CaseState(row.state), delivery, row.reference, row.updated_at)
