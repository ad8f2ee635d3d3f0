"""``onething picture``: the flow of a service as one page, read out of its definitions.

The questions stand on the left in the order in which they are asked, each with what opens it and the items it leads
to; the items stand on the right by stage, each with when it comes up and which questions decide it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.catalog import expressions as ex
from assistant.catalog.catalog import Rules
from assistant.catalog.evaluate import value_of
from assistant.catalog.expressions import Expression
from assistant.catalog.figures import fill_figures
from assistant.catalog.model import Clauses, Item
from assistant.engine.answers import AnswerBank
from assistant.engine.explain import describe
from assistant.engine.facts import Facts
from assistant.engine.needs import Phase, ranking
from assistant.engine.order import in_order
from assistant.engine.reach import behind_by_derivation, facts_behind

_OF_PLACE = {"in_city": ("{}在本市", "{}不在本市"), "is_unsure": ("{}不清楚", "{}说得清")}


@dataclass(frozen=True)
class Question:
    """One question: its number in the order of asking, what opens it, and the numbers of the items it decides."""

    number: int
    title: str
    section: str
    opened_by: str
    leads_to: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """One item: its number, the stage, when it comes up, the questions that decide it, and the items before it."""

    number: int
    title: str
    stage: str
    when: str
    decided_by: tuple[int, ...]
    after: tuple[int, ...]
    better_after: tuple[int, ...]
    another_office: bool


@dataclass(frozen=True)
class Flow:
    """All that the picture of a service shows."""

    title: str
    place: str
    day: str
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    only_for_boxes: int  # questions that decide nothing and fill boxes or texts
    stages: tuple[str, ...]


def read_flow(rules: Rules, service: str) -> Flow:
    """The flow of ``service`` in this city on this day. Raises UnknownId."""
    shape = rules.service(service)
    items = _by_stage(rules, service)
    deciding = {item.item: _decided_by(rules, _conditions(item)) for item in items}
    asked = _in_asking_order(rules, service, deciding.values())
    numbers = {name: number for number, name in enumerate(asked, start=1)}
    places = {item.item: number for number, item in enumerate(items, start=1)}
    facts = Facts(rules, AnswerBank())
    stages = {stage.id: stage.title for stage in shape.stages}
    sections = {section.id: section.title for section in shape.sections}
    questions = (
        Question(
            number,
            rules.facts[name].title,
            sections.get(rules.facts[name].section or "", ""),
            _opened_by(rules, name, facts),
            tuple(places[item] for item, behind in deciding.items() if name in behind),
        )
        for name, number in numbers.items()
    )
    steps = (
        Step(
            places[item.item],
            item.title,
            stages.get(item.stage or "", ""),
            _when(item.fits_when, facts),
            tuple(sorted(numbers[name] for name in deciding[item.item])),
            tuple(places[name] for name in item.after.hard if name in places),
            tuple(places[name] for name in item.after.soft if name in places),
            item.handover,
        )
        for item in items
    )
    place = rules.place.title if rules.city else "各地通用"
    rest = sum(_is_asked(rules, name) for name in facts_behind(rules, shape)) - len(asked)
    return Flow(shape.title, place, rules.day.isoformat(), tuple(questions), tuple(steps), rest, tuple(stages.values()))


def _by_stage(rules: Rules, service: str) -> list[Item]:
    shape = rules.service(service)
    stages = {stage.id: number for number, stage in enumerate(shape.stages)}
    return sorted(
        in_order(rules.service_items(service), shape), key=lambda item: stages.get(item.stage or "", len(stages))
    )


def _conditions(item: Item) -> list[Expression]:
    return [clause.when for clause in (*item.fits_when, *item.human_when)]


def _is_asked(rules: Rules, name: str) -> bool:
    fact = rules.facts[name]
    return fact.askable and fact.derive is None and not fact.on_check_page


def _decided_by(rules: Rules, conditions: Iterable[Expression]) -> frozenset[str]:
    names = frozenset().union(*(condition.facts for condition in conditions))
    return frozenset(name for name in behind_by_derivation(rules, names) if _is_asked(rules, name))


def _in_asking_order(rules: Rules, service: str, deciding: Iterable[frozenset[str]]) -> list[str]:
    """What decides items or urgent notices, and what opens those questions; in the order in which it is asked."""
    notices = [notice.when for notice in rules.notices(service) if notice.level != "info"]
    found: set[str] = set()
    waiting = set(_decided_by(rules, notices)).union(*deciding)
    while waiting:
        name = waiting.pop()
        found.add(name)
        opens = rules.facts[name].applies_when
        waiting |= _decided_by(rules, [opens] if opens else []) - found
    rank = ranking(rules.service(service), rules.facts)
    return sorted(found, key=lambda name: rank(name, Phase.DECIDE, 0))


def _opened_by(rules: Rules, name: str, facts: Facts) -> str:
    opens = rules.facts[name].applies_when
    return in_words(opens.node, facts) if opens is not None else ""


def _when(clauses: Clauses, facts: Facts) -> str:
    """The clauses in their own words where they have some."""
    found = (
        fill_figures(clause.text, facts.rules) if clause.text else in_words(clause.when.node, facts)
        for clause in clauses
        if clause.when.facts
    )
    return "；".join(found) or "都要办"


def in_words(node: ex.Node, facts: Facts, wanted: bool = True) -> str:
    """A condition as a short sentence."""
    if isinstance(node, ex.Not):
        return in_words(node.part, facts, not wanted)
    if isinstance(node, ex.And | ex.Or):
        by = "，且" if isinstance(node, ex.And) == wanted else "，或"
        return by.join(_bracketed(part, facts, wanted) for part in node.parts)
    if isinstance(node, ex.Call) and node.name in _OF_PLACE:
        titles = "、".join(facts.facts[n.fact].title for n in node.walk() if isinstance(n, ex.FactRef))
        return _OF_PLACE[node.name][not wanted].format(titles)
    if isinstance(node, ex.Compare) and isinstance(node.right, ex.Const) and isinstance(node.right.value, bool):
        return in_words(node.left, facts, wanted is ((node.op == "==") is node.right.value))
    if isinstance(node, ex.Compare) and _holds_facts(node.right):
        return str(describe(ex.Items((node,)), wanted, facts))  # two answers held together: name both
    if not _holds_facts(node):
        return str(value_of(node, facts)) if not isinstance(value_of(node, facts), bool) else _always(node, facts)
    return str(describe(node, wanted, facts))


def _always(node: ex.Node, facts: Facts) -> str:
    return "本地适用" if value_of(node, facts) else "本地不适用"


def _holds_facts(node: ex.Node) -> bool:
    return any(isinstance(part, ex.FactRef) for part in node.walk())


def _bracketed(part: ex.Node, facts: Facts, wanted: bool) -> str:
    words = in_words(part, facts, wanted)
    inner = part.part if isinstance(part, ex.Not) else part
    return f"（{words}）" if isinstance(inner, ex.And | ex.Or) else words
