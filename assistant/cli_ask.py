"""The reply to a question in words, for the people who look after the answers."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.match.answer import Reply
from assistant.match.index import Match
from assistant.match.library import Library


def answered(library: Library, reply: Reply, why: bool) -> Iterator[str]:
    """What a resident would be told, then the likeliest topics (with ``why`` the words that spoke for each)."""
    yield reply.state.value
    if reply.edition is not None:
        edition = reply.edition
        place = f", {edition.city}" if edition.city else ""
        yield f"{edition.question} ({edition.topic}, {edition.status.value}{place})"
        yield edition.text
        yield f"source: {edition.source}"
    if reply.neighbour is not None:
        yield f"{reply.neighbour.label}: {reply.neighbour.door}"
    for number, match in enumerate(reply.matches, start=1):
        article = library.articles.by_topic[match.topic]
        yield f"{number:2}. {match.score:.2f} {match.topic} {article.front.label}"
        if why:
            yield from _why(match)


def _why(match: Match) -> Iterator[str]:
    yield f"      row: {match.row}"
    for evidence in match.why:
        yield f"      {evidence.kind}: {evidence.asked} ~ {evidence.found}"
