"""The rules of the funeral one-thing that hang on a day, a city or a person's judgement."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from assistant.catalog.model import Status
from assistant.engine.answers import AnswerBank
from assistant.engine.outcomes import State
from assistant.engine.plan import Plan
from tests.flows.funeral_cases import CITIES, TODAY, bank, catalog, entry, plan, typical

OWN_FIGURES = {"chengdu", "zhengzhou", "qingdao"}


@pytest.mark.parametrize(
    ("day", "title"),
    [(date(2026, 6, 30), "《居民死亡医学证明（推断）书》"), (date(2026, 7, 1), "《居民死亡医学证明》")],
)
def test_the_certificate_has_its_new_name_from_the_first_of_july(day: date, title: str) -> None:
    rules = catalog().rules("chengdu", day)
    assert rules.document_title("death_certificate") == title
    assert rules.items["death_certificate"].output == (title,)


def test_the_certificate_number_is_the_id_number_only_for_deaths_under_the_new_notice() -> None:
    answers = typical()
    assert plan("chengdu", answers).facts.value("cert_no") == "510107194203150016"
    before = {**answers, "d_death_time": "2026-06-30", "doubts_cause": False}
    assert plan("chengdu", before).facts.value("cert_no") is None


def test_from_the_end_of_march_2026_the_price_list_binds() -> None:
    before, after = (
        catalog().rules("chengdu", day).items["cremation_booking"] for day in (date(2026, 3, 29), date(2026, 3, 30))
    )
    assert "清单以外不得收费" not in (before.fee or "")
    assert "清单以外不得收费" in (after.fee or "")
    assert "不等于免费" in (after.fee or "")


def test_the_social_assistance_law_is_cited_only_once_it_holds() -> None:
    sources = [
        catalog().rules("chengdu", day).items["social_assistance_stop"].source
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert ["社会救助法" in source for source in sources] == [False, True]


def test_the_electronic_certificate_is_told_from_2027() -> None:
    notes = [
        str(catalog().rules("chengdu", day).items["death_certificate"].output)
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert ["电子" in note for note in notes] == [False, True]


@pytest.mark.parametrize("city", CITIES)
def test_the_hotline_of_a_city_is_printed_or_the_city_has_none(city: str) -> None:
    numbers = {c.id: c.number for c in catalog().cities[city].contacts}
    known = {"chongqing": "96000", "zhengzhou": "0371-67186465", "taizhou": "96444", "qingdao": "0532-84884444"}
    assert numbers.get("funeral_hotline") == known.get(city)
    assert numbers["hotline_12345"] == "12345"


@pytest.mark.parametrize(
    ("city", "value"), [("zhengzhou", Decimal(1500)), ("qingdao", Decimal(1655)), ("chengdu", None)]
)
def test_the_waiver_shows_a_sum_only_where_one_is_in_print(city: str, value: Decimal | None) -> None:
    found = entry(plan(city, typical(city)), "basic_funeral_fee_waiver")
    assert found.state is State.FITS
    assert [s.value for s in found.sums] == [value]


@pytest.mark.parametrize("city", ["chongqing", "taizhou"])
def test_where_nobody_printed_who_is_free_a_person_decides(city: str) -> None:
    assert entry(plan(city, typical(city)), "basic_funeral_fee_waiver").state is State.PERSON_DECIDES


@pytest.mark.parametrize("city", CITIES)
def test_a_stranger_to_the_city_is_never_told_that_no_waiver_is_due(city: str) -> None:
    answers = typical(city, d_hukou_region="110105", waiver_group="none" if city == "zhengzhou" else None)
    assert entry(plan(city, answers), "basic_funeral_fee_waiver").state is State.PERSON_DECIDES


@pytest.mark.parametrize(
    "situation", ["dispute", "will", "no_guardian", "minor", "cannot_act", "other_line", "all_waive"]
)
def test_money_waits_for_a_person_where_heirs_are_not_plain_but_the_registry_does_not(situation: str) -> None:
    found = plan("chengdu", typical(heir_situation=situation, heirs=None))
    money = (
        "funeral_allowance",
        "pension_account_inheritance",
        "medical_account_inheritance",
        "housing_fund_withdrawal",
    )
    assert {entry(found, item).state for item in money} == {State.PERSON_DECIDES}
    assert {entry(found, i).state for i in ("household_deregistration", "pension_termination")} == {State.FITS}


@pytest.mark.parametrize("relation", ["sibling", "grandchild", "grandparent", "child_in_law", "nephew_niece", "other"])
def test_a_relative_of_another_line_is_left_to_a_person_and_never_refused(relation: str) -> None:
    extra = {"has_relatives": True} if relation == "other" else {"infant": "adult"} if relation == "grandparent" else {}
    found = plan("chengdu", typical(a_relation=relation, **extra))
    assert entry(found, "funeral_allowance").state is State.PERSON_DECIDES
    assert entry(found, "household_deregistration").state is State.FITS


def test_where_departments_share_their_data_papers_are_waived_but_not_the_card_that_is_handed_in() -> None:
    rules = catalog().rules("chengdu", TODAY)
    answers = typical()
    sharing = dataclasses.replace(rules, place=dataclasses.replace(rules.place, sharing=True))
    papers = {
        p.document: p.waived
        for p in entry(Plan(sharing, "funeral", bank(sharing, answers)), "household_deregistration").papers
    }
    assert papers == {
        "death_certificate": True, "applicant_id": True, "deceased_household_book": False, "deceased_id_card": False,
    }  # fmt: skip
    plain = entry(plan("chengdu", answers), "household_deregistration").papers
    assert not any(p.waived for p in plain)


def test_a_foreign_paper_is_never_waived() -> None:
    answers = typical(
        "qingdao", d_place_type="abroad", abroad_return="ashes", remains=None, doubts_cause=None, death_region=None
    )
    papers = {p.document: p.waived for p in entry(plan("qingdao", answers), "household_deregistration").papers}
    assert papers["foreign_death_paper"] is False
    assert "death_certificate" not in papers


@pytest.mark.parametrize(
    ("died", "by"),
    [
        ("2026-01-31", date(2026, 2, 28)),
        ("2024-01-30", date(2024, 2, 29)),
        ("2026-11-20", date(2026, 12, 20)),
        ("2026-12-31", date(2027, 1, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(died: str, by: date) -> None:
    day = max(date.fromisoformat(died), date(2024, 3, 1))
    found = plan("chengdu", typical(d_death_time=died, doubts_cause=None), day)
    assert {d.id: d.day for d in entry(found, "household_deregistration").dates}["deregister_by"] == by


def test_working_days_skip_the_national_holiday_and_count_worked_saturdays() -> None:
    found = plan("chengdu", typical(d_death_time="2026-09-30", doubts_cause=None), date(2026, 10, 12))
    due = {d.id: d for d in entry(found, "pension_termination").dates}["pension_notice_by"]
    assert (due.day, due.certain) == (date(2026, 11, 3), True)


def test_working_days_into_a_year_without_published_holidays_are_not_certain() -> None:
    found = plan("chengdu", typical(d_death_time="2026-12-20", doubts_cause=False), date(2026, 12, 21))
    due = {d.id: d for d in entry(found, "pension_termination").dates}["pension_notice_by"]
    assert due.day is not None
    assert due.certain is False


def test_sums_of_years_without_a_published_income_are_told_in_words_only() -> None:
    for city in CITIES:
        answers = typical(city, ss_place=typical(city)["d_hukou_region"], ss_years=32, ss_drawn=20)
        found = entry(plan(city, answers), "funeral_allowance").sums
        assert [s.value for s in found] == [None, None]
        assert all(s.in_words for s in found)


def test_the_minimum_of_a_retiree_agrees_with_the_printed_check_value() -> None:
    answers = typical(
        "qingdao", d_death_time="2022-05-10", doubts_cause=None, ss_place="370202", ss_years=15, ss_drawn=20
    )
    found = entry(plan("qingdao", answers, date(2022, 5, 20)), "funeral_allowance").sums
    assert round(sum(s.value or Decimal(0) for s in found), 2) == Decimal("43143.83")


@pytest.mark.parametrize(
    ("years", "months"),
    [(4, 3), (5, 6), (9, 6), (10, 9), (15, 9), (16, 10), (29, 23), (30, 24), (40, 24)],
)
def test_the_months_of_a_worker_follow_the_years_paid(years: int, months: int) -> None:
    answers = typical(ss_status="working", work_related=False, ss_years=years)
    assert plan("chengdu", answers).facts.value("ss_months") == months


@pytest.mark.parametrize(("years", "drawn", "months"), [(30, 3, 21), (30, 20, 9), (16, 1, 9), (4, 1, 9)])
def test_a_retiree_loses_a_month_for_each_year_drawn_down_to_nine(years: int, drawn: int, months: int) -> None:
    answers = typical(ss_years=years, ss_drawn=drawn)
    assert plan("chengdu", answers).facts.value("ss_months") == months


@pytest.mark.parametrize("city", CITIES)
def test_the_order_of_the_list_keeps_every_hard_dependency(city: str) -> None:
    everything = [o.id for o in catalog().facts["assets"].options]
    found = plan(
        city,
        typical(city, assets=everything, bank_total=80000, veteran_kind="war", ss_status="working", work_related=False),
    )
    place = {e.id: index for index, e in enumerate(found.entries)}
    for one in found.entries:
        assert all(place[before] < place[one.id] for before in one.outcome.item.after.hard if before in place)
    assert next(iter(place)) == "death_certificate"
    assert list(place)[-1] == "telecom_transfer"


def test_nothing_unverified_shows_a_figure_a_day_or_a_phone() -> None:
    for city in CITIES:
        for item in catalog().rules(city, TODAY).items.values():
            if item.service == "funeral" and item.status is Status.UNVERIFIED:
                texts = [case.text for text in (item.card, item.where, item.next, item.note) for case in text]
                assert not item.dates
                assert not item.amounts
                assert not any(any(c.isdigit() for c in text) for text in texts)


def test_there_are_the_35_items_of_the_bundle_and_the_two_of_its_branches() -> None:
    service = catalog().services["funeral"]
    assert len(service.items) == 37
    assert len(service.core) == 11
    assert {"declared_death_judgment", "death_abroad_documents"} <= set(service.items)


def test_an_empty_bank_leaves_every_item_open() -> None:
    found = Plan(catalog().rules("chengdu", TODAY), "funeral", AnswerBank())
    assert {o.state for o in found.outcomes} == {State.NOT_KNOWN}
