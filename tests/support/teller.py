"""Whoever answers the shipped questions in tests: with a worked example's answers, else with a sample."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from assistant.catalog.catalog import FLOWS, Rules
from assistant.catalog.loader import Definitions, load_definitions
from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Value, from_json
from assistant.engine.answers import Answer, Given
from assistant.engine.consistency import would_contradict
from assistant.engine.facts import Facts
from assistant.engine.samples import sample_values
from assistant.forms.handlers import handler_for
from tests.conftest import NOON

# Samples are chosen for what they decide; on a form people write something sensible.
SENSIBLE: Mapping[str, Any] = {
    "progress": [],
    "doubts_cause": False,
    "heir_situation": "agreed",
    "infect": "no",
    "implant": "no",
}


@lru_cache(maxsize=1)
def shipped_definitions() -> Definitions:
    return load_definitions(FLOWS)


class Teller:
    """Somebody with a story: ``told`` holds the answers of a worked example."""

    def __init__(self, rules: Rules, told: Mapping[str, Any]) -> None:
        self.rules = rules
        self.told = {**SENSIBLE, **told}

    @classmethod
    def of(cls, rules: Rules, example: str) -> Teller:
        return cls(rules, shipped_definitions().examples[example].facts)

    def value(self, fact: Fact, facts: Facts) -> Value:
        if fact.id in self.told:
            return from_json(fact, self.told[fact.id])
        return sample_values(fact, facts)[0]

    def consistent_value(self, fact: Fact, facts: Facts) -> Value:
        """The first value that agrees with what was answered before; an ID number is made to fit a day of birth."""
        wanted = [self.value(fact, facts), *sample_values(fact, facts)]
        if fact.type is FactType.ID_NUMBER:
            days = [answer.value for answer in facts.bank if isinstance(answer.value, date)]
            wanted += [id_number(day, order) for day in days for order in (1, 2)]
        fits = (
            v for v in wanted if not would_contradict(self.rules, facts.bank, Answer(fact.id, v, Given.ASKED, NOON))
        )
        return next(fits, wanted[0])

    def boxes(self, fact_id: str, facts: Facts) -> dict[str, Any]:
        """The boxes of a question as this person would fill them, with the consent it may need."""
        fact = self.rules.facts[fact_id]
        typed = handler_for(fact).to_form(fact, self.value(fact, facts)).texts
        consent = {f"{fact_id}-consent": "yes"} if fact.consent else {}
        return {**{name: list(texts) for name, texts in typed.items()}, **consent}


def id_number(born: date, order: int) -> str:
    """A made-up number that is right by its form; an odd order is a man's."""
    body = f"510107{born:%Y%m%d}00{order}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
