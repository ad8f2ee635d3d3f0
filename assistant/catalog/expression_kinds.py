"""Work out the kind of an expression and find its mistakes before anybody meets them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.catalog import expressions as ex
from assistant.catalog.functions import FUNCTIONS
from assistant.catalog.kinds import ANY, BOOL, DATE, FACT_KINDS, NUMBER, REGION, TEXT, Kind, units_agree
from assistant.catalog.model import Fact, FactType, Parameter, PersonField, Unit

Mistake = tuple[str, str]  # what is wrong, how to mend it
_CONTEXT = {"city": TEXT, "province": TEXT, "today": DATE, "sharing": BOOL}
_NAMED = {"date": DATE, "number": NUMBER, "bool": BOOL, "text": TEXT, "region": REGION, "choice": Kind("choice")}


@dataclass
class Checker:
    """Checks expressions against the facts and figures of a catalog; mistakes are collected, not raised."""

    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    mistakes: list[Mistake] = field(default_factory=list)
    people: dict[str, Fact] = field(default_factory=dict)

    def condition(self, expression: ex.Expression) -> list[Mistake]:
        """The mistakes of an expression that has to be true or false."""
        return self._run(expression, BOOL)

    def formula(self, expression: ex.Expression, wanted: Kind = ANY) -> list[Mistake]:
        """The mistakes of an expression that has to give ``wanted``."""
        return self._run(expression, wanted)

    def _run(self, expression: ex.Expression, wanted: Kind) -> list[Mistake]:
        self.mistakes, self.people = [], {}
        found = self.kind(expression.node)
        if ANY.name not in (found.name, wanted.name) and found.name != wanted.name:
            self._note(f"{expression.text!r} is a {found}, not a {wanted.name}", f"make it a {wanted.name}")
        return self.mistakes

    def _note(self, what: str, how: str) -> None:
        self.mistakes.append((what, how))

    def kind(self, node: ex.Node) -> Kind:
        return _KINDS[type(node)](self, node)

    def _const(self, node: ex.Const) -> Kind:
        if isinstance(node.value, bool):
            return BOOL
        return NUMBER if isinstance(node.value, Decimal) else Kind("text")

    def _fact(self, node: ex.FactRef) -> Kind:
        fact = self.facts.get(node.fact)
        if fact is None:
            self._unknown_name("fact", node.fact, self.facts)
            return ANY
        return fact_kind(fact)

    def _param(self, node: ex.ParamRef) -> Kind:
        parameter = self.parameters.get(node.parameter)
        if parameter is None:
            self._unknown_name("parameter", node.parameter, self.parameters)
            return ANY
        if parameter.unit in (Unit.TEXT, Unit.PHONE):
            return TEXT
        return Kind("number", parameter.unit)

    def _unknown_name(self, kind: str, name: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(name, list(known), n=1)
        self._note(f"there is no {kind} {name!r}", f"did you mean {near[0]!r}?" if near else f"define the {kind}")

    def _field(self, node: ex.FieldRef) -> Kind:
        people = self.people.get(node.var)
        columns = {f.id: f for f in people.fields} if people else {}
        column = columns.get(node.field)
        if column is None:
            self._unknown_name("column", f"{node.var}.{node.field}", [f"{node.var}.{c}" for c in columns])
            return ANY
        return fact_kind(column)

    def _truth(self, node: ex.Node) -> None:
        kind = self.kind(node)
        if kind.name not in ("bool", "any"):
            self._note(f"a {kind} stands where true or false is needed", "compare it with something")

    def _junction(self, node: ex.And | ex.Or) -> Kind:
        for part in node.parts:
            self._truth(part)
        return BOOL

    def _not(self, node: ex.Not) -> Kind:
        self._truth(node.part)
        return BOOL

    def _compare(self, node: ex.Compare) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        self._agree(left, right, node.op)
        self._known_option(left, node.right)
        self._known_option(right, node.left)
        if node.op not in ("==", "!=") and left.name in ("bool", "choice", "text", "choices"):
            self._note(f"{left} has no order", "use == or !=")
        return BOOL

    def _agree(self, left: Kind, right: Kind, what: str) -> None:
        names = {left.name, right.name}
        if "any" in names or names <= {"text", "choice", "region"}:
            return
        if left.name != right.name:
            self._note(f"{left} {what} {right} cannot be compared", "compare things of one kind")
        elif left.name == "number" and not units_agree(left.unit, right.unit):
            self._note(f"{left.unit} and {right.unit} are mixed", "bring both to one unit")

    def _known_option(self, kind: Kind, node: ex.Node) -> None:
        if kind.options and isinstance(node, ex.Const) and node.value not in kind.options:
            self._unknown_name("option", str(node.value), kind.options)

    def _in(self, node: ex.In) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        if right.name == "choices":
            self._known_option(right, node.left)
        elif isinstance(node.right, ex.Items):
            for part in node.right.parts:
                self._agree(left, self.kind(part), "in")
                self._known_option(left, part)
        elif right.name != "any":
            self._note(f"`in` needs a list or a choices fact, not {right}", "write x in ['a', 'b'] or 'a' in choices")
        return BOOL

    def _arith(self, node: ex.Arith) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        for kind in (left, right):
            if kind.name not in ("number", "any"):
                self._note(f"{kind} cannot be calculated with", "use numbers; for dates use add_days or add_months")
        if node.op in "+-" and not units_agree(left.unit, right.unit):
            self._note(f"{left.unit} and {right.unit} are mixed", "bring both to one unit")
        if node.op == "/" and left.unit is right.unit:
            return NUMBER
        return left if left.unit is not Unit.NONE else right

    def _if(self, node: ex.IfElse) -> Kind:
        self._truth(node.test)
        then, other = self.kind(node.then), self.kind(node.other)
        self._agree(then, other, "or")
        return then if then.name != "any" else other

    def _items(self, node: ex.Items) -> Kind:
        for part in node.parts:
            self.kind(part)
        return ANY

    def _call(self, node: ex.Call) -> Kind:
        function = FUNCTIONS[node.name]
        kinds = [self.kind(arg) for arg in node.args]
        wanted = _spread(function.takes, len(kinds))
        if wanted is None:
            self._note(
                f"{node.name} takes {len(function.takes)} values, not {len(kinds)}", f"see {node.name} in the guide"
            )
            return ANY
        for kind, name, arg in zip(kinds, wanted, node.args, strict=True):
            self._argument(node.name, kind, name, arg)
        if function.gives == "same":
            return next((k for k in kinds if k.unit is not Unit.NONE), kinds[0])
        kind = _NAMED[function.gives]
        return Kind(kind.name, Unit(function.unit)) if function.unit != "none" else kind

    def _argument(self, name: str, kind: Kind, wanted: str, node: ex.Node) -> None:
        if wanted == "fact":
            if not isinstance(node, ex.FactRef):
                self._note(f"{name} takes the name of a fact", f"write {name}(some_fact)")
        elif wanted not in ("any", kind.name) and kind.name != "any" and {wanted, kind.name} != {"text", "region"}:
            self._note(f"{name} takes a {wanted}, not a {kind}", "give it the right kind of value")

    def _quantifier(self, node: ex.Quantifier) -> Kind:
        fact = self.facts.get(node.people.fact)
        if fact is None or fact.type is not FactType.PEOPLE:
            self._note(f"{node.people.fact!r} is not a list of people", "use a fact of type people")
            return ANY
        self.people[node.var] = fact
        if node.only is not None:
            self._truth(node.only)
        if node.kind == "sum":
            return self.kind(node.element)
        self._truth(node.element)
        return Kind("number", Unit.PEOPLE) if node.kind == "count" else BOOL


def _spread(takes: tuple[str, ...], count: int) -> tuple[str, ...] | None:
    """The wanted kinds for ``count`` arguments, with a trailing ``*`` repeated; None when the number is wrong."""
    if not takes[-1].endswith("*"):
        return takes if len(takes) == count else None
    fixed, rest = takes[:-1], takes[-1].rstrip("*")
    return (*fixed, *[rest] * (count - len(fixed))) if count > len(fixed) else None


def fact_kind(fact: Fact | PersonField) -> Kind:
    """The kind of a fact's or a column's values, with unit and options."""
    kind = FACT_KINDS[fact.type]
    return Kind(kind.name, fact.unit, frozenset(option.id for option in fact.options))


_KINDS: dict[type[ex.Node], Callable[[Checker, Any], Kind]] = {
    ex.Const: Checker._const,
    ex.FactRef: Checker._fact,
    ex.ParamRef: Checker._param,
    ex.ContextRef: lambda self, node: _CONTEXT[node.name],
    ex.FieldRef: Checker._field,
    ex.And: Checker._junction,
    ex.Or: Checker._junction,
    ex.Not: Checker._not,
    ex.Compare: Checker._compare,
    ex.In: Checker._in,
    ex.Arith: Checker._arith,
    ex.IfElse: Checker._if,
    ex.Items: Checker._items,
    ex.Call: Checker._call,
    ex.Quantifier: Checker._quantifier,
}
