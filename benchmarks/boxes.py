"""Form boxes filled per question asked, over the worked examples of every service.

Each example's answers are given where its questions come up, and what it leaves open is answered with a sample, until
nothing is left to ask. With a profile, what the resident's own account knows is there from the start; with sharing, the
city's departments fill what they hold. A question is a page: what belongs to one paper or person is asked on one.
"""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from assistant.catalog.catalog import FLOWS, Catalog, Rules
from assistant.catalog.examples import Example
from assistant.catalog.loader import load_definitions
from assistant.catalog.model import Form, Sourcing
from assistant.catalog.values import Value, ValueProblem, from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.needs import boxes
from assistant.engine.plan import Plan, count_boxes
from benchmarks.filling import fill_in


@dataclass(frozen=True)
class Count:
    """Questions asked (pages: what belongs to one paper or person is asked on one) and boxes filled in one run."""

    questions: int
    boxes: int

    @property
    def ratio(self) -> float:
        return self.boxes / self.questions if self.questions else 0.0


def run(rules: Rules, example: Example, profile: bool, records: bool = False) -> Count:
    """Answer until nothing is left to ask. With ``records`` what departments hold is there from the start."""
    at, told = datetime.combine(rules.day, time(4), UTC), _told(rules, example)
    known = _records(rules, told, at) if records else []
    filled = fill_in(rules, example.service, told, AnswerBank.of([*(_profile(rules, at) if profile else ()), *known]))
    plan = filled.plan
    return Count(filled.pages, sum(_filled(form, plan, rules.place.sharing) for form in plan.forms))


def _filled(form: Form, plan: Plan, sharing: bool) -> int:
    """Boxes with a value, and with sharing also those that a department's record fills."""
    own = count_boxes(form, plan.facts)[1]
    if not sharing:
        return own
    facts = plan.facts
    applying = [b for b in boxes(form) if facts.applies(b.when) is not False and facts.value(b.fact) is None]
    return own + sum(facts.facts[b.fact].sourcing is Sourcing.SHARE and not b.optional for b in applying)


def _told(rules: Rules, example: Example) -> Mapping[str, Value]:
    found = {}
    for name, raw in example.facts.items():
        try:
            found[name] = from_json(rules.facts[name], raw)
        except (KeyError, ValueProblem):
            continue  # an example may name a fact that another day's rules do not have
    return found


def _profile(rules: Rules, at: datetime) -> list[Answer]:
    """What a launching app knows of the person who is logged in."""
    facts = [f for f in rules.facts.values() if f.sourcing is Sourcing.PROFILE and f.id.startswith(("a_", "f_a"))]
    values = [(f.id, from_json(f, f.examples[0]) if f.examples else from_json(f, {"mode": "bring"})) for f in facts]
    return [Answer(name, value, Given.PROFILE, at) for name, value in values]


def _records(rules: Rules, told: Mapping[str, Value], at: datetime) -> list[Answer]:
    """What a city that looks records up as soon as it knows the person would bring: only what the example tells."""
    held = [name for name in told if rules.facts[name].sourcing is Sourcing.SHARE and rules.facts[name].askable]
    return [Answer(name, told[name], Given.SHARE, at) for name in held]


def counts() -> dict[str, dict[str, list[Count]]]:
    """Service to (alone, profile, profile and sharing) to the counts of its examples that fill any form."""
    found = load_definitions(FLOWS)
    catalog = Catalog.assembled(found, "boxes")
    result: dict[str, dict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
    for example in found.examples.values():
        rules = catalog.rules(example.city, example.date)
        shared = replace(rules, place=replace(rules.place, sharing=True))
        apart = replace(rules, place=replace(rules.place, sharing=False))
        for name, used, profile in (
            ("no profile, no sharing", apart, False),
            ("profile", apart, True),
            ("profile and sharing", shared, True),
            ("profile, records looked up first", shared, True),
        ):
            count = run(used, example, profile, records="records" in name)
            if count.boxes:
                result[example.service][name].append(count)
    return result


def main() -> int:
    print("| service | case | examples | questions (median) | boxes (median) | boxes per question (median) | best |")
    print("|---|---|---|---|---|---|---|")
    for service, cases in sorted(counts().items()):
        for name, listed in cases.items():
            ratios = [count.ratio for count in listed]
            questions, filled = (
                statistics.median(v) for v in zip(*((c.questions, c.boxes) for c in listed), strict=True)
            )
            middle, best = statistics.median(ratios), max(ratios)
            print(
                f"| {service} | {name} | {len(listed)} | {questions:.0f} | {filled:.0f} | {middle:.1f} | {best:.1f} |"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
