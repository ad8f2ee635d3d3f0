"""What is still open in a service, one thing at a time: the types that a walk goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from assistant.engine.needs import Phase
from assistant.engine.outcomes import State
from assistant.engine.residue import Atom, Term


class Kind(IntEnum):
    ITEM = 0  # an undecided item with all that hangs on it
    NEED = 1  # something said about a decided item, or a box of a form that will be filed
    NOTICE = 2
    CLAUSE = 3  # answers that have to go together
    OFFER = 4  # an option that is offered only sometimes
    WATCH = 5  # a condition of which we want to know whether it ever holds


@dataclass(frozen=True, slots=True)
class Claim:
    """Facts that a unit needs, in which phase; ``certain`` when answers not told apart yet make no difference."""

    phase: Phase
    certain: bool
    facts: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """``terms`` are what it looks at; ``hanging`` what comes up once an item is decided.

    Sets of questions are kept as bits of a number (see ``Bits``): ``facts`` all that it has to do with, ``waiting``
    those not asked yet, ``pending`` the answers not told apart, ``links`` what binds it to other units. ``light`` is
    the fact of a box that waits for nothing else, and nothing looks at what it says.
    """

    id: int
    kind: Kind
    name: str
    terms: tuple[Term, ...]
    hanging: tuple[Unit, ...]
    extra: Any
    atoms: frozenset[Atom]
    claims: tuple[Claim, ...]
    facts: int
    waiting: int
    pending: int
    links: int
    owner: int
    light: str | None
    is_stop: bool  # a notice that ends the questions where it holds
    rules_out: bool  # it only rules out answers or watches, and asks for nothing
    is_ready: bool  # an item that fits for certain; only answers not told apart say who decides it
    comes_up: frozenset[int]  # the ids of what hangs on it


class Bits:
    """A bit for every fact, and for every answer that can be given without being told apart."""

    def __init__(self) -> None:
        self._bits: dict[Any, int] = {}
        self._names: list[Any] = []

    def of(self, *names: Any) -> int:
        found = 0
        for name in names:
            bit = self._bits.get(name)
            if bit is None:
                bit = self._bits[name] = 1 << len(self._names)
                self._names.append(name)
            found |= bit
        return found

    def names(self, bits: int) -> Iterator[Any]:
        while bits:
            low = bits & -bits
            yield self._names[low.bit_length() - 1]
            bits ^= low


@dataclass(frozen=True, slots=True)
class Requirement:
    """``must`` of a fact: whether its owner is answered, and the facts that it names, directly or derived."""

    owner: str
    answered: bool
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class After:
    """What a unit becomes: other units, or a stop, or answers that cannot all be right."""

    units: tuple[Unit, ...] = ()
    stops: bool = False
    contradicts: bool = False


@dataclass
class Met:
    """What was met on the way: outcomes of items, notices that held, forms that would be filed."""

    outcomes: dict[str, set[State]] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    watched: set[str] = field(default_factory=set)
