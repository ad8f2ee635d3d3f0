"""Families and people who ask for social assistance, and a child whom nobody can raise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.engine.plan import Plan
from tests.flows.funeral_cases import HOME, PROFILE, TODAY, any_answer, bank, catalog

NOBODY: dict[str, Any] = {"people": [], "complete": True}
# A couple with a schoolchild; the wife is ill, both work a little.
FAMILY: dict[str, Any] = {
    "help_matters": ["money"],
    "now_need": [],
    "help_class": "none",
    "person_hukou_region": HOME["chengdu"],
    "hardship_reasons": ["illness"],
    "person_birth": "1980-01-01",
    "household": {
        "people": [
            {"name": "王某", "relation": "spouse", "age": 40, "income": 1200, "disabled": False, "seriously_ill": True,
             "student": False},
            {"name": "李某", "relation": "child", "age": 10, "income": 0, "disabled": False, "seriously_ill": False,
             "student": True},
        ],
        "complete": True,
    },
    "person_income": 1200,
    "family_income_year": 0,
    "property_flags": [],
    "has_disability_certificate": False,
    "other_help": [],
}  # fmt: skip
# A house burnt down yesterday; nothing to eat.
FIRE: dict[str, Any] = {
    "help_matters": ["sudden"],
    "now_need": ["food"],
    "event_region": HOME["chengdu"],
    "same_event_helped": False,
}
# Father in prison for two years, mother dead; the grandmother asks.
CHILD: dict[str, Any] = {
    "child_matters": ["no_care"],
    "person_birth": "2015-05-05",
    "child_status": "none",
    "person_hukou_region": HOME["chengdu"],
    "father_state": "prison",
    "father_from": "2026-05-01",
    "father_to": "2028-04-30",
    "mother_state": "dead",
    "child_health": "healthy",
    "child_benefits": [],
    "help_class": "none",
    "guardian_relation": "grandparent",
    "is_guardian": True,
}


def plan(service: str, city: str, answers: Mapping[str, Any], day: date = TODAY) -> Plan:
    """What follows from ``answers`` (JSON values) in ``city`` on ``day``."""
    rules = catalog().rules(city, day)
    return Plan(rules, service, bank(rules, answers))


def questions(
    service: str, script: Mapping[str, Any], city: str = "chengdu", day: date = TODAY, *, profile: bool = True
) -> tuple[list[str], Plan]:
    """The questions in their order until none is open, and the plan at the end; what the script lacks gets any answer."""
    answers: dict[str, Any] = dict(PROFILE) if profile else {}
    order: list[str] = []
    found = plan(service, city, answers, day)
    while found.question is not None:
        fact = found.question.fact
        order.append(fact.id)
        answers[fact.id] = script.get(fact.id, any_answer(fact))
        found = plan(service, city, answers, day)
    return order, found
