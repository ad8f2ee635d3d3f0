"""「我能享受什么」: at most twelve questions, and rules 1 to 49 over the items of all services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from assistant.catalog.entitlement import LISTS, Entitlement
from assistant.engine.entitlement import CheckPlan
from tests.flows.funeral_cases import CITIES, HOME, TODAY, bank, catalog

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


def check(
    matters: list[str], city: str = "chengdu", day: date = TODAY, **changes: Any
) -> tuple[list[str], Mapping[str, set[str]]]:
    """The facts asked in their order, and the items by list; ways in are under ``door``."""
    rules = catalog().rules(city, day)
    script = {**ANSWERS, "person_hukou_region": HOME[city], "help_matters": matters, **changes}
    given: dict[str, Any] = {}
    while (need := CheckPlan(rules, bank(rules, given)).question) is not None:
        given[need.fact.id] = script[need.fact.id]
    found: dict[str, set[str]] = {name: set() for name in (*LISTS, "door")}
    for one in CheckPlan(rules, bank(rules, given)).findings:
        found["door" if one.door else one.likelihood.value].add(one.item.item)
    return list(given), found


def entitlement() -> Entitlement:
    found = catalog().entitlement
    assert found is not None
    return found


def test_there_are_twelve_facts_and_49_rules() -> None:
    assert len(entitlement().facts) == entitlement().limit == MOST
    assert [rule.rule for rule in entitlement().rules] == list(range(1, 50))


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
    assert not found["no"] & {"minimum_living_guarantee", "low_income_edge_household", "extreme_poverty_support"}


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


# --- worked examples: the rule table of the check, row by row where two rows could be taken for each other --------------


@pytest.mark.parametrize(("matters", "changes", "item", "list_"), [
    # 2: a car does not end it, local exceptions decide
    (["money"], {"property_flags": ["car"]}, "minimum_living_guarantee", "person_decides"),
    # 4: a seriously ill member of an edge household may be counted alone; a clerk decides
    (["money"], {"home_income": 4200}, "minimum_living_guarantee", "person_decides"),
    # 9, 39, 46: the place of the event counts, neither hukou nor income is asked
    (["sudden"], {}, "temporary_assistance", "likely"),
    (["disaster"], {}, "disaster_relief", "likely"),
    (["hospital"], {}, "emergency_medical_relief", "person_decides"),
    # 11, 12
    (["shelter"], {}, "vagrant_relief", "likely"),
    (["missing"], {}, "missing_person_search", "likely"),
    # 17: one parent in prison, the other at home
    (["child"], {"person_birth": "2015-05-05", "father_state": "prison", "mother_state": "ok"},
     "de_facto_unattended_child", "no"),
    (["child"], {"person_birth": "2015-05-05", "father_state": "prison", "mother_state": "ok"},
     "key_distressed_child", "possible"),
    # 22, 23: ways in, because four questions cannot tell
    (["child"], {"person_birth": "2015-05-05"}, "minor_protection_report", "door"),
    (["child"], {"person_birth": "2015-05-05"}, "adoption_registration", "door"),
    # 32: who is left behind is told of the other services, also without having ticked that money is short
    (["death"], {}, "minimum_living_guarantee", "possible"),
    # 37: a pupil of a household that is recognised already
    (["money"], {"help_class": "dibao", "hardship_reasons": ["schooling"]}, "education_assistance", "likely"),
    # 41: nothing to apply for, it comes by itself
    (["elder"], {"help_class": "dibao"}, "price_subsidy", "likely"),
    # 49
    (["decision"], {}, "assistance_decision_review", "likely"),
])  # fmt: skip
def test_the_rule_table_row_by_row(matters: list[str], changes: dict[str, Any], item: str, list_: str) -> None:
    _asked, found = check(matters, **changes)
    assert {name for name, items in found.items() if item in items} == {list_}


def test_in_qingdao_what_is_spent_on_illness_counts_so_a_person_decides() -> None:
    _asked, found = check(["money"], "qingdao", home_income=9000)
    assert "minimum_living_guarantee" in found["person_decides"]
    assert "rigid_expenditure_household" in found["possible"] | found["likely"] | found["person_decides"]


def test_a_widow_of_eighty_on_low_income_sees_both_her_own_and_the_family_benefits() -> None:
    asked, found = check(["elder", "money"], person_birth="1944-01-01", hardship_reasons=["frail"], home_size=1,
                         home_income=600)  # fmt: skip
    assert len(asked) <= MOST
    assert {"senior_allowance", "minimum_living_guarantee"} <= found["likely"]
    assert "extreme_poverty_support" in found["possible"]


def test_items_that_begin_later_are_not_shown_before_their_day() -> None:
    rules = catalog().rules("chengdu", date(2026, 1, 1))
    plan = CheckPlan(rules, bank(rules, {"help_matters": ["sudden"], "help_class": "none"}))
    assert {one.item.item for one in plan.findings} <= set(rules.items)


def test_what_no_rule_can_tell_yet_is_not_in_the_list() -> None:
    rules = catalog().rules("chengdu", TODAY)
    plan = CheckPlan(rules, bank(rules, {"help_matters": ["money"]}))
    assert plan.question is not None
    assert not [one for one in plan.findings if one.item.item == "low_income_edge_household"]
