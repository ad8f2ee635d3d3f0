"""The figures a matcher is judged by, from its ranked topics for every question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.match import rank
from benchmarks.match_fit import Question

Ranked = Sequence[tuple[str, float]]
"""Topics with their scores, best first."""

LET_THROUGH = 0.10
"""CAR@10 is read where this share of the out-of-scope questions would be answered."""


@dataclass(frozen=True)
class Figures:
    """Shares of the in-scope questions, except `auroc` (an area) and those at a threshold (`at`)."""

    questions: int
    recall_1: float
    recall_3: float
    mrr: float
    auroc: float
    car_10: float

    def line(self, name: str) -> str:
        """One row of a Markdown table."""
        return (
            f"| {name} | {self.questions} | {self.recall_1:.3f} | {self.recall_3:.3f} | {self.mrr:.3f} "
            f"| {self.auroc:.3f} | {self.car_10:.3f} |"
        )


HEADER = "| matcher | questions | recall@1 | recall@3 | MRR | AUROC | CAR@10 |\n|---|---|---|---|---|---|---|"


def first_right(question: Question, ranked: Ranked) -> int | None:
    """The place (from 0) of the first right topic among the ten best, or None."""
    hits = (at for at, (topic, _) in enumerate(ranked[:10]) if topic in question.topics)
    return next(hits, None)


def figures(questions: Sequence[Question], ranked: Sequence[Ranked]) -> Figures:
    """All figures of one matcher; questions without topics only count for AUROC and CAR@10."""
    places, tops, right = [], [], []
    outside = []
    for question, topics in zip(questions, ranked, strict=True):
        top = topics[0][1] if topics else 0.0
        if not question.topics:
            outside.append(top)
            continue
        place = first_right(question, topics)
        places.append(place)
        tops.append(top)
        right.append(place == 0)
    known = np.array([99 if place is None else place for place in places])
    inside, correct = np.array(tops), np.array(right)
    area, answered_right = float("nan"), float("nan")
    if outside:
        area = auroc(inside, np.array(outside))
        bar = float(np.quantile(np.array(outside), 1 - LET_THROUGH))
        answered_right = float((correct & (inside > bar)).mean())
    return Figures(
        len(known),
        float((known == 0).mean()),
        float((known < 3).mean()),
        float(np.where(known < 99, 1 / (1 + known), 0.0).mean()),
        area,
        answered_right,
    )


def auroc(inside: npt.NDArray[np.float64], outside: npt.NDArray[np.float64]) -> float:
    """The chance that a question of ours scores above one that is not; ties count half."""
    above = (inside[:, None] > outside[None, :]).mean()
    return float(above + 0.5 * (inside[:, None] == outside[None, :]).mean())


@dataclass(frozen=True)
class AtThreshold:
    """What the shipped thresholds give, as shares of all questions, in scope and out of it."""

    answered_right: float
    answered_wrong: float
    chosen_right: float
    chosen: float
    silent: float
    in_scope_answered: float
    out_of_scope_answered: float


def at_threshold(
    questions: Sequence[Question], ranked: Sequence[Ranked], answer_above: float, choose_above: float
) -> AtThreshold:
    """How the verdicts fall: answered with one topic, two to four to choose from, or silent."""
    right = wrong = choices = choices_right = inside = outside = 0
    for question, topics in zip(questions, ranked, strict=True):
        if topics and topics[0][1] >= answer_above:
            hit = topics[0][0] in question.topics
            right, wrong = right + hit, wrong + (not hit)
            inside, outside = inside + bool(question.topics), outside + (not question.topics)
            continue
        offered = [topic for topic, _ in topics[: rank.to_offer([score for _, score in topics], choose_above)]]
        if offered:
            choices += 1
            choices_right += any(topic in question.topics for topic in offered)
    total = len(questions)
    own = sum(bool(question.topics) for question in questions)
    return AtThreshold(
        right / total,
        wrong / total,
        choices_right / total,
        choices / total,
        1 - (right + wrong + choices) / total,
        inside / max(own, 1),
        outside / max(total - own, 1),
    )


def reliability(questions: Sequence[Question], ranked: Sequence[Ranked]) -> list[tuple[float, float, int]]:
    """For each tenth of the best topic's score: its mean, the share that was right, and how many questions."""
    scores = np.array([topics[0][1] if topics else 0.0 for topics in ranked])
    hits = np.array(
        [bool(topics) and topics[0][0] in question.topics for question, topics in zip(questions, ranked, strict=True)]
    )
    tenths = np.minimum((scores * 10).astype(int), 9)
    return [
        (float(scores[tenths == tenth].mean()), float(hits[tenths == tenth].mean()), int((tenths == tenth).sum()))
        for tenth in range(10)
        if (tenths == tenth).any()
    ]
