"""The timeline of a case: what happened, as keys of texts, never as sentences and never with anything personal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from assistant.cases.model import TimelineEntry
from assistant.people.drafts import Json
from assistant.store import schema

table = schema.timeline
_PREFIX = "timeline."


def add_entry(
    connection: Connection,
    case_id: str,
    at: datetime,
    what: str,
    department: str | None = None,
    details: Mapping[str, Json] | None = None,
    event_id: str | None = None,
) -> None:
    """Add a line; the caller holds the case's row, so that numbers follow one another."""
    last = connection.scalar(select(func.max(table.c.number)).where(table.c.case_id == case_id))
    row = {
        "case_id": case_id,
        "number": (last or 0) + 1,
        "at": at,
        "text_key": _PREFIX + what,
        "department": department,
        "details": dict(details or {}),
        "event_id": event_id,
    }
    connection.execute(insert(table).values(row))


def has_event(connection: Connection, case_id: str, event_id: str) -> bool:
    """Whether an authority's report is already in the timeline."""
    query = select(table.c.number).where(table.c.case_id == case_id, table.c.event_id == event_id)
    return connection.scalar(query) is not None


def read_timeline(connection: Connection, case_id: str) -> tuple[TimelineEntry, ...]:
    """Every line of a case, oldest first."""
    query = select(table).where(table.c.case_id == case_id).order_by(table.c.number)
    return tuple(
        TimelineEntry(row.case_id, row.number, row.at, row.text_key, row.department, row.details)
        for row in connection.execute(query)
    )
