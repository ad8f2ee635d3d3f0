"""What an older person is entitled to follows age on the day, hukou, home, standing and level; nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.catalog.model import Status
from assistant.engine.outcomes import State
from tests.flows.eldercare_cases import ASSESSED, SERVICE, elder, plan, states
from tests.flows.funeral_cases import CITIES, TODAY, catalog

FITS, NOT, PERSON = State.FITS, State.DOES_NOT_FIT, State.PERSON_DECIDES
ITEMS = {
    "senior_allowance", "care_service_subsidy", "nursing_subsidy_elder", "care_consumption_voucher", "ability_assessment",
    "home_adaptation", "home_adaptation_purchase", "family_care_bed", "concentrated_care_subsidy", "institution_admission",
    "public_institution_waitlist", "tekun_placement", "gov_home_service", "meal_subsidy_registration", "ltci_benefit",
    "senior_card", "anti_lost_bracelet", "time_bank_volunteer", "time_bank_request", "visit_care_enrol", "senior_learning",
}  # fmt: skip


def test_all_items_of_the_national_and_local_lists_are_offered() -> None:
    assert set(catalog().services[SERVICE].items) == ITEMS


def sums(city: str, item: str, answers: dict[str, Any], day: date = TODAY) -> dict[str, Decimal | None]:
    entry = plan(city, answers, day).entry(item)
    assert entry is not None
    return {amount.id: amount.value for amount in entry.sums}


@pytest.mark.parametrize("city", ["chongqing", "zhengzhou", "taizhou", "qingdao"])
@pytest.mark.parametrize(("birth", "state"), [("1946-11-21", FITS), ("1946-11-22", NOT)])
def test_the_allowance_begins_on_the_eightieth_birthday(city: str, birth: str, state: State) -> None:
    assert states(city, elder(city, person_birth=birth))["senior_allowance"] is state


@pytest.mark.parametrize(
    ("birth", "yuan"),
    [("1936-11-22", 60), ("1936-11-21", 240), ("1926-11-22", 240), ("1926-11-21", 600)],
)
def test_the_tier_changes_on_the_birthday_itself(birth: str, yuan: int) -> None:
    assert sums("chengdu", "senior_allowance", elder(person_birth=birth)) == {"allowance": yuan}


def test_every_sum_in_chongqing_is_one_district_s_and_only_one_is_shown() -> None:
    for region in ("500112", "500104", "500151", "500103", "500106"):
        for birth in ("1944-03-15", "1934-03-15", "1924-03-15"):
            answers = elder("chongqing", person_hukou_region=region, person_birth=birth)
            assert len(sums("chongqing", "senior_allowance", answers)) == 1


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize(
    ("day", "state", "cap"),
    [(date(2026, 1, 1), FITS, 800), (date(2026, 12, 31), FITS, 800), (date(2027, 1, 1), PERSON, None)],
)
def test_the_voucher_has_terms_for_2026_and_an_honest_gap_after(
    city: str, day: date, state: State, cap: int | None
) -> None:
    answers = elder(city, **{**ASSESSED, "ability_date": "2026-01-01"})
    assert states(city, answers, day)["care_consumption_voucher"] is state
    assert sums(city, "care_consumption_voucher", answers, day).get("home_voucher") == cap


@pytest.mark.parametrize(("city", "state"), [("zhengzhou", NOT), ("taizhou", NOT), ("qingdao", PERSON)])
def test_in_2025_the_voucher_is_only_where_the_pilot_was(city: str, state: State) -> None:
    answers = elder(city, **{**ASSESSED, "ability_date": "2025-09-01"})
    assert states(city, answers, date(2025, 12, 1))["care_consumption_voucher"] is state


def test_the_voucher_follows_the_home_and_the_allowance_the_hukou() -> None:
    found = states("chengdu", elder(**ASSESSED, person_hukou_region="110101"))
    assert (found["care_consumption_voucher"], found["senior_allowance"]) == (FITS, NOT)
    found = states("chengdu", elder(**ASSESSED, person_live_region="110101"))
    assert (found["care_consumption_voucher"], found["senior_allowance"]) == (NOT, FITS)


def test_what_excludes_each_other_names_the_other_and_is_said_in_a_notice() -> None:
    dibao = elder("zhengzhou", **ASSESSED, help_class="dibao", has_disability_certificate=False,
                  elder_wants=["institution"], person_can_decide=True)  # fmt: skip
    found = plan("zhengzhou", dibao)
    pair = ("care_consumption_voucher", "concentrated_care_subsidy")
    for one, other in (pair, pair[::-1]):
        entry = found.entry(one)
        assert entry is not None
        assert entry.state is FITS
        assert other in entry.outcome.item.excludes
    assert "choose_one_central_care" in [n.id for n in found.notices]


@pytest.mark.parametrize(
    ("region", "one_of_two"), [("370202", True), ("370281", True), ("370285", True), ("370203", False)]
)
def test_only_the_three_districts_of_qingdao_say_that_one_of_two_is_paid(region: str, one_of_two: bool) -> None:
    found = plan("qingdao", elder("qingdao", person_hukou_region=region, help_class="dibao"))
    ids = [notice.id for notice in found.notices]
    assert ("choose_one_allowance" in ids, "do_not_add_up" in ids) == (one_of_two, not one_of_two)


@pytest.mark.parametrize(("city", "state"), [("chongqing", FITS), ("chengdu", PERSON), ("zhengzhou", PERSON)])
def test_two_nursing_sums_are_the_higher_in_chongqing_and_a_person_s_decision_elsewhere(
    city: str, state: State
) -> None:
    answers = elder(city, help_class="dibao", has_disability_certificate=True, disability_level="level1",
                    disability_kind="limbs", disability_money=["nursing"])  # fmt: skip
    assert states(city, answers)["care_service_subsidy"] is state


def test_no_city_without_a_printed_figure_shows_one() -> None:
    answers = elder("chengdu", help_class="dibao", has_disability_certificate=False)
    assert sums("chengdu", "care_service_subsidy", answers) == {"care_subsidy": None}
    assert sums("taizhou", "senior_allowance", elder("taizhou")) == {"allowance": None}


def test_what_rests_on_weak_pages_is_hedged() -> None:
    weak = [("qingdao", "senior_allowance"), ("chongqing", "care_service_subsidy"), ("taizhou", "care_service_subsidy")]
    for city, item in weak:
        assert catalog().rules(city, TODAY).items[item].status is Status.PARTLY


def test_a_diagnosis_alone_takes_nobody_s_signature_away() -> None:
    answers = elder(elder_situation=["dementia"], ability_level="none_yet", elder_wants=["institution"])
    for can_decide, state in ((True, FITS), (False, PERSON), ("unsure", PERSON)):
        assert states("chengdu", {**answers, "person_can_decide": can_decide})["institution_admission"] is state


@pytest.mark.parametrize(
    "day", [date(2025, 5, 9), date(2026, 3, 29), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)]
)
@pytest.mark.parametrize("city", CITIES)
def test_every_day_that_people_ask_about_has_an_answer(city: str, day: date) -> None:
    answers = elder(city, **ASSESSED, help_class="dibao", has_disability_certificate=False, elder_wants=["institution", "home_safety"],
                    home_owner="own", home_demolish=False, person_can_decide=True)  # fmt: skip
    found = plan(city, answers, day)
    assert not [o.item.item for o in found.outcomes if o.state is State.NOT_KNOWN]
    assert all(entry.texts["card"] for entry in found.entries)
