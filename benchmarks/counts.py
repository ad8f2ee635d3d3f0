"""How much there is of everything, service by service and city by city; all paths are walked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.loader import load_definitions
from assistant.cli_check import walk_all
from assistant.engine.audit import Walked
from assistant.engine.needs import boxes
from assistant.engine.reach import facts_behind
from assistant.engine.walk import Walk

DAY = date(2026, 11, 22)
Count = Callable[[Rules, str], int]


def main() -> int:
    catalog = Catalog.assembled(load_definitions(FLOWS), "counts")
    places = [catalog.rules(city, DAY) for city in (None, *catalog.cities)]
    services = tuple(catalog.services)
    found = walk_all(places, services)
    for line in (*_table("", services, _rows(catalog, places, services)), "", *_of_paths(places, found)):
        print(line)
    return 0


def _rows(catalog: Catalog, places: Sequence[Rules], services: Sequence[str]) -> Iterable[tuple[str, list[str]]]:
    for name, count in _COUNTS.items():
        yield name, [_from_to(count(rules, service) for rules in places) for service in services]
    examples = [(example.service, example.city) for example in catalog.definitions.examples.values()]
    yield "worked examples", [str(sum(of == service for of, _city in examples)) for service in services]
    for city in catalog.cities:
        yield f"examples in {city}", [str(examples.count((service, city))) for service in services]


def _from_to(numbers: Iterable[int]) -> str:
    """One number where it is the same in the base and in all cities, else the least and the greatest."""
    found = sorted(set(numbers))
    return str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def _forms(rules: Rules, service: str) -> set[str]:
    return {item.form for item in rules.service_items(service) if item.form}


def _questions(rules: Rules, service: str) -> int:
    facts = (rules.facts[name] for name in facts_behind(rules, rules.service(service)))
    return sum(fact.askable and fact.derive is None for fact in facts)


_COUNTS: dict[str, Count] = {
    "items": lambda rules, service: len(rules.service_items(service)),
    "forms": lambda rules, service: len(_forms(rules, service)),
    "boxes": lambda rules, service: sum(len(boxes(rules.forms[form])) for form in _forms(rules, service)),
    "facts": lambda rules, service: len(facts_behind(rules, rules.service(service))),
    "questions that can be asked": _questions,
}


def _of_paths(places: Sequence[Rules], found: Sequence[Walked]) -> Iterable[str]:
    services = [walked.service for walked in found]
    rows = [(rules.city or "base", [_paths(walked.walks[rules.city]) for walked in found]) for rules in places]
    yield from _table("paths (longest; asked always + sometimes)", services, rows)


def _paths(walk: Walk) -> str:
    """The paths of one service in one place."""
    always, sometimes = len(walk.always), len(walk.ever - walk.always)
    kind = "" if walk.complete else ", sampled"
    return f"{walk.paths:.3g} ({walk.longest}; {always} + {sometimes}{kind})"


def _table(head: str, services: Sequence[str], rows: Iterable[tuple[str, list[str]]]) -> Iterable[str]:
    yield f"| {head} | {' | '.join(services)} |"
    yield "|---" * (len(services) + 1) + "|"
    for name, cells in rows:
        yield f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
