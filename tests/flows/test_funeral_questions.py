"""A bereaved family is asked little, the urgent first, and nothing that makes no sense for them."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.catalog.model import Fact, Sensitivity
from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, Given
from assistant.engine.consistency import would_contradict
from assistant.engine.outcomes import State
from assistant.engine.plan import Plan
from tests.flows.funeral_cases import CITIES, HOME, PROFILE, SHARED, TODAY, any_answer, asked, catalog, plan, typical

ABOUT_THE_DECISIONS = {
    "progress", "d_place_type", "d_nature", "d_death_time", "doubts_cause", "a_relation", "death_region", "d_hukou_region",
    "remains", "ss_type", "ss_status", "heir_situation", "assets",
}  # fmt: skip


def test_the_first_questions_are_where_things_stand_where_and_how() -> None:
    order, _ = asked("chengdu", typical(), PROFILE)
    assert order[:3] == ["progress", "d_place_type", "d_nature"]
    assert set(order[:13]) == ABOUT_THE_DECISIONS


def test_with_a_profile_and_no_sharing_the_typical_family_is_asked_at_most_36_questions() -> None:
    order, _ = asked("chengdu", typical(), PROFILE)
    assert len(order) == len(set(order)) <= 36


def test_without_profile_and_without_sharing_it_stays_under_53() -> None:
    order, _ = asked("chengdu", typical())
    assert len(order) <= 53


def test_with_profile_and_shared_records_about_20_questions_are_left() -> None:
    order, _ = asked("qingdao", typical("qingdao"), {**PROFILE, **SHARED})
    assert len(order) <= 22


@pytest.mark.parametrize(
    "fact", ["d_gender", "d_birth", "d_age", "l_no", "p_name", "m_type", "w_cat", "d_nationality", "agent", "h_reason"]
)
def test_what_can_be_worked_out_is_never_asked(fact: str) -> None:
    assert catalog().facts[fact].derive is not None


def test_nothing_is_asked_while_somebody_may_still_be_alive() -> None:
    found = plan("chengdu", {"progress": ["still_alive"]})
    assert (found.question, [n.id for n in found.notices]) == (None, ["still_alive"])


def test_after_a_fall_nothing_but_the_police_comes_until_they_have_finished() -> None:
    answers = {"progress": [], "d_place_type": "other", "d_nature": "abnormal", "police_done": False}
    found = plan("qingdao", answers)
    assert found.question is None
    assert [n.id for n in found.notices if n.level == "stop"] == ["police_first"]
    assert plan("qingdao", {**answers, "police_done": True}).question is not None


def test_parents_of_a_newborn_are_not_asked_about_pensions_or_property() -> None:
    order, _ = asked("zhengzhou", {**typical("zhengzhou"), "a_relation": "father", "infant": "unregistered"})
    unfit = {
        "ss_type",
        "ss_status",
        "assets",
        "heir_situation",
        "d_id",
        "d_name",
        "d_hukou_region",
        "h_idstate",
        "bank_total",
    }
    assert not unfit & set(order)


def test_a_daughter_is_not_asked_whether_the_deceased_was_a_child_or_had_relatives() -> None:
    order, _ = asked("taizhou", typical("taizhou"))
    assert not {"infant", "has_relatives", "entrusted"} & set(order)


def test_illness_at_an_old_age_never_leads_to_police_traffic_or_work_questions() -> None:
    order, _ = asked("taizhou", typical("taizhou"))
    assert not {"police_done", "traffic", "work_related", "injury_recognised", "accident_date", "f_police"} & set(order)


def test_the_cause_of_death_is_nowhere_asked() -> None:
    words = ("死因是", "什么病", "怎么去世", "经过")
    asks = [f for f in catalog().facts.values() if f.question and f.id not in ("d_history",)]
    assert not [
        f.id for f in asks if f.section and any(w in (f.question or "") for w in words) and f.subject == "deceased"
    ]


def test_sensitive_questions_carry_their_own_consent_and_medical_ones_may_be_left_open() -> None:
    facts = [catalog().facts[f] for f in ("d_history", "d_pregnancy", "infect", "implant", "f_med", "p_acct")]
    assert all(f.sensitivity is Sensitivity.SENSITIVE and f.consent for f in facts)
    assert all(f.unsure or f.decline for f in facts[:4])


def some_answers(fact: Fact, chance: random.Random) -> list[Any]:
    """A few different answers to ``fact`` in random order."""
    kinds: dict[str, list[Any]] = {
        "choice": [o.id for o in fact.options],
        "yes_no": [True, False],
        "choices": [[o.id for o in fact.options if chance.random() < 0.3] for _ in range(5)] + [[]],
        "region": [*HOME.values(), "410181", "510304", "110105"],
        "document": [{"mode": "bring"}, {"mode": "none"}],
    }
    found = kinds.get(fact.type.value) or list(fact.examples) or [any_answer(fact)]
    found = [*found, *(["unsure"] if fact.unsure else []), *(["declined"] if fact.decline else [])]
    chance.shuffle(found)
    return found


@pytest.mark.parametrize("city", CITIES)
def test_whatever_a_family_answers_the_questions_end_and_everything_is_decided(city: str) -> None:
    for seed in range(8):
        chance = random.Random(f"{city}{seed}")
        found, answers = plan(city, {}), dict[str, Any]()
        while found.question is not None:
            fact = found.question.fact
            assert fact.id not in answers
            answers[fact.id] = next(v for v in some_answers(fact, chance) if fits(found, fact, v))
            found = plan(city, answers)
        undecided = [o.item.item for o in found.outcomes if o.state is State.NOT_KNOWN]
        assert found.is_stopped or not undecided, answers
        assert all(
            e.reasons and e.texts.get("card") and e.texts.get("next") for e in found.entries if not found.is_stopped
        )


def fits(found: Plan, fact: Fact, value: Any) -> bool:
    answer = Answer(
        fact.id, from_json(fact, value), Given.ASKED, datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    )
    return not would_contradict(found.rules, found.facts.bank, answer)
