"""A form filled from answers: every box knows how it stands and where its text comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.engine.facts import Facts
from assistant.forms.fill import BoxState, FilledBox, FilledForm, blank, fill
from tests.support.small import NOW, TODAY, bank_of, small_catalog

FORM = """
form: application
title: [{when: senior, text: 老人申请表}, {text: 申请表}]
authority: 民政部门
declaration: 以上属实。
sections:
  - title: 您
    boxes:
      - {fact: name, label: 申请人}
      - {fact: age}
      - {fact: lives_alone}
      - {fact: senior}
      - {fact: remark, optional: true}
  - title: 家
    boxes:
      - {fact: family}
      - {fact: family, field: name, row: 2, label: 第二位}
      - {fact: has}
      - {fact: moved_on, when: "'house' in has"}
  - title: 只有有车的才有
    boxes: [{fact: remark, when: "'car' in has", office: true}]
"""
FAMILY = {"people": [{"name": "李四", "minor": False}, {"name": "王五"}], "complete": True}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> object:
    root: Path = tmp_path_factory.mktemp("flows")
    return small_catalog(root, {"forms/application.yaml": FORM})


def filled(catalog: object, *, masked: bool = False, **answers: object) -> FilledForm:
    facts = Facts(catalog.rules("here", TODAY), bank_of(catalog, answers))  # type: ignore[attr-defined]
    return fill(facts.rules.forms["application"], facts, masked=masked)


def box(form: FilledForm, label: str) -> FilledBox:
    return next(box for box in form.boxes if box.label == label)


def test_a_box_holds_the_words_of_its_answer_and_who_gave_it(catalog: object) -> None:
    name = box(filled(catalog, name="张三"), "申请人")
    assert (name.state, name.text) == (BoxState.FILLED, "张三")
    assert (name.given, name.by, name.at) == ("asked", "resident", NOW)


def test_a_derived_box_says_so(catalog: object) -> None:
    senior = box(filled(catalog, age=70), "年满六十")
    assert (senior.text, senior.given) == ("是", "derived")


def test_what_is_not_answered_is_missing_once(catalog: object) -> None:
    form = filled(catalog)
    assert box(form, "申请人").missing
    assert form.missing.count("family") == 1
    assert form.filled == 0


def test_a_box_that_depends_on_open_answers_is_undecided_and_one_that_cannot_apply_is_left_out(catalog: object) -> None:
    assert box(filled(catalog), "迁入日期").state is BoxState.UNDECIDED
    assert box(filled(catalog, has=["house"]), "迁入日期").missing
    assert all(one.label != "迁入日期" for one in filled(catalog, has=[]).boxes)


def test_a_section_without_boxes_is_left_out_and_an_office_box_is_marked(catalog: object) -> None:
    assert [section.title for section in filled(catalog, has=[]).sections] == ["您", "家"]
    assert filled(catalog, has=["car"]).sections[-1].boxes[0].office


def test_a_fact_without_value_is_not_needed_and_an_optional_one_is_empty(catalog: object) -> None:
    form = filled(catalog, age=30)
    assert box(form, "独居").state is BoxState.NOT_NEEDED
    assert box(form, "备注").state is BoxState.EMPTY


def test_people_come_in_rows_and_one_box_may_take_one_cell(catalog: object) -> None:
    form = filled(catalog, family=FAMILY)
    family = box(form, "家人")
    assert family.columns == ("姓名", "未成年")
    assert family.rows == (("李四", "否"), ("王五", ""))
    assert box(form, "第二位").text == "王五"


def test_on_a_screen_names_are_hidden(catalog: object) -> None:
    form = filled(catalog, masked=True, name="张三", family=FAMILY)
    assert box(form, "申请人").text == "张*"
    assert box(form, "家人").rows[0][0] == "李*"
    assert box(form, "第二位").text == "王*"


def test_a_choice_keeps_all_its_options_for_the_paper(catalog: object) -> None:
    assert box(filled(catalog, has=["car"]), "有哪些").options == (("车", True), ("房", False), ("手机号", False))


def test_the_title_follows_the_answers(catalog: object) -> None:
    assert filled(catalog, age=70).title == "老人申请表"
    assert filled(catalog, age=30).title == "申请表"


def test_a_blank_form_has_every_box_and_no_answer(catalog: object) -> None:
    rules = catalog.rules("here", TODAY)  # type: ignore[attr-defined]
    form = blank(rules.forms["application"], rules.facts)
    assert [box.label for box in form.boxes].count("迁入日期") == 1
    assert form.filled == 0
    assert all(one.text == "" and not one.rows for one in form.boxes)


def test_a_filled_form_shows_no_answer_in_logs(catalog: object) -> None:
    assert "张三" not in repr(filled(catalog, name="张三"))
