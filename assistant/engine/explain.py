"""Why: the smallest set of reasons for a decision, and what would have to differ for another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from assistant.catalog import expressions as ex
from assistant.catalog.evaluate import decide_node, value_of
from assistant.catalog.figures import fill_figures, number_words
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Clause, Clauses, Fact, FactType, Unit
from assistant.catalog.outcome import Unknown
from assistant.catalog.values import PartialDate, Special
from assistant.engine.facts import Facts
from assistant.engine.outcomes import Outcome, State

SHOWN_IN_REASONS = (
    FactType.CHOICE, FactType.CHOICES, FactType.YES_NO, FactType.NUMBER, FactType.MONEY, FactType.DATE,
    FactType.PARTIAL_DATE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, for a resident to read, with the facts it rests on and its ground."""

    text: str
    facts: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison inside a condition, and whether it has to be true or false."""

    node: ex.Node
    wanted: bool


def reasons(outcome: Outcome, facts: Facts) -> tuple[Reason, ...]:
    """The smallest set of reasons that already makes ``outcome`` what it is."""
    item = outcome.item
    if outcome.state is State.DOES_NOT_FIT:
        return (_why_not(item.fits_when, item.source, facts),)
    if outcome.unknown is not None and outcome.state is State.NOT_KNOWN:
        return tuple(_not_yet(name, item.source, facts) for name in sorted(outcome.unknown.open))
    if outcome.unknown is not None:
        return tuple(_doubts(outcome.unknown, item.source, facts))
    if outcome.state is State.PERSON_DECIDES:
        holding = [c for c in item.human_when if decide_node(c.when.node, facts) is True]
        return tuple(_why(clause, True, item.source, facts) for clause in holding)
    return tuple(_why(clause, True, item.source, facts) for clause in item.fits_when if clause.when.facts)


def would_have_to_differ(outcome: Outcome, facts: Facts) -> tuple[Reason, ...]:
    """For an item that does not fit: what would have to be otherwise, all of it together."""
    if outcome.state is not State.DOES_NOT_FIT:
        return ()
    failing = [c for c in outcome.item.fits_when if decide_node(c.when.node, facts) is False]
    found = []
    for clause in failing:
        atoms = _to_change(clause.when.node, True, facts)
        text = joined((describe(atom.node, atom.wanted, facts) for atom in atoms), _by_clause)
        found.append(Reason(text, _facts_of(a.node for a in atoms), clause.source or outcome.item.source))
    return tuple(found)


def _why_not(clauses: Clauses, source: str, facts: Facts) -> Reason:
    return min(_failing(clauses, source, facts), key=lambda reason: len(reason.facts))


def _failing(clauses: Clauses, source: str, facts: Facts) -> list[Reason]:
    failing = [c for c in clauses if decide_node(c.when.node, facts) is False]
    return [_why(clause, False, source, facts) for clause in failing]


def all_reasons_against(outcome: Outcome, facts: Facts) -> tuple[Reason, ...]:
    """Every requirement that an item fails, each of which is enough; nothing for one that does not fail."""
    if outcome.state is not State.DOES_NOT_FIT:
        return ()
    return tuple(_failing(outcome.item.fits_when, outcome.item.source, facts))


def _why(clause: Clause, truth: bool, source: str, facts: Facts) -> Reason:
    atoms = smallest(clause.when.node, truth, facts)
    own = clause.text if truth else clause.if_not
    if own:
        return Reason(fill_figures(own, facts.rules), _facts_of(a.node for a in atoms), clause.source or source)
    text = joined((describe(atom.node, atom.wanted, facts) for atom in atoms), _by_clause)
    return Reason(text, _facts_of(a.node for a in atoms), clause.source or source)


def _not_yet(fact: str, source: str, facts: Facts) -> Reason:
    return Reason(_("还不知道：%(title)s", title=Message(facts.facts[fact].title)), (fact,), source)


def why_open(unknown: Unknown, source: str, facts: Facts) -> tuple[Reason, ...]:
    """What is doubted, not published or not known yet, so that nothing is decided."""
    doubts = tuple(_doubts(unknown, source, facts))
    return doubts or tuple(_not_yet(name, source, facts) for name in sorted(unknown.open))


def _doubts(unknown: Unknown, source: str, facts: Facts) -> Iterator[Reason]:
    for name in sorted(unknown.doubted):
        fact = facts.facts.get(name)
        title = Message(fact.title if fact else name)
        yield Reason(_("「%(title)s」还不清楚，请工作人员核实", title=title), (name,), source)
    if unknown.gaps and not unknown.doubted:
        yield Reason(_("有的标准或信息未公布，要由经办机构核定"), (), source)


def smallest(node: ex.Node, truth: bool, facts: Facts) -> tuple[Atom, ...]:
    """The fewest comparisons that already make ``node`` come out as ``truth``."""
    if isinstance(node, ex.Not):
        return smallest(node.part, not truth, facts)
    if isinstance(node, ex.And | ex.Or):
        one_is_enough = isinstance(node, ex.Or) == truth
        parts = [part for part in node.parts if decide_node(part, facts) is truth]
        found = [smallest(part, truth, facts) for part in parts]
        if one_is_enough:
            return min(found, key=len, default=())
        return tuple(atom for atoms in found for atom in atoms)
    return (Atom(node, truth),)


def _to_change(node: ex.Node, wanted: bool, facts: Facts) -> tuple[Atom, ...]:
    """The fewest comparisons that would have to come out otherwise for ``node`` to be ``wanted``."""
    if decide_node(node, facts) is wanted:
        return ()
    if isinstance(node, ex.Not):
        return _to_change(node.part, not wanted, facts)
    if isinstance(node, ex.And | ex.Or):
        found = [_to_change(part, wanted, facts) for part in node.parts]
        if isinstance(node, ex.Or) == wanted:
            return min((atoms for atoms in found if atoms), key=len, default=())
        return tuple(atom for atoms in found for atom in atoms)
    return (Atom(node, wanted),)


def _facts_of(nodes: Iterable[ex.Node]) -> tuple[str, ...]:
    names = [n.fact for node in nodes for n in node.walk() if isinstance(n, ex.FactRef)]
    return tuple(dict.fromkeys(names))


def describe(node: ex.Node, wanted: bool, facts: Facts) -> Message:
    """One comparison in words: 「养老保险类型是企业职工」."""
    if isinstance(node, ex.FactRef):
        title = Message(facts.facts[node.fact].title)
        return _("%(title)s：%(value)s", title=title, value=_("是") if wanted else _("否"))
    if isinstance(node, ex.Compare) and isinstance(node.left, ex.FactRef):
        return _compared(facts.facts[node.left.fact], node.op, value_of(node.right, facts), wanted)
    if isinstance(node, ex.In) and isinstance(node.left, ex.FactRef) and isinstance(node.right, ex.Items):
        return _among(facts.facts[node.left.fact], node.right, wanted, facts)
    if isinstance(node, ex.In) and isinstance(node.right, ex.FactRef) and isinstance(node.left, ex.Const):
        fact = facts.facts[node.right.fact]
        return _relation(fact, "has" if wanted else "has not", show(fact, node.left.value))
    titles = [Message(facts.facts[name].title) for name in _facts_of([node])]
    return reduce(_by_word, titles) if titles else Message(str(value_of(node, facts)))


_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# Whole sentences, since other languages put the words in another order.
_RELATIONS: Mapping[str, Callable[..., Message]] = {
    "==": lambda **parts: _("%(title)s是%(value)s", **parts),
    "!=": lambda **parts: _("%(title)s不是%(value)s", **parts),
    "<": lambda **parts: _("%(title)s小于%(value)s", **parts),
    "<=": lambda **parts: _("%(title)s不超过%(value)s", **parts),
    ">": lambda **parts: _("%(title)s大于%(value)s", **parts),
    ">=": lambda **parts: _("%(title)s不小于%(value)s", **parts),
    "has": lambda **parts: _("%(title)s有%(value)s", **parts),
    "has not": lambda **parts: _("%(title)s没有%(value)s", **parts),
}


def _by_word(one: Message, other: Message) -> Message:
    return _("%(one)s、%(other)s", one=one, other=other)


def _by_clause(one: Message, other: Message) -> Message:
    return _("%(one)s；%(other)s", one=one, other=other)


def joined(texts: Iterable[Message], by: Callable[[Message, Message], Message] = _by_word) -> str:
    """The texts as one that can still be translated part by part; empty for none."""
    found = list(texts)
    return reduce(by, found) if found else ""


def _compared(fact: Fact, op: str, value: Any, wanted: bool) -> Message:
    return _relation(fact, op if wanted else _OPPOSITE[op], show(fact, value))


def _among(fact: Fact, items: ex.Items, wanted: bool, facts: Facts) -> Message:
    values = joined(show(fact, value_of(part, facts)) for part in items.parts)
    return _relation(fact, "==" if wanted else "!=", values)


def _relation(fact: Fact, relation: str, value: str) -> Message:
    return _RELATIONS[relation](title=Message(fact.title), value=value)


def show(fact: Fact, value: Any) -> Message:
    """A value in a reason; personal values such as numbers and names are never written out."""
    if isinstance(value, Special):
        return _("不清楚") if value is Special.UNSURE else _("不愿说")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return number_words(value, fact.unit if fact.unit is not Unit.NONE else Unit.NONE)
    if isinstance(value, date | PartialDate):
        return Message(str(value))
    titles = {option.id: Message(option.title) for option in fact.options}
    if isinstance(value, frozenset):
        return reduce(_by_word, [titles.get(v, Message(v)) for v in sorted(value)]) if value else _("都没有")
    if isinstance(value, str) and fact.type in SHOWN_IN_REASONS:
        return titles.get(value, Message(value))
    return _("已填写")
