"""Whoever answers the shipped questions in tests: with a worked example's answers, else with a sample."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assistant.catalog.catalog import FLOWS, Rules
from assistant.catalog.loader import Definitions, load_definitions
from assistant.catalog.model import Fact
from assistant.catalog.values import Value, from_json
from assistant.engine.facts import Facts
from assistant.engine.samples import sample_values
from assistant.forms.handlers import handler_for

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

    def boxes(self, fact_id: str, facts: Facts) -> dict[str, Any]:
        """The boxes of a question as this person would fill them, with the consent it may need."""
        fact = self.rules.facts[fact_id]
        typed = handler_for(fact).to_form(fact, self.value(fact, facts)).texts
        consent = {f"{fact_id}-consent": "yes"} if fact.consent else {}
        return {**{name: list(texts) for name, texts in typed.items()}, **consent}
