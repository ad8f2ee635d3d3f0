"""Which rule holds on which day, and how the two days of a divorce are counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.engine.plan import Plan
from tests.flows.marriage_cases import COUPLE, DIVORCE, TODAY, catalog, entry, plan

REGISTRY_ITEMS = ["marriage_registration", "marriage_registration_foreign_related", "marriage_registration_military", "makeup_marriage_registration", "remarriage_to_former_spouse", "divorce_application", "divorce_withdrawal", "divorce_certificate", "reissue_marriage_certificate", "reissue_divorce_certificate", "marriage_archive_query", "no_marriage_record_certificate", "annulment_court", "fraudulent_registration_correction", "premarital_exam", "marriage_leave", "appointment", "ceremony", "counselling"]  # fmt: skip
ELSEWHERE = [
    "premarital_exam",
    "marriage_leave",
    "annulment_court",
    "fraudulent_registration_correction",
    "divorce_lawsuit",
    "domestic_violence_help",
    "foreign_divorce_recognition",
    "id_card_replacement",
    "embassy_marriage_registration",
    "notarized_single_declaration",
    "hukou_marital_status",
    "registration_reconsideration",
]


def test_every_matter_of_the_registry_is_offered() -> None:
    assert set(REGISTRY_ITEMS) <= set(catalog().services["marriage"].items)


@pytest.mark.parametrize("item", ELSEWHERE)
def test_what_is_not_for_the_registry_says_who_does_it_and_where(item: str) -> None:
    one = catalog().rules("chengdu", TODAY).items[item]
    assert one.handover
    assert all((one.authority, one.where, one.next))


@pytest.mark.parametrize(
    ("day", "fee"),
    [
        (date(2017, 3, 31), "收工本费，以当时的标准为准"),
        (date(2017, 4, 1), "不收费"),
        (TODAY, "不收费。照相、复印请商家做的，自己付"),
    ],
)
def test_registration_costs_nothing_since_april_2017(day: date, fee: str) -> None:
    assert catalog().rules("chengdu", day).items["marriage_registration"].fee == fee


def papers(found: Plan, item: str) -> set[str]:
    return {paper.document for paper in entry(found, item).papers}


@pytest.mark.parametrize(
    "item", ["marriage_registration", "makeup_marriage_registration", "remarriage_to_former_spouse"]
)
def test_the_household_book_is_asked_for_until_9_may_2025_and_never_after(item: str) -> None:
    books = {"man_household_book", "woman_household_book"}
    assert books <= papers(plan(COUPLE, date(2025, 5, 9)), item)
    assert books.isdisjoint(papers(plan(COUPLE, date(2025, 5, 10)), item))


def test_the_divorce_application_drops_the_household_book_on_the_same_day() -> None:
    books = {"man_household_book", "woman_household_book"}
    assert books <= papers(plan(DIVORCE, date(2025, 5, 9)), "divorce_application")
    assert books.isdisjoint(papers(plan(DIVORCE, date(2025, 5, 10)), "divorce_application"))


@pytest.mark.parametrize("city", ["chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao", None])
def test_nobody_is_asked_about_hukou_or_permit_since_10_may_2025(city: str | None) -> None:
    for script in (COUPLE, DIVORCE):
        waiting = {need.fact.id for need in plan(script, TODAY, city).needs}
        assert {"man_hukou_region", "woman_hukou_region", "m_residence_permit"}.isdisjoint(waiting)


def test_there_is_no_application_step_before_the_cooling_off_came() -> None:
    before, after = (catalog().rules("chengdu", day).items for day in (date(2020, 12, 31), date(2021, 1, 1)))
    assert "divorce_application" not in before
    assert {"divorce_application", "divorce_withdrawal"} <= set(after)
    assert before["divorce_certificate"].title == "领离婚证"
    assert after["divorce_certificate"].title == "第二次：一起领离婚证"


def windows(accepted: date) -> tuple[date | None, ...]:
    """Last day of the cooling-off, first and last day for the certificate."""
    answers = {"m_matter": "divorce_applied", "m_wish": "certificate", "m_accepted_on": accepted.isoformat()}
    found = {d.id: d.day for d in entry(plan(answers, accepted), "divorce_cooling_off").dates}
    first, last, end = found["cooling_off_last"], found["certificate_earliest"], found["certificate_latest"]
    return first, last, end


def test_the_two_days_follow_the_civil_code_for_every_day_of_two_years() -> None:
    holidays = catalog().definitions.holidays
    for number in range(0, 700, 3):
        accepted = date(2024, 6, 1) + timedelta(days=number)
        cool_last = holidays.next_working_day(accepted + timedelta(days=30))
        window_last = holidays.next_working_day(cool_last + timedelta(days=30))
        assert windows(accepted) == (cool_last, cool_last + timedelta(days=1), window_last)


def test_on_no_day_can_one_withdraw_and_fetch_the_certificate_for_sure() -> None:
    accepted = date(2026, 1, 16)  # day 30 falls before Spring Festival and moves to 24 February
    for number in range(70):
        day = accepted + timedelta(days=number)
        answers = {"m_matter": "divorce_applied", "m_accepted_on": accepted.isoformat(), "m_receipt": True}
        states = [
            entry(plan({**answers, "m_wish": wish}, day), item).state
            for wish, item in (("withdraw", "divorce_withdrawal"), ("certificate", "divorce_certificate"))
        ]
        assert states.count("fits") <= 1, day


def test_a_day_off_at_the_end_says_call_first() -> None:
    answers = {"m_matter": "divorce_applied", "m_wish": "certificate", "m_receipt": True}
    plain = entry(plan({**answers, "m_accepted_on": "2026-07-06"}, date(2026, 7, 7)), "divorce_cooling_off")
    moved = entry(plan({**answers, "m_accepted_on": "2026-01-16"}, date(2026, 1, 20)), "divorce_cooling_off")
    not_out = entry(plan({**answers, "m_accepted_on": "2026-12-02"}, date(2026, 12, 3)), "divorce_cooling_off")
    assert "先打电话" not in plain.texts["note"]
    assert "先打电话" in moved.texts["note"]
    assert "先打电话" in not_out.texts["note"]  # the holidays of 2027 are not published yet


def test_the_days_are_always_hedged() -> None:
    answers = {"m_matter": "divorce_applied", "m_wish": "certificate", "m_accepted_on": "2026-11-10"}
    dates = entry(plan(answers), "divorce_cooling_off").dates
    assert dates
    assert all(due.hedge and due.note for due in dates)


@pytest.mark.parametrize("city", ["chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao"])
def test_leave_and_booking_of_a_city_are_hedged_and_never_empty(city: str) -> None:
    found = plan(COUPLE, TODAY, city)
    leave, booking = entry(found, "marriage_leave"), entry(found, "appointment")
    assert all(amount.hedge and amount.value for amount in leave.sums)
    assert booking.outcome.item.status == "partly"
    assert booking.texts["where"]
