"""Whether a rule of the entitlement check can ever hold: sought among sample answers, place by place and day by day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain, combinations

from assistant.catalog import expressions as ex
from assistant.catalog.catalog import Rules
from assistant.catalog.entitlement import CheckRule, Entitlement
from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Value
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.facts import Facts
from assistant.engine.reach import facts_behind_conditions
from assistant.engine.samples import sample_values

_DAY = re.compile(r"date\((\d{4}), (\d{1,2}), (\d{1,2})\)")
_MOST_AT_ONCE = 2  # options of one answer that a rule needs together


def can_hold(rule: CheckRule, check: Entitlement, rules: Rules) -> bool:
    """Whether some sample answers make the rule true here, on the day looked at or on a day that it names."""
    days = {rules.day, *(date(*map(int, found)) for found in _DAY.findall(rule.when.text))}
    places = [rules.catalog.rules(rules.city or None, day) for day in sorted(days)]
    return any(_holds_somewhere(rule, check, place) for place in places)


def _holds_somewhere(rule: CheckRule, check: Entitlement, rules: Rules) -> bool:
    behind = facts_behind_conditions(rules, [rule.when])
    asked = [rules.facts[one.fact] for one in check.facts if one.fact in behind]
    words = {text for name in behind for text in _words(rules.facts[name])} | set(_constants(rule.when))
    at = datetime.combine(rules.day, time(4), UTC)
    samples = [[Answer(fact.id, value, Given.ASKED, at) for value in _answers(fact, rules, words)] for fact in asked]
    return _can_become_true(rule.when, rules, AnswerBank(), samples)


def _can_become_true(when: ex.Expression, rules: Rules, bank: AnswerBank, samples: Sequence[Sequence[Answer]]) -> bool:
    """Whether some of the samples, one of each list, make it true; what is false already is not followed."""
    holds = Facts(rules, bank).applies(when)
    if holds is not None or not samples:
        return bool(holds)
    return any(_can_become_true(when, rules, bank.with_answer(answer), samples[1:]) for answer in samples[0])


def _answers(fact: Fact, rules: Rules, words: set[str]) -> tuple[Value, ...]:
    if fact.type is not FactType.CHOICES:
        return sample_values(fact, Facts(rules, AnswerBank()))
    named = [option.id for option in fact.options if option.id in words]
    sizes = range(_MOST_AT_ONCE, -1, -1)
    return tuple(map(frozenset, chain.from_iterable(combinations(named, size) for size in sizes)))


def _words(fact: Fact) -> Iterator[str]:
    for expression in (fact.derive, fact.applies_when):
        if expression is not None:
            yield from _constants(expression)


def _constants(expression: ex.Expression) -> Iterator[str]:
    """The texts that a condition compares with."""
    for node in expression.node.walk():
        if isinstance(node, ex.Const) and isinstance(node.value, str):
            yield node.value
