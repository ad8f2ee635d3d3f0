"""What is left of conditions after the answers so far: the part that later answers can still make differ.

A :class:`Term` is a condition or value with all known answers written in and everything simplified away that can make
no difference any more. Terms are kept once each, so that two situations which can only go on alike look alike, and
writing an answer into a term is done once for all situations that hold it. What a term evaluates to is always worked
out by the evaluator that decides real cases; nothing of it is told twice here.

An *atom* is one question as conditions see it: a fact, or one option of a choices fact. An atom that was *asked* has an
answer, of which we look at all at once until one of them has to be told from the others.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from assistant.catalog.evaluate import as_truth
from assistant.catalog.outcome import Unknown, merge

Function = Callable[..., Any]


class Atom(NamedTuple):
    """A fact, or one option of a choices fact; ``asked`` once the question has been put."""

    fact: str
    option: str | None = None
    asked: bool = False

    @property
    def question(self) -> tuple[str, str | None]:
        return self.fact, self.option


WHOLE = ""  # the pseudo-option that says: this choices fact has been answered
UNDECIDED = Unknown(doubted=frozenset({"?"}))
DOUBT = "?"  # the pseudo-option that says: answered with 「不清楚」


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One condition or value as it stands.

    ``open`` are the facts it waits for now. ``pressing`` are answers that were given, are not told apart yet, and
    decide already now how it goes on; with them ``open`` is what it may wait for.
    """

    id: int
    kind: str
    parts: tuple[Any, ...]
    atoms: frozenset[Atom]
    facts: frozenset[str]
    pressing: frozenset[Atom]
    open: frozenset[str]

    @property
    def is_const(self) -> bool:
        return self.kind == "const"

    @property
    def value(self) -> Any:
        """The value of a constant."""
        return self.parts[0]

    @property
    def waits(self) -> bool:
        """Whether a question that has not been asked yet can still make it differ."""
        return any(not atom.asked for atom in self.atoms)


class Change(NamedTuple):
    """What an answer does to terms: ``number`` of the sample value, or None: asked, and not told apart yet.

    ``special`` is the doubt that a whole choices fact was answered with.
    """

    fact: str
    option: str | None = None
    number: int | None = None
    special: Any = None


class Terms:
    """All terms of one walk."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], Term] = {}
        self._changed: dict[tuple[int, Change], Term] = {}
        self.closed = self.const(True)

    def const(self, value: Any) -> Term:
        value = _plain(value)
        return self._keep("const", (value,), (type(value), value))

    def table(self, atom: Atom, results: Sequence[Any]) -> Term:
        """The value that each answer to ``atom`` gives; for an option: taken, left out, and doubted as a whole."""
        if atom.asked and atom.option is not None:
            results = results[:2]
        results = [_plain(result) for result in results]
        kinds = tuple((type(r), r) for r in results)
        if atom.asked and len(set(kinds)) == 1:
            return self.const(results[0])
        return self._keep("table", (atom, tuple(results)), (atom, kinds))

    def junction(self, decisive: bool, parts: Iterable[Term]) -> Term:
        """``and`` (decisive False) and ``or`` (decisive True)."""
        kind = "or" if decisive else "and"
        rest: dict[int, Term] = {}
        doubts: list[Unknown] = []
        tables: dict[Atom, Term] = {}
        waiting = [self.truth(part) for part in parts]
        while waiting:
            part = waiting.pop()
            if part.kind == kind:
                waiting.extend(part.parts)
            elif part.is_const:
                if part.value is decisive:
                    return part
                if isinstance(part.value, Unknown):
                    doubts.append(part.value)
            elif part.kind == "table":
                known = tables.get(part.parts[0])
                tables[part.parts[0]] = part if known is None else self._joined(decisive, known, part)
            else:
                rest[part.id] = part
        return self._junction(decisive, kind, [*rest.values(), *tables.values()], doubts)

    def _junction(self, decisive: bool, kind: str, parts: list[Term], doubts: list[Unknown]) -> Term:
        found = [part for part in parts if not part.is_const]  # asked tables may have become the same everywhere
        for part in parts:
            if part.is_const:
                if part.value is decisive:
                    return part
                if isinstance(part.value, Unknown):
                    doubts.append(part.value)
        if not found:
            return self.const(merge(doubts) if doubts else not decisive)
        if doubts:
            found.append(self.const(merge(doubts)))
        if len(found) == 1:
            return found[0]
        ordered = tuple(sorted(found, key=lambda term: term.id))
        return self._keep(kind, ordered, tuple(term.id for term in ordered))

    def _joined(self, decisive: bool, one: Term, other: Term) -> Term:
        atom = one.parts[0]
        return self.table(atom, [_both(decisive, a, b) for a, b in zip(one.parts[1], other.parts[1], strict=True)])

    def truth(self, term: Term) -> Term:
        """``term`` as a condition reads it: what has no value counts as false."""
        return term if _is_condition(term) else self.apply("truth", as_truth, [term])

    def negated(self, term: Term) -> Term:
        if term.kind in ("and", "or"):
            return self.junction(term.kind == "and", [self.negated(part) for part in term.parts])
        return self.apply("not", _not, [self.truth(term)])

    def choice(self, test: Term, then: Term, other: Term) -> Term:
        """``then if test else other``; while the test is not known, neither branch is looked at."""
        test = self.truth(test)
        if test.is_const:
            return test if isinstance(test.value, Unknown) else then if test.value else other
        then, other = _under(test, then, 1), _under(test, other, 2)
        if test.kind == "table" and all(self._fits(test, branch) for branch in (then, other)):
            rows = zip(test.parts[1], self._row(test, then), self._row(test, other), strict=True)
            return self.table(test.parts[0], [t if isinstance(t, Unknown) else a if t else b for t, a, b in rows])
        return self._keep("if", (test, then, other), (test.id, then.id, other.id))

    @staticmethod
    def _fits(test: Term, branch: Term) -> bool:
        return branch.is_const or (branch.kind == "table" and branch.parts[0] == test.parts[0])

    @staticmethod
    def _row(test: Term, branch: Term) -> tuple[Any, ...]:
        return branch.parts[1] if branch.kind == "table" else (branch.value,) * len(test.parts[1])

    def known(self, term: Term) -> Term:
        """Open as long as ``term`` is, and then closed: the value makes no difference."""
        if not term.waits:
            return self.closed
        if term.kind == "table":
            return self.table(term.parts[0], (True,) * len(term.parts[1]))
        if term.kind == "if":
            test, then, other = term.parts[0], self.known(term.parts[1]), self.known(term.parts[2])
            if then.is_const and other.is_const:
                return self.known(test)
            return self.choice(test, then, other)
        if term.kind == "known":
            return term
        if term.kind == "apply" and len(term.parts[2]) == 1:
            return self.known(term.parts[2][0])
        return self._keep("known", (term,), (term.id,))

    def apply(self, name: Any, function: Function, children: Sequence[Term]) -> Term:
        """``function`` of the children's values, as the evaluator gives it; ``name`` says which function it is."""
        loose = [child for child in children if not child.is_const]
        if not loose:
            return self.const(function(*(child.value for child in children)))
        tables = {child.parts[0] for child in loose if child.kind == "table"}
        if len(tables) == 1 and all(child.kind == "table" for child in loose):
            return self._mapped(function, children, tables.pop())
        if len(loose) == 1 and loose[0].kind == "if":
            test, then, other = loose[0].parts
            place = children.index(loose[0])
            branches = [[*children[:place], branch, *children[place + 1 :]] for branch in (then, other)]
            return self.choice(test, *(self.apply(name, function, branch) for branch in branches))
        now = function(*(_now(child) for child in children))
        if not (isinstance(now, Unknown) and now.open):
            return self.const(now)  # decided whatever the rest will be
        return self._keep("apply", (name, function, tuple(children)), (name, tuple(child.id for child in children)))

    def _mapped(self, function: Function, children: Sequence[Term], atom: Atom) -> Term:
        now = function(*(_now(child) for child in children))
        if not (isinstance(now, Unknown) and now.open):
            return self.const(now)
        size = len(next(child.parts[1] for child in children if child.kind == "table"))
        columns = [child.parts[1] if child.kind == "table" else (child.value,) * size for child in children]
        return self.table(atom, [function(*row) for row in zip(*columns, strict=True)])

    def changed(self, term: Term, change: Change) -> Term:
        """``term`` after an answer."""
        if change.fact not in term.facts:
            return term
        key = (term.id, change)
        found = self._changed.get(key)
        if found is None:
            found = self._changed[key] = self._change(term, change)
        return found

    def _change(self, term: Term, change: Change) -> Term:
        if term.kind == "table":
            return self._answered(term, change)
        if term.kind in ("and", "or"):
            return self.junction(term.kind == "or", [self.changed(part, change) for part in term.parts])
        if term.kind == "if":
            return self.choice(*(self.changed(part, change) for part in term.parts))
        if term.kind == "known":
            return self.known(self.changed(term.parts[0], change))
        name, function, children = term.parts
        return self.apply(name, function, [self.changed(child, change) for child in children])

    def _answered(self, term: Term, change: Change) -> Term:
        atom, results = term.parts
        if change.special is not None:
            return self.const(results[2])
        if change.number is None:
            return self.const(results[0]) if atom.option in (WHOLE, DOUBT) else self._asked(atom, results)
        return self.const(results[change.number]) if atom.option == change.option else term

    def _asked(self, atom: Atom, results: Sequence[Any]) -> Term:
        return self.table(atom._replace(asked=True), results)

    def _keep(self, kind: str, parts: tuple[Any, ...], key: tuple[Any, ...]) -> Term:
        found = self._kept.get((kind, key))
        if found is None:
            found = self._kept[(kind, key)] = _made(len(self._kept), kind, parts)
        return found


def _plain(value: Any) -> Any:
    """What is undecided for good is so whatever the reason: the ways from there are the same."""
    return UNDECIDED if isinstance(value, Unknown) else value


def _under(test: Term, branch: Term, place: int) -> Term:
    """A branch that asks the same again already knows the answer."""
    return branch.parts[place] if branch.kind == "if" and branch.parts[0] is test else branch


def _is_condition(term: Term) -> bool:
    """Whether a term can only be true, false or not known."""
    return term.kind in ("and", "or") or (term.kind == "apply" and term.parts[0] in ("truth", "not"))


def _made(number: int, kind: str, parts: tuple[Any, ...]) -> Term:
    nothing: frozenset[Any] = frozenset()
    if kind == "const":
        return Term(number, kind, parts, nothing, nothing, nothing, nothing)
    if kind == "table":
        atom = parts[0]
        facts, atoms = frozenset({atom.fact}), frozenset({atom})
        pressing, waiting = (atoms, nothing) if atom.asked else (nothing, facts)
        return Term(number, kind, parts, atoms, facts, pressing, waiting)
    children: tuple[Term, ...] = parts[2] if kind == "apply" else parts
    atoms = nothing.union(*(child.atoms for child in children))
    pressing, waiting = _status(kind, parts, children)
    return Term(number, kind, parts, atoms, frozenset(atom.fact for atom in atoms), pressing, waiting)


def _status(kind: str, parts: tuple[Any, ...], children: tuple[Term, ...]) -> tuple[frozenset[Atom], frozenset[str]]:
    """What presses, and what a term waits for."""
    if kind == "if" and not children[0].pressing:
        return frozenset(), children[0].open
    pressing = children[0].pressing if kind == "if" else frozenset().union(*(child.pressing for child in children))
    if not pressing and kind == "apply":
        return pressing, parts[1](*(_now(child) for child in children)).open
    return pressing, frozenset().union(*(child.open for child in children))


def _now(term: Term) -> Any:
    """The value as the evaluator sees it while the rest is unanswered."""
    return term.value if term.is_const else Unknown(open=term.open or frozenset({"?"}))


def _both(decisive: bool, one: Any, other: Any) -> Any:
    if one is decisive or other is decisive:
        return decisive
    unknown = [value for value in (one, other) if isinstance(value, Unknown)]
    return merge(unknown) if unknown else not decisive


def _not(value: Any) -> Any:
    return value if isinstance(value, Unknown) else operator.not_(value)
