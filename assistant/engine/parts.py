"""Which open units hang together, which can still make a difference, and what has to be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.engine.residue import Atom
from assistant.engine.unit import Kind, Unit


def parts(units: Iterable[Unit]) -> Iterator[frozenset[Unit]]:
    """The units grouped so that no two groups look at the same question."""
    groups: list[tuple[int, list[Unit]]] = []
    for unit in units:
        links, members = unit.links, [unit]
        apart = []
        for group in groups:
            if group[0] & unit.links:
                links |= group[0]
                members.extend(group[1])
            else:
                apart.append(group)
        groups = [*apart, (links, members)]
    return (frozenset(members) for _links, members in groups)


def pressing(unit: Unit) -> Iterator[Atom]:
    """The answers to tell apart before one can say how a unit goes on."""
    for term in unit.terms:
        if not term.is_const:
            yield from term.pressing
            if unit.kind is Kind.ITEM:
                return  # who decides comes up only where the item fits


def alive(units: Iterable[Unit]) -> frozenset[Unit]:
    """Without requirements, offers and watches that no answer to come can make a difference to."""
    found = frozenset(units)
    ruling = [unit for unit in found if unit.rules_out]
    if not ruling:
        return found
    waiting = 0
    for unit in found.difference(ruling):
        waiting |= unit.waiting
    return found.difference(unit for unit in ruling if not _can_rule(unit, waiting))


def _can_rule(unit: Unit, waiting: int) -> bool:
    if unit.kind is Kind.CLAUSE and not unit.extra.answered:
        return bool(unit.owner & waiting)
    return bool(unit.facts & waiting) or (unit.kind is not Kind.OFFER and unit.pending != 0)
