"""The joint application, the emergency form and the children's form have the boxes of the paper, in its order."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.model import Box
from assistant.engine.needs import boxes
from assistant.engine.plan import count_boxes
from tests.flows.assistance_cases import CHILD, FAMILY, FIRE, plan, questions
from tests.flows.funeral_cases import catalog

# `?` optional, `*` only under a condition, `!` filled by the office.
FORMS = {
    "assistance_joint": (
        "person_name applicant_id_type person_id* person_sex? person_birth person_ethnicity? person_phone "
        "backup_contact? person_hukou_region person_hukou_kind person_hukou_address person_address live_same? "
        "residence_permit_number? permit_since? apply_place_reason person_marital person_education? "
        "person_workplace? labour_state job_state for_whom a_name* a_id* a_phone* agent_consent* "
        "f_assistance_letter* apply_items dibao_way? single_member? hardship_reasons hardship_story now_need "
        "last_aid? help_class current_benefits staff_kin staff_kin_detail* household home_size "
        "has_disability_certificate disability_kind* disability_level* certificate_number? self_care_lost* "
        "support_wish* person_income pension_basic_part? unemployment_benefit? family_income_year income_sources* "
        "farm_income* business_income* rent_income* land_transfer* interest_income? support_in* other_income* "
        "home_income excluded_income! work_cost! income_per_head med_self* edu_cost* rehab_cost* accident_cost* "
        "rent_cost? utility_cost* phone_cost* property_fee* big_spending? rigid_percent? property_flags deposits? "
        "securities? insurance_value? claims? assets_per_head? vehicles_text* homes_text shops_text* "
        "companies_text* machinery_text? recent_change recent_change_text* supporters_state* supporters? "
        "f_supporter_authorisation? f_supporter_authorisation? f_check_authorisation auth_scope commit "
        "publicity_known* publicity_known_before* share_departments sign assistance_apply_day pay_name pay_bank "
        "pay_account payee_relation f_person_id? f_person_hukou? f_illness? f_medical_bills? f_school? f_wages? "
        "f_event? office_assistance_accepted! office_assistance_check! office_assistance_town! "
        "office_assistance_county!"
    ),
    "assistance_emergency": (
        "person_name applicant_id_type person_id? person_phone person_address? person_hukou_address? for_whom "
        "a_name* a_phone* event_kind* event_date* event_region* now_need hardship_story last_aid? "
        "same_event_helped? f_event? f_check_authorisation* pay_name? pay_bank? pay_account? sign "
        "assistance_apply_day office_assistance_accepted! office_assistance_town!"
    ),
    "children_living_allowance": (
        "child_apply_kind* person_name person_id? person_sex? person_birth person_age child_photo? "
        "person_hukou_region person_address cross_region child_health child_school child_benefits care_place "
        "father_name* father_id_number? father_state* father_from? father_to? father_lost_since? "
        "father_reported_on? father_f_proof? father_death_number? mother_name* mother_id_number? mother_state* "
        "mother_from? mother_to? mother_lost_since? mother_reported_on? mother_f_proof? mother_death_number? "
        "guardian_relation is_guardian* a_name* a_id* a_phone* person_phone* g_live_with* f_guardian_letter* "
        "pay_holder pay_name pay_bank pay_account verify_ok commit child_not_published sign assistance_apply_day "
        "office_child_town! office_child_county!"
    ),
}
ON_THE_CHECK_PAGE = {"commit", "sign", "publicity_known", "verify_ok"}


def mark(box: Box) -> str:
    return box.fact + ("!" if box.office else "?" if box.optional else "*" if box.when is not None else "")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_the_boxes_of_the_paper_in_their_order(form: str) -> None:
    assert [mark(box) for box in boxes(catalog().definitions.forms[form])] == FORMS[form].split()


def test_the_bundle_offers_all_25_items_of_the_joint_application() -> None:
    assert len(catalog().facts["apply_items"].options) == 25


@pytest.mark.parametrize(("service", "script", "form"), [
    ("assistance", FAMILY, "assistance_joint"),
    ("assistance", FIRE, "assistance_emergency"),
    ("children", CHILD, "children_living_allowance"),
])  # fmt: skip
def test_every_required_box_is_filled_when_nothing_is_left_to_ask(
    service: str, script: dict[str, object], form: str
) -> None:
    _order, found = questions(service, script)
    assert [f.form for f in found.forms] == [form]
    _applying, filled, missing = count_boxes(found.forms[0], found.facts)
    assert filled
    assert set(missing) <= ON_THE_CHECK_PAGE


def test_an_emergency_is_asked_in_eleven_questions_and_never_about_hukou_or_means() -> None:
    order, _found = questions("assistance", FIRE)
    assert order == [
        "help_matters", "now_need", "same_event_helped", "event_region", "for_whom", "event_kind", "hardship_story",
        "event_date", "applicant_id_type", "person_name", "person_phone",
    ]  # fmt: skip


def test_a_family_knows_its_list_after_twelve_questions() -> None:
    order, _found = questions("assistance", FAMILY)
    assert order[:12] == [
        "help_matters", "now_need", "help_class", "person_hukou_region", "hardship_reasons", "person_birth", "household",
        "person_income", "family_income_year", "property_flags", "has_disability_certificate", "other_help",
    ]  # fmt: skip


def test_a_child_is_decided_after_eleven_questions() -> None:
    order, _found = questions("children", CHILD)
    assert order[:11] == [
        "child_matters", "person_birth", "child_status", "father_state", "father_from", "father_to", "mother_state",
        "child_benefits", "person_hukou_region", "child_health", "help_class",
    ]  # fmt: skip


def test_income_per_head_is_worked_out_of_the_list() -> None:
    facts = plan("assistance", "chengdu", {**FAMILY, "family_income_year": 3600}).facts
    assert [facts.value(f) for f in ("home_size", "home_income", "income_per_head")] == [3, 2700, 900]


@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2026, 6, 30), "赡养人等的核对授权"), (date(2026, 7, 1), "同意核对（仅在街道认为必要时）")],
)
def test_a_missing_signature_of_a_supporter_never_stops_a_submission(day: date, label: str) -> None:
    answers = {**FAMILY, "person_birth": "1950-01-01", "supporters_state": "unable"}
    facts = plan("assistance", "chengdu", answers, day).facts
    form = facts.rules.forms["assistance_joint"]
    holding = [b for b in boxes(form) if b.fact == "f_supporter_authorisation" and facts.applies(b.when)]
    assert [(b.label, b.optional) for b in holding] == [(label, True)]
