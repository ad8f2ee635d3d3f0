"""Kinds of values, for checking conditions before anybody meets them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.catalog.model import FactType, Unit


@dataclass(frozen=True, slots=True)
class Kind:
    """``name``: bool, number, date, text, choice, choices, region, people or any; units and options where due."""

    name: str
    unit: Unit = Unit.NONE
    options: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.name} in {self.unit}" if self.unit is not Unit.NONE else self.name


ANY = Kind("any")
BOOL = Kind("bool")
DATE = Kind("date")
TEXT = Kind("text")
REGION = Kind("region")
NUMBER = Kind("number")

FACT_KINDS: dict[FactType, Kind] = {
    FactType.TEXT: TEXT,
    FactType.NAME: TEXT,
    FactType.ID_NUMBER: TEXT,
    FactType.PHONE: TEXT,
    FactType.ADDRESS: TEXT,
    FactType.BANK_ACCOUNT: TEXT,
    FactType.SIGNATURE: TEXT,
    FactType.DATE: DATE,
    FactType.PARTIAL_DATE: DATE,
    FactType.CHOICE: Kind("choice"),
    FactType.CHOICES: Kind("choices"),
    FactType.YES_NO: BOOL,
    FactType.REGION: REGION,
    FactType.NUMBER: NUMBER,
    FactType.MONEY: NUMBER,
    FactType.PEOPLE: Kind("people"),
    FactType.DOCUMENT: Kind("document"),
}

# Units that count the same thing; everything else may not be mixed.
SAME_UNIT = (frozenset({Unit.AGE, Unit.YEARS}), frozenset({Unit.DAYS, Unit.WORKING_DAYS}))


def units_agree(left: Unit, right: Unit) -> bool:
    """Whether two numbers may be compared or added; a bare number agrees with every unit."""
    if left is right or Unit.NONE in (left, right):
        return True
    return any(left in group and right in group for group in SAME_UNIT)
