"""Tables of the department sandbox: what it received, what it will report, and its switches.

They stand for the authorities' own systems and are touched by nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.cases.delivery import Envelope, Progress
from assistant.cases.model import CaseState
from assistant.store import schema
from assistant.store.database import Database, place

received, events, switches = schema.sandbox_envelopes, schema.sandbox_events, schema.sandbox_switches


@dataclass(frozen=True)
class SandboxTables:
    """Implements :class:`assistant.cases.demo.SandboxStore`."""

    db: Database

    def take_in(self, envelope: Envelope, plan: Sequence[Progress], now: datetime) -> bool:
        """Keep an envelope and the reports it will cause; returns False when its key was already known, in
        which case only the number of deliveries goes up."""
        return self.db.transact(lambda connection: self._take_in(connection, envelope, plan, now))

    def _take_in(self, connection: Connection, envelope: Envelope, plan: Sequence[Progress], now: datetime) -> bool:
        case_id, key = envelope.case_id, envelope.idempotency_key
        known = (received.c.case_id == case_id, received.c.idempotency_key == key)
        again = update(received).where(*known).values(deliveries=received.c.deliveries + 1)
        if connection.execute(again).rowcount:
            return False
        row = {
            "case_id": case_id,
            "idempotency_key": key,
            "department": envelope.department,
            "body_sealed": self.db.seal(envelope.body(), place("sandbox_envelopes", "body", case_id, key)),
            "deliveries": 1,
            "received_at": now,
        }
        connection.execute(insert(received).values(row))
        if plan:
            connection.execute(insert(events), [_event(report) for report in plan])
        return True

    def due_reports(self, now: datetime, limit: int) -> tuple[Progress, ...]:
        """Reports whose time has come and that nobody confirmed, oldest first."""
        query = (
            select(events)
            .where(events.c.collected_at.is_(None), events.c.due_at <= now)
            .order_by(events.c.due_at, events.c.event_id)
            .limit(limit)
        )
        rows = self.db.read(lambda connection: connection.execute(query).all())
        return tuple(
            Progress(row.case_id, row.department, row.event_id, CaseState(row.state), row.due_at, row.reference)
            for row in rows
        )

    def confirm(self, reports: Sequence[Progress], now: datetime) -> None:
        """Mark reports as collected."""

        def work(connection: Connection) -> None:
            for report in reports:
                this = (events.c.case_id == report.case_id, events.c.event_id == report.event_id)
                connection.execute(update(events).where(*this).values(collected_at=now))

        self.db.transact(work)

    def switch(self, name: str) -> str | None:
        """The value of a switch; None when it was never set."""
        query = select(switches.c.value).where(switches.c.name == name)
        return self.db.read(lambda connection: connection.scalar(query))

    def set_switch(self, name: str, value: str | None) -> None:
        """Set a switch, or remove it with None."""

        def work(connection: Connection) -> None:
            connection.execute(delete(switches).where(switches.c.name == name))
            if value is not None:
                connection.execute(insert(switches).values(name=name, value=value))

        self.db.transact(work)

    def received_counts(self) -> dict[str, int]:
        """How often each idempotency key was delivered; one key, one piece of work, however often."""
        query = select(received.c.idempotency_key, received.c.deliveries)
        return {row[0]: row[1] for row in self.db.read(lambda connection: connection.execute(query).all())}

    def received_in_all(self) -> int:
        """How many different envelopes have come in."""
        query = select(func.count()).select_from(received)
        return self.db.read(lambda connection: connection.scalar(query)) or 0


def _event(report: Progress) -> dict[str, object]:
    return {
        "case_id": report.case_id,
        "event_id": report.event_id,
        "department": report.department,
        "state": report.state.value,
        "reference": report.reference,
        "due_at": report.at,
        "collected_at": None,
    }
