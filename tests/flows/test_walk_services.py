"""All paths of the other services in all cities; past the budget all triples of answers and paths by chance."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tests.support.walks import CITIES, catalog, in_a_line, never_comes_up, rules, walks

logger = logging.getLogger(__name__)  # --log-cli-level=info shows what was walked
SERVICES = ("assistance", "children", "disability", "eldercare", "marriage")
pytestmark = pytest.mark.slow


def test_no_service_is_left_out() -> None:
    assert {*SERVICES, "funeral"} == set(catalog().services)


@pytest.mark.parametrize("service", SERVICES)
def test_paths_end_decided_in_every_city(service: str, record_property: Callable[[str, object], None]) -> None:
    for city in CITIES:
        walk = walks(service)[city]
        record_property(city, in_a_line(walk))
        logger.info(in_a_line(walk))
        assert walk.dead_ends == {}
        assert walk.double_stops == set()
        assert walk.complete or "paths taken by chance" in walk.why_not


@pytest.mark.parametrize("service", SERVICES)
def test_every_item_and_form_comes_up_in_some_city(service: str) -> None:
    """An item of the base that one city alone offers is in force everywhere, and fits in that city only."""
    found = walks(service).values()
    assert set.intersection(*(never_comes_up(walk) for walk in found)) == set()
    forms = {item.form for city in CITIES for item in rules(city).service_items(service) if item.form}
    if all(walk.complete for walk in found):
        assert forms == set().union(*(walk.forms for walk in found))
