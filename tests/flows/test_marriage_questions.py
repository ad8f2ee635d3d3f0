"""What a couple is asked, and what it is spared."""

from __future__ import annotations

import random
from typing import Any

import pytest

from assistant.catalog.model import Fact, FactType, Sensitivity
from assistant.engine.consistency import contradictions
from assistant.engine.plan import Plan
from tests.flows.marriage_cases import COUPLE, DIVORCE, any_answer, asked, catalog, plan

CITIES = ("chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao")


def deciding(found: Plan, order: list[str]) -> list[str]:
    """Those of ``order`` that decide something, in contrast to those that only fill a form."""
    facts = found.rules.facts
    return [name for name in order if facts[name].section in ("matter", "couple", "divorce", "reissue")]


def test_the_first_question_is_what_to_do() -> None:
    assert plan({}).question is not None
    assert asked(COUPLE)[0][0] == "m_matter"


def test_ten_questions_decide_whether_a_mainland_couple_can_register() -> None:
    order, found = asked(COUPLE)
    assert len(deciding(found, order)) == 10
    assert len(order) <= 27


def test_a_couple_that_agrees_on_a_divorce_is_asked_eight_questions_before_the_list_stands() -> None:
    order, found = asked(DIVORCE)
    decide = [name for name in deciding(found, order) if name not in ("m_married_on", "m_married_office")]
    assert len(decide) <= 8


@pytest.mark.parametrize(
    "answers",
    [
        {"m_divorce_terms": "afraid"},
        {"m_divorce_terms": "refused"},
        {"m_divorce_terms": "missing"},
    ],
    ids=str,
)
def test_who_cannot_use_the_registry_is_not_asked_what_only_the_registry_needs(answers: dict[str, Any]) -> None:
    order, _ = asked({"m_matter": "divorce", **answers})
    assert order == ["m_matter", "m_divorce_terms"]


@pytest.mark.parametrize("city", CITIES)
def test_after_the_first_refusal_nothing_more_is_asked(city: str) -> None:
    order, _ = asked({**COUPLE, "woman_birth_told": "2006-11-22"}, city=city)
    assert order[-1] == "woman_birth_told"
    order, _ = asked({**COUPLE, "m_attend": "apart"}, city=city)
    assert order[-1] == "m_attend"
    order, _ = asked({**COUPLE, "m_kinship": "close"}, city=city)
    assert order[-1] == "m_kinship"


@pytest.mark.parametrize("name", ["sex", "birth", "kind", "id_type", "nationality", "age"])
def test_what_can_be_worked_out_is_never_asked(name: str) -> None:
    for who in ("man", "woman"):
        assert catalog().facts[f"{who}_{name}"].derive is not None


def test_sensitive_questions_carry_their_own_consent() -> None:
    facts = catalog().facts.values()
    sensitive = [f for f in facts if f.id.startswith("m_") and f.sensitivity is Sensitivity.SENSITIVE]
    assert {f.id for f in sensitive} == {"m_divorce_terms", "m_annul_ground"}
    assert all(f.consent for f in sensitive)


def test_numbers_that_were_swapped_between_the_two_are_noticed() -> None:
    swapped = {**COUPLE, "man_id": COUPLE["woman_id"], "woman_id": COUPLE["man_id"]}
    assert {c.fact for c in contradictions(plan(swapped).facts)} == {"man_id", "woman_id"}


def test_a_birth_date_that_is_not_the_one_of_the_number_is_noticed() -> None:
    (found,) = contradictions(plan({**COUPLE, "man_birth_told": "1998-05-06"}).facts)
    assert set(found.facts) == {"man_birth_told", "man_id"}


def test_two_mainlanders_who_said_that_they_are_not_both_from_the_mainland_are_told() -> None:
    answers = {"m_matter": "marry", "m_both_mainland": False, "man_category": "mainland", "woman_category": "mainland"}
    assert {c.fact for c in contradictions(plan(answers).facts)} == {"man_category", "woman_category"}


def some_answer(fact: Fact, chance: random.Random) -> Any:
    """A random answer of those that make a difference."""
    if fact.type is FactType.CHOICE:
        options = [o.id for o in fact.options] + (["unsure"] if fact.unsure else [])
        return chance.choice(options)
    if fact.type is FactType.CHOICES:
        return [o.id for o in fact.options if chance.random() < 0.3]
    if fact.type is FactType.YES_NO:
        return chance.random() < 0.6
    return chance.choice(fact.examples) if fact.examples else any_answer(fact)


@pytest.mark.parametrize("city", CITIES)
def test_whatever_a_couple_answers_the_questions_end_and_everything_is_decided(city: str) -> None:
    chance = random.Random(city)
    for _ in range(25):
        answers: dict[str, Any] = {}
        found = plan(answers, city=city)
        while found.question is not None:
            fact = found.question.fact
            assert fact.id not in answers
            answers[fact.id] = some_answer(fact, chance)
            found = plan(answers, city=city)
        assert all(entry.state != "not_known" for entry in found.entries), answers
        assert all(entry.texts.get("card") and entry.texts.get("next") for entry in found.entries)
