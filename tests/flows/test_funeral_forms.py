"""The eleven core forms have exactly the boxes of the paper, in its order."""

from __future__ import annotations

import pytest

from assistant.catalog.model import Box, Sourcing
from assistant.engine.needs import boxes
from tests.flows.funeral_cases import TODAY, asked, catalog, typical

APPLICANT = "a_name a_id a_relation a_phone"
PAYEE = "p_same p_name p_id p_bank p_acct heirs* heirs_ok*"
# `?` optional, `*` only under a condition.
FORMS = {
    "death_certificate": "d_name d_id_type d_id d_gender d_birth d_ethnicity d_nationality d_marital? d_education? d_identity? "
    "d_employer? d_hukou_addr d_residence d_death_time d_place_type d_place_addr d_nature d_history* d_pregnancy* "
    f"{APPLICANT} a_address agent f_did f_aid f_med* f_police* f_agent* sign",
    "cremation_booking": "d_name d_id d_gender d_age d_ethnicity? d_hukou_addr d_death_time d_nature cert_no d_place_addr pick_time "
    "pick_access? infect implant hall keep? farewell? crem_slot ashes? custom? "
    f"{APPLICANT} a_address? f_cert sign",
    "basic_funeral_fee_waiver": f"d_name d_id d_hukou_addr d_death_time crem_date hall w_cat w_items w_amt w_mode {APPLICANT} "
    "p_name* p_bank* p_acct* f_cert f_crem* f_did f_hukou f_aid f_cat* f_inv* sign",
    "household_deregistration": "d_name d_id d_gender d_birth d_hukou_addr d_death_time h_reason cert_no h_head h_newhead* h_idstate "
    f"{APPLICANT} a_address? f_cert f_hukou f_did f_aid f_lost* sign",
    "pension_termination": f"d_name d_id ss_place ss_type ss_status d_death_time ss_lastpaid ss_over* {APPLICANT} commit f_cert* sign",
    "funeral_allowance": "d_name d_id d_death_time d_nature d_employer* ss_place ss_type ss_status ss_years ss_drawn* ss_base ss_fa "
    f"ss_sp {APPLICANT} a_address? {PAYEE} commit f_cert* f_rel f_arch* sign",
    "pension_account_inheritance": f"d_name d_id d_death_time ss_place ss_type ss_bal {APPLICANT} {PAYEE} commit f_cert* f_rel sign",
    "medical_account_inheritance": f"d_name d_id d_death_time m_type m_place m_bal m_unsettled {APPLICANT} {PAYEE} commit f_cert* "
    "f_rel* sign",
    "housing_fund_withdrawal": "d_name d_id d_death_time d_employer? hf_center hf_acct hf_bal hf_loan hf_basis "
    f"{APPLICANT} {PAYEE} f_cert f_rel f_notary* f_aid sign",
    "driver_licence_cancellation": f"d_name d_id l_no l_class l_issuer d_death_time {APPLICANT} f_cert* f_lic? sign",
    "senior_allowance_stop": f"d_name d_id d_age d_hukou_addr d_death_time sa_place sa_last sa_over* {APPLICANT} f_cert* sign",
}  # fmt: skip
COUNTS = dict(zip(FORMS, (31, 27, 25, 22, 15, 30, 21, 22, 25, 13, 14), strict=True))


def mark(box: Box) -> str:
    return box.fact + ("?" if box.optional else "*" if box.when is not None else "")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_the_boxes_of_the_paper_in_their_order(form: str) -> None:
    found = boxes(catalog().definitions.forms[form])
    assert [mark(box) for box in found] == FORMS[form].split()
    assert len(found) == COUNTS[form]


def test_245_boxes_come_from_96_facts() -> None:
    found = [box.fact for form in FORMS for box in boxes(catalog().definitions.forms[form])]
    assert (len(found), len(set(found))) == (245, 96)


def test_every_core_item_has_its_form_and_every_form_says_that_it_is_a_sample() -> None:
    service = catalog().services["funeral"]
    assert set(service.core) == set(FORMS)
    rules = catalog().rules("chengdu", TODAY)
    assert all(rules.items[item].form == item for item in service.core)
    assert all("示例表样" in rules.forms[form].note for form in FORMS)


def test_only_what_no_family_knows_is_left_to_the_office() -> None:
    facts = catalog().facts
    office = {box.fact for form in FORMS for box in boxes(catalog().definitions.forms[form]) if box.office}
    asked_all_the_same = {f for f in office if facts[f].askable and facts[f].derive is None}
    assert asked_all_the_same == set()
    unaskable = {f for f, fact in facts.items() if not fact.askable and fact.sourcing is Sourcing.SHARE}
    in_forms = {box.fact for form in FORMS for box in boxes(catalog().definitions.forms[form])}
    assert unaskable & in_forms <= office


def test_the_typical_family_fills_every_box_that_is_theirs() -> None:
    _, found = asked("chengdu", typical())
    empty = {
        (form.form, box.fact)
        for form in found.forms
        for box in boxes(form)
        if not (box.office or box.optional)
        and found.facts.applies(box.when)
        and found.facts.value(box.fact) is None
        and not found.facts.facts[box.fact].on_check_page
    }
    assert empty == set()
    assert {form.form for form in found.forms} == set(FORMS)
