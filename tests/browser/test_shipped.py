"""The shipped services in a real browser: the family of the funeral one-thing from the first sentence to the papers,
and every kind of page of every service in every look."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from assistant.catalog.catalog import Rules
from assistant.catalog.outcome import NO_VALUE
from assistant.catalog.values import to_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Plan
from assistant.people import NewAnswer
from tests.browser.family import Family
from tests.browser.navigators import PHONE, SMALL_PHONE, Browser, Look
from tests.conftest import NOON
from tests.support.teller import Teller, shipped_definitions

pytestmark = pytest.mark.browser
Browse = Callable[[Look], Browser]
HOSPITAL = "hospital_death_of_an_enterprise_retiree"
SENTENCE = "我爸昨天在家走了，要办哪些手续"
CORE_FORMS = (
    "death_certificate", "cremation_booking", "basic_funeral_fee_waiver", "household_deregistration",
    "pension_termination", "funeral_allowance", "pension_account_inheritance", "medical_account_inheritance",
    "housing_fund_withdrawal", "driver_licence_cancellation", "senior_allowance_stop",
)  # fmt: skip
# Size, theme, type size and script meet each other at least once.
LOOKS = [
    Look(PHONE, doubled=True),
    Look(PHONE, theme="dark", script=False),
    Look(SMALL_PHONE, theme="dark", care=True),
    Look(SMALL_PHONE, care=True, script=False),
]
# For each service a worked example that ends with a form handed in, and is asked questions of many kinds.
STORIES = {
    "funeral": HOSPITAL, "marriage": "adoptive_siblings", "disability": "adult_living_with_parents_in_henan",
    "eldercare": "assessment_comes_before_the_voucher", "assistance": "a_car_is_not_a_no",
    "children": "before_the_tuition_revision",
}  # fmt: skip


def family_in(shipped: Flask, browser: Browser, example: str = HOSPITAL) -> Family:
    core = shipped.extensions["onething"]
    city = shipped_definitions().examples[example].city
    return Family(browser, Teller.of(core.library.catalog.rules(city, core.today()), example))


def begins_with_a_sentence(browser: Browser) -> None:
    """Says what happened, reads the first answer, picks the city, and goes on to the service."""
    browser.goes_to("/")
    browser.writes({"text": SENTENCE})
    browser.presses("看看怎么办")
    browser.presses("办理身后事")
    begins(browser, "chengdu")


def begins(browser: Browser, city: str) -> None:
    browser.page.select_option("#city", city)
    browser.presses("开始办理")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_family_goes_from_its_first_sentence_to_eleven_filled_forms_and_back_to_the_case(
    browse_shipped: Browse, shipped: Flask, look: Look
) -> None:
    browser = browse_shipped(look)
    family = family_in(shipped, browser)
    begins_with_a_sentence(browser)
    assert browser.heading == "我这样理解，对吗？"
    browser.presses("对，接着办")
    asked = [*family.answers_everything()]
    assert "亲人是在哪里离世的？" not in asked
    assert len(asked) == len(set(asked)), "something was asked twice"
    assert browser.heading == "核对后提交"
    browser.presses("改 申办人手机号")
    browser.presses("下一步")
    assert browser.heading == "核对后提交"
    number = family.signs_and_hands_in()
    papers = family.takes_away()
    for form in CORE_FORMS:
        assert {f"{form}.pdf", f"{form}.png"} <= {*papers}, form
    assert {"receipt.png", "receipt.pdf"} <= {*papers}
    browser.context.clear_cookies(name="sid")
    family.opens_the_case_again(number, "138 0000 0000")
    assert browser.heading == "办到哪一步"
    assert number in browser.text


def test_a_wide_screen_shows_the_journey_as_well(browse_shipped: Browse, shipped: Flask) -> None:
    browser = browse_shipped(Look((1366, 768)))
    family = family_in(shipped, browser)
    browser.goes_to("/s/funeral")
    begins(browser, "chengdu")
    for place, _heading in enumerate(family.answers_everything()):
        if place > 6:
            break
    browser.goes_to(browser.path.split("/q/")[0] + "/plan")


def test_a_family_saves_and_goes_on_with_its_code_on_another_phone(browse_shipped: Browse, shipped: Flask) -> None:
    first = browse_shipped(Look(PHONE, script=False))
    family = family_in(shipped, first)
    first.goes_to("/s/funeral")
    begins(first, "chengdu")
    family.answers()
    heading = first.heading
    first.presses("保存，下次再填")
    first.writes({"factor": "8000"})
    first.presses("给我取回码")
    code = first.page.locator(".number").inner_text()
    second = browse_shipped(Look(SMALL_PHONE))
    second.goes_to("/resume")
    second.writes({"code": code, "factor": "8000"})
    second.presses("接着填")
    assert second.heading == heading


# --- every kind of page of every service --------------------------------------------------------------


def everything_answered(rules: Rules, service: str, teller: Teller) -> AnswerBank:
    """A bank that leaves nothing to ask."""
    bank = AnswerBank()
    for _ in range(200):
        plan = Plan(rules, service, bank)
        if plan.question is None:
            return bank
        fact = plan.question.fact
        bank = bank.with_answer(Answer(fact.id, teller.consistent_value(fact, plan.facts), Given.ASKED, NOON))
    raise AssertionError("the way never ends")


def one_question_of_each_kind(rules: Rules, service: str, bank: AnswerBank) -> Iterator[str]:
    """The first fact of every type that this person is asked."""
    plan, seen = Plan(rules, service, bank), set()
    for name in bank.latest:
        fact = rules.facts[name]
        if fact.type not in seen and plan.facts.fact(name) is not NO_VALUE:
            seen.add(fact.type)
            yield name


@pytest.mark.parametrize("service", STORIES)
def test_every_kind_of_page_holds_in_every_look(browse_shipped: Browse, shipped: Flask, service: str) -> None:
    core = shipped.extensions["onething"]
    example = shipped_definitions().examples[STORIES[service]]
    browser = browse_shipped(Look(PHONE))
    family = family_in(shipped, browser, example.example)
    rules, case_id = family.teller.rules, start(browser, service, example.city)
    browser.looks_in_every_mode()
    bank = everything_answered(rules, service, family.teller)
    given = [NewAnswer(answer.fact, to_json(answer.value)) for answer in bank]
    core.store.drafts.append_answers(case_id, given, core.now())
    for fact in one_question_of_each_kind(rules, service, bank):
        browser.goes_to(f"/d/{case_id}/q/{fact}")
        browser.looks_in_every_mode()
    for page in ("plan", "answers", "check"):
        browser.goes_to(f"/d/{case_id}/{page}")
        browser.looks_in_every_mode()
    family.signs_and_hands_in()
    browser.looks_in_every_mode()
    assert browser.heading == "已提交"


def start(browser: Browser, service: str, city: str) -> str:
    """A new draft, by the public page; gives its id."""
    browser.goes_to(f"/s/{service}")
    browser.looks_in_every_mode()
    begins(browser, city)
    return browser.path.split("/")[2]
