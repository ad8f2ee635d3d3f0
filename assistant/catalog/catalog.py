"""The catalog: all definitions, and the rules that hold in one city on one day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.catalog import model
from assistant.catalog.calendar import HolidayCalendar
from assistant.catalog.cities import City, assemble_city
from assistant.catalog.entitlement import Entitlement
from assistant.catalog.loader import Definitions, load_definitions
from assistant.catalog.outcome import MissingFigure, Unknown
from assistant.catalog.reading import DefinitionError

FLOWS = Path(__file__).resolve().parent.parent / "flows"


class UnknownId(LookupError):
    """A city, service, fact or item that the catalog does not have."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no {kind} {name!r}")
        self.kind, self.name, self.known = kind, name, tuple(known)


@dataclass(frozen=True)
class Catalog:
    """All definitions, typed and resolved for every city. ``hash`` names this very text of the rules."""

    definitions: Definitions = field(repr=False)
    cities: Mapping[str, City]
    base: City
    hash: str
    _rules: dict[tuple[str, date], Rules] = field(default_factory=dict, repr=False, compare=False)
    turns: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # kept by engine.timeline, by city

    @classmethod
    def load(cls, root: Path = FLOWS) -> Catalog:
        """Read everything under ``root``. Raises DefinitionError when anything is wrong: never a broken start."""
        from assistant.catalog.checking import check_definitions  # it needs the types of this module

        found = load_definitions(root, examples=False)
        catalog = cls.assembled(found, catalog_hash(root))
        problems = [*found.problems, *check_definitions(catalog)]
        if problems:
            raise DefinitionError(problems)
        return catalog

    @classmethod
    def assembled(cls, found: Definitions, name: str) -> Catalog:
        """A catalog of ``found`` as it stands, without the semantic checks; problems go to ``found.problems``."""
        cities = {city: assemble_city(city, packs, found) for city, packs in sorted(found.packs.items())}
        return cls(found, cities, assemble_city("", (), found), name)

    def slim(self) -> Catalog:
        """The same catalog without the texts it was read from, which only say where a mistake stands: 10 MB less."""
        cities = {name: city.slim() for name, city in self.cities.items()}
        return Catalog(self.definitions.slim(), cities, self.base.slim(), self.hash)

    def rules(self, city: str | None, day: date) -> Rules:
        """What holds in ``city`` on ``day``; None gives the base without any city's own rules and figures.

        Raises UnknownId for a city without a pack.
        """
        if city is not None and city not in self.cities:
            raise UnknownId("city", city, self.cities)
        key = (city or "", day)
        if key not in self._rules:
            if len(self._rules) > 200:  # one day and five cities in normal use; other days come and go
                self._rules.clear()
            self._rules[key] = Rules(self, self.cities[city] if city else self.base, day)
        return self._rules[key]

    @property
    def services(self) -> Mapping[str, model.Service]:
        return self.definitions.services

    @property
    def facts(self) -> Mapping[str, model.Fact]:
        return self.definitions.facts

    @property
    def entitlement(self) -> Entitlement | None:
        """The check over all services; None where the definitions have none."""
        return self.definitions.entitlement


def catalog_hash(root: Path) -> str:
    """A short name for the exact text of all definitions under ``root``."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Rules:
    """The definitions that hold in one city on one day."""

    catalog: Catalog = field(repr=False)
    place: City
    day: date

    @property
    def city(self) -> str:
        return self.place.id

    @property
    def cities(self) -> Mapping[str, City]:
        return self.catalog.cities

    @property
    def holidays(self) -> HolidayCalendar:
        return self.catalog.definitions.holidays

    @property
    def facts(self) -> Mapping[str, model.Fact]:
        return self.place.facts

    @property
    def forms(self) -> Mapping[str, model.Form]:
        return self.catalog.definitions.forms

    @cached_property
    def items(self) -> Mapping[str, model.Item]:
        """The version in force of every item, by id."""
        return {
            name: version.item
            for name, versions in self.place.items.items()
            for version in versions
            if version.item.in_force.holds_on(self.day)
        }

    @cached_property
    def services(self) -> Mapping[str, model.Service]:
        return {name: service for name, service in self.catalog.services.items() if service.in_force.holds_on(self.day)}

    def service(self, name: str) -> model.Service:
        """The service ``name``. Raises UnknownId."""
        if name not in self.services:
            raise UnknownId("service", name, self.services)
        return self.services[name]

    def service_items(self, service: str) -> tuple[model.Item, ...]:
        """The items in force of a service, in its own order; a city's added items come last."""
        listed = self.service(service).items
        added = [i for i, item in self.items.items() if item.service == service and i not in listed]
        return tuple(self.items[name] for name in (*listed, *added) if name in self.items)

    def notices(self, service: str) -> tuple[model.Notice, ...]:
        """The service's own notices and those of the city that belong to it."""
        own = (notice for notice in self.place.notices if notice.service in (None, service))
        return (*self.service(service).notices, *own)

    def parameter(self, parameter: str, city: str | None = None) -> model.Parameter:
        """The declared parameter, as this city (or ``city``) has it. Raises UnknownId."""
        place = self.place if city is None else self.cities.get(city)
        declared = place.parameters.get(parameter) if place else None
        if declared is not None:
            return declared
        elsewhere = (other.parameters[parameter] for other in self.cities.values() if parameter in other.parameters)
        found = next(elsewhere, None)
        if found is None:
            raise UnknownId("parameter", parameter, self.place.parameters)
        return found.model_copy(update={"values": (), "per_city": True})  # an honest gap in this city

    def figure_entry(self, parameter: str, city: str | None = None) -> model.Figure | None:
        """The dated figure of this city and day, with its status and source; None for an honest gap of a city.

        Raises MissingFigure when the parameter should have a figure on this day and has none.
        """
        declared = self.parameter(parameter, city)
        for figure in declared.values:
            if figure.holds_on(self.day):
                return figure
        if declared.per_city:
            return None
        raise MissingFigure(parameter, self.day)

    def figure(self, parameter: str) -> Decimal | str | Unknown:
        """The figure as conditions read it; an unknown or unverified one is a gap."""
        entry = self.figure_entry(parameter)
        if entry is None or entry.value is None or entry.status is model.Status.UNVERIFIED:
            return Unknown(gaps=frozenset({parameter}))
        return entry.value

    def document_title(self, document: str) -> str:
        """The paper's name on this day (the names of papers change)."""
        paper = self.catalog.definitions.documents[document]
        title = paper.title
        for change in paper.changes:
            if change.from_ <= self.day:
                title = change.title
        return title

    def context(self, name: str) -> Any:
        """The value of ``city``, ``province``, ``today`` or ``sharing`` in a condition."""
        return {
            "city": self.city,
            "province": self.place.province or "",
            "today": self.day,
            "sharing": self.place.sharing,
        }[name]

    def changes_ahead(self, days: int = 60) -> tuple[model.Item, ...]:
        """Items of which a new version begins within ``days`` after this day."""
        last = self.day + timedelta(days=days)
        return tuple(
            version.item
            for versions in self.place.items.values()
            for version in versions
            if version.item.in_force.from_ and self.day < version.item.in_force.from_ <= last
        )
