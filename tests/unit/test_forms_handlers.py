"""One question each: what was typed, what came out, what is shown again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.catalog.model import Fact
from assistant.catalog.values import DocumentValue, PartialDate, Special, Value
from assistant.forms.handlers import Asking, DocumentHandler, Parsed, handler_for
from assistant.forms.typed import LONGEST_KEPT, Typed, Upload
from assistant.forms.uploads import LARGEST_BYTES

ASKING = Asking(date(2026, 11, 21), signer="张三", near="510100")
PLACES = [
    {"id": "hospital", "title": "医院或送医路上"},
    {"id": "home", "title": "家里"},
    {"id": "care", "title": "养老院（机构）"},
]


def fact_of(kind: str, **more: object) -> Fact:
    return Fact.model_validate({"id": "f", "title": "题目", "type": kind, "section": "s", **more})


def parse(fact: Fact, **boxes: str | list[str]) -> Parsed:
    named = {name.replace("_", "-"): text for name, text in boxes.items()}
    return handler_for(fact).parse(fact, Typed.from_mapping(named), ASKING)


def said(parsed: Parsed) -> list[tuple[str, str]]:
    return [(problem.box, problem.text) for problem in parsed.problems]


# --- every type ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "box"),
    [
        ("text", "f"),
        ("name", "f"),
        ("date", "f-year"),
        ("region", "f"),
        ("money", "f"),
        ("signature", "f"),
        ("phone", "f"),
    ],
)
def test_an_empty_required_question_is_a_problem_at_its_first_box(kind: str, box: str) -> None:
    parsed = parse(fact_of(kind))
    assert parsed.problems[0].box == box
    assert parsed.value is None


def test_an_empty_optional_question_is_no_answer_and_no_problem() -> None:
    fact = fact_of("phone", optional=True)
    assert parse(fact) == Parsed(typed=Typed())
    assert handler_for(fact).inputs(fact, Typed(), ASKING)[0].label == "题目（选填）"


def test_what_was_typed_stays_when_it_is_wrong_and_can_be_shown_again() -> None:
    assert parse(fact_of("phone"), f="138 1234").typed.first("f") == "138 1234"
    flood = parse(fact_of("text"), f="\x00" + "长" * 100_000).typed.first("f")
    assert len(flood) < LONGEST_KEPT
    assert "\x00" not in flood


def test_boxes_of_other_facts_are_not_looked_at() -> None:
    assert not parse(fact_of("name"), ff="张三", g="张三").ok


def test_unsure_is_an_answer_where_it_is_offered_and_words_where_it_is_not() -> None:
    assert parse(fact_of("number", unsure=True), f_special="unsure").value is Special.UNSURE
    assert parse(fact_of("number", unsure=True), f="不知道").value is Special.UNSURE
    assert parse(fact_of("number"), f_special="unsure").problems
    assert parse(fact_of("text"), f="不知道").value == "不知道"


def test_an_answer_and_unsure_together_ask_for_one_of_them() -> None:
    assert said(parse(fact_of("number", unsure=True), f="5", f_special="unsure")) == [
        ("f", "「题目」填了内容，又选了「不清楚」。请只留一个。")
    ]


# --- how values are shown and hidden -------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "value", "shown", "hidden"),
    [
        (fact_of("id_number"), "510107195806120014", "510107195806120014", "5****************4"),
        (fact_of("phone"), "13812345678", "13812345678", "138****5678"),
        (fact_of("phone"), "028-81234567", "028-81234567", "****4567"),
        (fact_of("bank_account"), "6222020200001234", "6222 0202 0000 1234", "**** 1234"),
        (fact_of("name"), "李小明", "李小明", "李*"),
        (
            fact_of("address"),
            "四川省成都市武侯区红牌楼街道佳灵路3号",
            "四川省成都市武侯区红牌楼街道佳灵路3号",
            "四川省成都市武侯区红牌楼街道****",
        ),
        (fact_of("address"), "佳灵路3号", "佳灵路3号", "****"),
        (fact_of("address"), "幸福小区街道口3栋", "幸福小区街道口3栋", "****"),
        (fact_of("date"), date(1958, 6, 12), "1958年6月12日", "1958年6月12日"),
        (fact_of("date", id="d_birth"), date(1958, 6, 12), "1958年6月12日", "1958年"),
        (fact_of("partial_date"), PartialDate(1958, 6), "1958年6月", "1958年6月"),
        (fact_of("money", unit="yuan_per_month"), Decimal("3000.5"), "3,000.5 元/月", "3,000.5 元/月"),
        (fact_of("money", sensitivity="sensitive"), Decimal(3000), "3,000", "****"),
        (fact_of("number", unit="percent"), Decimal(30), "30%", "30%"),
        (fact_of("yes_no"), True, "是", "是"),
        (fact_of("choice", options=PLACES), "home", "家里", "家里"),
        (
            fact_of("choices", options=PLACES),
            frozenset(("care", "home")),
            "家里、养老院（机构）",
            "家里、养老院（机构）",
        ),
        (fact_of("choices", options=PLACES, none_option="都不是"), frozenset(), "都不是", "都不是"),
        (fact_of("region"), "510107", "四川省成都市武侯区", "四川省成都市武侯区"),
        (fact_of("document"), DocumentValue("upload", ("a.jpg", "b.jpg")), "已上传 2 个文件", "已上传 2 个文件"),
        (fact_of("number"), Special.DECLINED, "不愿说", "不愿说"),
    ],
)
def test_a_value_is_shown_in_full_and_hidden_by_one_mask(fact: Fact, value: Value, shown: str, hidden: str) -> None:
    assert handler_for(fact).display(fact, value) == shown
    assert handler_for(fact).mask(fact, value) == hidden


# --- keyboards -----------------------------------------------------------------------------------


def test_keyboards_fit_what_is_asked() -> None:
    def keyboard(kind: str, **more: object) -> dict[str, str]:
        fact = fact_of(kind, **more)
        return dict(handler_for(fact).keyboard(fact))

    assert keyboard("id_number")["inputmode"] == "text"
    assert keyboard("id_number")["autocapitalize"] == "characters"
    assert keyboard("id_number")["maxlength"] == "24"
    assert keyboard("money")["inputmode"] == "decimal"
    assert keyboard("bank_account")["autocomplete"] == "off"
    assert keyboard("phone", subject="applicant")["autocomplete"] == "tel-national"
    assert keyboard("phone", subject="deceased")["autocomplete"] == "off"
    assert keyboard("name", subject="applicant")["autocomplete"] == "name"
    assert keyboard("phone")["type"] == "tel"


def test_the_boxes_of_a_date_offer_the_own_birthday_alone() -> None:
    own, other = fact_of("date", id="a_birth", subject="applicant"), fact_of("date", id="d_birth")
    assert [i.attributes["autocomplete"] for i in handler_for(own).inputs(own, Typed(), ASKING)] == [
        "bday-year",
        "bday-month",
        "bday-day",
    ]
    assert {i.attributes["autocomplete"] for i in handler_for(other).inputs(other, Typed(), ASKING)} == {"off"}
    assert {i.attributes["inputmode"] for i in handler_for(own).inputs(own, Typed(), ASKING)} == {"numeric"}


# --- dates ---------------------------------------------------------------------------------------


def test_a_date_without_its_day_points_at_the_empty_box() -> None:
    assert said(parse(fact_of("date"), f_year="1958", f_month="4"))[0][0] == "f-day"
    assert parse(fact_of("partial_date"), f_year="1958", f_month="4").value == PartialDate(1958, 4)


def test_lunar_boxes_count_only_where_the_question_offers_them() -> None:
    boxes = {"f_year": "1958", "f_month": "4", "f_day": "25", "f_calendar": "lunar"}
    assert parse(fact_of("date", lunar=True), **boxes).value == date(1958, 6, 12)
    assert parse(fact_of("date"), **boxes).value == date(1958, 4, 25)


def test_a_day_outside_what_can_be_is_told_the_limit() -> None:
    fact = fact_of("date")
    asking = Asking(date(2026, 11, 21), earliest=date(2026, 1, 1), latest=date(2026, 11, 21))
    for words, limit in (("2025-12-31", "最早填 2026年1月1日"), ("2026-11-22", "最晚填 2026年11月21日")):
        assert limit in handler_for(fact).parse(fact, Typed.of(f=words), asking).problems[0].mend


# --- choices -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "value"),
    [("家里", "home"), ("在家里", "home"), ("医院", "hospital"), ("养老院", "care"), ("care", "care")],
)
def test_an_option_is_known_by_its_id_its_title_or_a_part_of_it(words: str, value: str) -> None:
    assert parse(fact_of("choice", options=PLACES), f=words).value == value


def test_unsure_and_declined_stand_among_the_options() -> None:
    fact = fact_of("yes_no", unsure=True, decline=True)
    only = handler_for(fact).inputs(fact, Typed.of(f="no"), ASKING)
    assert [(c.value, c.label, c.chosen) for c in only[0].choices] == [
        ("yes", "是", False),
        ("no", "否", True),
        ("unsure", "不清楚", False),
        ("declined", "不愿说", False),
    ]
    assert only[0].choices[0].id == "f"


def test_that_nothing_holds_has_to_be_said() -> None:
    fact = fact_of("choices", options=PLACES)
    assert parse(fact).problems
    assert parse(fact, f="-none").value == frozenset()
    assert parse(fact, f=["-none", "home"]).problems
    assert parse(fact, f=["care", "home"]).value == {"care", "home"}
    assert parse(fact, f="医院、家里").value == {"hospital", "home"}


# --- regions -------------------------------------------------------------------------------------


def test_a_name_that_fits_once_is_taken() -> None:
    assert parse(fact_of("region"), f="武侯区").value == "510107"


def test_a_name_that_fits_several_places_asks_which_and_takes_the_choice() -> None:
    fact = fact_of("region")
    parsed = parse(fact, f="朝阳")
    assert said(parsed) == [("f-pick", "叫「朝阳」的地方有 4 个。请在下面选一个。")]
    offered = handler_for(fact).inputs(fact, parsed.typed, ASKING)[-1]
    assert offered.kind == "radio"
    assert "北京市朝阳区" in [choice.label for choice in offered.choices]
    assert parse(fact, f="朝阳", f_asked="朝阳", f_pick="110105").value == "110105"


def test_another_search_counts_more_than_an_old_choice() -> None:
    assert parse(fact_of("region"), f="武侯区", f_asked="朝阳", f_pick="110105").value == "510107"


def test_a_city_is_opened_into_its_counties_and_may_be_meant_alone() -> None:
    fact = fact_of("region")
    parsed = parse(fact, f_pick="510100")
    assert "510107" in parsed.offered
    assert handler_for(fact).inputs(fact, parsed.typed, ASKING)[-1].kind == "select"
    assert parse(fact, f_pick=parsed.offered[-1]).value == "510100"


@pytest.mark.parametrize("near_code", ["220100", "2201"])
def test_the_city_in_force_is_offered_first(near_code: str) -> None:
    fact = fact_of("region")
    near = Asking(ASKING.today, near=near_code)
    assert handler_for(fact).parse(fact, Typed.of(f="朝阳"), near).offered[0] == "220104"


def test_without_a_search_the_cascade_begins_with_the_provinces() -> None:
    fact = fact_of("region")
    first = handler_for(fact).inputs(fact, Typed(), ASKING)[-1]
    assert (first.kind, len(first.choices)) == ("select", 34)


def test_a_made_up_choice_is_no_region() -> None:
    assert parse(fact_of("region"), f_pick="999999").problems
    fact = fact_of("region")
    typed = Typed.from_mapping({"f-offered": ["999999", "<b>"]})
    assert len(handler_for(fact).inputs(fact, typed, ASKING)[-1].choices) == 34


# --- signature -----------------------------------------------------------------------------------


def test_a_signature_is_the_applicants_own_name_and_a_tick() -> None:
    fact = fact_of("signature")
    assert parse(fact, f="张 三", f_agree="yes").value == "张三"
    assert said(parse(fact, f="李四", f_agree="yes"))[0] == ("f", "签名和申请人姓名不一样。请填申请人本人的姓名。")
    assert said(parse(fact, f="张三"))[0][0] == "f-agree"


# --- documents -----------------------------------------------------------------------------------

JPEG, PDF = b"\xff\xd8\xff\xe0rest", b"%PDF-1.7 rest"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"


def upload(*contents: bytes, mode: str = "upload") -> Parsed:
    fact = fact_of("document")
    typed = Typed({"f": (mode,)}, {"f-files": tuple(Upload(content) for content in contents)})
    return handler_for(fact).parse(fact, typed, ASKING)


def test_a_paper_can_be_brought_or_missing() -> None:
    assert parse(fact_of("document"), f="bring").value == DocumentValue("bring")
    assert parse(fact_of("document"), f="none").value == DocumentValue("none")


@pytest.mark.parametrize("content", [JPEG, PDF, HEIC, b"\x89PNG\r\n\x1a\nrest"])
def test_files_are_known_by_their_first_bytes(content: bytes) -> None:
    parsed = upload(content)
    assert parsed.ok
    assert parsed.uploads == (Upload(content),)


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([], "还没有选文件"),
        ([b""], "还没有选文件"),
        ([b"MZ\x90\x00 a program named photo.jpg"], "不是照片，也不是 PDF"),
        ([b"<html>%PDF-"], "不是照片，也不是 PDF"),
        ([b"\x00\x00\x00\x18ftypmp42"], "不是照片，也不是 PDF"),
        ([JPEG, b"GIF89a"], "第 2 个文件"),
        ([JPEG + bytes(LARGEST_BYTES)], "超过了 10 MB"),
        ([JPEG] * 21, "最多上传 20 个文件"),
    ],
)
def test_a_file_that_cannot_be_kept_is_told_why(contents: list[bytes], words: str) -> None:
    problem = upload(*contents).problems[0]
    assert problem.box == "f-files"
    assert words in problem.what


def test_kept_files_stay_and_new_ones_are_added_by_their_names() -> None:
    fact = fact_of("document")
    parsed = parse(fact, f="upload", f_kept=["a.jpg", "../../etc/passwd"])
    assert parsed.value == DocumentValue("upload", ("a.jpg",))
    handler = handler_for(fact)
    assert isinstance(handler, DocumentHandler)
    assert isinstance(parsed.value, DocumentValue)
    assert handler.with_files(fact, parsed.value, ["b.pdf"]).files == ("a.jpg", "b.pdf")


@pytest.mark.parametrize(
    ("boxes", "part"),
    [
        (("2026", "13", "20"), "month"), (("2026", "", "20"), "month"), (("2026", "某", "20"), "month"),
        (("2026", "2", "30"), "day"), (("2026", "11", ""), "day"), (("2026", "11", "某"), "day"),
        (("9999", "11", "20"), "year"), (("2026年13月20日", "", ""), "year"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_day_is_said_at_the_box_that_is_wrong(boxes: tuple[str, str, str], part: str) -> None:
    year, month, day = boxes
    parsed = parse(fact_of("date"), f_year=year, f_month=month, f_day=day)
    assert [problem.box for problem in parsed.problems] == [f"f-{part}"]


def test_a_list_that_nobody_would_read_row_by_row_is_one_to_open_and_pick_from() -> None:
    peoples = [{"id": f"p{number}", "title": f"第{number}族"} for number in range(40)]
    long, short = fact_of("choice", options=peoples, unsure=True), fact_of("choice", options=peoples[:12])
    assert [one.kind for one in handler_for(long).inputs(long, Typed(), ASKING)] == ["select"]
    assert [one.kind for one in handler_for(short).inputs(short, Typed(), ASKING)] == ["radio"]
    assert parse(long, f="p39").value == "p39"
    assert parse(long, f="unsure").value is Special.UNSURE
    assert said(parse(long))[0][0] == "f"
