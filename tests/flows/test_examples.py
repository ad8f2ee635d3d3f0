"""Every worked example of the definitions: answers in, decisions out."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import cache
from typing import Any

import pytest

from assistant.catalog.catalog import FLOWS, Catalog
from assistant.catalog.examples import Example
from assistant.catalog.loader import load_definitions
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.plan import Entry, Plan


@cache
def catalog() -> Catalog:
    return Catalog.assembled(load_definitions(FLOWS), "examples")


EXAMPLES = sorted(catalog().definitions.examples)


@cache
def plan(name: str) -> Plan:
    example = catalog().definitions.examples[name]
    rules = catalog().rules(example.city, example.date)
    return Plan(rules, example.service, AnswerBank.of(answers(example).values()))


def answers(example: Example) -> dict[str, Answer]:
    rules = catalog().rules(example.city, example.date)
    at = datetime.combine(example.date, time(4), UTC)
    return {n: Answer(n, from_json(rules.facts[n], raw), Given.ASKED, at) for n, raw in example.facts.items()}


def entry(name: str, item: str) -> Entry:
    found = plan(name).entry(item)
    assert found is not None, f"{item} is not in force in this city on this day"
    return found


def test_there_are_enough_examples() -> None:
    services = [catalog().definitions.examples[name].service for name in EXAMPLES]
    assert services.count("funeral") >= 25


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_comes_out_as_written(name: str) -> None:
    example = catalog().definitions.examples[name]
    wanted = example.expect
    found = plan(name)
    assert {i: entry(name, i).state.value for i in wanted.items} == wanted.items, example.because
    _in_order(wanted.order, [e.id for e in found.entries])
    for item, documents in wanted.documents.items():
        assert set(documents) <= asked_papers(name, item), item
    for item, documents in wanted.not_documents.items():
        assert not set(documents) & asked_papers(name, item), item
    assert {d: dates(found).get(d) for d in wanted.dates} == {d: str(day) for d, day in wanted.dates.items()}
    for amount, value in wanted.amounts.items():
        _same_amount(sums(found).get(amount, "missing"), value, amount)
    for item, facts in wanted.reasons.items():
        assert set(facts) <= {fact for reason in entry(name, item).reasons for fact in reason.facts}, item
    assert set(wanted.notices) <= {notice.id for notice in found.notices}
    if wanted.next_question is not None:
        question = found.question.fact.id if found.question else "none"
        assert question == wanted.next_question
    assert not set(wanted.never_asked) & set(asked(example)), example.because


def _in_order(wanted: tuple[str, ...], found: list[str]) -> None:
    assert [item for item in found if item in wanted] == list(wanted)


def asked_papers(name: str, item: str) -> set[str]:
    return {paper.document for paper in entry(name, item).papers if not paper.waived}


def dates(found: Plan) -> dict[str, str]:
    return {d.id: str(d.day) for e in (*found.entries, *found.left_out) for d in e.dates}


def sums(found: Plan) -> dict[str, Any]:
    return {s.id: s.value for e in found.entries for s in e.sums}


def _same_amount(found: Any, wanted: Any, name: str) -> None:
    if wanted == "unknown":
        assert found is None, name
    else:
        assert found is not None, name
        assert found != "missing", name
        assert abs(found - wanted) < 1, name


def asked(example: Example) -> list[str]:
    """The questions in their order while the example's answers last."""
    rules, known = catalog().rules(example.city, example.date), answers(example)
    bank, found = AnswerBank(), []
    while (need := Plan(rules, example.service, bank).question) is not None:
        if need.fact.id in found:  # a list that the example leaves open is asked again
            break
        found.append(need.fact.id)
        if need.fact.id not in known:
            break
        bank = bank.with_answer(known[need.fact.id])
    return found
