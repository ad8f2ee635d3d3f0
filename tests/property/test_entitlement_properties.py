"""What holds of the entitlement check whatever anybody answers, in every city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.catalog.catalog import Rules
from assistant.catalog.entitlement import MOST_FACTS
from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Special, Value
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.entitlement import CheckPlan, Finding, Likelihood
from assistant.engine.facts import Facts
from assistant.engine.samples import sample_values
from tests.flows.funeral_cases import CITIES, TODAY, catalog

AT = datetime.combine(TODAY, time(4), UTC)
ASKED = tuple(one.fact for one in catalog().entitlement.facts)  # type: ignore[union-attr]
SHOWN = {Likelihood.LIKELY, Likelihood.POSSIBLE, Likelihood.PERSON_DECIDES}


def answers_to(fact: Fact, rules: Rules) -> st.SearchStrategy[Value]:
    samples = sample_values(fact, Facts(rules, AnswerBank()))
    if fact.type is FactType.CHOICES:
        some = st.sets(st.sampled_from([option.id for option in fact.options]), max_size=3).map(frozenset)
        return some | st.sampled_from([s for s in samples if isinstance(s, Special)] or [frozenset()])
    return st.sampled_from(samples)


@st.composite
def people(draw: st.DrawFn) -> tuple[Rules, Mapping[str, Value]]:
    """A city and what somebody would answer to each of the twelve questions."""
    rules = catalog().rules(draw(st.sampled_from(CITIES)), TODAY)
    return rules, {name: draw(answers_to(rules.facts[name], rules)) for name in ASKED}


def banked(values: Mapping[str, Value], order: Sequence[str] | None = None) -> AnswerBank:
    names = order if order is not None else list(values)
    return AnswerBank.of(Answer(name, values[name], Given.ASKED, AT) for name in names)


def walk(rules: Rules, values: Mapping[str, Value]) -> tuple[list[str], CheckPlan]:
    """The questions in the order of asking, and the plan at the end."""
    asked: list[str] = []
    plan = CheckPlan(rules, AnswerBank())
    while plan.question is not None:
        asked.append(plan.question.fact.id)
        plan = CheckPlan(rules, banked(values, asked))
    return asked, plan


def lists(findings: Sequence[Finding]) -> dict[str, tuple[Likelihood, bool, tuple[str, ...]]]:
    return {one.item.item: (one.likelihood, one.door, one.reasons) for one in findings}


@settings(deadline=None, max_examples=60)
@given(people())
def test_never_more_than_twelve_questions_and_none_twice(person: tuple[Rules, Mapping[str, Value]]) -> None:
    asked, plan = walk(*person)
    assert len(asked) == len(set(asked)) <= MOST_FACTS
    assert all(one.item.item in person[0].items for one in plan.findings)


@settings(deadline=None, max_examples=60)
@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_makes_no_difference(person, random) -> None:  # type: ignore[no-untyped-def]
    rules, values = person
    asked, plan = walk(rules, values)
    shuffled = list(asked)
    random.shuffle(shuffled)
    assert lists(CheckPlan(rules, banked(values, shuffled)).findings) == lists(plan.findings)


@settings(deadline=None, max_examples=80)
@given(people(), st.data())
def test_not_sure_never_turns_anything_into_a_no(
    person: tuple[Rules, Mapping[str, Value]], data: st.DataObject
) -> None:
    rules, values = person
    unsure = data.draw(st.sampled_from([name for name in ASKED if rules.facts[name].unsure]))
    _asked, sure = walk(rules, values)
    _asked, doubting = walk(rules, {**values, unsure: Special.UNSURE})
    after = lists(doubting.findings)
    for item, (likelihood, door, _reasons) in lists(sure.findings).items():
        if likelihood in SHOWN and not door and item in after:
            assert after[item][0] in SHOWN, (item, unsure)


@settings(deadline=None, max_examples=60)
@given(people(), st.data())
def test_an_answer_more_never_takes_back_what_was_decided(person, data) -> None:  # type: ignore[no-untyped-def]
    rules, values = person
    asked, _plan = walk(rules, values)
    some = asked[: data.draw(st.integers(0, len(asked)))]
    before, after = (CheckPlan(rules, banked(values, names)) for names in (some, asked))
    if before.question is None:
        return
    now = lists(after.findings)
    decided = {item: found for item, found in lists(before.findings).items() if found[0] is Likelihood.LIKELY}
    for item in decided:
        assert item in now


@settings(deadline=None, max_examples=40)
@given(people())
def test_every_line_says_why_and_on_which_ground(person: tuple[Rules, Mapping[str, Value]]) -> None:
    _asked, plan = walk(*person)
    assert all(one.reasons and all(one.reasons) and one.source for one in plan.findings)
    order = [one.door for one in plan.findings]
    assert order == sorted(order)
