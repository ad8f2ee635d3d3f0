"""Canonical values and their JSON."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

from assistant.catalog.messages import _
from assistant.catalog.model import Fact
from assistant.catalog.values import (
    DocumentValue,
    PartialDate,
    People,
    Person,
    Special,
    ValueProblem,
    from_json,
    to_json,
)


def fact_of(kind: str, **more: object) -> Fact:
    return Fact.model_validate({"id": "f", "title": "题目", "type": kind, "section": "s", **more})


OPTIONS = [{"id": "home", "title": "家里"}, {"id": "hospital", "title": "医院"}]
FIELDS = [
    {"id": "name", "title": "姓名", "type": "name"},
    {"id": "age", "title": "年龄", "type": "number", "unit": "age"},
]


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (fact_of("date"), "1958-06-12", date(1958, 6, 12)),
        (fact_of("date"), date(1958, 6, 12), date(1958, 6, 12)),
        (fact_of("partial_date"), "1958", PartialDate(1958)),
        (fact_of("partial_date"), "1958-06", PartialDate(1958, 6)),
        (fact_of("partial_date"), 1958, PartialDate(1958)),
        (fact_of("number"), 3, Decimal(3)),
        (fact_of("money"), 12.5, Decimal("12.5")),
        (fact_of("yes_no"), False, False),
        (fact_of("choice", options=OPTIONS), "home", "home"),
        (fact_of("choices", options=OPTIONS), [], frozenset()),
        (fact_of("region"), "510107", "510107"),
        (fact_of("id_number"), "11010519491231002x", "11010519491231002X"),
        (fact_of("document"), {"mode": "bring"}, DocumentValue("bring")),
        (fact_of("number", unsure=True), "unsure", Special.UNSURE),
        (fact_of("text"), "unsure", "unsure"),
    ],
)
def test_json_is_read_as_the_canonical_value(fact: Fact, raw: object, value: object) -> None:
    assert from_json(fact, raw) == value


@pytest.mark.parametrize(
    ("fact", "raw", "said"),
    [
        (fact_of("yes_no"), "yes", "写法不对"),
        (fact_of("number"), True, "写法不对"),
        (fact_of("number"), "3", "写法不对"),
        (fact_of("number"), float("inf"), "写法不对"),
        (fact_of("number"), 10**400, "太大了"),
        (fact_of("number", unit="age"), 151, "太大了"),
        (fact_of("number", unit="age"), 1.5, "整数"),
        (fact_of("number", min=3), 2, "太小了"),
        (fact_of("money"), -1, "太小了"),
        (fact_of("money"), 1.005, "小数位太多"),
        (fact_of("date"), "1958-6-12", "写法不对"),
        (fact_of("date"), "2023-02-29", "没有 2023-02-29 这一天"),
        (fact_of("date"), "0001-01-01", "年份 1 不对"),
        (fact_of("partial_date"), "1958-13", "没有这一天"),
        (fact_of("choice", options=OPTIONS), "moon", "没有这个选项"),
        (fact_of("choices", options=OPTIONS), ["home", 3], "没有这个选项"),
        (fact_of("choices", options=OPTIONS), "home", "写法不对"),
        (fact_of("region"), "999999", "没有这个地区代码"),
        (fact_of("name"), None, "写法不对"),
        (fact_of("text"), "   ", "还没有填"),
        (fact_of("text", max_length=3), "一二三四", "最多填 3 个字"),
        (fact_of("choice", options=OPTIONS), "unsure", "不能答「不清楚」"),
        (fact_of("document"), {"mode": "upload"}, "材料文件不对"),
        (fact_of("document"), {"mode": "upload", "files": ["../etc/passwd"]}, "材料文件不对"),
        (fact_of("people", fields=FIELDS), {"people": [{"age": 200}]}, "第 1 个人的「年龄」"),
        (fact_of("people", fields=FIELDS), {"people": [{"pet": 1}]}, "第 1 个人的写法不对"),
        (fact_of("people", fields=FIELDS), {"people": [{}] * 51}, "最多填 50 个人"),
        (fact_of("people", fields=FIELDS), [], "写法不对"),
    ],
)
def test_a_wrong_value_names_its_fact_and_says_how_to_mend_it(fact: Fact, raw: object, said: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        from_json(fact, raw)
    assert caught.value.fact_id == "f"
    assert said in caught.value.what
    assert caught.value.mend.endswith("。")


def test_a_list_of_people_keeps_what_is_known_of_each_and_whether_it_is_complete() -> None:
    fact = fact_of("people", fields=FIELDS)
    value = from_json(fact, {"people": [{"name": "李四"}], "complete": True})
    assert value == People((Person({"name": "李四"}),), complete=True)
    assert to_json(value) == {"people": [{"name": "李四"}], "complete": True}
    assert len({value, from_json(fact, to_json(value))}) == 1


def test_a_row_of_a_list_shows_no_value_in_logs() -> None:
    assert "李四" not in repr(Person({"name": "李四"}))


def test_a_partial_date_refuses_days_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2020, None, 3)
    with pytest.raises(ValueError, match="day"):
        PartialDate(2023, 2, 29)


def test_a_message_keeps_its_parts_for_translation() -> None:
    message = pickle.loads(pickle.dumps(_("您填了 %(given)s 位。", given=17)))
    assert message == "您填了 17 位。"
    assert message.translated({"您填了 %(given)s 位。": "You typed %(given)s."}.__getitem__) == "You typed 17."
    assert message.translated(str) == "您填了 17 位。"
