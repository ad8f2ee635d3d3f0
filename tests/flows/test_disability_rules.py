"""Both subsidies are decided together, by the place of the hukou, and nothing is promised that a clerk has to decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.catalog.model import Status
from assistant.engine.details import Paper
from assistant.engine.outcomes import State
from tests.flows.disability_cases import SERVICE, person, plan, states
from tests.flows.funeral_cases import CITIES, HOME, TODAY, catalog, entry

MAY, NOT, ASK = State.FITS, State.DOES_NOT_FIT, State.PERSON_DECIDES
CHILD = {"for_whom": "child", "acting_as": "guardian", "person_birth": "2014-05-05", "rehab_kind": "none"}
OLD = {"for_whom": "parent", "acting_as": "supporter", "person_birth": "1946-01-01"}
# What may not be drawn beside the subsidies: living, nursing in Zhengzhou, and in Qingdao where it differs.
MATRIX: dict[str, tuple[dict[str, Any], tuple[State, State], tuple[State, State] | None]] = {
    "nothing else": ({}, (MAY, MAY), None),
    "特困": ({"help_class": "tekun", "person_in_dibao": None}, (NOT, NOT), None),
    "work injury care fee": ({"other_benefits": ["work_injury_care"]}, (NOT, NOT), None),
    "orphan": ({**CHILD, "child_allowance": "orphan"}, (NOT, MAY), None),
    "unattended child, in full": ({**CHILD, "child_allowance": "unattended_full"}, (NOT, MAY), None),
    "unattended child, the difference": ({**CHILD, "child_allowance": "unattended_part"}, (ASK, MAY), None),
    "child in difficulty": ({**CHILD, "child_allowance": "hard_child"}, (ASK, MAY), (NOT, MAY)),
    "care allowance of old people": ({**OLD, "old_age_benefits": ["elder_care"]}, (MAY, ASK), None),
    "service allowance of old people": ({**OLD, "old_age_benefits": ["elder_service"]}, (MAY, ASK), None),
    "allowance for high age": ({**OLD, "old_age_benefits": ["high_age"]}, (MAY, MAY), None),
    "retired cadre, living": ({"other_benefits": ["welfare_living"]}, (ASK, MAY), None),
    "retired cadre, care": ({"other_benefits": ["welfare_care"]}, (MAY, ASK), None),
    "disabled veteran": ({"other_benefits": ["veteran_care"]}, (MAY, ASK), (ASK, ASK)),
    "long-term care insurance": ({"other_benefits": ["ltci"]}, (MAY, ASK), None),
    "residential care of the federation": ({"other_benefits": ["cdpf_care"]}, (MAY, ASK), (MAY, NOT)),
    "in prison": ({"other_benefits": ["prison"]}, (ASK, ASK), None),
    "does not know": ({"other_benefits": "unsure"}, (ASK, ASK), None),
}


@pytest.mark.parametrize("case", MATRIX)
def test_the_overlap_matrix_holds_where_the_country_rules(case: str) -> None:
    changes, wanted, _ = MATRIX[case]
    found = states("zhengzhou", person("zhengzhou", **changes))
    assert (found["living_subsidy"], found["nursing_subsidy"]) == wanted


@pytest.mark.parametrize("case", MATRIX)
def test_the_overlap_matrix_holds_in_qingdao_with_its_own_bars(case: str) -> None:
    changes, country, own = MATRIX[case]
    found = states("qingdao", person("qingdao", **changes))
    assert (found["living_subsidy"], found["nursing_subsidy"]) == (own or country)


def test_qingdaos_bars_do_not_touch_people_whose_hukou_is_elsewhere() -> None:
    found = states("qingdao", person("zhengzhou", other_benefits=["cdpf_care"]))
    assert found["nursing_subsidy"] is ASK


@pytest.mark.parametrize(
    ("home", "wanted"), [("chengdu", NOT), ("chongqing", NOT), ("zhengzhou", ASK), ("taizhou", ASK)]
)
@pytest.mark.parametrize("city", CITIES)
def test_who_has_to_be_on_the_dibao_list_follows_the_hukou_and_not_the_city_of_asking(
    home: str, wanted: State, city: str
) -> None:
    assert states(city, person(home, person_in_dibao=False))["living_subsidy"] is wanted


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("level", ["level3", "level4"])
def test_nobody_is_promised_or_refused_nursing_money_for_intellect_at_level_three_or_four(
    city: str, level: str
) -> None:
    answers = person(city, disability_kind="intellect", disability_level=level)
    assert states(city, answers)["nursing_subsidy"] is ASK


@pytest.mark.parametrize("city", CITIES)
def test_an_edge_household_is_left_to_a_person_in_every_city(city: str) -> None:
    answers = person(city, help_class="edge", person_in_dibao=None, lives_with_parents=False)
    assert states(city, answers)["living_subsidy"] is ASK


@pytest.mark.parametrize("city", CITIES)
def test_no_amount_is_shown_without_a_figure_of_the_hukou_city(city: str) -> None:
    """Only Chongqing and Qingdao have figures of their own; the floors of the others never become amounts."""
    found = plan(city, person(city, person_hukou_kind="urban"))
    known = {s.id for item in ("living_subsidy", "nursing_subsidy") for s in entry(found, item).sums if s.value}
    wanted = {
        "chongqing": {"living_chongqing", "nursing_chongqing_1"},
        "qingdao": {"living_qingdao_1", "nursing_qingdao_1"},
    }
    assert known == wanted.get(city, set())


def test_every_amount_of_the_two_subsidies_says_in_words_where_it_comes_from() -> None:
    for city in CITIES:
        for home in CITIES:
            found = plan(city, person(home, person_hukou_kind="rural"))
            for item in ("living_subsidy", "nursing_subsidy"):
                sums = entry(found, item).sums
                assert [(bool(s.in_words), s.hedge) for s in sums] == [(True, True)], (city, home, item)


def test_another_citys_figure_is_shown_to_its_own_people_with_its_year() -> None:
    subsidy = entry(plan("chengdu", person("chongqing")), "living_subsidy")
    (sum_,) = subsidy.sums
    assert (sum_.value, sum_.in_words) == (None, "重庆：每月 80 元，个别区有加发")
    assert "2022" in str(subsidy.figure_note)  # said once for all figures of the item


def brought(papers: tuple[Paper, ...]) -> set[str]:
    return {paper.document for paper in papers if not paper.waived}


def test_the_subsidies_need_no_residence_permit_and_the_certificate_away_from_home_does() -> None:
    away = person("zhengzhou", has_disability_certificate=False, certificate_gap="never", residence_permit=True)
    away |= {"apply_kind": "limbs", "treatment_state": "no_wait"}
    issue = entry(plan("chengdu", away), "disability_certificate_first_issue")
    assert "residence_permit_paper" in brought(issue.papers)
    rules = catalog().rules("chengdu", TODAY)
    for item in ("living_subsidy", "nursing_subsidy", "subsidy_cross_province"):
        assert "residence_permit_paper" not in {use.document for use in rules.items[item].documents}


@pytest.mark.parametrize("kind", ["intellect", "mental"])
def test_a_certificate_alone_never_asks_for_a_guardian(kind: str) -> None:
    found = plan("chengdu", person("chengdu", disability_kind=kind))
    for one in found.entries:
        assert "guardian_papers" not in brought(one.papers), one.id


@pytest.mark.parametrize(("birth", "needed"), [("2008-11-22", True), ("2008-11-21", False)])
def test_the_guardians_papers_end_on_the_eighteenth_birthday(birth: str, needed: bool) -> None:
    answers = person("chengdu", person_birth=birth, own_wages=False, child_allowance="none", rehab_kind="none")
    papers = entry(plan("chengdu", answers), "living_subsidy").papers
    assert ("guardian_papers" in brought(papers)) is needed


def test_the_month_of_the_application_counts_also_on_its_last_day() -> None:
    for day, month in ((date(2026, 11, 30), date(2026, 11, 1)), (date(2026, 12, 1), date(2026, 12, 1))):
        dates = {d.id: d.day for d in entry(plan("zhengzhou", person(), day), "living_subsidy").dates}
        assert dates == {"living_counts_from": month}


@pytest.mark.parametrize(
    ("until", "stops"), [("2026-11-30", "2026-12-01"), ("2026-12-01", "2027-01-01"), ("2026-12-31", "2027-01-01")]
)
def test_money_stops_the_month_after_the_certificate_ends(until: str, stops: str) -> None:
    answers = person(certificate_matters=["expiring"], certificate_valid_until=until)
    dates = {d.id: d.day for d in entry(plan("zhengzhou", answers), "disability_certificate_renewal").dates}
    assert str(dates["subsidy_stops_on"]) == stops


def test_the_single_person_rule_widens_with_the_law_and_is_announced_before() -> None:
    rules = catalog().rules("zhengzhou", date(2026, 6, 1))
    assert "single_person_dibao" in {item.item for item in rules.changes_ahead()}
    answers = person(help_class="edge", person_in_dibao=None, disability_kind="hearing", disability_level="level4")
    days = (date(2026, 6, 30), date(2026, 7, 1))
    assert [states("zhengzhou", answers, day)["single_person_dibao"] for day in days] == [NOT, ASK]


def test_all_items_of_the_service_are_there_in_every_city_and_say_what_to_do() -> None:
    for city in CITIES:
        items = catalog().rules(city, TODAY).service_items(SERVICE)
        assert len(items) == 30
        assert all(i.card and i.next and i.authority and i.status is not Status.UNVERIFIED for i in items)


def test_what_stops_a_payment_and_what_ends_at_death_stay_one_item_each() -> None:
    mine = set(catalog().services[SERVICE].items)
    assert not mine & set(catalog().services["funeral"].items)
    assert {"disability_certificate_cancellation", "disability_subsidy_stop"} <= set(
        catalog().services["funeral"].items
    )


def test_a_hukou_outside_the_five_cities_still_gets_a_decision_and_no_figure() -> None:
    found = plan("qingdao", {**person("qingdao"), "person_hukou_region": "110101"})
    assert entry(found, "living_subsidy").state is MAY
    assert [s.value for s in entry(found, "living_subsidy").sums] == [None]
    assert HOME["qingdao"] not in str(found.notices)
