"""Answers that cannot all be right: named, with both sides, and never silently mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.catalog.catalog import Rules
from assistant.catalog.evaluate import decide, evaluate
from assistant.catalog.messages import _
from assistant.catalog.model import Clause, Fact
from assistant.catalog.outcome import NO_VALUE, Unknown
from assistant.catalog.values import Value
from assistant.engine.answers import Answer, AnswerBank
from assistant.engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not go together, which answered facts take part, and the message that says how to mend it."""

    fact: str
    facts: tuple[str, ...]
    message: str


def contradictions(facts: Facts) -> tuple[Contradiction, ...]:
    """Every requirement (`must`, `min_date`, `max_date`) that the answers break, in the facts' order."""
    found: list[Contradiction] = []
    for name in facts.facts:
        if name in facts.bank:
            found.extend(_broken(facts.facts[name], facts))
    return tuple(found)


def would_contradict(rules: Rules, bank: AnswerBank, answer: Answer) -> tuple[Contradiction, ...]:
    """What the bank would break if ``answer`` were added; only what has to do with that answer."""
    facts = Facts(rules, bank.with_answer(answer))
    return tuple(c for c in contradictions(facts) if answer.fact == c.fact or answer.fact in c.facts)


def _broken(fact: Fact, facts: Facts) -> Iterator[Contradiction]:
    if facts.fact(fact.id) is NO_VALUE:
        return
    value = facts.bank.latest[fact.id].value  # looked at even while it is not known whether the fact applies
    broken = [clause for clause in fact.must if decide(clause.when, facts) is False]
    for clause in broken:
        yield Contradiction(fact.id, _answered(clause, facts), clause.if_not or clause.text or fact.title)
    if not broken and (message := _out_of_bounds(fact, value, facts)) is not None:
        yield Contradiction(fact.id, (fact.id,), message)


def _out_of_bounds(fact: Fact, value: Value, facts: Facts) -> str | None:
    low, high = date_bounds(fact, facts)
    if isinstance(value, date) and isinstance(high, date) and value > high:
        return _("「%(title)s」不能晚于 %(day)s。请再看一遍。", title=fact.title, day=high.isoformat())
    if isinstance(value, date) and isinstance(low, date) and value < low:
        return _("「%(title)s」不能早于 %(day)s。请再看一遍。", title=fact.title, day=low.isoformat())
    return None


def _answered(clause: Clause, facts: Facts) -> tuple[str, ...]:
    """The answers behind a clause; a derived fact stands for what it was derived from."""
    names: list[str] = []

    def collect(name: str) -> None:
        derive = facts.facts[name].derive
        if name in facts.bank:
            names.append(name)
        elif derive is not None:
            for other in sorted(derive.facts):
                collect(other)

    for name in sorted(clause.when.facts):
        collect(name)
    return tuple(dict.fromkeys(names))


def date_bounds(fact: Fact, facts: Facts) -> tuple[Value | None, Value | None]:
    """The earliest and latest day that ``fact`` may have now, or None where there is no bound."""
    found = [evaluate(bound, facts) if bound is not None else None for bound in (fact.min_date, fact.max_date)]
    low, high = (None if value is NO_VALUE or isinstance(value, Unknown) else value for value in found)
    return low, high
