"""The shape of ``flows/entitlement.yaml``: which facts the entitlement check asks, and which items they point to."""

from __future__ import annotations

from pydantic import Field

from assistant.catalog.model import Condition, Id, Section, Strict

MOST_FACTS = 12  # nobody answers more for a first look
LISTS = ("likely", "possible", "person_decides", "no")


class Offer(Strict):
    """An item that a rule speaks of, and the service that decides it; ``because`` where the rule's does not fit it."""

    item: Id
    service: Id
    because: str | None = None


class CheckFact(Strict):
    """A fact to ask while ``when`` is true or not known."""

    fact: Id
    when: Condition | None = None


class CheckRule(Strict):
    """Which items to show when ``when`` holds, and ``no`` why others are not; ``door`` items are only ways in."""

    rule: int = Field(ge=1)
    when: Condition
    because: str = Field(min_length=2)
    door: bool = False
    likely: tuple[Offer, ...] = ()
    possible: tuple[Offer, ...] = ()
    person_decides: tuple[Offer, ...] = ()
    no: tuple[Offer, ...] = ()
    source: str | None = None


class Entitlement(Strict):
    """The whole check. ``matters`` says what has happened to somebody who comes from a service."""

    title: str
    lead: str
    about: str
    limit: int = Field(ge=1, le=MOST_FACTS)
    sections: tuple[Section, ...]
    matters: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    facts: tuple[CheckFact, ...]
    rules: tuple[CheckRule, ...]
