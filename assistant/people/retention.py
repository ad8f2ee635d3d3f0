"""How long each kind of record is kept, and the daily deletion.

Storage ends when the purpose ends (《个人信息保护法》第十九条、第四十七条).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

DRAFT_KEPT = timedelta(days=30)  # counted from the last answer; the save page says the day
TOKEN_KEPT = timedelta(days=30)  # a used form token outlives every browser tab that still shows the form
QUESTION_KEPT = timedelta(days=90)  # questions people asked, already stripped of who asked

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were deleted."""

    drafts: int
    answers: int
    files: int
    codes: int
    tokens: int


class Purgeable(Protocol):
    """What the daily deletion needs of a store."""

    def purge(self, now: datetime) -> Purged:
        """Delete everything past its time and say how much it was."""


def purge(store: Purgeable, now: datetime) -> Purged:
    """Delete what is past its time, log the counts alone, and return them."""
    purged = store.purge(now)
    log.info("purge_done", **asdict(purged))
    return purged
