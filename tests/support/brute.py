"""Every path of a small service taken one answer at a time, by the engine that decides real cases: slow, and plain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import chain, combinations

from assistant.catalog.catalog import Rules
from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Value
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.consistency import would_contradict
from assistant.engine.facts import Facts
from assistant.engine.outcomes import State
from assistant.engine.plan import Plan
from assistant.engine.samples import sample_values, specials


class TooLong(Exception):
    """More steps than a test should take."""


@dataclass
class Brute:
    """What all paths have in common, counted by taking each of them."""

    rules: Rules
    service: str
    steps_left: int = 3000
    paths: int = 0
    longest: int = 0
    always: frozenset[str] | None = None
    ever: frozenset[str] = frozenset()
    outcomes: dict[str, set[State]] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    dead_ends: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)  # questions that were met without any answer that is allowed

    def run(self) -> Brute:
        self._from(AnswerBank(), frozenset())
        return self

    def _from(self, bank: AnswerBank, asked: frozenset[str]) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise TooLong
        plan = Plan(self.rules, self.service, bank)
        self.notices |= {notice.id for notice in plan.notices}
        for outcome in plan.outcomes:
            if outcome.state is not State.NOT_KNOWN:
                self.outcomes.setdefault(outcome.item.item, set()).add(outcome.state)
        need = plan.question
        if need is None:
            self._end(plan, asked)
            return
        answers = list(self._answers(plan, need.fact))
        if not answers:
            self.stuck.add(need.fact.id)
        for answer in answers:
            self._from(bank.with_answer(answer), asked | {need.fact.id})

    def _end(self, plan: Plan, asked: frozenset[str]) -> None:
        self.paths += 1
        self.longest = max(self.longest, len(asked))
        self.always = asked if self.always is None else self.always & asked
        self.ever |= asked
        if not plan.is_stopped:
            self.dead_ends |= {o.item.item for o in plan.outcomes if o.state is State.NOT_KNOWN}

    def _answers(self, plan: Plan, fact: Fact) -> Iterator[Answer]:
        at = datetime.combine(self.rules.day, time(12), UTC)
        found = [Answer(fact.id, value, Given.ASKED, at) for value in _values(fact, plan.facts)]
        fine = [a for a in found if not would_contradict(self.rules, plan.facts.bank, a)]
        yield from fine or ([] if fact.type is FactType.CHOICES else found)


def _values(fact: Fact, facts: Facts) -> tuple[Value, ...]:
    if fact.type is not FactType.CHOICES:
        return sample_values(fact, facts)
    options = [o.id for o in fact.options if facts.applies(o.when) is not False]
    sizes = range(len(options) + 1)
    return (*map(frozenset, chain.from_iterable(combinations(options, n) for n in sizes)), *specials(fact))
