"""Conditions and formulas: text in Python's words, read through a whitelist into a small typed tree.

The standard library's parser reads the text in expression mode; nothing of it is ever executed. Every node
that is not on the list below is an error that says what to write instead.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any

MAX_LENGTH = 2000
CONTEXT_NAMES = ("city", "province", "today", "sharing")
QUANTIFIERS = ("any", "all", "count", "sum")


class ExpressionError(ValueError):
    """A condition or formula that cannot be read; ``what`` is wrong and ``how`` mends it."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what}; {how}")
        self.what, self.how = what, how


@dataclass(frozen=True, slots=True)
class Node:
    """One piece of an expression; subclasses hold their parts as fields."""

    def children(self) -> Iterator[Node]:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Node))

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children():
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Const(Node):
    value: bool | Decimal | str


@dataclass(frozen=True, slots=True)
class Items(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class FactRef(Node):
    fact: str


@dataclass(frozen=True, slots=True)
class ParamRef(Node):
    parameter: str


@dataclass(frozen=True, slots=True)
class ContextRef(Node):
    name: str


@dataclass(frozen=True, slots=True)
class FieldRef(Node):
    var: str
    field: str


@dataclass(frozen=True, slots=True)
class Not(Node):
    part: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    op: str  # == != < <= > >=
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Arith(Node):
    op: str  # + - * /
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class IfElse(Node):
    test: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quantifier(Node):
    kind: str  # any all count sum
    var: str
    people: FactRef
    element: Node  # the condition, or for `sum` the number
    only: Node | None = None  # the `if` part of sum


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or formula with its text; ``facts`` and ``params`` are all the names it reads."""

    text: str
    node: Node
    facts: frozenset[str]
    params: frozenset[str]

    def __str__(self) -> str:
        return self.text


def parse_condition(value: Any) -> Expression:
    """Read a condition written as text or as a plain true/false. Raises ExpressionError."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, str):
        raise ExpressionError(f"a condition has to be text, not {type(value).__name__}", "put it in quotes")
    return _parse(value.strip())


def parse_formula(value: Any) -> Expression:
    """Read a formula: like a condition, and a bare number is a formula too."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = str(value)
    return parse_condition(value)


@cache
def _parse(text: str) -> Expression:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters", "split it into clauses")
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise ExpressionError(
            f"cannot read {text!r} near column {error.offset}", "write it in Python's words: and, or, not, =="
        ) from None
    node = _read(tree.body, frozenset())
    names = frozenset(n.fact for n in node.walk() if isinstance(n, FactRef))
    params = frozenset(n.parameter for n in node.walk() if isinstance(n, ParamRef))
    return Expression(text, node, names, params)


_COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_ARITH = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def _read(tree: ast.expr, scope: frozenset[str]) -> Node:
    reader = _READERS.get(type(tree))
    if reader is None:
        raise ExpressionError(
            f"{ast.unparse(tree)!r} is not allowed in a condition",
            "use names, comparisons, and, or, not, in and the listed functions",
        )
    return reader(tree, scope)


def _read_const(tree: ast.Constant, scope: frozenset[str]) -> Node:
    value = tree.value
    if isinstance(value, bool | str):
        return Const(value)
    if isinstance(value, int | float):
        return Const(Decimal(str(value)))
    raise ExpressionError(f"{value!r} is not a value here", "use a number, 'text', true or false")


def _read_name(tree: ast.Name, scope: frozenset[str]) -> Node:
    if tree.id in ("true", "false"):
        return Const(tree.id == "true")
    if tree.id in CONTEXT_NAMES:
        return ContextRef(tree.id)
    if tree.id in scope:
        raise ExpressionError(f"{tree.id!r} is a whole person", f"name a column: {tree.id}.name")
    return FactRef(tree.id)


def _read_attribute(tree: ast.Attribute, scope: frozenset[str]) -> Node:
    if isinstance(tree.value, ast.Name) and tree.value.id == "params":
        return ParamRef(tree.attr)
    if isinstance(tree.value, ast.Name) and tree.value.id in scope:
        return FieldRef(tree.value.id, tree.attr)
    raise ExpressionError(
        f"{ast.unparse(tree)!r}: only params.<id> and a person's columns have parts",
        "write params.<parameter id>, or any(p.column == … for p in list)",
    )


def _read_bool(tree: ast.BoolOp, scope: frozenset[str]) -> Node:
    parts = tuple(_read(part, scope) for part in tree.values)
    return And(parts) if isinstance(tree.op, ast.And) else Or(parts)


def _read_unary(tree: ast.UnaryOp, scope: frozenset[str]) -> Node:
    part = _read(tree.operand, scope)
    if isinstance(tree.op, ast.Not):
        return Not(part)
    if isinstance(tree.op, ast.USub) and isinstance(part, Const) and isinstance(part.value, Decimal):
        return Const(-part.value)
    raise ExpressionError(f"{ast.unparse(tree)!r} is not allowed", "use `not`, or a negative number")


def _read_compare(tree: ast.Compare, scope: frozenset[str]) -> Node:
    operands = [_read(part, scope) for part in (tree.left, *tree.comparators)]
    steps = [
        _one_comparison(op, left, right) for op, left, right in zip(tree.ops, operands, operands[1:], strict=False)
    ]
    return steps[0] if len(steps) == 1 else And(tuple(steps))


def _one_comparison(op: ast.cmpop, left: Node, right: Node) -> Node:
    if isinstance(op, ast.In):
        return In(left, right)
    if isinstance(op, ast.NotIn):
        return Not(In(left, right))
    if type(op) not in _COMPARE:
        raise ExpressionError("`is` compares nothing here", "use ==")
    return Compare(_COMPARE[type(op)], left, right)


def _read_arith(tree: ast.BinOp, scope: frozenset[str]) -> Node:
    if type(tree.op) not in _ARITH:
        raise ExpressionError(f"{ast.unparse(tree)!r}: unknown operator", "use + - * /")
    return Arith(_ARITH[type(tree.op)], _read(tree.left, scope), _read(tree.right, scope))


def _read_if(tree: ast.IfExp, scope: frozenset[str]) -> Node:
    return IfElse(_read(tree.test, scope), _read(tree.body, scope), _read(tree.orelse, scope))


def _read_list(tree: ast.List | ast.Tuple, scope: frozenset[str]) -> Node:
    return Items(tuple(_read(part, scope) for part in tree.elts))


def _read_call(tree: ast.Call, scope: frozenset[str]) -> Node:
    from assistant.catalog.functions import FUNCTIONS  # the table needs the error class of this module

    if not isinstance(tree.func, ast.Name) or tree.keywords:
        raise ExpressionError(f"{ast.unparse(tree)!r} is not a listed function", "call it by its bare name")
    name = tree.func.id
    if name in QUANTIFIERS and len(tree.args) == 1 and isinstance(tree.args[0], ast.GeneratorExp):
        return _read_quantifier(name, tree.args[0], scope)
    if name not in FUNCTIONS:
        near = difflib.get_close_matches(name, [*FUNCTIONS, *QUANTIFIERS], n=1)
        hint = f"did you mean {near[0]}?" if near else f"the functions are {', '.join(sorted(FUNCTIONS))}"
        raise ExpressionError(f"there is no function {name!r}", hint)
    return Call(name, tuple(_read(arg, scope) for arg in tree.args))


def _read_quantifier(kind: str, tree: ast.GeneratorExp, scope: frozenset[str]) -> Node:
    loop = tree.generators[0]
    if len(tree.generators) > 1 or not (isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.Name)):
        raise ExpressionError(f"{ast.unparse(tree)!r} is too clever", f"write {kind}(… for p in list_of_people)")
    var = loop.target.id
    inner = scope | {var}
    only = _join([_read(test, inner) for test in loop.ifs])
    people = FactRef(loop.iter.id)
    if kind == "count" and isinstance(tree.elt, ast.Name) and tree.elt.id == var:
        return Quantifier(kind, var, people, only or Const(True))
    element = _read(tree.elt, inner)
    if kind == "sum":
        return Quantifier(kind, var, people, element, only)
    if only is not None:
        element = Or((Not(only), element)) if kind == "all" else And((only, element))
    return Quantifier(kind, var, people, element)


def _join(parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


_READERS: dict[type[ast.expr], Callable[[Any, frozenset[str]], Node]] = {
    ast.Constant: _read_const,
    ast.Name: _read_name,
    ast.Attribute: _read_attribute,
    ast.BoolOp: _read_bool,
    ast.UnaryOp: _read_unary,
    ast.Compare: _read_compare,
    ast.BinOp: _read_arith,
    ast.IfExp: _read_if,
    ast.List: _read_list,
    ast.Tuple: _read_list,
    ast.Call: _read_call,
}
