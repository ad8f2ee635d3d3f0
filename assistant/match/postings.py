"""An inverted index in plain arrays: for each feature, the documents that hold it and how much it weighs there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.match.features import Channel, Ints, channel_of

Floats = npt.NDArray[np.float64]
CHANNELS = len(Channel)

_K1 = 0.9
"""BM25's saturation. Its length weight is left out: residents' questions differ in length for no reason of
meaning, and every length weight above 0 ranked worse."""
_COSINE = 0.5
"""Share of the cosine in a score, the rest is BM25; measured best between 0.4 and 0.6."""
_LARGE = 12_000
"""Documents from which on a question is first looked at by its rarest features only."""
_TINY = 1e-9
_GLANCE = 60_000
"""Cells that such a first look reads at most."""


@dataclass(frozen=True)
class Query:
    """A question's features known to the index: their `slots` and `channels`, by channel.

    `cosines` and `bm25` scale each channel's sums to 0 to 1; `known` is the share of each channel's mass that the
    index knows at all.
    """

    slots: Ints
    channels: Ints
    cosines: Floats
    bm25: Floats
    known: Floats


class Postings:
    """Scores documents against a question, each channel between 0 and 1."""

    def __init__(self, documents: Ints, keys: Ints, size: int, counted_from: int = 0) -> None:
        """One (document, feature) pair per occurrence; a rarity is counted over documents from `counted_from` on."""
        self.size = size
        self._vocabulary, feature = np.unique(keys, return_inverse=True)
        pairs, counts = np.unique(feature * max(size, 1) + documents, return_counts=True)
        feature, document = np.divmod(pairs, max(size, 1))
        self._channels = channel_of(self._vocabulary)
        self._features, self._documents = feature.astype(np.int32), document.astype(np.int32)
        self._is_large = size > _LARGE
        if self._is_large:
            self._by_document = np.argsort(document, kind="stable").astype(np.int32)
            self._document_starts = np.concatenate(([0], np.cumsum(np.bincount(document, minlength=size))))
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(feature, minlength=self.features))))
        counted = size - counted_from
        frequency = np.bincount(feature[document >= counted_from], minlength=self.features)
        self._idf = np.log1p((counted - frequency + 0.5) / (frequency + 0.5))
        self._unseen = float(np.log1p((counted + 0.5) / 0.5))
        idf = self._idf[feature]
        weights = idf * (1 + np.log(counts))
        self._cosines = self._normed(feature, document, weights) * idf.astype(np.float32)
        self._bm25 = (idf * counts / (counts + _K1)).astype(np.float32)

    def _normed(self, feature: Ints, document: Ints, weights: Floats) -> npt.NDArray[np.float32]:
        """The weights over the norm of their document in their channel."""
        cells = self._channels[feature] * self.size + document
        norms = np.sqrt(np.bincount(cells, weights**2, minlength=CHANNELS * self.size))
        normed: npt.NDArray[np.float32] = (weights / norms[cells]).astype(np.float32)
        return normed

    @property
    def features(self) -> int:
        """How many different features the documents hold."""
        return len(self._vocabulary)

    @property
    def channels(self) -> Ints:
        """The channel of every feature."""
        return self._channels

    @property
    def rarities(self) -> Floats:
        """The inverse document frequency of every feature."""
        return self._idf

    def cosine_cells(self, documents: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Floats]:
        """Feature, document and cosine weight of every cell of these `documents`."""
        wanted = documents[self._documents]
        return (
            self._features[wanted].astype(np.int64),
            self._documents[wanted].astype(np.int64),
            self._cosines[wanted].astype(np.float64) / self._idf[self._features[wanted]],
        )

    def query(self, keys: Ints) -> Query:
        """The question that these features make, weighed by this index's own rarities."""
        unique = np.unique(keys)
        channels = channel_of(unique)
        slots = np.searchsorted(self._vocabulary, unique)
        slots[slots == self.features] = 0
        known = self._vocabulary[slots] == unique if self.features else np.zeros(len(unique), dtype=bool)
        idfs = np.where(known, self._idf[slots] if self.features else 0.0, self._unseen)
        norms = np.maximum(np.sqrt(_per_channel(channels, idfs**2)), _TINY)
        masses = np.maximum(_per_channel(channels, idfs), _TINY)
        kept = channels[known]
        known_mass = _per_channel(kept, idfs[known])
        return Query(slots[known], kept, _COSINE / norms, (1 - _COSINE) / masses, known_mass / masses)

    def look(self, question: Query, channel_weights: Floats) -> tuple[Floats, Callable[[Ints], Floats]]:
        """A first score for every document, its channels summed up by their weights, and a way to the exact ones.

        The second takes documents and gives their score in each channel, shape (documents, channels). A large index
        is first looked at by the question's rarest features only.
        """
        if self._is_large:
            return self._glance(question, channel_weights), lambda documents: self._scores(question, documents)
        everywhere = self._everywhere(question)
        return channel_weights @ everywhere, lambda documents: everywhere[:, documents].T

    def _everywhere(self, question: Query) -> Floats:
        starts = self._starts[question.slots]
        lengths = self._starts[question.slots + 1] - starts
        at = _runs(starts, lengths)
        values = self._weighed(at, question.cosines[question.channels], question.bm25[question.channels], lengths)
        cells = np.repeat(question.channels * self.size, lengths)
        cells += self._documents[at]
        summed = np.bincount(cells, values, minlength=CHANNELS * self.size).astype(np.float64, copy=False)
        return summed.reshape(CHANNELS, self.size)

    def _weighed(self, at: Ints, cosines: Floats, bm25: Floats, lengths: Ints) -> npt.NDArray[np.float32]:
        """The weights of these cells, each run of them scaled by a factor of its own; 32 bits wide, which is faster."""
        values = self._cosines[at]
        values *= np.repeat(cosines.astype(np.float32), lengths)
        others = self._bm25[at]
        others *= np.repeat(bm25.astype(np.float32), lengths)
        values += others
        return values

    def _glance(self, question: Query, channel_weights: Floats) -> Floats:
        starts = self._starts[question.slots]
        lengths = self._starts[question.slots + 1] - starts
        rarest = np.argsort(lengths, kind="stable")
        rarest = rarest[: max(1, int(np.searchsorted(np.cumsum(lengths[rarest]), _GLANCE)))]
        starts, lengths = starts[rarest], lengths[rarest]
        channels = question.channels[rarest]
        at = _runs(starts, lengths)
        cosines, bm25 = question.cosines * channel_weights, question.bm25 * channel_weights
        values = self._weighed(at, cosines[channels], bm25[channels], lengths)
        return np.bincount(self._documents[at], values, minlength=self.size).astype(np.float64, copy=False)

    def _scores(self, question: Query, documents: Ints) -> Floats:
        asked = np.zeros(self.features)
        asked[question.slots] = 1.0
        starts = self._document_starts[documents]
        lengths = self._document_starts[documents + 1] - starts
        at = self._by_document[_runs(starts, lengths)]
        feature = self._features[at]
        channel = self._channels[feature]
        values = self._cosines[at] * question.cosines[channel] + self._bm25[at] * question.bm25[channel]
        values *= asked[feature]
        cells = np.repeat(np.arange(len(documents)) * CHANNELS, lengths) + channel
        summed = np.bincount(cells, values, minlength=len(documents) * CHANNELS).astype(np.float64, copy=False)
        return summed.reshape(len(documents), CHANNELS)


def _runs(starts: Ints, lengths: Ints) -> Ints:
    """The whole numbers of every run, one run after the other."""
    places = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    places += np.arange(len(places))
    return places


def _per_channel(channel: Ints, values: Floats) -> Floats:
    return np.bincount(channel, values, minlength=CHANNELS).astype(np.float64, copy=False)
