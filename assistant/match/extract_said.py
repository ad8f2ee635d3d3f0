"""What is said: a concept with its value, of whom, and the words it came from."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.catalog.values import Value

CONCERNED, WRITER, PARTNER, HOUSEHOLD = "concerned", "self", "partner", "household"

MANY = frozenset(("progress", "assets", "heir_situation", "wish_time", "want"))
"""Kinds that may hold several values at once."""

EXACT = frozenset(
    ("age", "nominal_age", "death_date", "hukou", "lives", "works", "died_in", "disability_level", "death_place")
)
"""Kinds that a 「好像」 or 「还是」 beside them makes worthless."""

OF_THE_LIVING = frozenset(("living", "lives", "works", "self_care", "income"))
"""Kinds that 「现在…」 cannot say of somebody who has died."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something said: ``kind`` has ``value`` for ``of`` (concerned, self, partner or household).

    ``evidence`` are the very words. ``sure`` is false for what was rounded or only follows from the words.
    """

    kind: str
    value: Value
    of: str
    evidence: str
    start: int
    end: int
    sure: bool = True
