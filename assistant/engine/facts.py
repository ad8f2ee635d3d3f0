"""The facts as they stand: answered, derived, without value, or not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.catalog.catalog import Rules
from assistant.catalog.evaluate import decide, evaluate
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Fact
from assistant.catalog.outcome import NO_VALUE, Unknown
from assistant.engine.answers import Answer, AnswerBank, is_stale


class Facts:
    """One bank of answers read through the rules of a city and day; results are kept for this object's life."""

    def __init__(self, rules: Rules, bank: AnswerBank) -> None:
        self.rules = rules
        self.bank = bank
        self._known: dict[str, Any] = {}

    @property
    def around(self) -> Rules:
        return self.rules

    @property
    def facts(self) -> Mapping[str, Fact]:
        return self.rules.facts

    def fact(self, fact: str) -> Any:
        """The value of ``fact``: a plain value, a Special, NO_VALUE, or Unknown with what is missing."""
        if fact not in self._known:
            self._known[fact] = self._find(self.facts[fact])
        return self._known[fact]

    def _find(self, fact: Fact) -> Any:
        if fact.applies_when is not None:
            applies = decide(fact.applies_when, self)
            if applies is False:
                return NO_VALUE
            if isinstance(applies, Unknown):
                return applies
        answer = self.bank.get(fact.id)
        if answer is not None and is_stale(answer, fact.good_for_days, self.rules.day):
            answer = None
        if fact.derive is not None:
            return self._worked_out(fact.derive, answer)
        if answer is not None:
            return answer.value
        if self.can_ask(fact):
            return Unknown(open=frozenset({fact.id}))
        return Unknown(gaps=frozenset({fact.id}))

    def _worked_out(self, derive: Expression, told: Answer | None) -> Any:
        """What follows from the parts; what was told in one lump stands in only while they give no value.

        A doubt about a part counts more than a lump that was told before it.
        """
        found = evaluate(derive, self)
        no_value = found is NO_VALUE or (isinstance(found, Unknown) and not found.doubted)
        return told.value if told is not None and no_value else found

    @staticmethod
    def can_ask(fact: Fact) -> bool:
        """Whether a resident can be asked for it at all."""
        return fact.askable and fact.derive is None

    @staticmethod
    def can_be_told(fact: Fact) -> bool:
        """Whether a resident may answer it: also what is worked out, where it can be told in one lump instead."""
        return fact.askable and (fact.derive is None or fact.question is not None)

    def figure(self, parameter: str) -> Decimal | str | Unknown:
        return self.rules.figure(parameter)

    def context(self, name: str) -> Any:
        return self.rules.context(name)

    def value(self, fact: str) -> Any | None:
        """The plain value of a fact, or None when it is unknown or has none."""
        found = self.fact(fact)
        return None if found is NO_VALUE or isinstance(found, Unknown) else found

    def answer(self, fact: str) -> Answer | None:
        return self.bank.get(fact)

    def applies(self, condition: Expression | None) -> bool | None:
        """Whether a condition holds; None when not known yet. No condition always holds."""
        if condition is None:
            return True
        found = decide(condition, self)
        return None if isinstance(found, Unknown) else found

    def open_in(self, *conditions: Expression | None) -> frozenset[str]:
        """The unanswered facts that still stand in the way of these conditions or formulas."""
        found: frozenset[str] = frozenset()
        for condition in conditions:
            if condition is not None:
                value = evaluate(condition, self)
                if isinstance(value, Unknown):
                    found |= value.open
        return found

    def suggestion(self, fact: str) -> Any | None:
        """A value to offer filled in, which counts only when the resident confirms it."""
        formula = self.facts[fact].suggest
        if formula is None:
            return None
        found = evaluate(formula, self)
        return None if found is NO_VALUE or isinstance(found, Unknown) else found
