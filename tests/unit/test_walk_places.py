"""Places that ask alike are walked once, and places that do not are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.catalog.catalog import Rules
from assistant.engine.alike import start_key, walk_places
from assistant.engine.units import Units
from assistant.engine.walk import Walk, Walker
from tests.support.small import FILES, TODAY, small_catalog

ITEM = "care/items/car_sale.yaml"
HERE = FILES["cities/here/city.yaml"]
TWIN = HERE.replace("city: here", "city: twin").replace('["9901"]', '["9903"]')
FACTS = FILES["facts/person.yaml"] + "  - {id: region, title: 地区, type: region, section: you, question: 在哪里？}\n"


def places(root: Path, fits: str) -> list[Rules]:
    """The small site with a twin of the city ``here``; its last item fits where ``fits`` holds."""
    item = FILES[ITEM].replace("fits_when: \"'car' in has\"", f'fits_when: "{fits}"')
    catalog = small_catalog(root, {ITEM: item, "cities/twin/city.yaml": TWIN, "facts/person.yaml": FACTS})
    return [catalog.rules(city, TODAY) for city in (None, *catalog.cities)]


def found(walk: Walk) -> tuple[object, ...]:
    return (
        walk.city, walk.paths, walk.longest, walk.always, walk.ever, walk.outcomes, walk.notices, walk.forms,
        set(walk.dead_ends), walk.complete,
    )  # fmt: skip


FITS = [
    "'car' in has",
    "in_city(region)",
    "region == '990101' or 'car' in has",
    "region in ['990101', '990102'] and age > 60",
    "city_of(region) == 'twin'",
    "'car' in has and city == 'here'",
    "params.allowance > 50 or age > 60",
]


@pytest.mark.parametrize("fits", FITS)
def test_walking_places_together_finds_what_walking_each_finds(tmp_path: Path, fits: str) -> None:
    rules = places(tmp_path, fits)
    together = walk_places(rules, "care")
    assert [found(walk) for walk in together] == [found(Walker(each, "care").run()) for each in rules]


@pytest.mark.parametrize(
    ("fits", "alike"), [("'car' in has", True), ("in_city(region)", True), ("'car' in has and city == 'here'", False)]
)
def test_only_places_that_ask_alike_share_a_walk(tmp_path: Path, fits: str, alike: bool) -> None:
    keys = {rules.city: start_key(Units(rules, "care")) for rules in places(tmp_path, fits)}
    assert (keys["here"] == keys["twin"]) is alike
    assert keys["there"] != keys["here"]


def test_a_region_that_a_condition_names_is_among_the_sample_answers(tmp_path: Path) -> None:
    here, there = (
        next(r for r in places(tmp_path, "region in ['990101', '990102'] and age > 60") if r.city == city)
        for city in ("here", "there")
    )
    assert Units(here, "care").builder.domain("region") == ("990100", "110101", "990101")
    assert Units(there, "care").builder.domain("region") == ("990200", "110101")


def test_an_item_for_one_district_is_reached(tmp_path: Path) -> None:
    walks = {walk.city: walk for walk in walk_places(places(tmp_path, "region == '990101'"), "care")}
    assert len(walks["here"].outcomes["car_sale"]) == 2
    assert len(walks["twin"].outcomes["car_sale"]) == 1
