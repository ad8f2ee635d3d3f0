"""Texts to numbered features, many texts at a time.

A feature is one 64-bit number: its channel in the top byte, what it says below. Channels are compared separately,
so that a long text's many characters never drown its few meaningful words.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from assistant.match import pinyin
from assistant.match.normalise import normalise
from assistant.match.synonyms import Kind, Synonyms, Token

Ints = npt.NDArray[np.int64]

_BITS = 24
_CHANNEL_SHIFT = 56
_PAIR = 1 << 55
"""Set on features of two neighbours."""
_NEWLINE, _BLANK = 10, 32


class Channel(IntEnum):
    """What a feature is taken from: characters, their sound, synonym groups, turns of the question."""

    CHARS = 0
    SOUND = 1
    WORDS = 2
    TURNS = 3


_TOKEN_CHANNELS = {Kind.WORD: Channel.WORDS, Kind.TURN: Channel.TURNS}


@dataclass(frozen=True)
class Reading:
    """A batch of texts: as read, their tokens, and (text number, feature) for every occurrence."""

    texts: list[str]
    tokens: list[list[Token]]
    rows: Ints
    keys: Ints


def channel_of(keys: Ints) -> Ints:
    """The channel number of each feature."""
    return keys >> _CHANNEL_SHIFT


def _ngrams(codes: Ints, rows: Ints, channel: Channel) -> tuple[Ints, Ints]:
    """Features of single codes and of neighbouring pairs, and their rows; a code of 0 breaks a pair."""
    base = int(channel) << _CHANNEL_SHIFT
    single = codes > 0
    pairs = single[:-1] & single[1:]
    pair_keys = base | _PAIR | (codes[:-1][pairs] << _BITS) | codes[1:][pairs]
    return np.concatenate((base | codes[single], pair_keys)), np.concatenate((rows[single], rows[:-1][pairs]))


def _token_features(tokens: Sequence[Sequence[Token]], synonyms: Synonyms) -> tuple[Ints, Ints]:
    found = [
        ((int(_TOKEN_CHANNELS[token.kind]) << _CHANNEL_SHIFT) | synonyms.numbers[token.kind, token.name], row)
        for row, row_tokens in enumerate(tokens)
        for token in row_tokens
        if token.kind in _TOKEN_CHANNELS
    ]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def read(texts: Sequence[str], synonyms: Synonyms, known: Container[str] | None = None) -> Reading:
    """All features of the texts, after normalising them and leaving out fillers.

    For a question, `known` holds the character pairs of the index: mis-typed synonyms are then found too.
    """
    plain = [synonyms.without_fillers(normalise(text)) for text in texts]
    tokens = [synonyms.find(text) if known is None else synonyms.find_loosely(text, known) for text in plain]
    codes = np.frombuffer(("\n".join(plain) + "\n").encode("utf-32-le"), dtype="<u4").astype(np.int64)
    ends = codes == _NEWLINE
    rows = np.cumsum(ends) - ends
    kept = np.where(ends | (codes == _BLANK), 0, codes)
    table = pinyin.codes()
    parts = (
        _ngrams(kept, rows, Channel.CHARS),
        _ngrams(table[np.minimum(kept, len(table) - 1)], rows, Channel.SOUND),
        _token_features(tokens, synonyms),
    )
    return Reading(
        plain,
        tokens,
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[0] for part in parts]),
    )
