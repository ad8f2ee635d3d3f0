"""Is this question ours at all? One linear weight a feature, learned from the rows and the out-of-scope cohort."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assistant.match.postings import Floats, Postings, Query

_RIDGE = 1.0
_STEPS = 25
"""Steps of the conjugate gradient; the chances no longer change in the second decimal from 15 on."""
_CHANNEL_WEIGHTS = np.sqrt([1.0, 1.0, 0.5, 0.25])


class Scope:
    """A ridge regression of +1 (ours) and -1 (not ours) on the rows' cosine features, solved once at the start."""

    def __init__(self, postings: Postings, ours_from: int, others_from: int) -> None:
        """Documents from `ours_from` on are in scope, those from `others_from` on are not; earlier ones do not count.

        Without others every score is 0.
        """
        self._weights = np.zeros(postings.features)
        numbers = np.arange(postings.size)
        if ours_from < others_from < postings.size:
            wanted = numbers >= ours_from
            targets = np.where(numbers < others_from, 1.0, -1.0)
            self._weights = _ridge(postings, wanted, np.where(wanted, targets - targets[wanted].mean(), 0.0))

    def score(self, question: Query) -> float:
        """Above 0 the question is more like the topics than like the cohort; usually between -1 and 1."""
        shares = question.cosines[question.channels]
        return float(shares @ self._weights[question.slots])


def _ridge(postings: Postings, wanted: npt.NDArray[np.bool_], targets: Floats) -> Floats:
    """Weights w = X'a with (XX' + ridge) a = targets, by conjugate gradients."""
    feature, document, value = postings.cosine_cells(wanted)
    shares = _CHANNEL_WEIGHTS[postings.channels]
    value *= shares[feature]

    def spread(vector: Floats) -> Floats:
        return np.bincount(feature, value * vector[document], minlength=postings.features).astype(np.float64)

    def gather(weights: Floats) -> Floats:
        return np.bincount(document, value * weights[feature], minlength=len(targets)).astype(np.float64)

    solution = np.zeros(len(targets))
    residual, direction = targets.copy(), targets.copy()
    norm = float(residual @ residual)
    for _ in range(_STEPS):
        image = gather(spread(direction)) + _RIDGE * direction
        step = norm / float(direction @ image)
        solution += step * direction
        residual -= step * image
        before, norm = norm, float(residual @ residual)
        if norm < 1e-8:
            break
        direction = residual + norm / before * direction
    weights: Floats = spread(solution) * shares * postings.rarities
    return weights
