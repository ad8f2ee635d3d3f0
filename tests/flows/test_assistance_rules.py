"""Social assistance and child welfare: what hangs on a day, a city or a figure that nobody has published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.catalog.model import Status
from assistant.engine.outcomes import State
from tests.flows.assistance_cases import CHILD, FAMILY, FIRE, plan
from tests.flows.funeral_cases import CITIES, HOME, TODAY, catalog, entry

LAW = date(2026, 7, 1)
EVE = date(2026, 6, 30)
ITEMS = {
    "assistance": {
        "social_assistance_joint_application", "minimum_living_guarantee", "low_income_edge_household",
        "rigid_expenditure_household", "extreme_poverty_support", "temporary_assistance", "emergency_medical_relief",
        "medical_assistance", "medical_insurance_premium_subsidy", "education_assistance", "housing_assistance",
        "employment_assistance", "pension_premium_payment", "disaster_relief", "legal_aid", "union_hardship_aid",
        "charity_assistance", "price_subsidy", "heating_subsidy", "vagrant_relief", "missing_person_search",
        "social_org_registration", "place_name_and_doorplate", "community_certificate", "volunteer_registration",
        "charity_donation",
    },
    "children": {
        "de_facto_unattended_child", "orphan_basic_living", "key_distressed_child", "left_behind_child_care",
        "minor_protection_report", "tomorrow_plan_medical", "orphan_tuition_aid", "adoption_registration",
    },
}  # fmt: skip


@pytest.mark.parametrize("service", ITEMS)
def test_every_item_of_the_list_is_in_its_service(service: str) -> None:
    assert ITEMS[service] <= set(catalog().services[service].items)


def test_what_only_one_city_has_is_added_there() -> None:
    has = {item: {city for city in CITIES if item in catalog().cities[city].items} for item in
           ("unattended_tuition_aid_qingdao", "capital_verification_chengdu", "heating_subsidy")}  # fmt: skip
    assert has == {
        "unattended_tuition_aid_qingdao": {"qingdao"},
        "capital_verification_chengdu": {"chengdu"},
        "heating_subsidy": {"zhengzhou", "qingdao"},
    }


@pytest.mark.parametrize("city", CITIES)
def test_the_law_of_2026_is_the_ground_only_once_it_holds(city: str) -> None:
    items = catalog().rules(city, EVE).items
    before = {name: items[name].source for name in ITEMS["assistance"] if name in items}
    assert len(before) > 20
    grounds = {name: text.replace("《社会救助法》第31条（2026-07-01 起施行）", "") for name, text in before.items()}
    assert [name for name, text in grounds.items() if "社会救助法" in text] == []


@pytest.mark.parametrize(("day", "must"), [(EVE, True), (LAW, False)])
def test_supporters_have_to_sign_only_before_the_law(day: date, must: bool) -> None:
    answers = {**FAMILY, "person_birth": "1950-01-01", "hardship_reasons": ["frail"], "supporters_state": "unreachable"}
    found = plan("assistance", "chengdu", answers, day)
    for item in ("minimum_living_guarantee", "social_assistance_joint_application", "extreme_poverty_support"):
        papers = {p.document: p for p in entry(found, item).papers}
        assert papers["supporter_authorisation"].optional is not must, item


@pytest.mark.parametrize(("day", "asked", "not_asked"), [
    (EVE, "publicity_known_before", "publicity_known"), (LAW, "publicity_known", "publicity_known_before"),
])  # fmt: skip
def test_the_notice_of_seven_days_is_promised_only_before_the_law(day: date, asked: str, not_asked: str) -> None:
    found = plan("assistance", "chengdu", FAMILY, day)
    assert found.facts.applies(catalog().facts[asked].applies_when)
    assert not found.facts.applies(catalog().facts[not_asked].applies_when)
    words = entry(found, "minimum_living_guarantee").texts["how"]
    assert ("公示 7 天" in words or "7 天" in words) is (day < LAW)


@pytest.mark.parametrize(("day", "hearing"), [(EVE, False), (LAW, True)])
def test_the_family_is_heard_before_a_reduction_from_the_law_on(day: date, hearing: bool) -> None:
    note = entry(plan("assistance", "chengdu", FAMILY, day), "minimum_living_guarantee").texts["note"]
    assert ("先听您的意见" in note) is hearing


@pytest.mark.parametrize("day", [date(2026, 1, 28), date(2026, 1, 29), LAW])
def test_the_fast_track_asks_for_no_check_of_means(day: date) -> None:
    papers = {p.document for p in entry(plan("assistance", "chengdu", FIRE, day), "temporary_assistance").papers}
    assert ("assistance_check_authorisation" in papers) is (day < date(2026, 1, 29))


def test_an_accident_elsewhere_sends_to_the_place_of_the_accident() -> None:
    here, there = (
        entry(plan("assistance", "chengdu", {**FIRE, "event_region": HOME[city]}), "temporary_assistance")
        for city in ("chengdu", "qingdao")
    )
    assert here.state is there.state is State.FITS
    assert "不在这里" in there.texts["where"]
    assert "不在这里" not in here.texts["where"]


@pytest.mark.parametrize("city", CITIES)
def test_an_estimate_is_shown_only_where_the_city_has_a_figure(city: str) -> None:
    answers = {**FAMILY, "person_hukou_region": HOME[city], "person_hukou_kind": "urban", "person_income": 0}
    found = entry(plan("assistance", city, answers), "minimum_living_guarantee")
    shown = {s.id: s.value for s in found.sums}.get("dibao_household")
    line = {"chengdu": 1120, "chongqing": 770, "taizhou": 877, "qingdao": 1115}.get(city)
    assert shown == (Decimal(3 * line - 1200) if line else None)
    assert found.state is (State.FITS if line else State.PERSON_DECIDES)


def test_the_edge_line_of_the_new_law_is_shown_with_a_hedge() -> None:
    assert [catalog().rules("chengdu", day).items["low_income_edge_household"].status for day in (EVE, LAW)] == [
        Status.VERIFIED, Status.PARTLY,
    ]  # fmt: skip


def test_chongqing_promises_no_starting_month() -> None:
    answers = {**FAMILY, "person_hukou_region": HOME["chongqing"], "person_hukou_kind": "urban"}
    note = entry(plan("assistance", "chongqing", answers), "minimum_living_guarantee").texts["note"]
    assert "批准当月" in note
    assert "下个月" in note
    assert "以区县答复为准" in note


def test_zhengzhou_shows_its_old_figure_with_the_year() -> None:
    answers = {**FAMILY, "person_hukou_region": HOME["zhengzhou"]}
    note = entry(plan("assistance", "zhengzhou", answers), "minimum_living_guarantee").texts["note"]
    assert "750" in note
    assert "2022" in note


def test_no_answer_leads_to_review_first_and_a_decision_to_both_ways() -> None:
    silence = {"help_matters": ["decision"], "decision_kind": "silence", "help_class": "none"}
    found = entry(plan("assistance", "chengdu", silence), "assistance_decision_review")
    assert "先申请行政复议" in found.texts["card"]
    assert [d.day for d in found.dates] == []


@pytest.mark.parametrize(("service", "answers"), [("assistance", FAMILY), ("assistance", FIRE), ("children", CHILD)])
def test_no_item_costs_money(service: str, answers: dict[str, object]) -> None:
    items = catalog().rules("chengdu", TODAY).service_items(service)
    assert all("不收费" in (item.fee or "不收费") for item in items)
    assert plan(service, "chengdu", answers).entries


def test_nobody_is_told_plainly_that_he_does_not_qualify() -> None:
    for service in ITEMS:
        for item in catalog().rules("chengdu", TODAY).service_items(service):
            assert all("您不符合" not in (clause.if_not or "") for clause in item.fits_when), item.item
            assert all(clause.if_not for clause in item.fits_when), item.item


def test_a_child_is_never_published_and_its_infection_never_asked() -> None:
    found = plan("children", "chengdu", CHILD)
    assert "no_publication" in {n.id for n in found.notices}
    titles = [fact.title + (fact.question or "") for fact in catalog().facts.values() if fact.section == "parents"]
    assert not any("艾滋" in title for title in titles)


@pytest.mark.parametrize(("to", "state"), [("2026-10-31", State.FITS), ("2026-10-30", State.DOES_NOT_FIT)])
def test_a_term_counts_its_first_and_its_last_day(to: str, state: State) -> None:
    found = plan("children", "chengdu", {**CHILD, "father_to": to})
    assert entry(found, "de_facto_unattended_child").state is state


def test_a_term_may_end_in_the_future_but_not_before_it_begins() -> None:
    from assistant.engine.consistency import contradictions

    assert not contradictions(plan("children", "chengdu", CHILD).facts)
    wrong = plan("children", "chengdu", {**CHILD, "father_to": "2026-04-30"})
    assert [c.fact for c in contradictions(wrong.facts)] == ["father_to"]


def test_danger_ends_the_questions() -> None:
    found = plan("children", "chengdu", {"child_matters": ["danger"]})
    assert found.is_stopped
    assert found.question is None
    assert [n.actions[0].tel for n in found.notices if n.level == "stop"] == ["110"]


@pytest.mark.parametrize(
    ("hukou", "date_id"), [("chengdu", "unattended_answer_here"), ("qingdao", "unattended_answer_away")]
)
def test_the_day_of_the_answer_counts_working_days(hukou: str, date_id: str) -> None:
    found = plan("children", "chengdu", {**CHILD, "person_hukou_region": HOME[hukou]}, date(2026, 3, 2))
    due = {d.id: d.day for d in entry(found, "de_facto_unattended_child").dates if d.day}
    assert set(due) == {date_id}
    assert (
        due[date_id]
        == {"unattended_answer_here": date(2026, 4, 14), "unattended_answer_away": date(2026, 4, 22)}[date_id]
    )


@pytest.mark.parametrize(
    "day",
    [
        date(2014, 6, 2),
        date(2019, 12, 31),
        date(2021, 6, 29),
        date(2023, 3, 31),
        date(2025, 5, 9),
        EVE,
        LAW,
        date(2027, 1, 1),
    ],
)
@pytest.mark.parametrize("city", CITIES)
def test_every_day_has_its_rules_and_no_figure_is_missing(city: str, day: date) -> None:
    home = {"person_hukou_region": HOME[city]}
    for service, answers in (("assistance", {**FAMILY, **home}), ("assistance", FIRE), ("children", {**CHILD, **home})):
        found = plan(service, city, answers, day)
        shown = [(e.state, e.reasons, e.papers, e.dates, e.sums, e.texts) for e in (*found.entries, *found.left_out)]
        assert shown, service
