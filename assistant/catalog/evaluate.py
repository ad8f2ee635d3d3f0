"""Evaluate a condition or formula with three values (design: Kleene's logic, plus facts without a value).

Each tree is turned once into nested closures; evaluating it then costs a handful of calls. A result is a plain
value, :data:`NO_VALUE`, or :class:`Unknown`, which names the facts that would have to be answered.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from assistant.catalog import expressions as ex
from assistant.catalog.functions import FUNCTIONS, Surroundings
from assistant.catalog.outcome import NO_VALUE, Absent, Unknown, merge
from assistant.catalog.values import PartialDate, People, Special


class Env(Protocol):
    """Where an expression finds its names."""

    @property
    def around(self) -> Surroundings: ...
    def fact(self, fact: str) -> Any:
        """The value, a Special, NO_VALUE, or Unknown."""

    def figure(self, parameter: str) -> Any:
        """The figure in force, or Unknown with the parameter as gap."""

    def context(self, name: str) -> Any:
        """city, province, today or sharing."""


Row = Mapping[str, Mapping[str, Any]]
Compiled = Callable[[Env, Row], Any]
NO_ROWS: Row = {}
ABSENT = ""  # no column has this name; it holds what a column that was left out counts as
_BY_TEXT: dict[str, Compiled] = {}
_BY_NODE: dict[int, tuple[ex.Node, Compiled]] = {}  # holding the node keeps its identity its own


def evaluate(expression: ex.Expression, env: Env) -> Any:
    """The value of ``expression``: plain, NO_VALUE, or Unknown."""
    compiled = _BY_TEXT.get(expression.text)
    if compiled is None:  # keyed by text, whose hash is kept, where hashing the tree would cost a walk
        compiled = _BY_TEXT[expression.text] = _compiled(expression.node)
    return compiled(env, NO_ROWS)


def decide(expression: ex.Expression, env: Env) -> bool | Unknown:
    """The truth of a condition; a fact without a value counts as false."""
    return as_truth(evaluate(expression, env))


def decide_node(node: ex.Node, env: Env, row: Row = NO_ROWS) -> bool | Unknown:
    """The truth of one part of a condition."""
    return as_truth(_compiled(node)(env, row))


def value_of(node: ex.Node, env: Env, row: Row = NO_ROWS) -> Any:
    return _compiled(node)(env, row)


def as_truth(value: Any) -> bool | Unknown:
    if isinstance(value, Unknown):
        return value
    return value is True


def _compiled(node: ex.Node) -> Compiled:
    """The closure of a node, kept by the node's identity: hashing a tree would cost a walk over it."""
    kept = _BY_NODE.get(id(node))
    if kept is None:
        kept = _BY_NODE[id(node)] = (node, _COMPILERS[type(node)](node))
    return kept[1]


def _compile_const(node: ex.Const) -> Compiled:
    value = node.value
    return lambda env, row: value


def _compile_items(node: ex.Items) -> Compiled:
    parts = [_compiled(part) for part in node.parts]

    def items(env: Env, row: Row) -> Any:
        values = [part(env, row) for part in parts]
        unknown = [v for v in values if isinstance(v, Unknown)]
        return merge(unknown) if unknown else tuple(values)

    return items


def settle(fact: str, value: Any) -> Any:
    """An answer as expressions see it: 「不清楚」 and 「不愿说」 leave a condition undecided for good."""
    return Unknown(doubted=frozenset({fact})) if isinstance(value, Special) else value


def _compile_fact(node: ex.FactRef) -> Compiled:
    fact = node.fact
    return lambda env, row: settle(fact, env.fact(fact))


def _compile_param(node: ex.ParamRef) -> Compiled:
    parameter = node.parameter
    return lambda env, row: env.figure(parameter)


def _compile_context(node: ex.ContextRef) -> Compiled:
    name = node.name
    return lambda env, row: env.context(name)


def _compile_field(node: ex.FieldRef) -> Compiled:
    var, field = node.var, node.field
    return lambda env, row: row[var].get(field, row[var][ABSENT])


def _compile_not(node: ex.Not) -> Compiled:
    part = _compiled(node.part)

    def negate(env: Env, row: Row) -> Any:
        value = as_truth(part(env, row))
        return value if isinstance(value, Unknown) else not value

    return negate


def _compile_junction(parts: tuple[ex.Node, ...], decisive: bool) -> Compiled:
    """``and`` (decisive False) and ``or`` (decisive True): one decisive part settles it."""
    compiled = [_compiled(part) for part in parts]

    def junction(env: Env, row: Row) -> Any:
        unknown: list[Unknown] = []
        for part in compiled:
            value = as_truth(part(env, row))
            if value is decisive:
                return decisive
            if isinstance(value, Unknown):
                unknown.append(value)
        return merge(unknown) if unknown else not decisive

    return junction


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def _two(node: ex.Compare | ex.Arith, absent: Any) -> Compiled:
    left, right, call = _compiled(node.left), _compiled(node.right), _OPERATORS[node.op]

    def both(env: Env, row: Row) -> Any:
        a, b = left(env, row), right(env, row)
        if a is NO_VALUE or b is NO_VALUE:
            return absent
        unknown = [v for v in (a, b) if isinstance(v, Unknown)]
        if unknown:
            return merge(unknown)
        return call(_comparable(a), _comparable(b))

    return both


def _comparable(value: Any) -> Any:
    """A partial date compares by its first possible day."""
    return date(value.year, value.month or 1, value.day or 1) if isinstance(value, PartialDate) else value


def _compile_in(node: ex.In) -> Compiled:
    left, right = _compiled(node.left), _compiled(node.right)

    def contains(env: Env, row: Row) -> Any:
        a, b = left(env, row), right(env, row)
        if a is NO_VALUE or b is NO_VALUE:
            return False
        unknown = [v for v in (a, b) if isinstance(v, Unknown)]
        if unknown:
            return merge(unknown)
        return b.has(a) if hasattr(b, "has") else a in b

    return contains


def _compile_if(node: ex.IfElse) -> Compiled:
    test, then, other = _compiled(node.test), _compiled(node.then), _compiled(node.other)

    def choose(env: Env, row: Row) -> Any:
        value = as_truth(test(env, row))
        if isinstance(value, Unknown):
            return value
        return (then if value else other)(env, row)

    return choose


def _compile_call(node: ex.Call) -> Compiled:
    if node.name == "is_unsure":
        return _compile_is_unsure(node)
    function = FUNCTIONS[node.name].call
    args = [_compiled(arg) for arg in node.args]
    behind = frozenset(part.fact for part in node.walk() if isinstance(part, ex.FactRef))

    def call(env: Env, row: Row) -> Any:
        values = [_comparable(arg(env, row)) for arg in args]
        if any(v is NO_VALUE for v in values):
            return NO_VALUE
        unknown = [v for v in values if isinstance(v, Unknown)]
        found = merge(unknown) if unknown else function(env.around, *values)
        if not unknown and isinstance(found, Unknown) and found.doubted and behind:
            return Unknown(doubted=behind, gaps=found.gaps)  # what it was worked out of is what leaves the doubt
        return found

    return call


def _compile_is_unsure(node: ex.Call) -> Compiled:
    fact = node.args[0]
    assert isinstance(fact, ex.FactRef)  # the checker has made sure
    name = fact.fact

    def is_unsure(env: Env, row: Row) -> Any:
        value = env.fact(name)
        return value if isinstance(value, Unknown) else isinstance(value, Special)

    return is_unsure


def _compile_quantifier(node: ex.Quantifier) -> Compiled:
    people = _compiled(node.people)
    element = _compiled(node.element)
    only = _compiled(node.only) if node.only is not None else None
    var, combine = node.var, _COMBINE[node.kind]
    fact = node.people.fact

    def over_people(env: Env, row: Row) -> Any:
        listed = people(env, row)
        if isinstance(listed, Unknown):
            return listed
        if listed is NO_VALUE or not isinstance(listed, People):
            listed = People((), True)
        values = []
        absent = NO_VALUE if listed.complete else Unknown(open=frozenset({fact}))
        for person in listed.people:
            inner = {**row, var: {ABSENT: absent, **{k: settle(fact, v) for k, v in person.items()}}}
            if only is not None and as_truth(only(env, inner)) is False:
                continue
            values.append(element(env, inner))
        still_open = None if listed.complete else Unknown(open=frozenset({fact}))
        return combine(values, still_open)

    return over_people


def _any(values: list[Any], still_open: Unknown | None) -> Any:
    truths = [as_truth(v) for v in values]
    if True in truths:
        return True
    unknown = [t for t in truths if isinstance(t, Unknown)] + ([still_open] if still_open else [])
    return merge(unknown) if unknown else False


def _all(values: list[Any], still_open: Unknown | None) -> Any:
    truths = [as_truth(v) for v in values]
    if False in truths:
        return False
    unknown = [t for t in truths if isinstance(t, Unknown)] + ([still_open] if still_open else [])
    return merge(unknown) if unknown else True


def _sum(values: list[Any], still_open: Unknown | None) -> Any:
    unknown = [v for v in values if isinstance(v, Unknown)] + ([still_open] if still_open else [])
    if unknown:
        return merge(unknown)
    return sum((v for v in values if not isinstance(v, Absent)), Decimal(0))


def _count(values: list[Any], still_open: Unknown | None) -> Any:
    truths = [as_truth(v) for v in values]
    unknown = [t for t in truths if isinstance(t, Unknown)] + ([still_open] if still_open else [])
    return merge(unknown) if unknown else Decimal(sum(t is True for t in truths))


_COMBINE: dict[str, Callable[[list[Any], Unknown | None], Any]] = {
    "any": _any, "all": _all, "sum": _sum, "count": _count,
}  # fmt: skip

_COMPILERS: dict[type[ex.Node], Callable[[Any], Compiled]] = {
    ex.Const: _compile_const,
    ex.Items: _compile_items,
    ex.FactRef: _compile_fact,
    ex.ParamRef: _compile_param,
    ex.ContextRef: _compile_context,
    ex.FieldRef: _compile_field,
    ex.Not: _compile_not,
    ex.And: lambda node: _compile_junction(node.parts, decisive=False),
    ex.Or: lambda node: _compile_junction(node.parts, decisive=True),
    ex.Compare: lambda node: _two(node, absent=False),
    ex.Arith: lambda node: _two(node, absent=NO_VALUE),
    ex.In: _compile_in,
    ex.IfElse: _compile_if,
    ex.Call: _compile_call,
    ex.Quantifier: _compile_quantifier,
}
