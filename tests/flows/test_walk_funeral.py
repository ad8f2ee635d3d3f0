"""All paths of the funeral one-thing in all five cities."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from assistant.engine.outcomes import State
from tests.support.walks import CITIES, catalog, in_a_line, never_asked, never_comes_up, rules, walks

logger = logging.getLogger(__name__)  # --log-cli-level=info shows what was walked
LONGEST = 70  # questions: more than anybody should be asked on the worst of all paths
Record = Callable[[str, object], None]


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_city_is_walked() -> None:
    assert set(CITIES) == set(catalog().cities)


def test_all_paths_are_walked_and_none_ends_undecided(city: str, record_property: Record) -> None:
    walk = walks("funeral")[city]
    record_property("walk", in_a_line(walk))
    logger.info(in_a_line(walk))
    assert walk.complete, walk.why_not
    assert walk.dead_ends == {}
    assert walk.double_stops == set()
    assert walk.paths > 1_000_000
    assert 20 < walk.longest <= LONGEST


def test_every_item_comes_up_on_some_path_and_none_on_all(city: str) -> None:
    walk = walks("funeral")[city]
    assert never_comes_up(walk) == set()
    assert {item for item, states in walk.outcomes.items() if State.NOT_KNOWN in states} == set()
    unconditional = {i.item for i in rules(city).service_items("funeral") if not i.fits_when}
    always = {item for item, states in walk.outcomes.items() if State.DOES_NOT_FIT not in states}
    assert always <= unconditional


def test_every_question_is_asked_on_some_path_of_some_city() -> None:
    assert set.intersection(*(never_asked(walk) for walk in walks("funeral").values())) == set()


def test_the_first_question_is_asked_on_all_paths(city: str) -> None:
    assert rules(city).service("funeral").ask_first[0] in walks("funeral")[city].always


def test_every_form_is_filed_and_every_stopping_notice_holds_on_some_path(city: str) -> None:
    walk, place = walks("funeral")[city], rules(city)
    assert walk.forms == {item.form for item in place.service_items("funeral") if item.form}
    assert {n.id for n in place.notices("funeral") if n.level == "stop"} <= walk.notices
