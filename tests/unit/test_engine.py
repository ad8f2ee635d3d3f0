"""Decisions, reasons, papers, dates, order and the next question, shown on a made-up service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.engine.consistency import would_contradict
from assistant.engine.outcomes import State
from assistant.engine.plan import Plan, count_boxes
from assistant.engine.walk import Walker
from tests.support.small import FILES, NOW, TODAY, bank_of, small_catalog


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return small_catalog(tmp_path_factory.mktemp("small"))


def plan(catalog: Catalog, facts: Mapping[str, Any], city: str = "here", day: date = TODAY) -> Plan:
    return Plan(catalog.rules(city, day), "care", bank_of(catalog, facts))


def states(p: Plan) -> dict[str, str]:
    return {o.item.item: o.state.value for o in p.outcomes}


NO_FAMILY = {"people": [], "complete": True}
OUTCOMES = [
    ({}, {"allowance": "not_known", "visit": "not_known", "car_sale": "not_known"}),
    ({"age": 59}, {"allowance": "does_not_fit", "visit": "does_not_fit", "car_sale": "not_known"}),
    ({"age": 60, "has": ["car"], "family": NO_FAMILY}, {"allowance": "fits", "visit": "fits", "car_sale": "fits"}),
    ({"age": "unsure", "has": []}, {"allowance": "person_decides", "visit": "person_decides", "car_sale": "does_not_fit"}),
    ({"age": 70, "family": {"people": [{"name": "小明", "minor": True}], "complete": False}}, {"allowance": "person_decides"}),
    ({"age": 70, "family": {"people": [{"name": "小明", "minor": False}], "complete": False}}, {"allowance": "not_known"}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "wanted"), OUTCOMES)
def test_an_item_has_one_of_four_states(catalog: Catalog, facts: dict[str, Any], wanted: dict[str, str]) -> None:
    found = states(plan(catalog, facts))
    assert {name: found[name] for name in wanted} == wanted


def test_a_rule_of_another_day_decides_that_day(catalog: Catalog) -> None:
    facts = {"age": 70, "lives_alone": False}
    assert states(plan(catalog, facts, day=date(2026, 6, 30)))["visit"] == "does_not_fit"
    assert states(plan(catalog, facts, day=date(2026, 7, 1)))["visit"] == "fits"


def test_what_does_not_fit_gives_its_smallest_reason_and_what_would_have_to_differ(catalog: Catalog) -> None:
    entry = plan(catalog, {"age": 59}).entry("allowance")
    assert entry is not None
    assert [(r.text, r.facts) for r in entry.reasons] == [("年龄还没有到", ("senior",))]
    assert "年满六十" in entry.would_differ[0].text


def test_what_is_not_known_says_what_is_missing(catalog: Catalog) -> None:
    entry = plan(catalog, {}).entry("car_sale")
    assert entry is not None
    assert entry.reasons[0].facts == ("has",)


def test_a_doubt_is_given_as_the_reason_for_a_persons_decision(catalog: Catalog) -> None:
    entry = plan(catalog, {"age": "unsure"}).entry("allowance")
    assert entry is not None
    assert entry.reasons[0].facts == ("age",)


def test_papers_are_those_of_these_answers_and_say_when_they_are_waived(catalog: Catalog) -> None:
    facts = {"age": 70, "has": ["house"], "family": NO_FAMILY, "moved_on": "2026-09-30"}
    here, there = plan(catalog, facts).entry("allowance"), plan(catalog, facts, city="there").entry("allowance")
    assert here is not None
    assert there is not None
    assert [(p.document, p.title, p.waived) for p in here.papers] == [
        ("id_card", "身份证", True),
        ("certificate", "新证明", False),
    ]
    assert [p.waived for p in there.papers] == [False, False]


def test_a_deadline_counts_working_days_over_holidays_and_worked_weekends(catalog: Catalog) -> None:
    facts = {"age": 70, "has": ["house"], "family": NO_FAMILY, "moved_on": "2026-09-30"}
    entry = plan(catalog, facts).entry("allowance")
    assert entry is not None
    assert (entry.dates[0].day, entry.dates[0].certain) == (date(2026, 10, 7), True)


def test_a_deadline_over_an_unpublished_year_is_not_certain(catalog: Catalog) -> None:
    facts = {"age": 70, "has": ["house"], "family": NO_FAMILY, "moved_on": "2026-12-30"}
    entry = Plan(catalog.rules("here", date(2026, 12, 31)), "care", bank_of(catalog, facts)).entry("allowance")
    assert entry is not None
    assert entry.dates[0].certain is False


def test_a_sum_is_a_figure_where_the_city_has_one_and_words_where_not(catalog: Catalog) -> None:
    facts = {"age": 70, "has": [], "family": NO_FAMILY}
    here, there = plan(catalog, facts).entry("allowance"), plan(catalog, facts, city="there").entry("allowance")
    assert here is not None
    assert there is not None
    assert (here.sums[0].value, there.sums[0].value) == (100, None)
    assert there.sums[0].in_words == "按当地标准"


def test_the_list_keeps_dependencies_before_the_authors_order(catalog: Catalog) -> None:
    facts = {"age": 70, "has": ["car"], "family": NO_FAMILY}
    assert [e.id for e in plan(catalog, facts).entries] == ["allowance", "visit", "car_sale"]


def test_words_carry_their_figures(catalog: Catalog) -> None:
    entry = plan(catalog, {"age": 70}).entry("allowance")
    assert entry is not None
    assert entry.texts["card"] == "满 60 岁 可以申请。"


def asked(catalog: Catalog, answers: Mapping[str, Any], city: str = "here") -> list[str]:
    """The questions in the order in which they come, answered from ``answers``."""
    known: dict[str, Any] = {}
    found: list[str] = []
    while (need := plan(catalog, known, city).question) is not None:
        found.append(need.fact.id)
        known[need.fact.id] = answers[need.fact.id]
        assert len(found) < 30
    return found


ALL = {"age": 70, "lives_alone": True, "has": ["car"], "family": NO_FAMILY, "name": "李四", "moved_on": "2026-01-01"}


def test_only_what_matters_is_asked_and_nothing_twice(catalog: Catalog) -> None:
    assert asked(catalog, ALL) == ["age", "has", "family", "name"]
    assert asked(catalog, {**ALL, "has": ["house"]}) == ["age", "has", "family", "moved_on", "name"]
    assert asked(catalog, {**ALL, "age": 40}) == ["age", "has"]


def test_a_stop_notice_ends_the_questions(catalog: Catalog) -> None:
    p = plan(catalog, {"age": 12})
    assert p.is_stopped
    assert p.question is None
    assert [n.id for n in p.notices] == ["too_young"]


def test_a_fact_that_does_not_apply_is_never_asked_and_compares_as_false(tmp_path: Path) -> None:
    changed = FILES["care/items/visit.yaml"].replace("from: 2026-07-01", "from: 2027-07-01")
    old = small_catalog(tmp_path, {"care/items/visit.yaml": changed})
    assert "lives_alone" not in asked(old, {**ALL, "age": 40})
    assert states(plan(old, {"age": 40, "lives_alone": True}))["visit"] == "does_not_fit"
    assert "lives_alone" in asked(old, ALL)


def test_an_answer_that_is_too_old_has_to_be_given_again(tmp_path: Path) -> None:
    facts = FILES["facts/person.yaml"].replace("{id: age, title: 年龄,", "{id: age, title: 年龄, good_for_days: 30,")
    old = small_catalog(tmp_path, {"facts/person.yaml": facts})
    bank = bank_of(old, {"age": 70}, NOW - timedelta(days=31))
    question = Plan(old.rules("here", TODAY), "care", bank).question
    assert question is not None
    assert question.fact.id == "age"


def test_answers_that_cannot_both_be_right_are_named(catalog: Catalog) -> None:
    bank = bank_of(catalog, {"moved_on": "2026-11-22"})
    found = would_contradict(catalog.rules("here", TODAY), bank, bank.latest["moved_on"])
    assert [c.fact for c in found] == ["moved_on"]
    assert "不能晚于" in found[0].message


def test_boxes_are_counted_filled_and_missing(catalog: Catalog) -> None:
    p = plan(catalog, {"age": 70, "has": [], "family": NO_FAMILY})
    assert [f.form for f in p.forms] == ["application"]
    assert count_boxes(p.forms[0], p.facts) == (4, 2, ("name",))


def test_progress_counts_only_the_parts_this_person_passes(catalog: Catalog) -> None:
    assert [(s.id, s.state) for s in plan(catalog, {}).steps] == [("you", "current"), ("more", "todo")]
    assert [(s.id, s.state) for s in plan(catalog, ALL).steps] == [("you", "done"), ("more", "done")]


def test_the_walk_finds_every_path_and_no_dead_end(catalog: Catalog) -> None:
    walk = Walker(catalog.rules("here", TODAY), "care").run()
    # 59 (and anyone younger) leaves `has` to ask: 8 sets of three options; from 60 on the family (2 samples) is asked
    # too, then the name, and with a house the date; not clear about the age: all but the dates' condition is settled.
    assert walk.complete
    assert walk.dead_ends == {}
    assert walk.outcomes["allowance"] == {State.FITS, State.DOES_NOT_FIT, State.PERSON_DECIDES}
    assert "age" in walk.always
    assert walk.longest == 5
    assert walk.paths == _count_by_hand(catalog)


def _count_by_hand(catalog: Catalog) -> int:
    """The same walk without merging anything, taken answer by answer."""
    options = {"age": [59, 60, 79, 80, "unsure"], "has": [[], ["car"], ["house"], ["phone"], ["car", "house"], ["car", "phone"],
               ["house", "phone"], ["car", "house", "phone"]], "name": ["张三"], "moved_on": ["2026-11-20"],
               "family": [NO_FAMILY, {"people": [{"name": "张三", "minor": False}], "complete": True}]}  # fmt: skip

    def count(known: dict[str, Any]) -> int:
        need = plan(catalog, known).question
        if need is None:
            return 1
        return sum(count({**known, need.fact.id: value}) for value in options[need.fact.id])

    return count({})
