"""The outbox: one row per authority and round, written with the case and sent by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from assistant.cases.delivery import Attachment, Delivered, Envelope
from assistant.cases.lifecycle import can_step
from assistant.cases.model import CaseState, DeliveryState
from assistant.cases.outbox import Leased
from assistant.store import schema
from assistant.store.cases import lock_case, part_state, set_part
from assistant.store.database import Database
from assistant.store.files import Files
from assistant.store.submissions import open_part
from assistant.store.timeline import add_entry

table = schema.outbox
NEEDS_PERSON = "needs_person"


@dataclass(frozen=True)
class OutboxRows:
    """Leasing, marking and counting; implements :class:`assistant.cases.outbox.Outbox`."""

    db: Database

    def lease(self, now: datetime, owner: str, until: datetime) -> Leased | None:
        """The part that has been due longest and is nobody's, now leased; None when nothing is due."""
        # Looking first keeps an idle worker from taking the write lock every second.
        any_due = select(table.c.case_id).where(_free(now)).limit(1)
        if self.db.read(lambda connection: connection.scalar(any_due)) is None:
            return None
        return self.db.transact(lambda connection: _lease(connection, now, owner, until))

    def envelope(self, leased: Leased) -> Envelope:
        """What to send, put together from the frozen submission and its files."""
        envelope = self.db.read(lambda connection: self._envelope(connection, leased))
        if not envelope.part.files:
            return envelope
        files = Files(self.db)
        attachments = tuple(
            Attachment(kept.file_id, kept.fact, kept.name, kept.media_type, files.read_file(kept.case_id, kept.file_id))
            for kept in files.files_of(leased.case_id)
            if kept.file_id in envelope.part.files
        )
        return replace(envelope, attachments=attachments)

    def _envelope(self, connection: Connection, leased: Leased) -> Envelope:
        cases, handed_in, parts = schema.cases, schema.submissions, schema.submission_parts
        query = select(cases.c.service, cases.c.city, cases.c.receipt).where(cases.c.case_id == leased.case_id)
        case = connection.execute(query).one()
        this_round = and_(handed_in.c.case_id == leased.case_id, handed_in.c.round == leased.round)
        submission = connection.execute(
            select(handed_in.c.catalog_hash, handed_in.c.submitted_at).where(this_round)
        ).one()
        sealed = connection.execute(
            select(parts.c.filled_sealed).where(
                parts.c.case_id == leased.case_id,
                parts.c.round == leased.round,
                parts.c.department == leased.department,
            )
        ).scalar_one()
        return Envelope(
            case_id=leased.case_id,
            round=leased.round,
            service=case.service,
            city=case.city,
            receipt=case.receipt,
            catalog_hash=submission.catalog_hash,
            submitted_at=submission.submitted_at,
            part=open_part(self.db, sealed, leased.case_id, leased.round, leased.department),
        )

    def mark_sent(self, leased: Leased, delivered: Delivered, now: datetime) -> None:
        """The authority has it: the row is done, the part is sent, the timeline says so, once."""
        self.db.transact(lambda connection: _mark_sent(connection, leased, delivered, now))

    def mark_failed(self, leased: Leased, code: str, due_at: datetime) -> None:
        """Free the part and make it due again later, unless the lease has gone to another worker."""
        values = {"due_at": due_at, "last_error": code, "lease_owner": None, "lease_until": None}
        change = update(table).where(_held(leased)).values(values)
        self.db.transact(lambda connection: connection.execute(change))

    def give_up(self, leased: Leased, code: str, now: datetime) -> None:
        """Stop trying and say so in the timeline, unless the lease has gone to another worker."""

        def work(connection: Connection) -> None:
            lock_case(connection, leased.case_id)
            values = {"state": DeliveryState.NEEDS_PERSON.value, "last_error": code, "lease_owner": None}
            if connection.execute(update(table).where(_held(leased)).values(values)).rowcount:
                add_entry(connection, leased.case_id, now, NEEDS_PERSON, leased.department)

        self.db.transact(work)

    def send_again(self, case_id: str, department: str, now: datetime) -> bool:
        """A person has mended what was wrong: try anew from now. Returns whether a part was waiting for that."""
        values = {"state": DeliveryState.PENDING.value, "attempts": 0, "due_at": now, "lease_until": None}
        waiting = and_(
            table.c.case_id == case_id,
            table.c.department == department,
            table.c.state == DeliveryState.NEEDS_PERSON.value,
        )
        change = update(table).where(waiting).values(values)
        return self.db.transact(lambda connection: connection.execute(change).rowcount > 0)

    def counts(self) -> Mapping[DeliveryState, int]:
        """How many parts stand in each state; for health and metrics."""
        query = select(table.c.state, func.count()).group_by(table.c.state)
        found = dict(self.db.read(lambda connection: [(row[0], row[1]) for row in connection.execute(query)]))
        return {state: found.get(state.value, 0) for state in DeliveryState}

    def oldest_due(self) -> datetime | None:
        """Since when the longest waiting part has been waiting; None when nothing waits."""
        waiting = table.c.state == DeliveryState.PENDING.value
        query = select(table.c.created_at).where(waiting).order_by(table.c.created_at).limit(1)
        return self.db.read(lambda connection: connection.scalar(query))


def _free(now: datetime) -> ColumnElement[bool]:
    return and_(
        table.c.state == DeliveryState.PENDING.value,
        table.c.due_at <= now,
        or_(table.c.lease_until.is_(None), table.c.lease_until <= now),
    )


def _lease(connection: Connection, now: datetime, owner: str, until: datetime) -> Leased | None:
    key = (table.c.case_id, table.c.department, table.c.round)
    row = connection.execute(select(*key, table.c.attempts).where(_free(now)).order_by(table.c.due_at).limit(1))
    found = row.one_or_none()
    if found is None:
        return None
    this_row = and_(*(column == value for column, value in zip(key, found[:3], strict=True)))
    values = {"lease_owner": owner, "lease_until": until, "attempts": found.attempts + 1}
    # The condition is asked again: on an engine without snapshots another worker may have come between.
    if not connection.execute(update(table).where(this_row, _free(now)).values(values)).rowcount:
        return None
    return Leased(found.case_id, found.department, found.round, found.attempts + 1, owner)


def _this(leased: Leased) -> ColumnElement[bool]:
    return and_(
        table.c.case_id == leased.case_id,
        table.c.department == leased.department,
        table.c.round == leased.round,
    )


def _held(leased: Leased) -> ColumnElement[bool]:
    # The attempt tells two leases of one worker apart.
    return and_(
        _this(leased),
        table.c.state == DeliveryState.PENDING.value,
        table.c.lease_owner == leased.owner,
        table.c.attempts == leased.attempt,
    )


def _mark_sent(connection: Connection, leased: Leased, delivered: Delivered, now: datetime) -> None:
    lock_case(connection, leased.case_id)
    values = {
        "state": DeliveryState.SENT.value,
        "sent_at": now,
        "last_error": None,
        "lease_owner": None,
        "lease_until": None,
    }
    # Also without the lease: however late this worker is, the authority does have it.
    unsent = and_(_this(leased), table.c.state != DeliveryState.SENT.value)
    if not connection.execute(update(table).where(unsent).values(values)).rowcount:
        return
    if can_step(part_state(connection, leased.case_id, leased.department), CaseState.SENT):
        set_part(connection, leased.case_id, leased.department, CaseState.SENT, now, delivered.reference)
        add_entry(connection, leased.case_id, now, CaseState.SENT.value, leased.department)
