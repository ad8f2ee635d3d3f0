"""The benchmark's own sums, on cases worked out by hand."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks import match_noise
from benchmarks.match_figures import at_threshold, auroc, figures
from benchmarks.match_fit import Question

INSIDE = Question("问一", "plain", frozenset({"a"}), 0)
SECOND = Question("问二", "plain", frozenset({"b"}), 0)
OUTSIDE = Question("外一", "far", frozenset(), 0)


def test_the_area_counts_ties_half() -> None:
    assert auroc(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == pytest.approx(0.875)


def test_recall_and_mrr_count_the_place_of_the_right_topic() -> None:
    told = figures([INSIDE, SECOND, OUTSIDE], [[("a", 0.9)], [("a", 0.6), ("b", 0.3)], [("a", 0.2)]])
    assert (told.recall_1, told.recall_3, told.mrr, told.auroc) == pytest.approx((0.5, 1.0, 0.75, 1.0))


def test_a_wrong_answer_is_a_wrong_topic_or_any_topic_out_of_scope() -> None:
    fallen = at_threshold([INSIDE, SECOND, OUTSIDE], [[("a", 0.9)], [("a", 0.8)], [("b", 0.7)]], 0.5, 0.1)
    assert (fallen.answered_right, fallen.answered_wrong) == pytest.approx((1 / 3, 2 / 3))


def test_below_the_threshold_two_likely_topics_are_a_choice() -> None:
    fallen = at_threshold([SECOND], [[("a", 0.4), ("b", 0.3)]], 0.5, 0.1)
    assert (fallen.chosen, fallen.chosen_right, fallen.answered_wrong) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize("kind", list(match_noise.KINDS))
def test_noise_is_the_same_for_the_same_seed_and_changes_the_text(kind: str) -> None:
    text = "残疾人护理补贴在哪里申请要带什么证件"
    assert match_noise.noisy(text, kind, 7) == match_noise.noisy(text, kind, 7)
    assert match_noise.noisy(text, kind, 7) != text


def test_a_homophone_sounds_like_the_character_it_stands_for() -> None:
    from assistant.match.pinyin import syllables

    text = "残疾人护理补贴"
    changed = match_noise.homophones(text, random.Random(3))
    assert [syllables()[char] for char in changed] == [syllables()[char] for char in text]
