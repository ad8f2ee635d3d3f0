"""Fit the ranking's weights: a conditional logit over candidate topics and "none of them", by Newton's method.

Every figure reported is cross-validated: five folds by topic (by the question itself where no topic is right), so no
question is judged by weights that have seen it or another question of its topic.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.match import Index, rank

Floats = npt.NDArray[np.float64]
FOLDS = 5
RIDGE = 1e-2
"""Of the weights of figures brought to one spread; chosen by the folds, and as large as costs nothing there."""


@dataclass(frozen=True)
class Question:
    """A question of the development set: `topics` that count as right, none for one that nobody here answers."""

    text: str
    voice: str
    topics: frozenset[str]
    fold: int


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
        candidates = index.candidates(question.text)
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


def cross_validated(found: Sequence[Sample], judged: Sequence[Sample] | None = None) -> list[Floats]:
    """The chances of every sample (candidates, then none) by weights fitted on the other folds.

    With `judged` those are judged instead, by weights fitted on the other folds of `found`.
    """
    told = found if judged is None else judged
    chances: list[Floats] = [np.zeros(0)] * len(told)
    for fold in range(FOLDS):
        weights, none_weights = fit([sample for sample in found if sample.question.fold != fold])
        model = rank.Model(weights, none_weights, 1.0, 1.0)
        for at, sample in enumerate(told):
            if sample.question.fold == fold:
                context = np.zeros((len(sample.features), 1))
                chances[at] = model.chances(np.hstack((sample.features, context)), sample.none_features)
    return chances
