"""One question in free words: answered with an article, a few to choose from, or honestly not at all."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.catalog.articles import Article, Edition
from assistant.match.family import Family
from assistant.match.index import Context, Match, Ranking
from assistant.match.library import Library, Neighbour
from assistant.match.rank import State, decide

TEN = 10
_HELD_DOWN = re.compile(r"(.)\1{3,}", re.DOTALL)  # a key held down says nothing more each time
LONGEST = 2000  # characters of a question that are looked at; the rest adds nothing to what it is about


@dataclass(frozen=True)
class Reply:
    """What can be said to a question. ``matches`` are the ten likeliest topics, best first.

    ``city`` is the one that ``edition`` is written for: named in the question, else the one in force. Where the
    answer differs from city to city and none is known, ``lead`` says so and the cities' topics are offered.
    """

    state: State
    matches: tuple[Match, ...]
    offered: tuple[Match, ...]
    edition: Edition | None = None
    neighbour: Neighbour | None = None
    lead: str = ""
    city: str | None = None

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
    """Answer ``text`` for ``city`` (None where it is not known) on ``day``, with ``service`` open.

    No city's own figures are given for another city, nor where no city is known.
    """
    context = Context(city=city, service=service, stage=item, date=day)
    ranking = library.index.rank(_HELD_DOWN.sub(r"\1\1\1", text[:LONGEST]), TEN, context)
    place = _place_meant(library, ranking, city)
    fitting = tuple(_merged(library, [m for m in ranking.matches if _may_tell(library, m, ranking, place)]))
    verdict = decide(fitting, neighbour=ranking.neighbour)
    reply = Reply(verdict.state, tuple(ranking.matches), verdict.matches, city=place)
    if verdict.state is State.UNKNOWN:
        is_ours = decide(ranking.matches).state is not State.UNKNOWN  # but only other cities have an answer
        return reply if is_ours else replace(reply, neighbour=library.neighbours.get(verdict.neighbour or ""))
    best = verdict.matches[0]
    if place is None and not ranking.places and _article(library, best).front.city:
        return _by_city(library, reply, best)
    if verdict.state is State.CHOOSE:
        return reply
    return replace(reply, edition=edition_of(library, best.topic, place, context.date or day))


def edition_of(library: Library, topic: str, city: str | None, day: date) -> Edition:
    """The article of ``topic`` as it reads in ``city`` on ``day``; an article about other cities keeps to its own.

    Raises KeyError for an unknown topic.
    """
    article = library.articles.by_topic[topic]
    place = city if article.covers(city) else article.front.city
    rules = library.catalog.rules(place, day)
    edition = article.edition(rules, place, day)
    return edition if edition.item in rules.items else replace(edition, item=None)


def _article(library: Library, match: Match) -> Article:
    return library.articles.by_topic[match.topic]


def _place_meant(library: Library, ranking: Ranking, city: str | None) -> str | None:
    """The city named, else the one in force; None where another place is named, or several."""
    if not ranking.places:
        return city
    named = [name for name in library.catalog.cities if name in ranking.places]
    if len(named) == 1:
        return named[0]
    return city if city in named or (not named and city and library.index.lies_within(city, ranking.places)) else None


def _may_tell(library: Library, match: Match, ranking: Ranking, place: str | None) -> bool:
    """Whether the article is about the place meant; where no place is known at all, any city's may be offered."""
    article = _article(library, match)
    if article.covers(place) or (place is None and not ranking.places):
        return True
    return library.index.is_about(match.topic, ranking.places)


def _merged(library: Library, matches: list[Match]) -> Iterator[Match]:
    """Topics that share one answer count as one: the likelier stands for both, with both chances."""
    totals: dict[str, float] = {}
    for match in matches:
        answer = _article(library, match).answer
        totals[answer] = totals.get(answer, 0.0) + match.score
    for match in matches:
        total = totals.pop(_article(library, match).answer, None)
        if total is not None:
            yield replace(match, score=total)


def _by_city(library: Library, reply: Reply, best: Match) -> Reply:
    """The cities' topics to choose from, then the one that answers anywhere; never one city's figures."""
    family = next((one for one in library.families if best.topic in one.cities.values()), Family("", {"": best.topic}))
    topics = [*family.cities.values(), *([family.general] if family.general else [])]
    if len(topics) == 1:
        topics += [match.topic for match in reply.matches[1:3]]
    return replace(reply, state=State.CHOOSE, offered=offer(topics), lead=family.lead)


def offer(topics: Iterable[str]) -> tuple[Match, ...]:
    """Topics to choose from that were not found by their words."""
    return tuple(Match(topic, 0.0, "", functools.partial(tuple)) for topic in topics)
