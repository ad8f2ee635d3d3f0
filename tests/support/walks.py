"""The walks of the shipped services in all cities, once a test run."""

from __future__ import annotations

from functools import cache

from assistant.catalog.catalog import Catalog, Rules
from assistant.engine.alike import walk_places
from assistant.engine.outcomes import State
from assistant.engine.reach import facts_behind
from assistant.engine.walk import Walk
from tests.support.small import TODAY

CITIES = ("chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao")


@cache
def catalog() -> Catalog:
    return Catalog.load()


def rules(city: str) -> Rules:
    return catalog().rules(city, TODAY)


@cache
def walks(service: str) -> dict[str, Walk]:
    """The walk of a service in every city, by city."""
    found = walk_places([rules(city) for city in CITIES], service)
    return {walk.city: walk for walk in found}


def never_comes_up(walk: Walk) -> set[str]:
    """Items in force in the city that no path finds fitting or leaves to a person."""
    comes_up = {State.FITS, State.PERSON_DECIDES}
    items = rules(walk.city).service_items(walk.service)
    return {item.item for item in items if not walk.outcomes.get(item.item, set()) & comes_up}


def never_asked(walk: Walk) -> set[str]:
    """Questions of decisions and required boxes that no path asks."""
    place = rules(walk.city)
    behind = facts_behind(place, place.service(walk.service), ())
    asked = {n for n in behind if place.facts[n].askable and place.facts[n].derive is None}
    return {n for n in asked - walk.ever if not place.facts[n].on_check_page}


def in_a_line(walk: Walk) -> str:
    """What the walk found, for the report of a test run."""
    how = "walked exactly" if walk.complete else walk.why_not
    sometimes = len(walk.ever - walk.always)
    return (
        f"{walk.service} in {walk.city}, {how}: {walk.paths:,} paths, the longest {walk.longest} questions; "
        f"{len(walk.always)} always asked, {sometimes} sometimes, {len(never_asked(walk))} never"
    )
