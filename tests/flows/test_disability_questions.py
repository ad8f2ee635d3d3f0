"""Few questions, in an order that makes sense, and all of them end in a decision."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.catalog.model import Fact, Sensitivity
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, Given
from assistant.engine.consistency import contradictions, would_contradict
from assistant.engine.outcomes import State
from assistant.engine.plan import Plan, count_boxes
from tests.flows.disability_cases import SERVICE, asked, person, plan
from tests.flows.funeral_cases import CITIES, HOME, TODAY, any_answer, catalog


def test_who_and_where_come_before_everything_and_papers_last() -> None:
    order, _ = asked("zhengzhou", person())
    assert order[:4] == ["for_whom", "person_hukou_region", "person_birth", "has_disability_certificate"]
    assert order[-1].startswith("f_")


def test_a_grown_up_for_himself_gets_the_list_after_twelve_questions() -> None:
    order, _ = asked("zhengzhou", person())
    assert order.index("person_name") <= 12


@pytest.mark.parametrize(("city", "most"), [("zhengzhou", 26), ("taizhou", 27), ("qingdao", 20)])
def test_the_whole_application_stays_short(city: str, most: int) -> None:
    order, found = asked(city, person(city))
    assert len(order) == len(set(order)) <= most
    assert [f.form for f in found.forms] == ["disability_two_subsidies"]


def test_without_a_certificate_nobody_is_asked_for_levels_money_or_other_benefits() -> None:
    script = person(
        has_disability_certificate=False, certificate_gap="never", treatment_state="no_wait", apply_kind="limbs"
    )
    order, found = asked("zhengzhou", script)
    assert not {"disability_level", "help_class", "other_benefits", "pay_account", "subsidy_now"} & set(order)
    assert [f.form for f in found.forms] == ["disability_certificate"]


def test_children_and_old_people_are_asked_about_their_own_allowances_only() -> None:
    child = {"person_birth": "2014-05-05", "for_whom": "child", "acting_as": "guardian", "child_allowance": "none"}
    young, _ = asked("zhengzhou", person(**child, rehab_kind="none", person_id=None))
    old, _ = asked("zhengzhou", person(person_birth="1946-01-01", old_age_benefits=[], person_id=None))
    own = {"child_allowance", "old_age_benefits", "rehab_kind"}
    assert own & set(young) == {"child_allowance"}
    assert own & set(old) == {"old_age_benefits"}


def test_every_box_that_is_the_residents_is_filled_before_the_check_page() -> None:
    for city in ("zhengzhou", "chongqing", "taizhou"):
        _, found = asked(city, person(city))
        assert {f.form: count_boxes(f, found.facts)[2] for f in found.forms} == {
            f.form: ("commit", "sign") for f in found.forms
        }


def test_an_expired_certificate_cannot_be_called_valid() -> None:
    found = plan("zhengzhou", person(certificate_valid_until="2026-11-20"))
    assert [c.fact for c in contradictions(found.facts)] == ["certificate_valid_until"]
    assert not contradictions(plan("zhengzhou", person(certificate_valid_until="2026-11-21")).facts)


def test_a_certificate_of_more_than_ten_years_is_questioned() -> None:
    answers = person(certificate_issued="2020-04-30", certificate_valid_until="2030-05-01")
    assert [c.fact for c in contradictions(plan("zhengzhou", answers).facts)] == ["certificate_issued"]
    answers["certificate_issued"] = "2020-05-01"
    assert not contradictions(plan("zhengzhou", answers).facts)


def test_what_is_sensitive_carries_its_own_consent() -> None:
    asked_for = [f for f in catalog().facts.values() if f.sensitivity is Sensitivity.SENSITIVE and f.question]
    assert {"disability_kind", "other_benefits", "child_allowance", "rehab_kind"} <= {f.id for f in asked_for}
    assert all(f.consent for f in asked_for)


def some_answers(fact: Fact, chance: random.Random) -> list[Any]:
    """A few different answers to ``fact`` in random order."""
    kinds: dict[str, list[Any]] = {
        "choice": [o.id for o in fact.options],
        "yes_no": [True, False],
        "choices": [[o.id for o in fact.options if chance.random() < 0.3] for _ in range(5)] + [[]],
        "region": [*HOME.values(), "510104", "110105"],
        "document": [{"mode": "bring"}],
    }
    found = kinds.get(fact.type.value) or list(fact.examples) or [any_answer(fact)]
    found = [*found, *(["unsure"] if fact.unsure else [])]
    chance.shuffle(found)
    return found


def fits(found: Plan, fact: Fact, value: Any) -> bool:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    return not would_contradict(found.rules, found.facts.bank, Answer(fact.id, from_json(fact, value), Given.ASKED, at))


@pytest.mark.parametrize("city", CITIES)
def test_whatever_people_answer_the_questions_end_and_everything_is_decided(city: str) -> None:
    for seed in range(10):
        chance = random.Random(f"{city}{seed}")
        answers: dict[str, Any] = {}
        found = plan(city, answers)
        while found.question is not None:
            fact = found.question.fact
            assert fact.id not in answers
            options = some_answers(fact, chance)
            answers[fact.id] = next((v for v in options if fits(found, fact, v)), options[0])
            found = plan(city, answers)
        assert State.NOT_KNOWN not in {o.state for o in found.outcomes}, answers
        assert all(e.reasons and e.texts.get("card") and e.texts.get("next") for e in found.entries), answers


def test_every_section_of_a_question_is_a_section_of_the_service() -> None:
    sections = {section.id for section in catalog().services[SERVICE].sections}
    for city in CITIES:
        order, _ = asked(city, person(city, for_whom="parent", acting_as="agent"))
        assert {catalog().facts[fact].section for fact in order} <= sections
