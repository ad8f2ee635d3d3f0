"""The third value: what an expression gives when something it reads is not known yet, or has no value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final


class Absent(Enum):
    """The fact does not apply here, so it has no value: comparing it is false, ``sum`` skips it."""

    NO_VALUE = "no value"


NO_VALUE: Final = Absent.NO_VALUE


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not decided, and why.

    ``open``: facts nobody has answered yet. ``doubted``: facts answered with 「不清楚」 or 「不愿说」.
    ``gaps``: figures or calendars that are known not to be published.
    """

    open: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()

    @property
    def for_good(self) -> bool:
        """Whether no further answer of the resident can decide it."""
        return not self.open

    def __or__(self, other: Unknown) -> Unknown:
        return Unknown(self.open | other.open, self.doubted | other.doubted, self.gaps | other.gaps)


def merge(parts: list[Unknown]) -> Unknown:
    """All the reasons of several unknowns together; ``parts`` has at least one."""
    if len(parts) == 1:
        return parts[0]
    return Unknown(
        frozenset().union(*(part.open for part in parts)),
        frozenset().union(*(part.doubted for part in parts)),
        frozenset().union(*(part.gaps for part in parts)),
    )


class MissingFigure(LookupError):
    """A parameter has no figure for a day, which is an error in the definitions and never a guess."""

    def __init__(self, parameter: str, day: date) -> None:
        super().__init__(f"{parameter} has no figure for {day.isoformat()}")
        self.parameter, self.day = parameter, day
