"""One question in free words: answered with an article, two to four choices, or honestly not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.catalog.articles import Edition
from assistant.match.index import Context, Match
from assistant.match.library import Library, Neighbour
from assistant.match.rank import State, decide

TEN = 10
_HELD_DOWN = re.compile(r"(.)\1{3,}", re.DOTALL)  # a key held down says nothing more each time
LONGEST = 2000  # characters of a question that are looked at; the rest adds nothing to what it is about


@dataclass(frozen=True)
class Reply:
    """What can be said to a question. ``matches`` are the ten likeliest topics, best first."""

    state: State
    matches: tuple[Match, ...]
    offered: tuple[Match, ...]
    edition: Edition | None = None
    neighbour: Neighbour | None = None

    @property
    def service(self) -> str | None:
        """The service that the answer starts, if it starts one."""
        return self.edition.service if self.edition else None


def ask(
    library: Library,
    text: str,
    *,
    city: str | None,
    day: date,
    service: str | None = None,
    item: str | None = None,
) -> Reply:
    """Answer ``text`` for ``city`` (None where it is not known) on ``day``, with ``service`` open."""
    context = Context(city=city, service=service, stage=item, date=day)
    ranking = library.index.rank(_HELD_DOWN.sub(r"\1\1\1", text[:LONGEST]), TEN, context)
    verdict = decide(ranking.matches, neighbour=ranking.neighbour)
    edition = None
    if verdict.state is State.ANSWERED:
        edition = edition_of(library, verdict.matches[0].topic, city, day)
    neighbour = library.neighbours.get(verdict.neighbour) if verdict.neighbour else None
    return Reply(verdict.state, tuple(ranking.matches), verdict.matches, edition, neighbour)


def edition_of(library: Library, topic: str, city: str | None, day: date) -> Edition:
    """The article of ``topic`` as it reads in ``city`` on ``day``. Raises KeyError for an unknown topic."""
    article = library.articles.by_topic[topic]
    place = city or article.front.city
    return article.edition(library.catalog.rules(place, day), place, day)
