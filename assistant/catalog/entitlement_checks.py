"""What must be true of the entitlement check before anything starts; that every rule can hold is for an audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from assistant.catalog.entitlement import LISTS, Entitlement, Offer
from assistant.catalog.model import Fact
from assistant.catalog.naming import no_such
from assistant.catalog.reading import KeyPath, Problem

if TYPE_CHECKING:
    from assistant.catalog.catalog import Catalog

Slip = tuple[KeyPath, str, str]  # where, what, how


def check_entitlement(catalog: Catalog) -> Iterator[Problem]:
    """Every slip of names and lengths in the check, with file and line."""
    check = catalog.definitions.entitlement
    if check is None:
        return
    for look in (_facts, _limit, _unused, _numbers, _offers, _matters):
        for path, what, how in look(check, catalog):
            yield catalog.definitions.problem("entitlement", "entitlement", path, what, how)


def _facts(check: Entitlement, catalog: Catalog) -> Iterator[Slip]:
    known, sections = catalog.facts, {section.id for section in check.sections}
    for index, one in enumerate(check.facts):
        fact, path = known.get(one.fact), ("facts", index, "fact")
        if fact is None:
            yield path, *no_such("fact", one.fact, known)
        elif not fact.question or not fact.askable:
            yield path, f"{one.fact} cannot be asked", "give it a `question:`, or take another fact"
        elif fact.section not in sections:
            yield path, f"no section {fact.section!r} for {one.fact}", "add it to `sections:`"
    twice = [name for name, times in Counter(one.fact for one in check.facts).items() if times > 1]
    for name in twice:
        yield ("facts",), f"{name} is asked twice", "keep one of the two"


def _limit(check: Entitlement, catalog: Catalog) -> Iterator[Slip]:
    if len(check.facts) > check.limit:
        yield ("facts",), f"{len(check.facts)} facts, more than the limit of {check.limit}", "leave the weakest out"


def _unused(check: Entitlement, catalog: Catalog) -> Iterator[Slip]:
    """A question must decide something: a rule, or whether a later question comes up."""
    used = _behind((name for rule in check.rules for name in rule.when.facts), catalog.facts)
    for index, one in enumerate(check.facts):
        if one.fact in catalog.facts and one.fact not in used:
            yield ("facts", index, "fact"), f"no rule looks at {one.fact}", "use it in a rule, or take it out"


def _behind(names: Iterator[str], facts: Mapping[str, Fact]) -> set[str]:
    """These facts and those they are worked out of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found and name in facts:
            found.add(name)
            derive = facts[name].derive
            waiting.extend(derive.facts if derive else ())
    return found


def _numbers(check: Entitlement, catalog: Catalog) -> Iterator[Slip]:
    seen: set[int] = set()
    for index, rule in enumerate(check.rules):
        if rule.rule in seen:
            yield ("rules", index, "rule"), f"there are two rules {rule.rule}", "give one another number"
        seen.add(rule.rule)
        if not (rule.likely or rule.possible or rule.person_decides):
            yield ("rules", index), f"rule {rule.rule} shows nothing", "name an item under `likely:` or `possible:`"


def _offers(check: Entitlement, catalog: Catalog) -> Iterator[Slip]:
    items = services_of_items(catalog)
    for index, rule in enumerate(check.rules):
        for key in LISTS:
            for place, offer in enumerate(getattr(rule, key)):
                for name, what, how in _offer(offer, items):
                    yield ("rules", index, key, place, name), what, how


def _offer(offer: Offer, items: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if offer.item not in items:
        yield "item", *no_such("item", offer.item, items)
    elif items[offer.item] != offer.service:
        yield "service", f"{offer.item} belongs to {items[offer.item]}", f"write `service: {items[offer.item]}`"


def services_of_items(catalog: Catalog) -> Mapping[str, str]:
    """The service of every item, also of those that only a city has."""
    everywhere = [catalog.definitions.items, *(city.items for city in catalog.cities.values())]
    return {name: versions[0].item.service for items in everywhere for name, versions in items.items()}


def _matters(check: Entitlement, catalog: Catalog) -> Iterator[Slip]:
    fact = catalog.facts.get(check.facts[0].fact) if check.facts else None
    options = [option.id for option in fact.options] if fact else []
    for service, matters in check.matters.items():
        if service not in catalog.services:
            yield ("matters", service), *no_such("service", service, catalog.services)
        for index, matter in enumerate(matters):
            if matter not in options:
                yield ("matters", service, index), *no_such("option", matter, options)
