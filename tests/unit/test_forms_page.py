"""A question page: filled with what is known, read when it is sent, with its problems for the summary."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Form

from assistant.catalog.messages import _
from assistant.catalog.model import Fact
from assistant.catalog.values import People
from assistant.forms.handlers import Asking
from assistant.forms.page import Question, make_page, narrowed
from assistant.forms.typed import Typed

ASKING = Asking(date(2026, 11, 21))


def fact_of(name: str, kind: str, **more: object) -> Fact:
    return Fact.model_validate({"id": name, "title": name, "type": kind, "section": "s", **more})


BIRTH = fact_of("data", "date", question="哪天出生？", hint="看身份证")
NAME = fact_of("errors", "name")
BOTH = Question((BIRTH, NAME), ASKING, {"data": date(1958, 6, 12)})


def test_known_answers_stand_in_their_boxes() -> None:
    page = make_page(BOTH)
    birth, name = page.fields
    assert [(control.name, control.value) for control in birth.inputs] == [
        ("data-year", "1958"),
        ("data-month", "6"),
        ("data-day", "12"),
    ]
    assert name.inputs[0].value == ""
    assert (birth.label.text, birth.description, birth.widget_name) == ("哪天出生？", "看身份证", "date")


def test_a_sent_page_gives_values_when_all_is_right() -> None:
    page = make_page(BOTH, Typed.from_lists(MultiDict([("data-year", "1958年6月12日"), ("errors", "张三")])))
    assert page.validate()
    assert page.values == {"data": date(1958, 6, 12), "errors": "张三"}
    assert page.problems == ()


def test_a_sent_page_keeps_what_was_typed_and_names_each_problem_in_order() -> None:
    page = make_page(BOTH, Typed.of(**{"data-year": "1958", "errors": "李"}))
    assert not page.validate()
    assert [problem.box for problem in page.problems] == ["data-month", "errors"]
    birth, name = page.fields
    assert birth.inputs[0].value == "1958"
    assert name.problem_texts == {"errors": "姓名至少要有两个字。请把姓和名都填上。"}
    assert page.form.errors["fact_errors"] == ["姓名至少要有两个字。请把姓和名都填上。"]
    assert page.values == {}


def test_a_fact_may_be_named_like_something_that_forms_have() -> None:
    assert make_page(BOTH).form.data["fact_data"] == date(1958, 6, 12)


def test_a_problem_with_other_answers_can_be_added_to_a_field() -> None:
    page = make_page(BOTH, Typed.of(**{"data-year": "1958.6.12", "errors": "张三"}))
    page.fields[0].refuse(_("早于出生。"), _("请改一处。"))
    assert page.problems[0].box == "data-year"
    assert page.fields[0].errors == ["早于出生。请改一处。"]


def test_the_base_class_adds_its_own_checks() -> None:
    class Refusing(Form):
        def validate(self, *args: object, **kwargs: object) -> bool:
            super().validate()
            return False

    sent = Typed.of(**{"data-year": "1958.6.12", "errors": "张三"})
    assert make_page(BOTH, sent).validate()
    assert not make_page(BOTH, sent, Refusing).validate()


def test_a_list_of_people_brings_its_rows_and_buttons_and_may_stay() -> None:
    heirs = fact_of("heirs", "people", fields=[{"id": "name", "title": "姓名", "type": "name"}])
    question = Question((heirs,), ASKING, {})
    (field,) = make_page(question).fields
    assert [row.is_open for row in field.rows] == [True]
    assert [button.value for button in field.buttons] == ["add", "done", "later"]
    page = make_page(question, Typed.of(**{"heirs-0-name": "李四", "heirs-do": "add"}))
    assert page.validate()
    assert page.stay
    assert isinstance(page.values["heirs"], People)
    assert make_page(BOTH).fields[0].rows == ()


def test_options_can_be_narrowed_for_one_page() -> None:
    options = [{"id": "a_one", "title": "甲"}, {"id": "b_two", "title": "乙"}]
    fact = narrowed(fact_of("place", "choice", options=options), ["b_two"])
    assert not make_page(Question((fact,), ASKING, {}), Typed.of(place="a_one")).validate()
    assert make_page(Question((fact,), ASKING, {}), Typed.of(place="b_two")).validate()
