"""A list of people on its page: add, edit, remove, complete."""

from __future__ import annotations

from datetime import date

from assistant.catalog.model import Fact
from assistant.catalog.values import People, Person, Special
from assistant.forms.handlers import Asking, Parsed, PeopleHandler, Row, handler_for
from assistant.forms.typed import Typed

ASKING = Asking(date(2026, 11, 21))
FACT = Fact.model_validate(
    {
        "id": "heirs",
        "title": "其他继承人",
        "type": "people",
        "section": "s",
        "fields": [
            {"id": "name", "title": "姓名", "type": "name"},
            {"id": "birth", "title": "出生日期", "type": "date"},
            {"id": "phone", "title": "电话", "type": "phone", "optional": True},
        ],
    }
)
LI = {"heirs-0-name": "李四", "heirs-0-birth-year": "1990", "heirs-0-birth-month": "1", "heirs-0-birth-day": "2"}
WANG = {"heirs-1-name": "王五", "heirs-1-birth-year": "1991.3.4"}
LI_KEPT = Person({"name": "李四", "birth": date(1990, 1, 2)})
WANG_KEPT = Person({"name": "王五", "birth": date(1991, 3, 4)})


def press(button: str | None, *rows: dict[str, str]) -> Parsed:
    boxes = {name: text for row in rows for name, text in row.items()}
    if button is not None:
        boxes["heirs-do"] = button
    return handler_for(FACT).parse(FACT, Typed.from_mapping(boxes), ASKING)


def rows_of(parsed: Parsed) -> tuple[Row, ...]:
    handler = handler_for(FACT)
    assert isinstance(handler, PeopleHandler)
    return handler.rows(FACT, parsed.typed, ASKING, parsed.editing)


def test_adding_keeps_the_list_open_and_shows_an_empty_row() -> None:
    parsed = press("add", LI)
    assert parsed.value == People((LI_KEPT,), complete=False)
    assert (parsed.stay, parsed.editing) == (True, 1)
    at_rest, open_row = rows_of(parsed)
    assert at_rest.words == (("姓名", "李*"), ("出生日期", "1990年"))
    assert {control.kind for control in at_rest.controls} == {"hidden"}
    assert open_row.is_open
    assert all(control.value == "" for control in open_row.controls)


def test_enter_without_a_button_adds() -> None:
    assert press(None, LI) == press("add", LI)


def test_nobody_else_completes_the_list() -> None:
    parsed = press("done", LI, WANG)
    assert parsed.value == People((LI_KEPT, WANG_KEPT), complete=True)
    assert not parsed.stay


def test_an_empty_open_row_is_dropped_and_nobody_at_all_is_an_answer() -> None:
    assert press("done", LI, {"heirs-1-name": " "}).value == People((LI_KEPT,), complete=True)
    assert press("done").value == People((), complete=True)


def test_adding_nobody_is_asked_about() -> None:
    assert press("add").problems[0].box == "heirs-0-name"
    assert press("later").problems


def test_removing_takes_out_one_row_and_numbers_the_others_anew() -> None:
    parsed = press("remove-0", LI, WANG)
    assert parsed.value == People((WANG_KEPT,), complete=False)
    assert parsed.typed.first("heirs-0-name") == "王五"


def test_editing_opens_the_row_with_what_it_holds() -> None:
    parsed = press("edit-0", LI, WANG)
    first, second = rows_of(parsed)
    assert first.is_open
    assert first.controls[0].value == "李四"
    assert not second.is_open


def test_a_wrong_row_is_opened_with_its_problem_and_nothing_is_lost() -> None:
    parsed = press("done", LI, {**WANG, "heirs-1-name": "王"})
    assert [problem.box for problem in parsed.problems] == ["heirs-1-name"]
    assert parsed.editing == 1
    assert parsed.typed.first("heirs-0-name") == "李四"
    assert rows_of(parsed)[1].controls[0].value == "王"


def test_more_people_than_any_family_has_are_refused() -> None:
    many = [{f"heirs-{n}-name": "李四"} for n in range(51)]
    assert "最多填 50 个人" in press("done", *many).problems[0].what


def test_rows_that_do_not_exist_are_not_opened() -> None:
    assert press("edit-7", LI).editing is None
    assert press("edit-99999", LI).value == People((LI_KEPT,), complete=False)


def test_a_list_is_shown_with_its_number_and_whether_it_is_complete() -> None:
    handler = handler_for(FACT)
    assert handler.display(FACT, People((LI_KEPT, WANG_KEPT), complete=True)) == "李四、王五（共 2 人）"
    assert handler.mask(FACT, People((LI_KEPT,), complete=False)) == "李*（已填 1 人，还没有填完）"
    assert handler.display(FACT, People((), complete=True)) == "没有"


def test_words_can_say_that_there_is_nobody() -> None:
    handler = handler_for(FACT)
    assert handler.parse_words(FACT, "没有别人了。", ASKING).value == People((), complete=True)
    assert handler.parse_words(FACT, "我姐姐", ASKING).problems
    unsure = FACT.model_copy(update={"unsure": True})
    assert handler.parse_words(unsure, "不清楚", ASKING).value is Special.UNSURE
