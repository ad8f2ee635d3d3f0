"""What must be true of definitions before anything starts: names exist, kinds agree, texts are there.

The deeper questions (is every outcome reachable, is a question ever asked) are in ``analysis``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.catalog import model
from assistant.catalog.entitlement_checks import check_entitlement
from assistant.catalog.expression_kinds import Checker
from assistant.catalog.expressions import Expression
from assistant.catalog.kinds import DATE
from assistant.catalog.loader import PLACEHOLDER
from assistant.catalog.naming import no_such
from assistant.catalog.reading import KeyPath, Problem

if TYPE_CHECKING:
    from assistant.catalog.catalog import Catalog

CHOICE_TYPES = (model.FactType.CHOICE, model.FactType.CHOICES)


@dataclass(frozen=True)
class Place:
    """A definition being checked, to say where a problem stands."""

    catalog: Catalog
    kind: str
    name: str

    def problem(self, path: KeyPath, what: str, how: str) -> Problem:
        return self.catalog.definitions.problem(self.kind, self.name, path, what, how)


def check_definitions(catalog: Catalog) -> list[Problem]:
    """Every problem of names, kinds and texts in ``catalog``, in file order."""
    found = catalog.definitions
    facts, parameters = dict(found.facts), _all_parameters(catalog)
    checker = Checker(facts, parameters)
    problems: list[Problem] = []
    for kind, name, thing in _things(catalog):
        place = Place(catalog, kind, name)
        problems.extend(_check_expressions(place, thing, checker))
        problems.extend(_check_placeholders(place, thing, parameters))
    for check in (
        _check_facts,
        _check_items,
        _check_forms,
        _check_services,
        _check_figures,
        _check_derivations,
        check_entitlement,
    ):
        problems.extend(check(catalog))
    return sorted(set(problems))


def _all_parameters(catalog: Catalog) -> Mapping[str, model.Parameter]:
    everything = dict(catalog.definitions.parameters)
    for city in catalog.cities.values():
        for name, parameter in city.parameters.items():
            everything.setdefault(name, parameter)
    return everything


def _things(catalog: Catalog) -> Iterator[tuple[str, str, BaseModel]]:
    """Every definition with its kind and name."""
    found = catalog.definitions
    for kind, table in (("fact", found.facts), ("form", found.forms), ("service", found.services)):
        for name, thing in table.items():
            yield kind, name, thing
    for name, versions in found.items.items():
        for version in versions:
            yield "item", name, version.item
    for file, pack in found.pack_files.items():
        yield "pack", file, pack
    if found.entitlement is not None:
        yield "entitlement", "entitlement", found.entitlement


def each_value(thing: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every leaf of a definition with its key path; expressions are leaves."""
    if isinstance(thing, BaseModel):
        for name, field in type(thing).model_fields.items():
            if name != "changes":
                yield from each_value(getattr(thing, name), (*path, field.alias or name))
    elif isinstance(thing, tuple | list):
        for index, part in enumerate(thing):
            yield from each_value(part, (*path, index))
    elif isinstance(thing, dict):
        for key, part in thing.items():
            yield from each_value(part, (*path, key))
    else:
        yield path, thing


def _check_expressions(place: Place, thing: BaseModel, checker: Checker) -> Iterator[Problem]:
    for path, value in each_value(thing):
        if not isinstance(value, Expression):
            continue
        key = path[-1]
        if key in ("formula", "derive", "suggest"):
            mistakes = checker.formula(value)
        elif key in ("from", "min_date", "max_date"):
            mistakes = checker.formula(value, DATE)
        else:
            mistakes = checker.condition(value)
        for what, how in list(mistakes):
            yield place.problem(path, what, how)


def _check_placeholders(place: Place, thing: BaseModel, parameters: Mapping[str, model.Parameter]) -> Iterator[Problem]:
    for path, value in each_value(thing):
        if not isinstance(value, str):
            continue
        for match in PLACEHOLDER.finditer(value):
            if match[1] not in parameters:
                what, how = no_such("parameter", match[1], parameters)
                yield place.problem(path, what, how)


def _check_facts(catalog: Catalog) -> Iterator[Problem]:
    for name, fact in catalog.definitions.facts.items():
        place = Place(catalog, "fact", name)
        for wrong, what, how in _fact_rules(fact):
            if wrong:
                yield place.problem((), what, how)


def _fact_rules(fact: model.Fact) -> Iterator[tuple[bool, str, str]]:
    asked = fact.derive is None and fact.askable
    sensitive = fact.sensitivity is model.Sensitivity.SENSITIVE
    yield asked and not fact.question, f"{fact.id} is asked but has no question", "add `question:`"
    yield (
        fact.type in CHOICE_TYPES and asked and len(fact.options) < 1,
        f"{fact.id} is a choice without options",
        "add `options:` with id and title",
    )
    yield fact.type is model.FactType.PEOPLE and not fact.fields, f"{fact.id} has no columns", "add `fields:`"
    yield sensitive and asked and not fact.consent, f"{fact.id} is sensitive", "add its own `consent:` sentence"
    yield (
        fact.derive is not None and fact.sourcing in (model.Sourcing.ASK, model.Sourcing.PROFILE),
        f"{fact.id} is derived but its sourcing is {fact.sourcing}",
        "write `sourcing: computed`, `id` or `share`",
    )


def _check_items(catalog: Catalog) -> Iterator[Problem]:
    found = catalog.definitions
    tables: dict[str, Iterable[str]] = {
        "document": found.documents, "form": found.forms, "item": _item_names(catalog), "service": found.services,
    }  # fmt: skip
    for name, versions in found.items.items():
        for version in versions:
            place = Place(catalog, "item", name)
            for kind, path, wanted in _item_names_used(version.item):
                if wanted not in tables[kind]:
                    yield place.problem(path, *no_such(kind, wanted, tables[kind]))
            yield from _check_stage(catalog, place, version.item)


def _item_names(catalog: Catalog) -> set[str]:
    names = set(catalog.definitions.items)
    return names.union(*(city.items for city in catalog.cities.values()))


def _item_names_used(item: model.Item) -> Iterator[tuple[str, KeyPath, str]]:
    yield "service", ("service",), item.service
    if item.form:
        yield "form", ("form",), item.form
    for index, use in enumerate(item.documents):
        yield "document", ("documents", index, "document"), use.document
    for kind in ("hard", "soft"):
        for index, other in enumerate(getattr(item.after, kind)):
            yield "item", ("after", kind, index), other
    for index, other in enumerate(item.excludes):
        yield "item", ("excludes", index), other


def _check_stage(catalog: Catalog, place: Place, item: model.Item) -> Iterator[Problem]:
    service = catalog.services.get(item.service)
    if service and item.stage not in [stage.id for stage in service.stages]:
        yield place.problem(("stage",), *no_such("stage", item.stage, [s.id for s in service.stages]))
    for rule in item.dates:
        within = rule.within.parameter if rule.within else None
        if within and within not in _all_parameters(catalog):
            yield place.problem(("dates",), *no_such("parameter", within, _all_parameters(catalog)))


def _check_forms(catalog: Catalog) -> Iterator[Problem]:
    facts = catalog.definitions.facts
    for name, form in catalog.definitions.forms.items():
        place = Place(catalog, "form", name)
        for i, section in enumerate(form.sections):
            for j, box in enumerate(section.boxes):
                if box.fact not in facts:
                    yield place.problem(("sections", i, "boxes", j, "fact"), *no_such("fact", box.fact, facts))


def _check_pages(place: Place, service: model.Service, facts: Mapping[str, model.Fact]) -> Iterator[Problem]:
    """Pages name facts that exist, each once; a list of people needs its page for itself."""
    seen: set[str] = set()
    for i, page in enumerate(service.pages):
        for j, wanted in enumerate(page.facts):
            path = ("pages", i, "facts", j)
            if wanted not in facts:
                yield place.problem(path, *no_such("fact", wanted, facts))
            elif facts[wanted].type is model.FactType.PEOPLE:
                yield place.problem(path, f"the list of people {wanted!r} cannot share a page", "take it out")
            if wanted in seen:
                yield place.problem(path, f"the fact {wanted!r} is on two pages", "leave it on one")
            seen.add(wanted)


def _check_services(catalog: Catalog) -> Iterator[Problem]:
    items, facts = _item_names(catalog), catalog.definitions.facts
    for name, service in catalog.services.items():
        place = Place(catalog, "service", name)
        for key, table in (("items", items), ("core", items), ("ask_first", facts)):
            for index, wanted in enumerate(getattr(service, key)):
                if wanted not in table:
                    yield place.problem((key, index), *no_such(key.rstrip("s"), wanted, table))
        yield from _check_pages(place, service, facts)
        missing = [i for i, v in catalog.definitions.items.items() if v[0].item.service == name]
        for wanted in missing:
            if wanted not in service.items:
                yield place.problem(("items",), f"item {wanted!r} is in no list", f"add `- {wanted}` to items")


def _check_figures(catalog: Catalog) -> Iterator[Problem]:
    for name, parameter in catalog.definitions.parameters.items():
        place = Place(catalog, "parameter", name)
        spans = sorted((f.from_, f.to) for f in parameter.values)
        for (_, end), (start, _) in itertools.pairwise(spans):
            if end is None or end >= start:
                yield place.problem(("values",), f"two figures hold on {start}", "end the earlier one the day before")
        if not parameter.values and not parameter.per_city:
            yield place.problem((), f"{name} has no figure", "add `values:`, or `per_city: true`")


def _check_derivations(catalog: Catalog) -> Iterator[Problem]:
    facts = catalog.definitions.facts
    edges = {
        name: (fact.derive.facts if fact.derive else frozenset())
        | (fact.applies_when.facts if fact.applies_when else frozenset())
        for name, fact in facts.items()
    }
    for cycle in find_cycles(edges):
        place = Place(catalog, "fact", cycle[0])
        yield place.problem((), f"these facts wait for each other: {' -> '.join(cycle)}", "break the circle")


def find_cycles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Every circle found once, as the names along it, beginning and ending with the same name."""
    cycles: list[tuple[str, ...]] = []
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            cycles.append((*trail[trail.index(name) :], name))
            return
        if name in done:
            return
        for other in sorted(edges.get(name, ())):
            visit(other, (*trail, name))
        done.add(name)

    for name in edges:
        visit(name, ())
    return cycles


Check = Callable[["Catalog"], Iterator[Problem]]
