"""Facts from a resident's own words, each with the words it came from.

Two steps, both pure. :func:`concepts` recognises what is said of whom, for any service. :func:`extract` maps
that to the facts of one service by ``kb/hearing/<service>.yaml``. Precision goes before recall: what is
supposed, asked, heard from others, long past, about somebody else, or said in two ways is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.catalog.catalog import Rules
from assistant.catalog.values import Special, Value
from assistant.match.extract_agree import agree, withdrawn
from assistant.match.extract_listen import Listener
from assistant.match.extract_said import MANY, Concept
from assistant.match.extract_scene import Scene
from assistant.match.extract_text import hear
from assistant.match.hearing import load_hearing
from assistant.match.lexicon import load_lexicon

__all__ = ["MANY", "Concept", "Found", "concepts", "extract"]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact of a service found in the words. Only a sure one may skip its question; others are suggested there."""

    fact: str
    value: Value
    evidence: str
    sure: bool = True


def extract(text: str, today: date, rules: Rules, service: str | None = None) -> tuple[Found, ...]:
    """The facts of ``service`` (of every service with a mapping, when None) that ``text`` tells.

    A value is canonical for its fact as ``rules`` define it; a fact or option that the rules do not have is
    left out. Never raises on any text.
    """
    said = concepts(text, today, rules)
    hearings = [load_hearing(service)] if service else [load_hearing(one) for one in rules.catalog.services]
    found: dict[str, Found] = {}
    for hearing in hearings:
        for one in hearing.facts(said, rules.facts) if hearing else ():
            found.setdefault(one.fact, Found(*one))
    return tuple(found.values())


def concepts(text: str, today: date, rules: Rules | None = None) -> tuple[Concept, ...]:
    """What ``text`` says of the person concerned, the writer, the other party and the household.

    ``rules`` give the cities served, which settle names of places that several provinces have.
    """
    listener = Listener(Scene.of_text(hear(text), load_lexicon()), today, rules)
    chinese = any("\u3400" <= char <= "\u9fff" for char in text[:400])
    return tuple(_agreed(listener.all() if chinese else listener.identities(), listener))


def _agreed(said: Iterable[Concept], listener: Listener) -> Iterator[Concept]:
    """One concept per kind and person: a correction beats what it corrects; of two different ones none stays."""
    heard, lexicon = listener.heard, listener.lexicon
    told = list(said)
    taken_back = withdrawn(told, heard)
    groups: dict[tuple[str, str], list[Concept]] = {}
    for one in told:
        if one not in taken_back:
            groups.setdefault((one.kind, one.of), []).append(one)
    for (kind, _of), group in groups.items():
        if kind in MANY:
            rank = {value: place for place, value in enumerate(lexicon.stronger.get(kind, ()))}
            group.sort(key=lambda one: rank.get(str(one.value), len(rank)))
            covers = lexicon.covers.get(kind, {})
            covered = {less for one in group for less in covers.get(str(one.value), ())}
            yield from {one.value: one for one in group if one.value not in covered}.values()
            continue
        chosen = agree(sorted(group, key=lambda one: one.start), heard, lexicon)
        if chosen is not None and chosen.value is not Special.UNSURE:
            yield chosen
