"""The forms of marriage, divorce and reissue: every row of the paper, both declarations from one set of answers."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.catalog.model import Box
from assistant.engine.consistency import contradictions
from assistant.engine.needs import boxes
from assistant.engine.plan import Plan, count_boxes
from assistant.forms.fill import BoxState, FilledForm, fill
from assistant.forms.layout import FormPaper, lay_out_form
from tests.flows.marriage_cases import COUPLE, DIVORCE, asked, catalog, entry, plan

PERSON = [
    "name",
    "sex",
    "nationality",
    "birth",
    "ethnicity",
    "occupation",
    "education",
    "id_type",
    "id",
    "id_valid_until",
    "hukou_address",
]
SIGNED_AT_THE_COUNTER = {"m_declarant_sign", "m_witness_sign", "m_apply_date"}
FORMS = {
    "marriage_declaration": "m_declare_single m_declare_kinship m_declare_willing m_health_note m_couple_photo",
    "marriage_makeup_declaration": "m_declare_single m_declare_kinship m_declare_willing m_since m_couple_photo",
    "marriage_divorce_application": "m_married_on m_married_office m_cert_no_man m_cert_no_woman m_certificates "
    "m_lost_statement m_archive_copy m_both_voluntary",
    "marriage_divorce_declaration": "m_married_on m_receipt_no m_accepted_on m_cool_last m_window_last m_single_photo",
    "marriage_divorce_agreement": "m_children m_property m_debts m_both_voluntary",
    "marriage_divorce_withdrawal": "m_receipt_no m_accepted_on",
    "marriage_reissue_declaration": "m_cert_kind m_reissue_reason m_registered_on m_registered_office m_old_cert_no "
    "m_unchanged m_mismatch_note m_archive_copy m_agent_name m_agent_id m_couple_photo m_single_photo",
    "marriage_appointment": "m_office_region m_office m_business m_visit_date m_slot m_sms_code m_ceremony_wish",
}


def of_form(name: str) -> tuple[Box, ...]:
    return boxes(catalog().definitions.forms[name])


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_every_row_of_its_paper(form: str) -> None:
    assert set(FORMS[form].split()) <= {box.fact for box in of_form(form)}


@pytest.mark.parametrize(
    "form",
    [
        "marriage_declaration",
        "marriage_makeup_declaration",
        "marriage_divorce_application",
        "marriage_divorce_declaration",
    ],
)
def test_both_persons_stand_on_the_form_with_the_whole_person_block(form: str) -> None:
    named = {box.fact for box in of_form(form)}
    assert {f"{who}_{row}" for who in ("man", "woman") for row in PERSON} <= named


@pytest.mark.parametrize("form", FORMS)
def test_nobody_is_asked_to_sign_on_the_screen(form: str) -> None:
    signed = [box for box in of_form(form) if box.fact in SIGNED_AT_THE_COUNTER]
    assert all(box.office for box in signed)
    assert "sign" not in {box.fact for box in of_form(form)}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_that_it_is_a_sample(form: str) -> None:
    assert "示例" in catalog().definitions.forms[form].note


def filled(found: Plan, form: str) -> FilledForm:
    return fill(found.rules.forms[form], found.facts)


def test_the_couple_answers_once_and_both_declarations_are_filled() -> None:
    order, found = asked(COUPLE)
    form = filled(found, "marriage_declaration")
    assert len(order) == len(set(order))
    by_title = {section.title: section.boxes for section in form.sections}
    mine, theirs = by_title["男方这一份·本人"], by_title["女方这一份·对方"]
    shared = {box.fact: box.text for box in theirs if box.state is BoxState.FILLED}
    assert {box.fact: box.text for box in mine if box.fact in shared} == shared
    assert len(shared) >= 9


@pytest.mark.parametrize("script", [COUPLE, DIVORCE], ids=["marry", "divorce"])
def test_after_the_last_question_only_what_is_declared_on_the_last_page_is_missing(script: dict[str, Any]) -> None:
    _, found = asked(script)
    missing = {fact for form in found.forms for fact in count_boxes(form, found.facts)[2]}
    assert all(found.rules.facts[fact].on_check_page for fact in missing)


def test_the_three_declarations_are_never_ticked_for_the_couple() -> None:
    facts = catalog().facts
    for name in ("m_declare_single", "m_declare_kinship", "m_declare_willing", "m_both_voluntary"):
        assert facts[name].on_check_page
        assert facts[name].suggest is None
        assert facts[name].derive is None


def test_what_a_divorce_agreement_says_is_not_asked_for() -> None:
    order, _ = asked(DIVORCE)
    assert {"m_children", "m_property", "m_debts", "m_health_note"}.isdisjoint(order)


def test_the_one_who_asks_for_the_certificate_again_is_asked_more_about_themselves_than_about_the_other() -> None:
    reissue = {"m_matter": "reissue_divorce", "m_unchanged": True, "m_self": "self", "m_filler": "woman"}
    order, found = asked({**reissue, "m_both_mainland": True})
    assert "woman_occupation" in order
    assert {"man_occupation", "man_id", "man_phone", "man_hukou_address"}.isdisjoint(order)
    assert entry(found, "reissue_divorce_certificate").outcome.item.form == "marriage_reissue_declaration"


def test_a_declaration_that_is_not_true_is_named_and_not_taken() -> None:
    found = plan({**COUPLE, "m_declare_single": False})
    assert [c.message for c in contradictions(found.facts)] == ["有配偶的不能登记结婚。填错了的，请改过来。"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_finds_its_place_on_the_paper(form: str) -> None:
    blank = filled(plan({}), form)
    laid_out = lay_out_form(FormPaper(blank))
    assert len(laid_out["sections"]) == len(blank.sections)
