"""``onething check``: everything that can be wrong with definitions and articles, found before a resident meets it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from assistant.catalog.articles import load_articles
from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.checking import check_definitions
from assistant.catalog.examples import Example
from assistant.catalog.loader import load_definitions
from assistant.catalog.reading import DefinitionError
from assistant.cli_catalog import BadInput, today
from assistant.engine.alike import walk_places
from assistant.engine.audit import Auditor, Walked
from assistant.engine.walk import Walk, Walker


def read_all() -> tuple[Catalog, tuple[str, ...]]:
    """The catalog with its worked examples, and the topics of all articles. Raises DefinitionError with every slip."""
    found = load_definitions(FLOWS)
    catalog = Catalog.assembled(found, "check")
    articles = load_articles()
    problems = [*found.problems, *check_definitions(catalog), *articles.problems]
    if problems:
        raise DefinitionError(problems)
    return catalog, tuple(articles.by_topic)


def audit_all(catalog: Catalog, topics: Iterable[str], service: str | None, city: str | None, day: date) -> Auditor:
    """All definitions, with one service or all walked in the base and in one city or all, ready to be looked at.

    Raises UnknownId.
    """
    cities = (city,) if city else tuple(catalog.cities)
    places = [catalog.rules(name, day) for name in (None, *cities)]
    services = (places[0].service(service).service,) if service else tuple(places[0].services)
    walked = walk_all(places, services)
    return Auditor(catalog, places, walked, frozenset(topics), everywhere=city is None)


_PLACES: list[Rules] = []  # forked processes have them already


def walk_all(places: Sequence[Rules], services: Sequence[str]) -> list[Walked]:
    """Every service in every place, over as many processes as there are processors."""
    _PLACES[:] = places
    gc.collect()
    gc.freeze()  # nothing of the catalog is ever garbage: the walking processes need not look through it
    processors = os.cpu_count() or 1
    shares = [range(len(places))[n::processors] for n in range(min(processors, len(places)))]
    with ProcessPoolExecutor(processors, get_context("fork"), initializer=gc.disable) as pool:
        jobs = [pool.submit(_walk_share, service, share) for service in services for share in shares]
        walks = [walk for job in jobs for walk in job.result()]
        found = {service: _by_place(places, walks, service) for service in services}
        held = {service: pool.submit(held_notices, service, found[service]) for service in services}
        return [Walked(service, found[service], held[service].result()) for service in services]


def _walk_share(service: str, share: Iterable[int]) -> list[Walk]:
    walks = walk_places([_PLACES[number] for number in share], service)
    gc.collect()  # the walkers, at once
    return walks


def _by_place(places: Iterable[Rules], walks: Iterable[Walk], service: str) -> dict[str, Walk]:
    mine = {walk.city: walk for walk in walks if walk.service == service}
    return {rules.city: mine[rules.city] for rules in places}


def held_notices(service: str, walks: Mapping[str, Walk]) -> frozenset[str]:
    """The notices that no walk came by, as they decide nothing, but that hold somewhere."""
    met = set().union(*(walk.notices for walk in walks.values()))
    held: set[str] = set()
    for rules in _PLACES:
        left = {n.id: n.when for n in rules.notices(service) if n.id not in met | held}
        if left:
            walker, asked = Walker(rules, service), walks[rules.city].ever
            held |= walker.can_hold({name: c for name, c in left.items() if walker.units.can_be_true(c, asked)})
    return frozenset(held)


def rules_of(text: str, city: str | None) -> Rules:
    """The rules of a day of our own definitions, or of today in another flows folder. Raises BadInput."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _rules_in(Path(text), city)
    return Catalog.load().rules(city, day)


def _rules_in(folder: Path, city: str | None) -> Rules:
    if not (folder / "facts").is_dir():
        raise BadInput(f"{folder} is neither a day (2026-06-30) nor a folder of definitions (assistant/flows)")
    return Catalog.load(folder).rules(city, today())


def worked_examples() -> tuple[Example, ...]:
    return tuple(load_definitions(FLOWS).examples.values())
