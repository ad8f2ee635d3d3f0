"""Which facts a service can ever look at, directly or through derived facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.catalog.catalog import Rules
from assistant.catalog.checking import each_value
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Form, Service
from assistant.engine.needs import boxes


def facts_behind(rules: Rules, service: Service, forms: Iterable[Form] | None = None) -> frozenset[str]:
    """Every fact that the items and notices of ``service``, or the boxes of ``forms``, depend on.

    ``forms`` defaults to all forms of the service's items.
    """
    items = rules.service_items(service.service)
    if forms is None:
        forms = [rules.forms[item.form] for item in items if item.form]
    direct = {name for thing in (*items, *rules.notices(service.service)) for name in _names_in(thing)}
    for form in forms:
        for box in boxes(form):
            direct.add(box.fact)
            if box.when is not None:
                direct |= box.when.facts
    return frozenset(_closure(direct, rules))


def facts_behind_conditions(rules: Rules, conditions: Iterable[Expression]) -> frozenset[str]:
    """Every fact that these conditions depend on, directly or through derived facts."""
    return frozenset(_closure((name for condition in conditions for name in condition.facts), rules))


def _names_in(thing: object) -> Iterator[str]:
    for _path, value in each_value(thing):
        if isinstance(value, Expression):
            yield from value.facts


def _closure(names: Iterable[str], rules: Rules) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or name not in rules.facts:
            continue
        found.add(name)
        fact = rules.facts[name]
        for expression in (fact.applies_when, fact.derive):
            if expression is not None:
                waiting.extend(expression.facts)
    return found


def conditions_of(rules: Rules, service: str) -> Iterator[Expression]:
    """Every condition and formula that the service's items, notices, forms and the facts themselves hold."""
    items = rules.service_items(service)
    forms = [rules.forms[item.form] for item in items if item.form]
    for thing in (*items, *rules.notices(service), *forms, *rules.facts.values()):
        yield from (value for _path, value in each_value(thing) if isinstance(value, Expression))


def behind_by_derivation(rules: Rules, names: Iterable[str]) -> frozenset[str]:
    """The facts to answer behind ``names``: themselves, or what the derived ones among them are worked out of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        fact = rules.facts[waiting.pop()]
        if fact.derive is None:
            found.add(fact.id)
        else:
            waiting.extend(fact.derive.facts)
    return frozenset(found)
