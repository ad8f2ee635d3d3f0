"""The forms of the disability services have all the boxes of the paper, and the office fills its own."""

from __future__ import annotations

import pytest

from assistant.engine.needs import boxes
from assistant.engine.plan import Plan
from tests.flows.disability_cases import person, plan
from tests.flows.funeral_cases import TODAY, catalog

PERSON = "person_name person_id person_sex person_birth person_age person_ethnicity person_phone person_hukou_region person_hukou_address"
AGENT = "acting_as a_name a_id for_whom a_phone f_guardian f_authorisation f_aid"
TWO_SUBSIDIES = (
    f"{PERSON} person_hukou_kind person_address person_workplace "
    "certificate_number disability_kind disability_level multi_kinds multi_levels certificate_issuer certificate_issued "
    "certificate_valid_until f_certificate subsidy_apply_type apply_living apply_nursing application_day is_dibao_person "
    "dibao_kind dibao_number is_edge_household is_tekun_person gets_work_injury_care child_allowance old_age_benefits "
    "other_benefits welfare_amount hardship_reason household_traits fixed_income household means_authorisation "
    f"pay_bank pay_name pay_account {AGENT} f_person_id f_person_hukou commit sign office_village_opinion "
    "office_street_opinion office_federation_opinion office_civil_affairs_opinion"
)
CERTIFICATE = (
    f"{PERSON} person_address person_marital person_education person_workplace certificate_errand apply_kind "
    "disability_cause disability_since cancel_reason moved_from_region person_hukou_region loss_statement_text "
    "certificate_pickup certificate_number disability_kind disability_level certificate_valid_until f_certificate "
    f"person_address residence_permit_number f_residence_permit {AGENT} f_photo f_records f_person_id f_person_hukou "
    "commit sign office_assessment_place office_certificate_accepted office_certificate_notice office_certificate_decision"
)
FORMS = {"disability_two_subsidies": TWO_SUBSIDIES, "disability_certificate": CERTIFICATE}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_the_boxes_of_the_paper_in_their_order(form: str) -> None:
    found = boxes(catalog().definitions.forms[form])
    assert [box.fact for box in found] == FORMS[form].split()


@pytest.mark.parametrize("form", [*FORMS, "disability_living_chongqing", "disability_nursing_chongqing"])
def test_only_the_office_boxes_are_left_to_the_office_and_nobody_is_asked_for_them(form: str) -> None:
    facts = catalog().facts
    for box in boxes(catalog().definitions.forms[form]):
        assert box.office is box.fact.startswith("office_")
        assert not (box.office and facts[box.fact].askable)
    assert "示例表样" in catalog().definitions.forms[form].note


def test_chongqing_prints_two_forms_and_the_others_one() -> None:
    def forms(city: str) -> list[str]:
        return [form.form for form in plan(city, person(city)).forms]

    assert forms("chongqing") == ["disability_living_chongqing", "disability_nursing_chongqing"]
    assert forms("zhengzhou") == ["disability_two_subsidies"]


@pytest.mark.parametrize(
    ("changes", "ticked"),
    [
        ({}, (True, True)),
        ({"help_class": "none", "person_in_dibao": None}, (False, True)),
        ({"disability_level": "level4"}, (True, False)),
        ({"subsidy_now": ["living"], "subsidy_matters": []}, (False, True)),
    ],
)
def test_both_boxes_are_ticked_where_both_conditions_hold(
    changes: dict[str, object], ticked: tuple[bool, bool]
) -> None:
    facts = plan("zhengzhou", person(**changes)).facts
    assert (facts.value("apply_living"), facts.value("apply_nursing")) == ticked


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "first"),
        ({"subsidy_now": ["living"], "subsidy_matters": ["change"]}, "change"),
        ({"subsidy_now": ["stopped"], "stopped_because": "expired"}, "resume"),
    ],
)
def test_the_kind_of_application_follows_from_what_is_drawn_now(changes: dict[str, object], wanted: str) -> None:
    found: Plan = plan("zhengzhou", person(**changes))
    assert found.facts.value("subsidy_apply_type") == wanted
    assert found.facts.value("application_day") == TODAY


@pytest.mark.parametrize(
    ("matters", "wanted"),
    [
        (["lost"], "loss"),
        (["damaged"], "damage"),
        (["level"], "level"),
        (["moved"], "transfer"),
        (["expiring"], "renewal"),
        (["cancel"], "cancel"),
    ],
)
def test_the_errand_on_the_certificate_form_follows_from_the_answers(matters: list[str], wanted: str) -> None:
    assert plan("zhengzhou", person(certificate_matters=matters)).facts.value("certificate_errand") == wanted
