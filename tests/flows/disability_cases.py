"""The disability one-thing as it ships, and people who answer its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.engine.outcomes import State
from assistant.engine.plan import Plan
from tests.flows.funeral_cases import HOME, TODAY, any_answer, bank, catalog

SERVICE = "disability"
# A grown-up with a valid certificate of level one, a limb disability, himself on 低保, who wants nothing else.
PERSON: dict[str, Any] = {
    "for_whom": "self",
    "person_birth": "1980-01-01",
    "has_disability_certificate": True,
    "disability_kind": "limbs",
    "disability_level": "level1",
    "help_class": "dibao",
    "person_in_dibao": True,
    "household_traits": [],
    "other_benefits": [],
    "subsidy_now": [],
    "certificate_matters": [],
    "wants": [],
    "person_id": "510107198001010013",
    "certificate_number": "51010719800101001341",
    "certificate_valid_until": "2030-05-01",
    "person_hukou_kind": "urban",
}


def person(city: str = "zhengzhou", **changes: Any) -> dict[str, Any]:
    """The person with a hukou in ``city`` and ``changes``; None takes an answer away."""
    answers = {**PERSON, "person_hukou_region": HOME[city], **changes}
    return {fact: value for fact, value in answers.items() if value is not None}


def plan(city: str, answers: Mapping[str, Any], day: date = TODAY) -> Plan:
    """What follows from ``answers`` (JSON values) in ``city`` on ``day``."""
    rules = catalog().rules(city, day)
    return Plan(rules, SERVICE, bank(rules, answers))


def states(city: str, answers: Mapping[str, Any], day: date = TODAY) -> dict[str, State]:
    """The state of every item."""
    return {outcome.item.item: outcome.state for outcome in plan(city, answers, day).outcomes}


def asked(city: str, script: Mapping[str, Any], day: date = TODAY) -> tuple[list[str], Plan]:
    """The questions in the order in which they come, and the plan at the end; what the script lacks gets any answer."""
    answers: dict[str, Any] = {}
    order: list[str] = []
    found = plan(city, answers, day)
    while found.question is not None:
        fact = found.question.fact
        order.append(fact.id)
        answers[fact.id] = script.get(fact.id, any_answer(fact))
        found = plan(city, answers, day)
    return order, found
