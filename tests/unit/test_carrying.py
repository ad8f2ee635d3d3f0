"""One answer bank: what comes along into another matter, and that two persons are never mixed."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from assistant.catalog.values import from_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.carrying import carried, together
from assistant.engine.entitlement import CHECK
from benchmarks.filling import Filled, fill_in
from benchmarks.stories import STORIES, Story, asked_twice, live
from tests.flows.funeral_cases import TODAY, catalog
from tests.support.small import NOW

MOTHER = {"person_birth": "1942-03-15", "person_id": "510107194203150016", "help_class": "none"}
CHILD = {"person_birth": "2015-05-05", "father_state": "prison", "mother_state": "dead"}
APPLICANT = {"a_name": "李敏", "a_phone": "13800000000"}


def bank(**given: Any) -> AnswerBank:
    facts = catalog().facts
    return AnswerBank.of(Answer(n, from_json(facts[n], v), Given.ASKED, NOW) for n, v in given.items())


def names(*banks: AnswerBank) -> set[str]:
    return set(together(catalog().facts, banks).latest)


def test_the_newest_answer_counts_and_older_matters_of_the_same_person_add_to_it() -> None:
    newer = bank(person_birth="1942-03-15", help_class="dibao")
    found = together(catalog().facts, [newer, bank(**MOTHER, **APPLICANT)])
    assert found.latest["help_class"].value == "dibao"
    assert {"person_id", "a_name"} <= set(found.latest)


def test_what_was_said_about_another_person_stays_behind() -> None:
    found = names(bank(**MOTHER), bank(**CHILD, **APPLICANT))
    assert not found & {"father_state", "mother_state"}
    assert {"person_id", "a_name"} <= found


def test_answers_that_do_not_say_whose_they_are_are_not_mixed() -> None:
    found = together(catalog().facts, [bank(person_phone="13811111111"), bank(**MOTHER)])
    assert "person_id" not in found.latest


def rules():  # type: ignore[no-untyped-def]
    return catalog().rules("chengdu", TODAY)


def test_only_what_the_service_looks_at_comes_along_unseen_and_with_its_day() -> None:
    found = carried(rules(), "eldercare", bank(**MOTHER, father_state="dead"))
    assert {answer.fact for answer in found} == set(MOTHER)
    assert {(answer.given, answer.confirmed, answer.at) for answer in found} == {(Given.CARRIED, False, NOW)}


def test_what_is_too_old_signed_or_uploaded_does_not_come_along() -> None:
    old = bank(**MOTHER).latest["help_class"]
    stale = AnswerBank.of([Answer(old.fact, old.value, Given.ASKED, NOW - timedelta(days=181))])
    assert carried(rules(), "eldercare", stale) == ()
    upload = bank(f_person_id={"mode": "upload", "files": ["a"]})
    assert carried(rules(), "eldercare", upload) == ()
    assert carried(rules(), "eldercare", bank(f_person_id={"mode": "bring"}))


def test_the_two_numbers_of_the_check_come_along_and_give_way_to_the_list() -> None:
    found = carried(rules(), "assistance", bank(home_size=4, home_income=2000))
    assert {answer.fact for answer in found} == {"home_size", "home_income"}


def test_the_answers_of_a_service_are_of_use_in_the_check() -> None:
    assert {answer.fact for answer in carried(rules(), CHECK, bank(**MOTHER, **APPLICANT))} >= {
        "person_birth",
        "help_class",
    }


def test_tapping_on_an_item_asks_for_it() -> None:
    [matters] = carried(rules(), "assistance", bank(help_matters=["death"]), "minimum_living_guarantee")
    assert matters.value == frozenset({"death", "money"})
    [same] = carried(rules(), "assistance", bank(help_matters=["money"]), "minimum_living_guarantee")
    assert same.value == frozenset({"money"})


def test_what_does_not_apply_to_the_other_answers_stays_behind() -> None:
    found = carried(rules(), "assistance", bank(help_matters=["missing"], property_flags=["car"]))
    assert {answer.fact for answer in found} == {"help_matters"}


MATTERS = ("funeral", "marriage", "disability", "eldercare", "assistance", "children", CHECK)


@cache
def lived(service: str) -> Filled:
    return fill_in(rules(), service, {})


@pytest.mark.parametrize("first", MATTERS)
@pytest.mark.parametrize("second", MATTERS)
def test_from_every_matter_into_every_other_nothing_is_asked_again(first: str, second: str) -> None:
    came = carried(rules(), second, lived(first).bank)
    asked = fill_in(rules(), second, {}, AnswerBank.of(came)).asked
    assert not {answer.fact for answer in came} & set(asked)
    if first == second:
        assert len(asked) < len(lived(first).asked)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_no_life_story_is_asked_the_same_question_twice(story: Story) -> None:
    told = live(story)
    assert asked_twice(told) == []
    assert all(one.filled.plan.question is None for one in told)
    assert sum(one.filled.pages for one in told) < sum(one.alone for one in told)


def test_what_does_not_keep_is_asked_again_after_half_a_year() -> None:
    told = live(next(story for story in STORIES if "migrant" in story.name))
    assert "help_class" in told[-1].filled.asked
    assert "help_class" in told[1].filled.asked
