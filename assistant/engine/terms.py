"""Turn the conditions of a service into terms, with derived facts and what they apply to written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations, count
from typing import Any

from assistant.catalog import expressions as ex
from assistant.catalog.catalog import Rules
from assistant.catalog.evaluate import ABSENT, decide, settle, value_of
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Fact, FactType
from assistant.catalog.outcome import NO_VALUE, MissingFigure, Unknown
from assistant.catalog.values import Special, Value
from assistant.engine.answers import AnswerBank
from assistant.engine.facts import Facts
from assistant.engine.residue import DOUBT, WHOLE, Atom, Term, Terms
from assistant.engine.samples import named_regions, sample_values, specials

MOST_SUBSETS = 10  # options of a choices fact that some condition reads as a whole; more of them are too many sets
SLOT = "slot"


class Unwalkable(Exception):
    """A definition that cannot be walked exactly; says which fact and why."""


class TermBuilder:
    """Builds the terms of one service under the rules of a city and day."""

    def __init__(self, rules: Rules, conditions: Iterable[Expression]) -> None:
        self.rules = rules
        self.terms = Terms()
        self.facts = Facts(rules, AnswerBank())
        self.missing: set[str] = set()  # figures that have no value on this day
        self._conditions = tuple(conditions)
        self._whole = frozenset(name for e in self._conditions for name in _read_whole(e.node, rules))
        self._raw: dict[str, Term] = {}
        self._built: dict[str, Term] = {}
        self._domains: dict[str, tuple[Value, ...]] = {}

    # --- facts --------------------------------------------------------------------------------------------

    def by_options(self, fact: str) -> bool:
        """Whether the options of a fact are looked at one by one."""
        return self.rules.facts[fact].type is FactType.CHOICES and fact not in self._whole

    def domain(self, fact: str) -> tuple[Value, ...]:
        """The sample answers; for a fact looked at by options only the doubts."""
        if fact not in self._domains:
            self._domains[fact] = self._find_domain(self.rules.facts[fact])
        return self._domains[fact]

    def _find_domain(self, fact: Fact) -> tuple[Value, ...]:
        if fact.type is not FactType.CHOICES:
            return sample_values(fact, self.facts, named_regions(fact, self.facts, self._conditions))
        if self.by_options(fact.id):
            return specials(fact)
        options = self.options(fact.id)
        if len(options) > MOST_SUBSETS:
            raise Unwalkable(f"{fact.id}: a condition reads all {len(options)} options at once; ask for single ones")
        sizes = range(len(options) + 1)
        return (*map(frozenset, chain.from_iterable(combinations(options, n) for n in sizes)), *specials(fact))

    def options(self, fact: str) -> tuple[str, ...]:
        """The options that can ever be offered here."""
        offered = self.rules.facts[fact].options
        return tuple(o.id for o in offered if o.when is None or decide(o.when, self.facts) is not False)

    def raw(self, name: str) -> Term:
        """A fact as it stands: open until its answer is there, without value where it does not apply."""
        if name not in self._raw:
            fact = self.rules.facts[name]
            found = self._answer(fact)
            self._raw[name] = found if fact.applies_when is None else self._where(fact.applies_when, found, NO_VALUE)
        return self._raw[name]

    def _where(self, applies: Expression, found: Term, otherwise: Any) -> Term:
        return self.terms.choice(self.condition(applies), found, self.terms.const(otherwise))

    def _answer(self, fact: Fact) -> Term:
        if fact.derive is not None:
            return self.condition(fact.derive)
        if not fact.askable:
            return self.terms.const(Unknown(gaps=frozenset({fact.id})))
        if self.by_options(fact.id):
            return self.terms.table(Atom(fact.id, WHOLE), (True, True, True))
        return self.terms.table(Atom(fact.id), self.domain(fact.id))

    def _settled(self, name: str) -> Term:
        return self.terms.apply(("settle", name), lambda value: settle(name, value), [self.raw(name)])

    def _option(self, name: str, option: str) -> Term:
        """Whether one option of a choices fact is chosen; false where the fact does not apply."""
        return self._part(name, option, (True, False, Unknown(doubted=frozenset({name}))))

    def _part(self, name: str, option: str, results: tuple[Any, ...]) -> Term:
        fact = self.rules.facts[name]
        found = self.terms.table(Atom(name, option), results)
        return found if fact.applies_when is None else self._where(fact.applies_when, found, False)

    # --- expressions --------------------------------------------------------------------------------------

    def condition(self, expression: Expression) -> Term:
        """The term of a condition or formula before anything is answered."""
        if expression.text not in self._built:
            self._built[expression.text] = self.of(expression.node)
        return self._built[expression.text]

    def filled(self, fact: str) -> Term:
        """True once the fact has an answer, or none can come."""
        return self.terms.apply("filled", lambda value: value if isinstance(value, Unknown) else True, [self.raw(fact)])

    def bounds(self, fact: Fact) -> Iterator[Term]:
        """That a date does not lie outside its bounds, as conditions."""
        if fact.type is FactType.DATE:
            for outside, bound in (("<", fact.min_date), (">", fact.max_date)):
                if bound is not None:
                    yield self.terms.negated(self.of(ex.Compare(outside, ex.FactRef(fact.id), bound.node)))

    def of(self, node: ex.Node) -> Term:
        return _BUILDERS.get(type(node), TermBuilder._strict)(self, node)

    def _const(self, node: ex.Const) -> Term:
        return self.terms.const(node.value)

    def _param(self, node: ex.ParamRef) -> Term:
        return self.terms.const(self._figure(node.parameter))

    def _figure(self, parameter: str) -> Any:
        try:
            return self.rules.figure(parameter)
        except MissingFigure:
            self.missing.add(parameter)
            return Unknown(gaps=frozenset({parameter}))

    def _context(self, node: ex.ContextRef) -> Term:
        return self.terms.const(self.rules.context(node.name))

    def _strict(self, node: ex.Node) -> Term:
        """A node whose value follows from the values of its parts: the evaluator works on slots in their place."""
        children = list(node.children())
        template = _with_slots(node)
        if not children:
            return self.terms.const(value_of(node, self.facts))

        def function(*values: Any) -> Any:
            slots = {str(place): value for place, value in enumerate(values)}
            return value_of(template, self.facts, {SLOT: {ABSENT: NO_VALUE, **slots}})

        return self.terms.apply(repr(template), function, [self.of(child) for child in children])

    def _in(self, node: ex.In) -> Term:
        if isinstance(node.right, ex.FactRef) and isinstance(node.left, ex.Const) and self.by_options(node.right.fact):
            return self._option(node.right.fact, str(node.left.value))
        return self._strict(node)

    def _call(self, node: ex.Call) -> Term:
        if node.name != "is_unsure":
            return self._strict(node)
        name = next(n.fact for n in node.args if isinstance(n, ex.FactRef))
        if self.by_options(name):
            return self._part(name, DOUBT, (False, False, True))
        return self.terms.apply("is_unsure", _is_unsure, [self.raw(name)])

    def _quantifier(self, node: ex.Quantifier) -> Term:
        others = sorted({n.fact for n in node.walk() if isinstance(n, ex.FactRef)} - {node.people.fact})
        names = (node.people.fact, *others)

        def function(*values: Any) -> Any:
            return value_of(node, _Answered(self, dict(zip(names, values, strict=True))))

        return self.terms.apply(repr(node), function, [self.raw(name) for name in names])


class _Answered:
    """An environment in which exactly these facts have these values."""

    def __init__(self, builder: TermBuilder, values: dict[str, Any]) -> None:
        self._builder, self._values = builder, values

    @property
    def around(self) -> Rules:
        return self._builder.rules

    def fact(self, fact: str) -> Any:
        return self._values[fact]

    def figure(self, parameter: str) -> Any:
        return self._builder._figure(parameter)

    def context(self, name: str) -> Any:
        return self._builder.rules.context(name)


def _is_unsure(value: Any) -> Any:
    return value if isinstance(value, Unknown) else isinstance(value, Special)


def _with_slots(node: ex.Node) -> ex.Node:
    """The node with numbered slots in place of its parts."""
    slots: Iterator[ex.Node] = (ex.FieldRef(SLOT, str(i)) for i in count())
    changes: dict[str, Any] = {}
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, ex.Node):
            changes[name] = next(slots)
        elif isinstance(value, tuple) and value and isinstance(value[0], ex.Node):
            changes[name] = tuple(next(slots) for _ in value)
    return replace(node, **changes)


def _read_whole(node: ex.Node, rules: Rules) -> Iterator[str]:
    """The choices facts that a condition reads otherwise than option by option."""
    if isinstance(node, ex.In) and isinstance(node.left, ex.Const) and isinstance(node.right, ex.FactRef):
        return
    if isinstance(node, ex.Call) and node.name == "is_unsure":
        return
    if isinstance(node, ex.Quantifier):  # rows are looked at by the evaluator, which takes whole values
        yield from (n.fact for n in node.walk() if isinstance(n, ex.FactRef) and _is_choices(n.fact, rules))
        return
    if isinstance(node, ex.FactRef):
        if _is_choices(node.fact, rules):
            yield node.fact
        return
    for child in node.children():
        yield from _read_whole(child, rules)


def _is_choices(name: str, rules: Rules) -> bool:
    fact = rules.facts.get(name)
    return fact is not None and fact.type is FactType.CHOICES


_BUILDERS: dict[type[ex.Node], Callable[[TermBuilder, Any], Term]] = {
    ex.Const: TermBuilder._const,
    ex.FactRef: lambda self, node: self._settled(node.fact),
    ex.ParamRef: TermBuilder._param,
    ex.ContextRef: TermBuilder._context,
    ex.And: lambda self, node: self.terms.junction(False, [self.of(part) for part in node.parts]),
    ex.Or: lambda self, node: self.terms.junction(True, [self.of(part) for part in node.parts]),
    ex.Not: lambda self, node: self.terms.negated(self.of(node.part)),
    ex.IfElse: lambda self, node: self.terms.choice(*(self.of(p) for p in (node.test, node.then, node.other))),
    ex.In: TermBuilder._in,
    ex.Call: TermBuilder._call,
    ex.Quantifier: TermBuilder._quantifier,
}
