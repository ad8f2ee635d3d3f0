"""Decide items: fits, does not fit, a person decides, not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.catalog.evaluate import decide
from assistant.catalog.model import Clauses, Item
from assistant.catalog.outcome import Unknown, merge
from assistant.engine.facts import Facts


class State(StrEnum):
    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    PERSON_DECIDES = "person_decides"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of one item; ``unknown`` says what is missing or doubted where it is not plainly decided."""

    item: Item
    state: State
    unknown: Unknown | None = None

    @property
    def matters(self) -> bool:
        """Whether the resident has (or may have) something to do about it."""
        return self.state is not State.DOES_NOT_FIT


def all_hold(clauses: Clauses, facts: Facts) -> bool | Unknown:
    """Whether every clause holds; none at all always holds."""
    unknown: list[Unknown] = []
    for clause in clauses:
        value = decide(clause.when, facts)
        if value is False:
            return False
        if isinstance(value, Unknown):
            unknown.append(value)
    return merge(unknown) if unknown else True


def any_holds(clauses: Clauses, facts: Facts) -> bool | Unknown:
    """Whether at least one clause holds."""
    unknown: list[Unknown] = []
    for clause in clauses:
        value = decide(clause.when, facts)
        if value is True:
            return True
        if isinstance(value, Unknown):
            unknown.append(value)
    return merge(unknown) if unknown else False


def decide_item(item: Item, facts: Facts) -> Outcome:
    """The state of ``item``. More answers never change a state other than *not known*; changed answers may.

    What is undecided for good (「不清楚」, a figure that nobody has published) is for a person to decide.
    """
    fits = all_hold(item.fits_when, facts)
    if fits is False:
        return Outcome(item, State.DOES_NOT_FIT)
    if isinstance(fits, Unknown):
        return Outcome(item, State.PERSON_DECIDES if fits.for_good else State.NOT_KNOWN, fits)
    human = any_holds(item.human_when, facts)
    if isinstance(human, Unknown):
        return Outcome(item, State.PERSON_DECIDES if human.for_good else State.NOT_KNOWN, human)
    return Outcome(item, State.PERSON_DECIDES if human else State.FITS)


def decide_service(service: str, facts: Facts) -> tuple[Outcome, ...]:
    """The outcomes of all items of a service that are in force, in the service's order."""
    return tuple(decide_item(item, facts) for item in facts.rules.service_items(service))
