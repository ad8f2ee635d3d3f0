"""Emptying the outbox and collecting what authorities report.

One part is leased, sent and marked before the next is taken. A worker that dies at any point leaves a
lease that runs out and an idempotency key the receiver knows: the part is sent again and taken once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from assistant.cases.delivery import Backend, Delivered, DeliveryFailed, Envelope, Progress
from assistant.cases.model import CaseNotFound

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
Jitter = Callable[[], float]
Route = Callable[[str], Backend]


@dataclass(frozen=True, slots=True)
class Leased:
    """The right of one worker to send one part until the lease runs out. ``attempt`` counts from 1."""

    case_id: str
    department: str
    round: int
    attempt: int
    owner: str


class Outbox(Protocol):
    """What the worker needs of the store."""

    def lease(self, now: datetime, owner: str, until: datetime) -> Leased | None:
        """The part that has been due longest, or None; counts the attempt."""

    def envelope(self, leased: Leased) -> Envelope:
        """What to send."""

    def mark_sent(self, leased: Leased, delivered: Delivered, now: datetime) -> None:
        """The authority has it."""

    def mark_failed(self, leased: Leased, code: str, due_at: datetime) -> None:
        """Try again at ``due_at``; nothing happens when another worker holds the part by now."""

    def give_up(self, leased: Leased, code: str, now: datetime) -> None:
        """Stop trying; a person has to look."""


class Reports(Protocol):
    """Where reports are taken in."""

    def apply(self, report: Progress) -> bool:
        """Whether the report changed anything."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient the worker is. The lease has to outlast one delivery, time-out included."""

    lease: timedelta = timedelta(seconds=60)
    first_pause: timedelta = timedelta(seconds=5)
    longest_pause: timedelta = timedelta(minutes=30)
    attempts: int = 12  # with these pauses about two and a half hours
    batch: int = 200

    def pause_after(self, attempt: int, jitter: float) -> timedelta:
        """The pause after the given attempt: doubling, capped, and spread by ``jitter`` (0 to 1) over its
        upper half, so that parts that failed together do not come back together."""
        doublings = min(attempt - 1, 30)  # enough for any cap, and no overflow
        full = min(self.first_pause.total_seconds() * 2**doublings, self.longest_pause.total_seconds())
        return timedelta(seconds=full * (0.5 + 0.5 * jitter))


@dataclass(frozen=True, slots=True)
class Drained:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def drain_once(
    outbox: Outbox, route: Route, clock: Clock, jitter: Jitter, owner: str, policy: Policy | None = None
) -> Drained:
    """Send what is due, at most one batch, and say what happened. ``owner`` names this worker."""
    policy = policy or Policy()
    outcomes = {"sent": 0, "failed": 0, "given_up": 0}
    for _ in range(policy.batch):
        now = clock()
        leased = outbox.lease(now, owner, now + policy.lease)
        if leased is None:
            break
        outcomes[_send(outbox, route, clock, jitter, policy, leased)] += 1
    return Drained(**outcomes)


def _send(outbox: Outbox, route: Route, clock: Clock, jitter: Jitter, policy: Policy, leased: Leased) -> str:
    """Deliver one leased part; returns which count of Drained it adds to."""
    fields = {"case_id": leased.case_id, "department": leased.department, "attempt": leased.attempt}
    if leased.attempt > policy.attempts:  # earlier attempts ended without a word: a worker died in each
        outbox.give_up(leased, "worker_died", clock())
        log.error("delivery_needs_person", error="worker_died", **fields)
        return "given_up"
    try:
        delivered = route(leased.department).deliver(outbox.envelope(leased), clock())
    except DeliveryFailed as failure:
        if failure.retry and leased.attempt < policy.attempts:
            due_at = clock() + policy.pause_after(leased.attempt, jitter())
            outbox.mark_failed(leased, failure.code, due_at)
            log.warning("delivery_failed", error=failure.code, due_at=due_at.isoformat(), **fields)
            return "failed"
        outbox.give_up(leased, failure.code, clock())
        log.error("delivery_needs_person", error=failure.code, **fields)
        return "given_up"
    outbox.mark_sent(leased, delivered, clock())
    log.info("delivery_sent", **fields)
    return "sent"


def collect_once(reports: Reports, backends: Iterable[Backend], now: datetime, limit: int = 500) -> int:
    """Ask every backend for reports, take them in, then confirm them; returns how many changed a case.

    Confirming comes last: a report lost between the two comes again and is known by its id.
    """
    changed = 0
    for backend in backends:
        try:
            found = backend.poll(now, limit)
            changed += sum(_take_in(reports, report) for report in found)
            if found:
                backend.confirm(found, now)
        except DeliveryFailed as failure:
            log.warning("collect_failed", error=failure.code)
    return changed


def _take_in(reports: Reports, report: Progress) -> bool:
    try:
        return reports.apply(report)
    except CaseNotFound:
        # Confirmed all the same: asking again cannot make the case appear.
        log.error("report_without_case", department=report.department, event_id=report.event_id)
        return False
