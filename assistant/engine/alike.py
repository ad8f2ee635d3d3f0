"""Places in which a service asks and decides exactly alike are walked once for all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from assistant.catalog.catalog import Rules
from assistant.catalog.values import Special
from assistant.engine.needs import Phase, ranking
from assistant.engine.residue import Term
from assistant.engine.terms import TermBuilder
from assistant.engine.unit import Unit
from assistant.engine.units import Units
from assistant.engine.walk import Walk, Walker

# What a condition over several answers may read of the place besides them; all else has its value written in.
_OF_THE_PLACE = ("in_city", "city_of", "province_of", "ParamRef", "ContextRef")


def walk_places(places: Iterable[Rules], service: str) -> list[Walk]:
    """A walk for every place, in their order."""
    known: dict[Hashable, Walk] = {}
    walks = []
    for rules in places:
        walker = Walker(rules, service)
        key = start_key(walker.units)
        if key not in known:
            known[key] = walker.run()
        walks.append(replace(known[key], city=rules.city))
    return walks


def start_key(units: Units) -> Hashable:
    """All that a walk goes by; two services with the same key are walked alike."""
    start = units.start
    terms: dict[int, Hashable] = {}
    facts = {atom.fact for unit in start.units for atom in unit.atoms}
    open_units = frozenset(_of_unit(unit, units.rules.city, terms) for unit in start.units)
    return (start.stops, open_units, units.light, tuple(sorted(units.forms.items())), _of_facts(units, facts))


def _of_unit(unit: Unit, city: str, terms: dict[int, Hashable]) -> Hashable:
    looked_at = tuple(_of_term(term, city, terms) for term in unit.terms)
    hanging = frozenset(_of_unit(other, city, terms) for other in unit.hanging)
    return (unit.kind, unit.name, looked_at, hanging, unit.extra)


def _of_term(term: Term, city: str, terms: dict[int, Hashable]) -> Hashable:
    if term.id not in terms:
        terms[term.id] = _of_new_term(term, city, terms)
    return terms[term.id]


def _of_new_term(term: Term, city: str, terms: dict[int, Hashable]) -> Hashable:
    if term.kind in ("const", "table"):
        return term.kind, repr(term.parts)  # true and 1 are equal, and not the same
    if term.kind == "apply":
        name, _function, children = term.parts
        place = city if any(word in str(name) for word in _OF_THE_PLACE) else ""
        return str(name), place, tuple(_of_term(child, city, terms) for child in children)
    found = tuple(_of_term(part, city, terms) for part in term.parts)
    return term.kind, frozenset(found) if term.kind in ("and", "or") else found


def _of_facts(units: Units, facts: set[str]) -> Hashable:
    """The answers to these facts, and in which order they are asked."""
    rank = ranking(units.rules.service(units.service), units.rules.facts)
    return tuple(
        (name, rank(name, Phase.DECIDE, 0)[:-1], *_answers(units.builder, name))
        for name in units.rules.facts
        if name in facts
    )


def _answers(builder: TermBuilder, fact: str) -> tuple[Hashable, ...]:
    """What can be answered. Which values there are makes no difference beyond what the terms say of them."""
    values = tuple(value if isinstance(value, Special | str) else "" for value in builder.domain(fact))
    options = builder.options(fact)
    return values if options else len(values), options, builder.by_options(fact)
