"""The closed list of functions that conditions and formulas may call."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Protocol

from assistant.catalog import validators
from assistant.catalog.calendar import HolidayCalendar
from assistant.catalog.certificates import read_certificate_number
from assistant.catalog.outcome import Unknown


class Place(Protocol):
    """What a function may know of a city."""

    @property
    def region_codes(self) -> tuple[str, ...]: ...


class Surroundings(Protocol):
    """What functions may look at besides their arguments."""

    @property
    def city(self) -> str: ...
    @property
    def cities(self) -> Mapping[str, Place]: ...
    @property
    def holidays(self) -> HolidayCalendar: ...


@dataclass(frozen=True, slots=True)
class Function:
    """``takes`` and ``gives`` are kind names; a trailing ``*`` means one or more of the same."""

    call: Callable[..., Any]
    takes: tuple[str, ...]
    gives: str
    unit: str = "none"


def years_between(around: Surroundings, start: date, end: date) -> Decimal:
    """Whole years from ``start`` to ``end``: a year is full on the anniversary, 29 February on 1 March.

    Ages are counted in full years by the calendar, from the day after the birthday's eve
    (《民法典》第1259条: 「以上」 includes the number itself).
    """
    years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    return Decimal(years)


def months_between(around: Surroundings, start: date, end: date) -> Decimal:
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return Decimal(months)


def add_months_to(start: date, count: int) -> date:
    """The same day ``count`` months later, or the month's last day where it is shorter (《民法典》第202条)."""
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day)


def add_working_days(around: Surroundings, start: date, count: Decimal) -> date | Unknown:
    day, certain = around.holidays.add_working_days(start, int(count))
    return day if certain else Unknown(gaps=frozenset({f"holidays_{day.year}"}))


def birth_of(around: Surroundings, number: str) -> date | Unknown:
    """Birth date written in a resident ID number (GB 11643); in doubt for other papers, which do not have it."""
    return validators.birth_of(number) or Unknown(doubted=frozenset({"birth_date"}))


def sex_of(around: Surroundings, number: str) -> str | Unknown:
    """``male`` for an odd sequence number, ``female`` for an even one (GB 11643); in doubt for other papers."""
    return validators.sex_of(number) or Unknown(doubted=frozenset({"sex"}))


def certificate_kind_of(around: Surroundings, number: str) -> str | Unknown:
    """The kind of disability in a certificate's number (digit 19); in doubt for what is no such number."""
    found = read_certificate_number(number)
    return found.kind if found else Unknown(doubted=frozenset({"certificate_number"}))


def certificate_level_of(around: Surroundings, number: str) -> str | Unknown:
    """The level in a certificate's number (digit 20); in doubt for what is no such number."""
    found = read_certificate_number(number)
    return found.level if found else Unknown(doubted=frozenset({"certificate_number"}))


def in_city(around: Surroundings, region: str) -> bool:
    return city_of(around, region) == around.city


def city_of(around: Surroundings, region: str) -> str:
    """The city id whose region codes ``region`` begins with, or ``other``."""
    for city, place in around.cities.items():
        if place.region_codes and region.startswith(place.region_codes):
            return city
    return "other"


PROVINCES = {"51": "sichuan", "50": "chongqing", "41": "henan", "32": "jiangsu", "37": "shandong"}


def province_of(around: Surroundings, region: str) -> str:
    """The province id of one of our cities' provinces by the code's first two digits (GB/T 2260), or ``other``."""
    return PROVINCES.get(region[:2], "other")


def _date(around: Surroundings, year: Decimal, month: Decimal, day: Decimal) -> date:
    return date(int(year), int(month), int(day))


def _add_days(around: Surroundings, start: date, count: Decimal) -> date:
    return start + timedelta(days=int(count))


def _round(mode: str) -> Callable[..., Decimal]:
    return lambda around, number: Decimal(number).quantize(Decimal(1), rounding=mode)


FUNCTIONS: dict[str, Function] = {
    "age_on": Function(years_between, ("date", "date"), "number", "age"),
    "years_between": Function(years_between, ("date", "date"), "number", "years"),
    "months_between": Function(months_between, ("date", "date"), "number", "months"),
    "days_between": Function(lambda a, s, e: Decimal((e - s).days), ("date", "date"), "number", "days"),
    "add_days": Function(_add_days, ("date", "number"), "date"),
    "add_months": Function(lambda a, d, n: add_months_to(d, int(n)), ("date", "number"), "date"),
    "add_years": Function(lambda a, d, n: add_months_to(d, 12 * int(n)), ("date", "number"), "date"),
    "add_working_days": Function(add_working_days, ("date", "number"), "date"),
    "next_working_day": Function(lambda a, d: a.holidays.next_working_day(d), ("date",), "date"),
    "birth_of": Function(birth_of, ("text",), "date"),
    "sex_of": Function(sex_of, ("text",), "choice"),
    "is_certificate_number": Function(lambda a, n: read_certificate_number(n) is not None, ("text",), "bool"),
    "certificate_kind_of": Function(certificate_kind_of, ("text",), "choice"),
    "certificate_level_of": Function(certificate_level_of, ("text",), "choice"),
    "min": Function(lambda a, *values: min(values), ("any", "any*"), "same"),
    "max": Function(lambda a, *values: max(values), ("any", "any*"), "same"),
    "round_down": Function(_round(ROUND_FLOOR), ("number",), "same"),
    "round_up": Function(_round(ROUND_CEILING), ("number",), "same"),
    "in_city": Function(in_city, ("region",), "bool"),
    "city_of": Function(city_of, ("region",), "choice"),
    "province_of": Function(province_of, ("region",), "choice"),
    "date": Function(_date, ("number", "number", "number"), "date"),
    "year_of": Function(lambda a, d: Decimal(d.year), ("date",), "number"),
    "month_of": Function(lambda a, d: Decimal(d.month), ("date",), "number"),
    "is_unsure": Function(lambda a, value: value, ("fact",), "bool"),  # answered in evaluate: it needs the raw answer
}
