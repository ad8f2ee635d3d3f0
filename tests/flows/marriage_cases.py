"""Couples for the tests of the marriage service, and the plan that follows from what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from assistant.catalog.catalog import Catalog
from assistant.catalog.model import Fact
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Entry, Plan

TODAY = date(2026, 11, 21)
COUPLE: dict[str, Any] = {
    "m_matter": "marry",
    "m_both_mainland": True,
    "man_birth_told": "1998-05-05",
    "woman_birth_told": "1998-05-05",
    "m_attend": "together",
    "man_marital": "single",
    "woman_marital": "single",
    "m_kinship": "none",
    "m_id_missing": [],
    "m_identity_changed": [],
    "man_id": "510107199805050015",
    "woman_id": "510107199805050023",
}
DIVORCE: dict[str, Any] = {
    "m_matter": "divorce",
    "m_divorce_terms": "agreed",
    "m_both_mainland": True,
    "m_married_where": "mainland",
    "m_capable": True,
    "m_certificates": "both",
    "m_id_missing": [],
    "man_id": "510107199805050015",
    "woman_id": "510107199805050023",
}
PLAIN: dict[str, Any] = {"yes_no": False, "choices": [], "region": "510107"}


@cache
def catalog() -> Catalog:
    """The shipped definitions, read once."""
    return Catalog.load()


def plan(answers: Mapping[str, Any], day: date = TODAY, city: str | None = "chengdu") -> Plan:
    """What follows from ``answers`` (JSON values) in ``city`` on ``day``."""
    rules = catalog().rules(city, day)
    at = datetime.combine(day, time(12), UTC)
    given = (Answer(f, from_json(rules.facts[f], v), Given.ASKED, at) for f, v in answers.items())
    return Plan(rules, "marriage", AnswerBank.of(given))


def entry(found: Plan, item: str) -> Entry:
    """The item on the list or among those left out."""
    one = found.entry(item)
    assert one is not None, item
    return one


def any_answer(fact: Fact) -> Any:
    """Some answer that ``fact`` takes, in JSON form."""
    if fact.examples:
        return fact.examples[0]
    return PLAIN[fact.type.value] if fact.type.value in PLAIN else fact.options[0].id


def asked(script: Mapping[str, Any], day: date = TODAY, city: str | None = "chengdu") -> tuple[list[str], Plan]:
    """The questions in the order in which a couple meets them, and the plan at the end."""
    answers: dict[str, Any] = {}
    order: list[str] = []
    found = plan(answers, day, city)
    while found.question is not None:
        fact = found.question.fact
        order.append(fact.id)
        answers[fact.id] = script.get(fact.id, any_answer(fact))
        found = plan(answers, day, city)
    return order, found
