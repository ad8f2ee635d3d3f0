"""The benchmark's own sums, on cases worked out by hand."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from assistant.match import rank
from benchmarks import match_cities, match_noise
from benchmarks.match_figures import at_threshold, auroc, figures
from benchmarks.match_fit import OWN_WORDS, Question, Sample, Trained, isotonic

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


def test_the_reading_of_chances_rises_and_rests_on_enough_questions() -> None:
    told = np.linspace(0.01, 0.99, 300)
    right = (told**0.5 > np.random.default_rng(1).random(300)).astype(float)
    line = isotonic(told, right)
    assert line[0] == (0.0, 0.0)
    assert line[-1] == (1.0, 1.0)
    assert all(first[0] < second[0] and first[1] <= second[1] for first, second in itertools.pairwise(line))
    assert len(line) <= 2 + 300 / 30


def test_reading_a_chance_leaves_the_others_what_is_left() -> None:
    read = rank.read_chances(np.array([0.5, 0.1, 0.4]), ((0.0, 0.0), (0.5, 0.8), (1.0, 1.0)))
    assert read == pytest.approx([0.8, 0.04, 0.16])
    assert rank.read_chances(np.array([1.0, 0.0]), ((0.0, 0.0), (1.0, 1.0))) == pytest.approx([1.0, 0.0])


def test_a_question_is_judged_by_what_was_fitted_without_its_fold() -> None:
    features, none = np.zeros((2, len(rank.FEATURES))), np.ones(len(rank.NONE_FEATURES))
    features[0, 0] = 1.0
    found = [
        Sample(Question(f"问{n}", "plain", frozenset({"a"}), n % 5), ["a", "b"], features, none) for n in range(40)
    ]
    trained = Trained(found)
    assert trained.chances(found[:1])[0].argmax() == 0
    assert len(trained.models) == 5


def test_a_city_s_name_is_left_out_and_its_family_is_right() -> None:
    question = Question("青岛高龄津贴怎么领", "plain", frozenset({"eldercare.allowance.qingdao"}), 0)
    there = match_cities.without_name_in_city([question])
    anywhere = match_cities.without_name_or_city([question])
    assert [(one.text, one.city, one.topics) for one in there] == [("高龄津贴怎么领", "qingdao", question.topics)]
    assert {topic.split(".")[-1] for topic in anywhere[0].topics} == set(match_cities.CITIES)
    assert anywhere[0].voice != OWN_WORDS
