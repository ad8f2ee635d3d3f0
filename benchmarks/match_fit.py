"""Fit the ranking's weights: a conditional logit over candidate topics and "none of them", by Newton's method.

Every figure reported is cross-validated: five folds by topic (by the question itself where no topic is right), so no
question is judged by weights that have seen it or another question of its topic.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assistant.match import Context, Index, rank

Floats = npt.NDArray[np.float64]
FOLDS = 5
OWN_WORDS = "own words"
"""The voice of rows asked as they stand: they teach the weights, and would flatter the reading of the chances."""
RIDGE = 3e-3
"""Of the weights of figures brought to one spread; chosen by the folds, and as large as costs nothing there."""


@dataclass(frozen=True)
class Question:
    """A question: `topics` that count as right, none for one that nobody here answers; the city it is asked in."""

    text: str
    voice: str
    topics: frozenset[str]
    fold: int
    city: str | None = None


@dataclass(frozen=True)
class Sample:
    """A question with its candidates: their figures, which of them are right, and the figures of "none"."""

    question: Question
    topics: list[str]
    features: Floats
    none_features: Floats

    @property
    def right(self) -> Floats:
        """One for every candidate, 1.0 where it counts as right."""
        return np.array([float(topic in self.question.topics) for topic in self.topics])


def fold_of(name: str) -> int:
    """The fold a topic or question falls into, the same on every machine."""
    return zlib.crc32(name.encode()) % FOLDS


def samples(index: Index, questions: Iterable[Question]) -> list[Sample]:
    """Candidates for every question; a text without words has none and is left to the caller's count."""
    found = []
    for question in questions:
        candidates = index.candidates(question.text, Context(city=question.city))
        if candidates is not None:
            topics, figures = candidates
            features = figures.features[:, : len(rank.FEATURES)]
            found.append(Sample(question, topics, features, figures.none_features))
    return found


def _design(sample: Sample) -> tuple[Floats, Floats]:
    """One line an option (candidates, then none), one column a weight; and which options are right."""
    candidates, own = sample.features.shape
    matrix = np.zeros((candidates + 1, own + len(sample.none_features)))
    matrix[:candidates, :own] = sample.features
    matrix[candidates, own:] = sample.none_features
    return matrix, np.append(sample.right, float(not sample.question.topics))


def fit(training: Sequence[Sample]) -> tuple[Floats, Floats]:
    """Weights of the candidates' figures and of none's; samples whose right topic is no candidate teach nothing."""
    designs = [design for design in map(_design, training) if design[1].any()]
    spread = np.vstack([matrix for matrix, _ in designs]).std(axis=0)
    spread[spread == 0.0] = 1.0
    designs = [(matrix / spread, right) for matrix, right in designs]
    weights = np.zeros(len(spread))
    loss, gradient, curvature = _loss(designs, weights)
    for _ in range(60):
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while True:
            after, next_gradient, next_curvature = _loss(designs, weights - size * step)
            if after < loss or size < 1e-4:
                break
            size /= 2
        weights -= size * step
        done = loss - after < 1e-9
        loss, gradient, curvature = after, next_gradient, next_curvature
        if done:
            break
    weights /= spread
    return weights[: len(rank.FEATURES)], weights[len(rank.FEATURES) :]


def _loss(designs: Sequence[tuple[Floats, Floats]], weights: Floats) -> tuple[float, Floats, Floats]:
    """Mean negative log likelihood with a ridge, its gradient, and a curvature that is never negative."""
    size = len(weights)
    loss, gradient, curvature = 0.0, np.zeros(size), np.zeros((size, size))
    for matrix, right in designs:
        powers = np.exp((utilities := matrix @ weights) - utilities.max())
        chances = powers / powers.sum()
        hit = float((chances * right).sum())
        mean, wanted = chances @ matrix, (chances * right / max(hit, 1e-300)) @ matrix
        loss -= float(np.log(max(hit, 1e-300)))
        gradient += mean - wanted
        curvature += (matrix * chances[:, None]).T @ matrix - np.outer(mean, mean)
    count = len(designs)
    ridge = RIDGE * np.eye(size)
    return (
        loss / count + RIDGE / 2 * float(weights @ weights),
        gradient / count + RIDGE * weights,
        curvature / count + ridge,
    )


class Trained:
    """Training samples, and for every fold a model and a reading of its chances fitted on the other folds."""

    def __init__(self, found: Sequence[Sample]) -> None:
        self.found = found

    @cached_property
    def models(self) -> list[rank.Model]:
        """For every fold the model fitted on the others."""
        return [fitted([sample for sample in self.found if sample.question.fold != fold]) for fold in range(FOLDS)]

    @cached_property
    def raw(self) -> list[Floats]:
        """The chances of every training sample as the model of its fold gives them."""
        return [raw_chances(self.models[sample.question.fold], sample) for sample in self.found]

    @cached_property
    def readings(self) -> list[rank.Reading]:
        """For every fold how chances are to be read, from those of the others."""
        return [reading_of(self.found, self.raw, left_out=fold) for fold in range(FOLDS)]

    def chances(self, judged: Sequence[Sample]) -> list[Floats]:
        """The chances of each sample (candidates, then none) by what was fitted without its fold."""
        folds = ((sample, sample.question.fold) for sample in judged)
        return [
            rank.read_chances(raw_chances(self.models[fold], sample), self.readings[fold]) for sample, fold in folds
        ]


def fitted(training: Sequence[Sample]) -> rank.Model:
    """A model with these weights that reads chances as they come and answers nothing."""
    return rank.Model(*fit(training), 1.0, 1.0)


def raw_chances(model: rank.Model, sample: Sample) -> Floats:
    """The model's chances for one sample, nothing being open beside it."""
    context = np.zeros((len(sample.features), 1))
    return model.chances(np.hstack((sample.features, context)), sample.none_features)


def reading_of(found: Sequence[Sample], chances: Sequence[Floats], left_out: int | None = None) -> rank.Reading:
    """How the best chance is to be read, from chances that were computed without the sample's own fold."""
    kept = [
        pair
        for pair in zip(found, chances, strict=True)
        if pair[0].question.fold != left_out and pair[0].question.voice != OWN_WORDS
    ]
    told = np.array([chance[:-1].max() for _, chance in kept])
    right = np.array([sample.right[int(chance[:-1].argmax())] for sample, chance in kept])
    return isotonic(told, right)


SMALLEST_STEP = 30
"""Questions that each step of the reading rests on at least: fewer would be noise."""


def isotonic(told: Floats, right: Floats) -> rank.Reading:
    """Pool adjacent violators: the rising line nearest to what was right, from (0, 0) to (1, 1)."""
    steps: list[tuple[float, float, int]] = []  # sum told, sum right, count
    for at in np.argsort(told, kind="stable"):
        steps.append((float(told[at]), float(right[at]), 1))
        while len(steps) > 1 and (
            steps[-2][2] < SMALLEST_STEP or steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2]
        ):
            last, before = steps.pop(), steps.pop()
            steps.append((last[0] + before[0], last[1] + before[1], last[2] + before[2]))
    inner = [(total / count, hits / count) for total, hits, count in steps]
    return ((0.0, 0.0), *((x, y) for x, y in inner if 0.0 < x < 1.0 and 0.0 < y < 1.0), (1.0, 1.0))
