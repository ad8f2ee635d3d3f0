"""The department sandbox: authorities that take everything in, acknowledge it and report progress.

It ships with the project so that a case moves on any machine. Under one seed the same envelope always gets
the same course of events; switches make it unreachable, slow, or ask for a correction.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from assistant.cases.delivery import Delivered, DeliveryFailed, Envelope, Progress
from assistant.cases.model import CaseState

DOWN = "down"  # any value: nothing answers
SLOW = "slow"  # seconds until it answers; what it was given is kept all the same
CORRECTIONS = "corrections"  # any value: new envelopes come back for correction


class SandboxStore(Protocol):
    """Where the sandbox keeps what it got."""

    def take_in(self, envelope: Envelope, plan: Sequence[Progress], now: datetime) -> bool:
        """False when the envelope's key was known already."""

    def due_reports(self, now: datetime, limit: int) -> Sequence[Progress]:
        """Unconfirmed reports whose time has come."""

    def confirm(self, reports: Sequence[Progress], now: datetime) -> None:
        """Mark reports as collected."""

    def switch(self, name: str) -> str | None:
        """The value of a switch."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the sandbox works: acknowledges after ``acknowledge``, then takes a step every ``progress``."""

    acknowledge: timedelta = timedelta(seconds=2)
    progress: timedelta = timedelta(seconds=10)


class DemoBackend:
    """Implements :class:`assistant.cases.delivery.Backend` on the sandbox."""

    def __init__(
        self,
        store: SandboxStore,
        pace: Pace | None = None,
        seed: str = "sandbox",
        timeout_seconds: float = 10,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._pace = pace or Pace()
        self._seed = seed
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep

    def deliver(self, envelope: Envelope, now: datetime) -> Delivered:
        """Take an envelope in; raises DeliveryFailed when the sandbox is down, or too slow to answer."""
        self._check_up()
        self._store.take_in(envelope, self._plan(envelope, now), now)
        seconds = float(self._store.switch(SLOW) or 0)
        self._sleep(min(seconds, self._timeout_seconds))
        if seconds > self._timeout_seconds:
            raise DeliveryFailed("timeout")
        return Delivered(reference=None, at=now)

    def poll(self, now: datetime, limit: int) -> Sequence[Progress]:
        """Reports whose time has come."""
        self._check_up()
        return self._store.due_reports(now, limit)

    def confirm(self, reports: Sequence[Progress], now: datetime) -> None:
        """Reports that need not come again."""
        self._check_up()
        self._store.confirm(reports, now)

    def _check_up(self) -> None:
        if self._store.switch(DOWN) is not None:
            raise DeliveryFailed("unreachable")

    def _plan(self, envelope: Envelope, now: datetime) -> tuple[Progress, ...]:
        """What will happen to this envelope, and when; steps spread by a fifth so that authorities differ."""
        step = self._pace.progress * (1 + 0.2 * self._fraction(envelope, "step"))
        begin = now + self._pace.acknowledge
        reference = f"SB{int(self._fraction(envelope, 'reference') * 10**8):08d}"
        course = [(CaseState.RECEIVED, begin)]
        if self._store.switch(CORRECTIONS) is not None:
            course.append((CaseState.CORRECTION_NEEDED, begin + step))
        else:
            course.append((CaseState.ACCEPTED, begin + step))
            course.append((CaseState.IN_PROGRESS, begin + 2 * step))
            course.append((CaseState.DECIDED, begin + 6 * step))
        key = envelope.idempotency_key
        return tuple(
            Progress(envelope.case_id, envelope.department, f"{key}.{state.value}", state, at, reference)
            for state, at in course
        )

    def _fraction(self, envelope: Envelope, use: str) -> float:
        """A number from 0 up to 1 that depends on seed, envelope and use alone."""
        digest = hashlib.sha256(f"{self._seed}.{envelope.idempotency_key}.{use}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48
