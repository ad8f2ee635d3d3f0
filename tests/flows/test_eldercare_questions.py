"""An older person is asked little: danger first, then what decides, and what nobody needs is never asked."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.catalog.model import Sensitivity
from assistant.engine.needs import Phase
from assistant.engine.plan import count_boxes
from tests.flows.eldercare_cases import ASSESSED, asked, elder, plan
from tests.flows.funeral_cases import CITIES, catalog

SEVEN = [
    "elder_situation", "person_birth", "person_hukou_region", "help_class", "care_need", "lives_with", "elder_wants",
]  # fmt: skip


@pytest.mark.parametrize("city", CITIES)
def test_the_usual_case_is_decided_after_seven_questions(city: str) -> None:
    order, _ = asked(city, elder(city))
    assert order[:7] == SEVEN
    after = plan(city, {name: elder(city)[name] for name in SEVEN})
    assert not [need.fact.id for need in after.needs if need.phase is Phase.DECIDE]


def test_whoever_needs_care_is_asked_two_more() -> None:
    order, _ = asked("zhengzhou", elder("zhengzhou", care_need="most", ability_level="none_yet"))
    assert order[7:9] == ["person_live_region", "ability_level"]


@pytest.mark.parametrize("situation", ["missing", "danger"])
def test_danger_stops_every_question(situation: str) -> None:
    found = plan("chengdu", {"elder_situation": [situation]})
    assert found.question is None
    assert [notice.level for notice in found.notices] == ["stop"]


@pytest.mark.parametrize(("city", "most"), [("chengdu", 26), ("taizhou", 26), ("qingdao", 23)])
def test_the_whole_application_for_the_allowance_stays_short(city: str, most: int) -> None:
    order, found = asked(city, elder(city))
    assert len(order) == len(set(order)) <= most
    assert [form.form for form in found.forms] == ["eldercare_senior_allowance"]


def test_somebody_who_applies_for_himself_is_never_asked_about_an_agent() -> None:
    order, _ = asked("chengdu", elder(for_whom="self"))
    assert not {"agent_consent", "a_name", "a_id", "a_phone", "elder_letter"} & set(order)


@pytest.mark.parametrize("fact", ["person_sex", "person_age", "memory_state", "allowance_tier", "is_proxy", "agent_is"])
def test_what_can_be_worked_out_is_never_asked(fact: str) -> None:
    assert catalog().facts[fact].derive is not None


@pytest.mark.parametrize(
    ("changes", "never"),
    [
        ({}, {"has_disability_certificate", "home_owner", "care_programmes", "bedridden_half_year", "contact_name"}),
        ({"help_class": "dibao"}, {"person_can_decide", "saved_hours", "insured_kind"}),
        ({"elder_wants": ["card"]}, {"home_owner", "diet_kind", "wander_range"}),
    ],
)
def test_a_question_that_no_wish_needs_is_not_asked(changes: dict[str, Any], never: set[str]) -> None:
    order, _ = asked("zhengzhou", elder("zhengzhou", **changes))
    assert not never & set(order)


def test_a_second_contact_is_asked_of_those_who_live_alone_only() -> None:
    alone, _ = asked("chengdu", elder(lives_with="alone"))
    couple, _ = asked("chengdu", elder(lives_with="couple"))
    assert "second_contact_phone" in alone
    assert "second_contact_phone" not in couple


def test_health_answers_come_with_their_own_consent() -> None:
    for name in ("elder_situation", "care_need", "ability_level", "help_class"):
        fact = catalog().facts[name]
        assert fact.sensitivity is Sensitivity.SENSITIVE
        assert fact.consent


def test_every_box_of_the_resident_is_filled_before_the_check_page() -> None:
    on_the_check_page = {"sign", "health_consent", "location_consent", "pick_higher", "healthy_statement"}
    wishes = ["home_help", "institution", "home_safety", "meals", "wandering", "card", "learning", "volunteer"]
    script = elder("qingdao", **ASSESSED, help_class="dibao", lives_with="alone", elder_wants=wishes)
    _, found = asked("qingdao", script)
    assert len(found.forms) >= 15
    for form in found.forms:
        assert set(count_boxes(form, found.facts)[2]) <= on_the_check_page
