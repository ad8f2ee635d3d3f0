"""Every benefit has its form, with the boxes of the person, the agent and the signature."""

from __future__ import annotations

import pytest

from assistant.engine.needs import boxes
from assistant.engine.plan import count_boxes
from tests.flows.eldercare_cases import SERVICE, asked, elder
from tests.flows.funeral_cases import catalog

FORMS = sorted(name for name in catalog().definitions.forms if name.startswith("eldercare_"))
THE_PERSON = {"person_name", "person_phone", "person_age"}
WITHOUT_THE_WHOLE_PERSON = {"eldercare_time_bank_volunteer", "eldercare_learning"}


def of(form: str) -> list[str]:
    return [box.fact for box in boxes(catalog().definitions.forms[form])]


def test_every_item_hands_in_a_form() -> None:
    items = catalog().definitions.items
    used = {items[name][0].item.form for name in catalog().services[SERVICE].items}
    assert used == set(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_names_the_person_and_ends_with_day_and_signature(form: str) -> None:
    assert set(of(form)) >= THE_PERSON
    assert of(form)[-2:] == ["apply_on", "sign"]


@pytest.mark.parametrize("form", sorted(set(FORMS) - WITHOUT_THE_WHOLE_PERSON))
def test_a_form_carries_what_is_asked_once_for_all(form: str) -> None:
    once = {"person_id", "person_birth", "person_hukou_region", "person_live_region", "help_class", "lives_with"}
    assert once <= set(of(form))


@pytest.mark.parametrize("form", FORMS)
def test_the_office_fills_its_own_boxes(form: str) -> None:
    for box in boxes(catalog().definitions.forms[form]):
        fact = catalog().facts[box.fact]
        assert box.office == (not fact.askable and fact.derive is None)


@pytest.mark.parametrize(
    ("form", "boxes_of_its_own"),
    [
        ("eldercare_senior_allowance", {"allowance_tier", "alive_check_way", "pay_account"}),
        ("eldercare_care_subsidy", {"disability_money", "pick_higher", "care_evidence", "ability_date"}),
        ("eldercare_voucher", {"care_programmes", "voucher_kind", "ltci_status", "elder_photo", "health_consent"}),
        ("eldercare_ability_assessment", {"assess_reason", "knows_present", "ltci_status", "health_consent"}),
        ("eldercare_home_adaptation", {"home_owner", "owner_consent", "home_problems", "home_photos", "home_demolish"}),
        ("eldercare_institution", {"care_wish", "care_budget", "care_from", "checkup_paper", "contact_phone"}),
        ("eldercare_waitlist", {"first_home", "second_home"}),
        ("eldercare_bracelet", {"bracelet_number", "wander_range", "location_consent", "memory_state"}),
        ("eldercare_visit_care", {"key_keeper", "second_contact_name", "contact_reach"}),
    ],
)
def test_a_form_has_the_boxes_of_its_benefit(form: str, boxes_of_its_own: set[str]) -> None:
    assert boxes_of_its_own <= set(of(form))


def test_the_allowance_form_of_a_father_is_full_but_for_the_signature() -> None:
    _, found = asked("chengdu", elder())
    applying, filled, missing = count_boxes(found.forms[0], found.facts)
    assert missing == ("sign",)
    assert filled >= 25
    assert applying >= filled
