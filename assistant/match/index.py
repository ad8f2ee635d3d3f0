"""Any list of (id, text) in; the ids that answer a question out, each with a probability and its reasons."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from assistant.match import rank
from assistant.match.family import Family, Kin
from assistant.match.features import Channel, Ints, Reading, channel_of, read
from assistant.match.postings import Floats, Postings, Query
from assistant.match.scope import Scope
from assistant.match.synonyms import ELSEWHERE, Kind, Synonyms, Token, load_synonyms

CANDIDATES = 16
"""Topics that get the close look; more of them find no more, and cost time."""
ROW_CHANNELS = [Channel.CHARS, Channel.WORDS]
"""What single rows are compared by: sounds and turns say more of whole topics, and would double the work."""


@dataclass(frozen=True)
class Context:
    """What is known beside the words: the city in force, the service open, the item being filled, the day."""

    city: str | None = None
    service: str | None = None
    stage: str | None = None
    date: date | None = None


@dataclass(frozen=True)
class Facets:
    """What is known of a topic beside its texts: the city it is about, the service and item it belongs to."""

    city: str | None = None
    service: str | None = None
    item: str | None = None


@dataclass(frozen=True)
class Evidence:
    """One reason for a match: what in the question (`asked`) met what in the row (`found`), and how."""

    kind: str
    asked: str
    found: str


@dataclass(frozen=True)
class Match:
    """A topic that may answer: its probability of being right (0 to 1) and the row that spoke for it."""

    topic: str
    score: float
    row: str
    _explain: functools.partial[tuple[Evidence, ...]] = field(repr=False, compare=False)

    @property
    def why(self) -> tuple[Evidence, ...]:
        """The words, sounds, synonyms and places that question and row share; worked out when asked for."""
        return self._explain()


@dataclass(frozen=True)
class Ranking:
    """All that one question gave: matches, the chance that nothing fits, the nearest neighbouring matter.

    ``places`` are the cities and provinces that the question itself names, each with what it lies within.
    """

    matches: list[Match]
    none: float
    neighbour: str | None
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidates:
    """Topics worth a close look (their numbers and best rows), with the figures that decide between them."""

    topics: Ints
    rows: Ints
    features: Floats
    none_features: Floats
    neighbour: str | None


class Index:
    """Finds the topics that answer a question. Built once, then only read; safe to share between threads."""

    def __init__(
        self,
        entries: Sequence[tuple[str, str]],
        *,
        synonyms: Synonyms | None = None,
        cohort: Sequence[str] = (),
        neighbours: Sequence[tuple[str, str]] = (),
        facets: Mapping[str, Facets] | None = None,
        families: Sequence[Family] = (),
        model: rank.Model | None = None,
    ) -> None:
        """Index `entries`, (topic id, text) pairs, many rows a topic.

        `cohort` are questions that no topic answers, `neighbours` (id, text) pairs of matters that others answer:
        both only teach the index when to be silent. Of each of the `families` one topic is told, that of the city
        asked about. Without `synonyms` the shipped ones are used.
        """
        self._synonyms = synonyms or load_synonyms()
        self._model = model or rank.load_model()
        grouped, self._topics = _grouped(entries)
        self._neighbours = [name for name, _ in neighbours]
        reading = read([text for _, text in (*grouped, *neighbours)] + list(cohort), self._synonyms)
        self._pairs = frozenset(text[at : at + 2] for text in reading.texts for at in range(len(text) - 1))
        self._texts = [text for _, text in grouped]
        self._normalised = reading.texts[: len(grouped)]
        owner = np.array([number for number, _ in grouped], dtype=np.int64)
        self._starts = np.flatnonzero(np.diff(owner, prepend=-1))
        self._sizes = np.diff(np.append(self._starts, len(owner)))
        self._postings, self._first_topic = _postings(reading, owner, len(self._topics))
        self._first_other = self._first_topic + len(self._topics)
        self._scope = Scope(self._postings, self._first_topic, self._first_other)
        self._facets = facets or {}
        self._places = [self._places_of(number, reading) for number in range(len(self._topics))]
        self._kin = Kin(families, self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    def search(self, text: str, k: int = 10, context: Context | None = None) -> list[Match]:
        """The `k` likeliest topics, best first; with the chance of none their scores add up to at most one."""
        return self.rank(text, k, context).matches

    def rank(self, text: str, k: int = 10, context: Context | None = None) -> Ranking:
        """As `search`, with the chance that no topic fits and the nearest neighbouring matter, if any."""
        asked = read([text], self._synonyms, self._pairs)
        found = self._candidates(asked, context or Context()) if self._topics and asked.texts[0] else None
        if found is None:
            return Ranking([], 1.0, None)
        chances = self._model.chances(found.features, found.none_features)
        order = np.argsort(-chances[:-1], kind="stable")[:k]
        matches = [self._match(asked, found, int(at), float(chances[at])) for at in order]
        return Ranking(matches, float(chances[-1]), found.neighbour, self._synonyms.places(asked.tokens[0]))

    def candidates(self, text: str, context: Context | None = None) -> tuple[list[str], Candidates] | None:
        """The candidate topics' ids and figures, to fit the model on; None when the text holds no words."""
        asked = read([text], self._synonyms, self._pairs)
        if not asked.texts[0]:
            return None
        found = self._candidates(asked, context or Context())
        return [self._topics[number] for number in found.topics], found

    def _candidates(self, asked: Reading, context: Context) -> Candidates:
        question = self._postings.query(asked.keys)
        glance, exactly = self._postings.look(question, rank.CHANNEL_WEIGHTS)
        overall = glance[self._first_topic : self._first_other]
        if self._first_topic:
            overall = overall + np.maximum.reduceat(glance[: len(self._texts)], self._starts)
        places = self._synonyms.places(asked.tokens[0]) or _city_of(context)
        heard, topics = self._kin.speak(_top(overall, CANDIDATES), places)
        rows = self._best_rows(glance, heard)
        exact = exactly(np.concatenate((rows, self._first_topic + heard)))
        by_row = exact[: len(rows), ROW_CHANNELS]
        features = np.column_stack(
            (
                by_row,
                exact[len(rows) :],
                rank.likeness(asked.texts[0], [self._normalised[row] for row in rows]),
                np.maximum(0.0, by_row[:, 0] - rank.NEAR_FROM),
                self._place_features(asked.tokens[0], topics, context),
                self._prior(topics, context),
            )
        )
        none, neighbour = self._none_features(asked, glance[self._first_other :], question)
        return Candidates(topics, rows, features, none, neighbour)

    def _best_rows(self, glance: Floats, topics: Ints) -> Ints:
        starts, sizes = self._starts[topics], self._sizes[topics]
        return np.array(
            [start + int(glance[start : start + size].argmax()) for start, size in zip(starts, sizes, strict=True)]
        )

    def is_about(self, topic: str, places: frozenset[str]) -> bool:
        """Whether a topic that is about certain places is about one of these."""
        return topic in self._topics and bool(self._places[self._topics.index(topic)] & places)

    def lies_within(self, city: str, places: frozenset[str]) -> bool:
        """Whether the city lies within one of these provinces."""
        return bool(self._synonyms.around(city) & places)

    def _places_of(self, topic: int, reading: Reading) -> frozenset[str]:
        """The city it is known to be about, and every place that a third of its rows name."""
        facets = self._facets.get(self._topics[topic])
        known = {facets.city} if facets and facets.city else set()
        start, size = int(self._starts[topic]), int(self._sizes[topic])
        rows = reading.tokens[start : start + size]
        counts = Counter(token.name for tokens in rows for token in tokens if token.kind == Kind.PLACE)
        named = {name for name, count in counts.items() if count * 3 >= size and name != ELSEWHERE}
        return frozenset(known | named)

    def _place_features(self, tokens: Sequence[Token], topics: Ints, context: Context) -> Floats:
        named = self._synonyms.places(tokens)
        asked = named or _city_of(context)
        elsewhere = self._synonyms.is_elsewhere(tokens)
        return np.array([rank.place_features(self._places[at], asked, bool(named), elsewhere) for at in topics])

    def _prior(self, topics: Ints, context: Context) -> Floats:
        facets = [self._facets.get(self._topics[topic], Facets()) for topic in topics]
        return np.array(
            [
                float(bool(context.service) and each.service == context.service)
                + float(bool(context.stage) and each.item == context.stage)
                for each in facets
            ]
        )

    def _none_features(self, asked: Reading, others: Floats, question: Query) -> tuple[Floats, str | None]:
        near, cohort = others[: len(self._neighbours)], others[len(self._neighbours) :]
        elsewhere = self._synonyms.is_elsewhere(asked.tokens[0])
        values = (
            1.0,
            float(cohort.max(initial=0.0)),
            float(near.max(initial=0.0)),
            1.0 - float(question.known[0]),
            self._scope.score(question),
            float(elsewhere),
            float(elsewhere and rank.asks_for_figure(asked.tokens[0])),
            1.0 / (1 + len(asked.texts[0])),
        )
        is_near = len(near) > 0 and near.max() >= rank.NEIGHBOUR_ABOVE
        return np.array(values), self._neighbours[int(near.argmax())] if is_near else None

    def _match(self, asked: Reading, found: Candidates, at: int, score: float) -> Match:
        row = int(found.rows[at])
        explain = functools.partial(
            _evidence, self._synonyms, asked.texts[0], self._normalised[row], tuple(asked.tokens[0])
        )
        return Match(self._topics[found.topics[at]], score, self._texts[row], explain)


def _city_of(context: Context) -> frozenset[str]:
    return frozenset({context.city}) if context.city else frozenset()


def _postings(reading: Reading, owner: Ints, topics: int) -> tuple[Postings, int]:
    """Documents in this order: the rows, the topics they make up, all other texts; and the first topic's number.

    A feature's rarity is its rarity among topics and other texts. Rows keep only characters and words, which say
    which row is nearest; sounds and turns say more of whole topics. Where every topic is one row, the rows are the
    topics and nothing is held twice.
    """
    rows = len(owner)
    if rows == topics:
        return Postings(reading.rows, reading.keys, len(reading.texts)), 0
    own = reading.rows < rows
    slim = own & np.isin(channel_of(reading.keys), ROW_CHANNELS)
    documents = (reading.rows[slim], rows + owner[reading.rows[own]], reading.rows[~own] + topics)
    keys = (reading.keys[slim], reading.keys[own], reading.keys[~own])
    postings = Postings(np.concatenate(documents), np.concatenate(keys), len(reading.texts) + topics, counted_from=rows)
    return postings, rows


def _grouped(entries: Sequence[tuple[str, str]]) -> tuple[list[tuple[int, str]], list[str]]:
    """Rows ordered by topic, and the topics in the order they first appear."""
    numbers: dict[str, int] = {}
    rows = [(numbers.setdefault(topic, len(numbers)), text) for topic, text in entries]
    return sorted(rows, key=lambda row: row[0]), list(numbers)


def _top(values: Floats, count: int) -> Ints:
    """Places of the largest values, best first, ties by place.

    Most values of a large index are small or zero, which partitioning handles badly: only those within reach of
    the best are sorted.
    """
    reach, best = 0.5, float(values.max(initial=0.0))
    near = np.flatnonzero(values >= reach * best)
    while len(near) < min(count, len(values)):
        reach = reach / 2 if reach > 0.05 else 0.0
        near = np.flatnonzero(values >= reach * best)
    return near[np.argsort(-values[near], kind="stable")[:count]]


def _evidence(synonyms: Synonyms, asked: str, row: str, asked_tokens: tuple[Token, ...]) -> tuple[Evidence, ...]:
    held = {(token.kind, token.name): token.words for token in synonyms.find(row)}
    shared = [
        Evidence(token.kind.name.lower(), token.words, held[token.kind, token.name])
        for token in asked_tokens
        if (token.kind, token.name) in held
    ]
    return (*shared, *(Evidence("text", part, part) for part in rank.common_parts(asked, row)))
