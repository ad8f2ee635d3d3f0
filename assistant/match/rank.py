"""From candidate topics to probabilities, and from probabilities to answered, choose or unknown.

A conditional logit with an outside option: every candidate topic has a utility, "none of them" has one of its own,
and the chances are their softmax. The weights are fitted by `benchmarks/match.py --fit` on the development questions
and shipped in `assistant/kb/ranking.json`, with how they were made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.match.synonyms import Kind, Token

if TYPE_CHECKING:
    from assistant.match.index import Match

Floats = npt.NDArray[np.float64]
Reading = tuple[tuple[float, float], ...]
"""Points of a rising line from (0, 0) to (1, 1): a chance as computed, and the share that was right."""

SHIPPED = Path(__file__).parent.parent / "kb" / "ranking.json"
_LOCAL_TURNS = frozenset({"q_amount", "q_where", "q_phone", "q_online", "free"})
"""Turns of the synonyms file whose answer differs from city to city."""

CHANNEL_WEIGHTS = np.array([1.0, 0.5, 0.5, 0.25])
"""Characters, sound, words and turns in the first look, which only has to find the candidates."""

FEATURES = (
    "row_chars", "row_words",
    "topic_chars", "topic_sound", "topic_words", "topic_turns",
    "likeness", "nearness",
    "place_agrees", "place_conflicts", "place_elsewhere", "place_unnamed", "place_ignored",
    "city_agrees", "city_conflicts",
)  # fmt: skip
_PLACE_FEATURES = FEATURES[FEATURES.index("place_agrees") :]
_NO_FLAG = (0.0,) * len(_PLACE_FEATURES)
_FLAGS = {name: tuple(float(name == other) for other in _PLACE_FEATURES) for name in _PLACE_FEATURES}
NEAR_FROM = 0.5
"""Score of a row's characters from which it counts as nearly the question's own words; the very same words get 0.76.
Most questions stay below, so that only a figure of its own can say how much such a row weighs."""
NONE_FEATURES = ("constant", "cohort", "neighbour", "unseen", "ours", "only_elsewhere", "elsewhere_figure", "short")
NEIGHBOUR_ABOVE = 0.5
"""First-look score from which a neighbouring matter is named: small talk stays below, nine in ten of the development
questions that belong to another office lie above."""
CONTEXT_WEIGHT = 0.7
"""Log-odds for a topic of the service open, and again for the item being filled: it doubles a chance at most twice,
and so decides no clear case."""


def place_features(topic: frozenset[str], asked: frozenset[str], named: bool, elsewhere: bool) -> tuple[float, ...]:
    """How a topic's places meet those `asked` about, one flag each.

    `named` says that the question itself names places, `elsewhere` that none of them is a city of ours. A city that
    is only in force says less than one that is named: most questions asked there are about every city.
    """
    if not topic:
        return _FLAGS["place_ignored"] if named else _NO_FLAG
    if not asked:
        return _FLAGS["place_unnamed"]
    if not named:
        return _FLAGS["city_agrees" if topic & asked else "city_conflicts"]
    if topic & asked:
        return _FLAGS["place_agrees"]
    return _FLAGS["place_elsewhere" if elsewhere else "place_conflicts"]


def asks_for_figure(tokens: Sequence[Token]) -> bool:
    """Whether an amount, address or phone is asked for, which differ from city to city."""
    return any(token.kind == Kind.TURN and token.name in _LOCAL_TURNS for token in tokens)


def likeness(asked: str, rows: Sequence[str]) -> Floats:
    """How alike texts are letter by letter, 0 to 1; the shorter may stand anywhere in the longer."""
    from rapidfuzz import fuzz, process

    result: Floats = process.cdist([asked], rows, scorer=fuzz.partial_ratio, dtype=np.float64)[0] / 100.0
    return result


def common_parts(asked: str, row: str, shortest: int = 2, most: int = 5) -> list[str]:
    """The longest stretches both texts hold, longest first."""
    parts = {
        asked[start:end]
        for start in range(len(asked))
        for end in range(start + shortest, min(len(asked), start + 12) + 1)
        if " " not in asked[start:end] and asked[start:end] in row
    }
    longest = [part for part in parts if not any(part != other and part in other for other in parts)]
    return sorted(longest, key=lambda part: (-len(part), part))[:most]


@cache
def _line(reading: Reading) -> tuple[Floats, Floats]:
    line = np.array(reading)
    return line[:, 0], line[:, 1]


def read_chances(chances: Floats, reading: Reading) -> Floats:
    """The chances with the best topic's read off the line; the others and none (the last) share what is left."""
    best = int(chances[:-1].argmax())
    told = float(chances[best])
    meant = float(np.interp(told, *_line(reading)))
    result: Floats = chances * ((1.0 - meant) / (1.0 - told) if told < 1.0 else 0.0)
    result[best] = meant
    return result


@dataclass(frozen=True)
class Model:
    """The weights of the logit, how its best chance is to be read, and the thresholds of the verdict.

    `reading` holds pairs (chance as computed, share that was right), both rising from 0 to 1; lines join them.
    """

    weights: Floats
    none_weights: Floats
    answer_above: float
    choose_above: float
    reading: Reading = ((0.0, 0.0), (1.0, 1.0))

    def chances(self, features: Floats, none_features: Floats) -> Floats:
        """The probability of each candidate, then that of none."""
        utilities = np.append(features @ np.append(self.weights, CONTEXT_WEIGHT), none_features @ self.none_weights)
        powers = np.exp(utilities - utilities.max())
        return read_chances(powers / powers.sum(), self.reading)


@cache
def load_model(path: Path = SHIPPED) -> Model:
    """The shipped weights; raises KeyError when the file lacks a weight this code knows."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(
        np.array([data["weights"][name] for name in FEATURES]),
        np.array([data["none_weights"][name] for name in NONE_FEATURES]),
        data["thresholds"]["answer_above"],
        data["thresholds"]["choose_above"],
        tuple((told, right) for told, right in data["reading"]),
    )


class State(StrEnum):
    """What can be done with a question."""

    ANSWERED = "answered"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """One topic answered, two to four to choose from, or unknown; then a neighbouring matter's id if one fits."""

    state: State
    matches: tuple[Match, ...] = ()
    neighbour: str | None = None


MOST_CHOICES = 4
ALONE_ABOVE = 0.4
"""A topic that stands alone is offered from here on, beside the next best: nine in ten such choices hold the right
one, and small talk seldom comes so far."""


def to_offer(scores: Sequence[float], choose_above: float) -> int:
    """How many topics to choose from, best first: two to four, or none."""
    likely = sum(score >= choose_above for score in scores[:MOST_CHOICES])
    if likely >= 2:
        return likely
    return 2 if len(scores) >= 2 and scores[0] >= ALONE_ABOVE else 0


def decide(matches: Sequence[Match], *, neighbour: str | None = None, model: Model | None = None) -> Verdict:
    """What to do with these matches. `neighbour` is kept only where no topic is offered."""
    thresholds = model or load_model()
    if matches and matches[0].score >= thresholds.answer_above:
        return Verdict(State.ANSWERED, (matches[0],))
    offered = to_offer([match.score for match in matches], thresholds.choose_above)
    if offered:
        return Verdict(State.CHOOSE, tuple(matches[:offered]))
    return Verdict(State.UNKNOWN, neighbour=neighbour)
