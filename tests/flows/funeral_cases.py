"""The funeral one-thing as it ships, and a family that answers its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from assistant.catalog.catalog import Catalog, Rules
from assistant.catalog.model import Fact
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Entry, Plan

TODAY = date(2026, 11, 21)
CITIES = ("chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao")
HOME = {"chengdu": "510107", "chongqing": "500103", "zhengzhou": "410105", "taizhou": "321202", "qingdao": "370202"}

# The resident whose profile the launching app hands over.
PROFILE: dict[str, Any] = {
    "a_name": "李敏",
    "a_id": "510107196811020038",
    "a_phone": "13800000000",
    "a_address": "四川省成都市武侯区浆洗街8号",
    "f_aid": {"mode": "bring"},
}
# A daughter whose retired father died in hospital yesterday; every core item is in play.
TYPICAL: dict[str, Any] = {
    "progress": [],
    "d_place_type": "hospital",
    "d_nature": "illness",
    "d_death_time": "2026-11-20",
    "doubts_cause": False,
    "a_relation": "daughter",
    "remains": "cremate",
    "ss_type": "enterprise",
    "ss_status": "retired",
    "assets": ["employee_medical", "housing_fund", "licence", "senior_allowance"],
    "heir_situation": "agreed",
    "h_head": False,
    "h_idstate": "returned",
    "p_same": True,
    "m_unsettled": False,
    "hf_basis": "promise",
    "d_ethnicity": "han",
    "d_id": "510107194203150016",
    "infect": "no",
    "implant": "no",
    "heirs": {
        "people": [{"name": "王秀英", "relation": "spouse", "is_minor": False, "agrees": "yes"}],
        "complete": True,
    },
}
# What the departments' records can say where they are shared.
SHARED: dict[str, Any] = {
    "d_ethnicity": "han",
    "d_hukou_addr": "山东省青岛市市南区香港中路8号",
    "d_death_time": "2026-11-20",
    "a_relation": "daughter",
    "infect": "no",
    "h_head": False,
    "ss_type": "enterprise",
    "ss_status": "retired",
    "ss_place": "370202",
    "ss_years": 32,
    "ss_drawn": 20,
    "d_hukou_region": "370202",
    "assets": ["employee_medical", "housing_fund", "licence", "senior_allowance"],
}


@cache
def catalog() -> Catalog:
    """The shipped definitions, read once."""
    return Catalog.load()


def typical(city: str = "chengdu", **changes: Any) -> dict[str, Any]:
    """The typical family of ``city`` with ``changes``; None takes an answer away."""
    answers = {**TYPICAL, "death_region": HOME[city], "d_hukou_region": HOME[city], **changes}
    return {fact: value for fact, value in answers.items() if value is not None}


def plan(city: str, answers: Mapping[str, Any], day: date = TODAY) -> Plan:
    """What follows from ``answers`` (JSON values) in ``city`` on ``day``."""
    rules = catalog().rules(city, day)
    return Plan(rules, "funeral", bank(rules, answers))


def bank(rules: Rules, answers: Mapping[str, Any]) -> AnswerBank:
    at = datetime.combine(rules.day, time(12), UTC)
    return AnswerBank.of(Answer(f, from_json(rules.facts[f], v), Given.ASKED, at) for f, v in answers.items())


def entry(found: Plan, item: str) -> Entry:
    """The item on the list or among those left out."""
    one = found.entry(item)
    assert one is not None, item
    return one


def any_answer(fact: Fact) -> Any:
    """Some answer that ``fact`` takes, in JSON form."""
    plain: dict[str, Any] = {
        "yes_no": False, "document": {"mode": "bring"}, "choices": [], "people": {"people": [], "complete": True},
        "region": "510107",
    }  # fmt: skip
    if fact.examples:
        return fact.examples[0]
    return plain.get(fact.type.value) if fact.type.value in plain else fact.options[0].id


def asked(
    city: str, script: Mapping[str, Any], known: Mapping[str, Any] | None = None, day: date = TODAY
) -> tuple[list[str], Plan]:
    """The questions in the order in which a family meets them, and the plan at the end.

    ``known`` is there before the first question (profile, departments); what the script lacks gets any answer.
    """
    answers = dict(known or {})
    order: list[str] = []
    found = plan(city, answers, day)
    while found.question is not None:
        fact = found.question.fact
        order.append(fact.id)
        answers[fact.id] = script.get(fact.id, any_answer(fact))
        found = plan(city, answers, day)
    return order, found
