"""The check over a small made-up service: how rules are merged, and what the service itself knows better."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog, UnknownId
from assistant.catalog.reading import DefinitionError
from assistant.engine.audit_entitlement import can_hold
from assistant.engine.entitlement import CHECK, CheckPlan, Finding, Likelihood, also_for, open_plan
from assistant.engine.facts import Facts
from assistant.engine.plan import Plan
from tests.support.small import FILES, TODAY, bank_of, small_catalog

HEAD = """
title: 能享受什么
lead: 问几句。
about: 一次看一个人。
limit: 12
sections: [{id: you, title: 您}, {id: more, title: 其他}]
matters: {care: [car]}
facts: [{fact: has}, {fact: age, when: "'car' in has or 'house' in has"}]
rules:
"""
OLD = (
    "  - {rule: 1, when: \"'house' in has and age >= 60\", because: 年纪到了, likely: [{item: visit, service: care}]}\n"
)
SMALL = HEAD + OLD
FACTS = """[{fact: has}, {fact: age, when: "'car' in has or 'house' in has"}]"""
MATTERS = "matters: {care: [car]}\n"
PEOPLE = (
    FILES["facts/person.yaml"]
    .replace("{id: age,", "{id: age, subject: person,")
    .replace("{id: senior,", "{id: senior, subject: person,")
)


def loaded(tmp_path: Path, text: str = SMALL, **files: str) -> Catalog:
    return small_catalog(tmp_path, {"entitlement.yaml": text, "facts/person.yaml": PEOPLE, **files})


def found(catalog: Catalog, city: str | None = None, **given: Any) -> Mapping[str, Finding]:
    rules = catalog.rules(city, TODAY)
    return {one.item.item: one for one in CheckPlan(rules, bank_of(catalog, given)).findings}


@pytest.mark.parametrize(("old", "new", "what", "how"), [
    ("{item: visit,", "{item: visti,", "there is no item 'visti'", "did you mean 'visit'?"),
    ("service: care}]}", "service: car}]}", "visit belongs to care", "write `service: care`"),
    ("{fact: age,", "{fact: agee,", "there is no fact 'agee'", "did you mean 'age'?"),
    ("{fact: age,", "{fact: senior,", "senior cannot be asked", "give it a `question:`, or take another fact"),
    ("[{fact: has}, ", "[{fact: has}, {fact: lives_alone}, ", "no rule looks at lives_alone", "use it in a rule"),
    ("[{fact: has}, ", "[{fact: has}, {fact: has}, ", "has is asked twice", "keep one of the two"),
    ("{id: more, title: 其他}", "{id: rest, title: 其他}", "no section 'more' for has", "add it to `sections:`"),
    ("limit: 12", "limit: 1", "2 facts, more than the limit of 1", "leave the weakest out"),
    ("limit: 12", "limit: 13", "less than or equal to 12", "see docs/definitions.md"),
    ("{care: [car]}", "{care: [cart]}", "there is no option 'cart'", "did you mean 'car'?"),
    ("{care: [car]}", "{core: [car]}", "there is no service 'core'", "did you mean 'care'?"),
    ("likely: [{item", "likly: [{item", "'likly' is not a key here", ""),
    ("likely: [{item", "no: [{item", "rule 1 shows nothing", "name an item under"),
    ("age >= 60", "age >= 'sixty'", "", ""),
    ("because: 年纪到了, ", "", "'because' is missing", "add `because:`"),
])  # fmt: skip
def test_a_slip_is_said_with_its_line_and_its_remedy(tmp_path: Path, old: str, new: str, what: str, how: str) -> None:
    assert old in SMALL
    with pytest.raises(DefinitionError) as raised:
        loaded(tmp_path, SMALL.replace(old, new, 1))
    said = [p for p in raised.value.problems if p.file.endswith("entitlement.yaml") and p.line > 1 and what in p.what]
    assert said, raised.value
    assert any(how in problem.how for problem in said), said


def test_two_rules_of_one_number_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="two rules 1"):
        loaded(tmp_path, SMALL + OLD)


def test_a_catalog_may_do_without_a_check(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path)
    rules = catalog.rules(None, TODAY)
    assert catalog.entitlement is None
    assert also_for(Plan(rules, "care", bank_of(catalog, {}))) == ()
    with pytest.raises(UnknownId):
        open_plan(rules, CHECK, bank_of(catalog, {}))


@pytest.mark.parametrize(("when", "holds"), [("age >= 60", True), ("age >= 60 and age < 60", False),
                                            ("city == 'here' and 'car' in has", True), ("city == 'x'", False)])  # fmt: skip
def test_a_rule_that_never_holds_is_found(tmp_path: Path, when: str, holds: bool) -> None:
    asked = "[{fact: has}]" if "has" in when else "[{fact: age}]" if "age" in when else "[]"
    head = HEAD.replace(FACTS, asked).replace(MATTERS, "")
    rule = f'  - {{rule: 1, when: "{when}", because: 有车, likely: [{{item: visit, service: care}}]}}\n'
    catalog = loaded(tmp_path, head + rule)
    assert catalog.entitlement is not None
    places = [catalog.rules(city, TODAY) for city in (None, *catalog.cities)]
    assert any(can_hold(catalog.entitlement.rules[0], catalog.entitlement, rules) for rules in places) is holds


def test_questions_come_in_order_and_only_while_they_matter(tmp_path: Path) -> None:
    catalog = loaded(tmp_path)
    rules = catalog.rules(None, TODAY)

    def asked(**given: Any) -> list[str]:
        return [need.fact.id for need in CheckPlan(rules, bank_of(catalog, given)).needs]

    assert asked() == ["has", "age"]
    assert asked(has=["house"]) == ["age"]
    assert asked(has=["phone"]) == []
    assert asked(age=70) == ["has"]


def test_a_rule_that_is_open_says_nothing_until_nothing_is_left_to_ask(tmp_path: Path) -> None:
    catalog = loaded(tmp_path)
    assert found(catalog, has=["house"]) == {}
    assert found(catalog, has=["house"], age=59) == {}
    assert found(catalog, has=["house"], age=60)["visit"].likelihood is Likelihood.LIKELY


def test_not_sure_is_for_a_person_to_decide_and_says_what_is_open(tmp_path: Path) -> None:
    visit = found(loaded(tmp_path), has=["house"], age="unsure")["visit"]
    assert visit.likelihood is Likelihood.PERSON_DECIDES
    assert "年龄" in visit.reasons[0]


MORE = (
    "  - {rule: 2, when: \"'house' in has\", because: 有房, no: [{item: visit, service: care}],"
    " possible: [{item: allowance, service: care}]}\n"
    "  - {rule: 3, when: \"'car' in has\", because: 有车, person_decides: [{item: allowance, service: care}]}\n"
    "  - {rule: 4, when: \"'phone' in has\", because: 有手机, door: true, possible: [{item: visit, service: care}]}\n"
)


def test_the_better_list_wins_and_a_no_counts_only_alone(tmp_path: Path) -> None:
    catalog = loaded(tmp_path, SMALL + MORE)
    assert found(catalog, has=["house"], age=60)["visit"].likelihood is Likelihood.LIKELY
    assert found(catalog, has=["house"])["visit"].likelihood is Likelihood.NO
    assert found(catalog, has=["house", "car"])["allowance"].likelihood is Likelihood.PERSON_DECIDES
    assert found(catalog, has=["house"])["allowance"].likelihood is Likelihood.POSSIBLE


def test_a_door_comes_last_and_is_never_more_than_a_way_in(tmp_path: Path) -> None:
    catalog = loaded(tmp_path, SMALL + MORE)
    rules = catalog.rules(None, TODAY)
    findings = CheckPlan(rules, bank_of(catalog, {"has": ["phone", "car"], "age": 70})).findings
    assert [(one.item.item, one.door) for one in findings] == [("allowance", False), ("visit", True)]


def test_what_the_service_knows_wins_over_the_rules(tmp_path: Path) -> None:
    catalog = loaded(tmp_path, SMALL + MORE)
    allowance = found(catalog, has=["house"], age=59)["allowance"]
    assert (allowance.likelihood, allowance.reasons) == (Likelihood.NO, ("年龄还没有到",))
    visit = found(catalog, has=["phone"], age=59)["visit"]
    assert visit.likelihood is Likelihood.NO


def test_what_was_only_not_asked_for_is_no_reason_against(tmp_path: Path) -> None:
    text = (
        HEAD + "  - {rule: 1, when: \"'house' in has\", because: 有房, possible: [{item: car_sale, service: care}]}\n"
    )
    text = text.replace(FACTS, "[{fact: has}]")
    assert found(loaded(tmp_path, text), has=["house"])["car_sale"].likelihood is Likelihood.POSSIBLE


def test_what_a_city_removed_is_skipped(tmp_path: Path) -> None:
    text = HEAD + "  - {rule: 1, when: age >= 60, because: 年纪到了, likely: [{item: car_sale, service: care}]}\n"
    text = text.replace(FACTS, "[{fact: age}]")
    catalog = loaded(tmp_path, text.replace(MATTERS, ""))
    assert "car_sale" in found(catalog, age=60)
    assert "car_sale" not in found(catalog, "there", age=60)


LUMP = """
facts:
  - {id: heads, title: 几口人, type: number, unit: people, section: you, sourcing: computed, question: 家里几口人？, min: 1,
     derive: 1 + count(p for p in family)}
"""


def test_a_list_that_is_complete_counts_more_than_one_number_told_before(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path, {"facts/lump.yaml": LUMP})
    rules = catalog.rules(None, TODAY)

    def heads(**given: Any) -> Any:
        return Facts(rules, bank_of(catalog, given)).value("heads")

    person = {"name": "李明", "minor": False}
    assert heads() is None
    assert heads(heads=4) == 4
    assert heads(heads=4, family={"people": [person], "complete": False}) == 4
    assert heads(heads=4, family={"people": [person], "complete": True}) == 2


def test_other_services_are_offered_beside_a_finished_one_without_asking(tmp_path: Path) -> None:
    other = """
service: other
title: 另一件事
short: 办另一件
lead: 另一件。
sections: [{id: you, title: 您}]
stages: [{id: now, title: 现在}]
items: [pass]
declaration: 属实。
"""
    item = "item: pass\nservice: other\ntitle: 通行证\nstatus: verified\nsource: 某法\nstage: now\ndepartment: police\nfits_when: age >= 18\n"
    text = SMALL + (
        "  - {rule: 2, when: \"'car' in has\", because: 有车, possible: [{item: pass, service: other},"
        " {item: car_sale, service: care}]}\n"
    )
    catalog = loaded(tmp_path, text, **{"other/service.yaml": other, "other/items/pass.yaml": item})
    rules = catalog.rules(None, TODAY)
    also = also_for(Plan(rules, "care", bank_of(catalog, {})))
    assert [(one.item.item, one.likelihood) for one in also] == [("pass", Likelihood.POSSIBLE)]
    assert also_for(Plan(rules, "care", bank_of(catalog, {"age": 17}))) == ()
    assert also_for(Plan(rules, "care", bank_of(catalog, {})), begun=["other"]) == ()
