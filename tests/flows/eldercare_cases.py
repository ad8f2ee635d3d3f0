"""The eldercare one-thing as it ships, and older people (or their children) who answer its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.engine.outcomes import State
from assistant.engine.plan import Plan
from tests.flows.funeral_cases import HOME, TODAY, any_answer, bank, catalog

SERVICE = "eldercare"
# A father of 82 who looks after himself, lives with his family and only wants to know what money there is.
FATHER: dict[str, Any] = {
    "elder_situation": [],
    "for_whom": "parent",
    "person_birth": "1944-03-15",
    "help_class": "none",
    "care_need": "self",
    "lives_with": "family",
    "elder_wants": [],
    "agent_consent": "in_person",
    "person_id": None,
}
# What is added when he needs care and has been assessed.
ASSESSED: dict[str, Any] = {
    "care_need": "most",
    "ability_level": "moderate",
    "ability_date": "2026-03-01",
    "care_programmes": [],
}


def elder(city: str = "chengdu", **changes: Any) -> dict[str, Any]:
    """The father with hukou and home in ``city`` and ``changes``; None takes an answer away."""
    answers = {**FATHER, "person_hukou_region": HOME[city], "person_live_region": HOME[city], **changes}
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
