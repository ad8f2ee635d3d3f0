"""「我能享受什么」: at most twelve questions, and rules 1 to 49 over the items of all services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from assistant.catalog.catalog import FLOWS
from assistant.catalog.expression_kinds import Checker
from assistant.catalog.expressions import parse_condition
from assistant.catalog.reading import read_yaml
from assistant.engine.facts import Facts
from tests.flows.funeral_cases import CITIES, HOME, TODAY, bank, catalog

LISTS = ("likely", "possible", "person_decides", "no")
MOST = 12
ANSWERS: dict[str, Any] = {
    "person_birth": "1980-01-01",
    "father_state": "prison",
    "mother_state": "dead",
    "hardship_reasons": ["illness"],
    "has_disability_certificate": True,
    "disability_level": "level1",
    "help_class": "none",
    "person_hukou_region": HOME["chengdu"],
    "home_size": 3,
    "home_income": 2400,
    "property_flags": [],
}


@cache
def entitlement() -> Any:
    return read_yaml((FLOWS / "entitlement.yaml").read_text(encoding="utf-8"), "entitlement.yaml").data


def check(
    matters: list[str], city: str = "chengdu", day: date = TODAY, **changes: Any
) -> tuple[list[str], Mapping[str, set[str]]]:
    """The facts asked, and the items by list; items of a rule undecided for good are `person_decides`."""
    rules = catalog().rules(city, day)
    script = {**ANSWERS, "person_hukou_region": HOME[city], "help_matters": matters, **changes}
    given: dict[str, Any] = {}
    for one in entitlement()["facts"]:
        facts = Facts(rules, bank(rules, given))
        name = one["fact"]
        conditions = [parse_condition(one["when"])] if "when" in one else []
        conditions += [c for c in (rules.facts[name].applies_when,) if c is not None]
        if all(facts.applies(c) is not False for c in conditions):
            given[name] = script[name]
    facts = Facts(rules, bank(rules, given))
    found: dict[str, set[str]] = {name: set() for name in LISTS}
    for rule in entitlement()["rules"]:
        holds = facts.applies(parse_condition(rule["when"]))
        assert holds is not None or not facts.open_in(parse_condition(rule["when"])), rule["rule"]
        for name in LISTS:
            listed = {item["item"] for item in rule.get(name, ())}
            if holds:
                found[name] |= listed
            elif holds is None and name != "no":
                found["person_decides"] |= listed
    return list(given), found


def test_there_are_twelve_facts_and_49_rules() -> None:
    assert len(entitlement()["facts"]) == entitlement()["limit"] == MOST
    assert [rule["rule"] for rule in entitlement()["rules"]] == list(range(1, 50))


def test_every_fact_is_asked_with_a_question_somewhere() -> None:
    assert all(catalog().facts[one["fact"]].question for one in entitlement()["facts"])


def test_every_condition_is_sound() -> None:
    checker = Checker(catalog().facts, catalog().definitions.parameters)
    for part in (*entitlement()["facts"], *entitlement()["rules"]):
        if "when" in part:
            assert checker.condition(parse_condition(part["when"])) == [], part


def test_every_item_is_one_of_the_service_that_is_named() -> None:
    items = {n: v[0].item.service for city in CITIES for n, v in catalog().cities[city].items.items()}
    named = [(i["item"], i["service"]) for rule in entitlement()["rules"] for part in LISTS for i in rule.get(part, ())]
    assert len(named) > 100
    assert {pair for pair in named if items.get(pair[0]) != pair[1]} == set()


def test_every_rule_says_why_and_shows_something() -> None:
    for rule in entitlement()["rules"]:
        assert rule["because"], rule["rule"]
        assert any(rule.get(part) for part in LISTS[:3]), rule["rule"]


@pytest.mark.parametrize(("matters", "length"), [
    (["missing"], 1), (["shelter"], 1), (["marriage"], 1), (["death"], 1), (["civic"], 1), (["hospital"], 1),
    (["sudden"], 2), (["decision"], 2), (["elder"], 4), (["disability"], 6), (["money"], 8),
    (["money", "disability"], 10),
])  # fmt: skip
def test_the_path_is_short(matters: list[str], length: int) -> None:
    asked, _found = check(matters)
    assert len(asked) == length, asked


def test_a_child_takes_four_questions_and_everything_at_once_twelve() -> None:
    assert len(check(["child"], person_birth="2015-05-05")[0]) == 4
    everything = [option.id for option in catalog().facts["help_matters"].options]
    assert len(check(everything, person_birth="2015-05-05")[0]) == MOST


@pytest.mark.parametrize("day", [date(2025, 5, 9), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)])
@pytest.mark.parametrize("city", CITIES)
def test_nothing_is_left_open_after_the_questions_in_any_city_on_any_day(city: str, day: date) -> None:
    asked, found = check(["money", "disability", "elder"], city, day)
    assert len(asked) <= MOST
    assert found["likely"]


@pytest.mark.parametrize(("income", "likely"), [
    (3357, "minimum_living_guarantee"), (3360, "low_income_edge_household"), (5037, "low_income_edge_household"),
])  # fmt: skip
def test_the_lines_divide_as_in_the_service(income: int, likely: str) -> None:
    _asked, found = check(["money"], home_income=income, hardship_reasons=["unemployed"])
    assert likely in found["likely"]
    other = {"minimum_living_guarantee", "low_income_edge_household"} - {likely}
    assert not other & found["likely"]


def test_over_the_edge_line_spending_is_possible_and_never_likely() -> None:
    _asked, found = check(["money"], home_income=5040)
    assert "rigid_expenditure_household" in found["possible"]
    assert "minimum_living_guarantee" in found["no"]


def test_where_no_figure_is_published_everything_is_for_a_person_to_decide() -> None:
    _asked, found = check(["money"], "zhengzhou")
    assert {"minimum_living_guarantee", "low_income_edge_household"} <= found["person_decides"]
    assert "minimum_living_guarantee" not in found["no"]


def test_not_sure_is_never_a_no() -> None:
    _asked, found = check(["money"], property_flags="unsure", help_class="unsure")
    assert "minimum_living_guarantee" in found["person_decides"]
    assert not found["no"]


@pytest.mark.parametrize(("father", "mother", "likely", "no"), [
    ("prison", "lost", "de_facto_unattended_child", "orphan_basic_living"),
    ("dead", "disabled", "de_facto_unattended_child", "orphan_basic_living"),
    ("dead", "not_found", "orphan_basic_living", None),
    ("away", "away", "left_behind_child_care", "de_facto_unattended_child"),
])  # fmt: skip
def test_the_two_parents_decide(father: str, mother: str, likely: str, no: str | None) -> None:
    _asked, found = check(["child"], person_birth="2015-05-05", father_state=father, mother_state=mother)
    assert likely in found["likely"]
    assert no is None or no in found["no"]


def test_one_healthy_parent_is_not_unattended() -> None:
    _asked, found = check(["child"], person_birth="2015-05-05", father_state="dead", mother_state="ok")
    assert "de_facto_unattended_child" in found["no"]
    assert "key_distressed_child" in found["possible"]


@pytest.mark.parametrize(("birth", "likely"), [("1946-11-21", True), ("1946-11-22", False)])
def test_the_allowance_of_the_very_old_begins_on_the_birthday(birth: str, likely: bool) -> None:
    _asked, found = check(["elder"], person_birth=birth)
    assert ("senior_allowance" in found["likely"]) is likely


@pytest.mark.parametrize(("level", "likely"), [("level2", True), ("level3", False)])
def test_the_nursing_subsidy_is_for_the_first_two_levels(level: str, likely: bool) -> None:
    _asked, found = check(["disability"], disability_level=level)
    assert ("nursing_subsidy" in found["likely"]) is likely


def test_only_qingdao_pays_unattended_students() -> None:
    shown = {city for city in CITIES if "unattended_tuition_aid_qingdao"
             in check(["child"], city, person_birth="2005-05-05")[1]["possible"]}  # fmt: skip
    assert shown == {"qingdao"}


def test_hukou_elsewhere_is_for_a_person_to_decide() -> None:
    _asked, found = check(["money"], person_hukou_region="110101")
    assert "minimum_living_guarantee" in found["person_decides"]
