"""Public holidays and working days, as far as the State Council has published them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HolidayCalendar:
    """``published`` years with their ``off`` days (holidays on weekdays) and ``on`` days (worked weekends)."""

    published: frozenset[int] = frozenset()
    off: frozenset[date] = field(default_factory=frozenset)
    on: frozenset[date] = field(default_factory=frozenset)
    sources: Mapping[int, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``; a year not yet published counts plain weekdays."""
        if day in self.on:
            return True
        return day.weekday() < 5 and day not in self.off

    def is_published(self, day: date) -> bool:
        return day.year in self.published

    def add_working_days(self, start: date, count: int) -> tuple[date, bool]:
        """The day ``count`` working days after ``start`` (which is not counted), and whether it is certain.

        It is certain when every year passed on the way is published.
        """
        day, left, certain = start, count, True
        while left > 0:
            day += ONE_DAY
            certain = certain and self.is_published(day)
            if self.is_working_day(day):
                left -= 1
        return day, certain

    def next_working_day(self, day: date) -> date:
        while not self.is_working_day(day):
            day += ONE_DAY
        return day
