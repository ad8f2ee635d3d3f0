"""``onething check``: everything that can be wrong with definitions and articles, found before a resident meets it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from assistant.catalog.articles import load_articles
from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.checking import check_definitions
from assistant.catalog.examples import Example
from assistant.catalog.loader import load_definitions
from assistant.catalog.reading import DefinitionError
from assistant.cli_catalog import today
from assistant.engine.audit import Auditor, Walked
from assistant.engine.walk import Walk, Walker

Job = tuple[str, str | None, date]  # service, city, day


def read_all() -> tuple[Catalog, tuple[str, ...]]:
    """The catalog with its worked examples, and the topics of all articles. Raises DefinitionError with every slip."""
    found = load_definitions(FLOWS)
    catalog = Catalog.assembled(found, "check")
    articles = load_articles()
    problems = [*found.problems, *check_definitions(catalog), *articles.problems]
    if problems:
        raise DefinitionError(problems)
    return catalog, tuple(articles.by_topic)


def audit_all(catalog: Catalog, topics: Iterable[str], city: str | None, day: date) -> Auditor:
    """All definitions, walked in the base and in all cities (or one city), ready to be looked at."""
    cities = (city,) if city else tuple(catalog.cities)
    places = [catalog.rules(name, day) for name in (None, *cities)]
    jobs: list[Job] = [(service, rules.city or None, day) for rules in places for service in rules.services]
    walks = walk_all(jobs, catalog)
    walked = []
    for service in catalog.services:
        mine = {walk.city: walk for walk in walks if walk.service == service}
        if mine:
            walked.append(Walked(service, mine, _held(places, service, mine)))
    return Auditor(catalog, places, walked, frozenset(topics), everywhere=city is None)


def walk_all(jobs: Sequence[Job], catalog: Catalog) -> list[Walk]:
    """Every service in every city, over as many processes as there are processors."""
    _CATALOG[:] = [catalog]  # forked processes have it already
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(_walk_one, jobs))


_CATALOG: list[Catalog] = []


def _walk_one(job: Job) -> Walk:
    service, city, day = job
    if not _CATALOG:  # where processes are not forked, each reads the definitions once
        _CATALOG.append(Catalog.assembled(load_definitions(FLOWS, examples=False), "walk"))
    return Walker(_CATALOG[0].rules(city, day), service).run()


def _held(places: Iterable[Rules], service: str, walks: Mapping[str, Walk]) -> frozenset[str]:
    """The notices that no walk came by, as they decide nothing, but that hold somewhere."""
    met = set().union(*(walk.notices for walk in walks.values()))
    held: set[str] = set()
    for rules in places:
        left = {n.id: n.when for n in rules.notices(service) if n.id not in met | held}
        if left:
            walker, asked = Walker(rules, service), walks[rules.city].ever
            held |= walker.can_hold({name: c for name, c in left.items() if walker.units.can_be_true(c, asked)})
    return frozenset(held)


def rules_of(text: str, city: str | None) -> Rules:
    """The rules of a day of our own definitions, or of today in another flows folder."""
    try:
        return Catalog.load().rules(city, date.fromisoformat(text))
    except ValueError:
        return Catalog.load(Path(text)).rules(city, today())


def worked_examples() -> tuple[Example, ...]:
    return tuple(load_definitions(FLOWS).examples.values())
