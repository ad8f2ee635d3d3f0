"""The 农历 beside the common calendar, as GB/T 33661-2017 has it and lunar-python computes it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from assistant.catalog.validators import EARLIEST_YEAR, LATEST_YEAR


@lru_cache(maxsize=2048)
def lunar_to_solar(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The common day of a lunar one; None when that year has no such month or that month no such day."""
    from lunar_python import Lunar, LunarMonth

    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
        return None
    found = LunarMonth.fromYm(year, -month if leap else month)
    if found is None or not 1 <= day <= found.getDayCount():
        return None
    solar = Lunar.fromYmd(year, -month if leap else month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


# Leap months come back after 19 years as a rule; the rarer ones may take three such cycles.
_YEARS_BACK = 60


def latest_lunar(month: int, day: int, leap: bool, today: date) -> date | None:
    """The latest such lunar day not after today; None when the latest such month has no such day."""
    for year in range(today.year, today.year - _YEARS_BACK, -1):
        first = lunar_to_solar(year, month, 1, leap=leap)
        if first is None or first > today:
            continue
        found = lunar_to_solar(year, month, day, leap=leap)
        if found is None or found <= today:
            return found
    return None
