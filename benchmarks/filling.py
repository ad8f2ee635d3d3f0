"""Filling in a service as somebody would: each page answered as it comes up, until nothing is left to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from assistant.catalog.catalog import Rules
from assistant.catalog.values import Value
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.entitlement import open_plan
from assistant.engine.plan import Plan, count_boxes
from assistant.engine.samples import sample_values

MOST = 120  # pages; more would be a circle


@dataclass(frozen=True)
class Filled:
    """What was asked in its order, on how many pages, and all answers at the end."""

    asked: tuple[str, ...]
    pages: int
    bank: AnswerBank
    plan: Plan

    @property
    def boxes(self) -> int:
        """The boxes that are filled on the forms to be filed."""
        return sum(count_boxes(form, self.plan.facts)[1] for form in self.plan.forms)


def fill_in(rules: Rules, service: str, told: Mapping[str, Value], bank: AnswerBank | None = None) -> Filled:
    """Answer with what is ``told``, with samples where nothing is; ``bank`` holds what is known already."""
    at = datetime.combine(rules.day, time(4), UTC)
    known, asked, pages = bank or AnswerBank(), list[str](), 0
    while (plan := open_plan(rules, service, known)).question is not None and pages < MOST:
        for name in plan.asked_with(plan.question.fact.id):
            value = told[name] if name in told else sample_values(rules.facts[name], plan.facts)[0]
            known = known.with_answer(Answer(name, value, Given.ASKED, at))
            asked.append(name)
        pages += 1
    return Filled(tuple(asked), pages, known, plan)
