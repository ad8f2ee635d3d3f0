"""Printed papers: everything typed is shown as typed, nothing is read as markup, and every form fits its pages."""

from __future__ import annotations

import io
from datetime import date, datetime

import pypdf
import pytest
from PIL import Image

from assistant.catalog.catalog import Catalog
from assistant.catalog.model import FactType
from assistant.forms.fill import BoxState, FilledBox, FilledForm, FilledSection, blank
from assistant.forms.glyphs import squared, without_glyph
from assistant.forms.layout import width_of
from assistant.forms.leaflets import NoticeDocument, NoticeEntry, NoticePaper, ReceiptLine, ReceiptPaper
from assistant.forms.paper import BY_HAND, FormPaper, Paper, file_name, make_pdf, make_png

HOSTILE = [
    '#panic("out")',
    "*bold* _soft_ $x$ `raw` = Title",
    '#import "style.typ": paper',
    "\\ @ref <label> // no comment /* none */",
    "[ ] { } \" ' ${} #(1+1)",
    '"}]} , {"x": "y"',
    "<script>alert(1)</script>",
]
NOTE = "示例表样，以经办机构现行表格为准"


def text_of(paper: Paper) -> str:
    pages = pypdf.PdfReader(io.BytesIO(make_pdf(paper))).pages
    return "".join(page.extract_text() for page in pages)


def squashed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def form_of(*boxes: FilledBox, **more: object) -> FilledForm:
    return FilledForm("sample", "样表", (FilledSection("一节", boxes),), NOTE, **more)  # type: ignore[arg-type]


def box(text: str, kind: FactType = FactType.TEXT, **more: object) -> FilledBox:
    return FilledBox("f", "项目", kind, BoxState.FILLED, text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_is_printed_as_it_was_typed(words: str) -> None:
    people = box("", FactType.PEOPLE, columns=(words,), column_types=(FactType.TEXT,), rows=((words,),))
    paper = FormPaper(form_of(box(words), people, box(words, FactType.SIGNATURE), declaration=words))
    assert squashed(text_of(paper)).count(squashed(words)) == 5


def test_control_signs_and_broken_text_do_not_stop_the_printer() -> None:
    assert "好坏" in squashed(text_of(FormPaper(form_of(box("好\x00\u202e\ud800坏")))))


def test_a_character_without_a_glyph_is_a_square_with_a_note_and_never_just_gone() -> None:
    printed = squashed(text_of(FormPaper(form_of(box("𠮷田", FactType.NAME)))))
    assert "□田" in printed
    assert BY_HAND in printed
    assert BY_HAND not in squashed(text_of(FormPaper(form_of(box("吉田", FactType.NAME)))))


def test_rare_characters_that_the_fonts_have_are_drawn() -> None:
    assert without_glyph("龘䶮㛃昇堃") == frozenset()
    assert squared("a𠮷b") == "a□b"


def test_long_texts_wrap_inside_the_page() -> None:
    words = "四川省凉山彝族自治州" * 20 + "W" * 400
    paper = FormPaper(form_of(box(words), box("短")))
    assert squashed(words) in squashed(text_of(paper))
    (page,) = make_png(paper)
    image = Image.open(io.BytesIO(page)).convert("L")
    margin = image.crop((image.width - 60, 0, image.width, image.height))
    assert margin.getextrema() == (255, 255)


def test_a_form_carries_its_note_its_page_number_and_its_receipt() -> None:
    printed = squashed(text_of(FormPaper(form_of(box("x")), "SH26-7K3M-9Q2D", date(2026, 11, 21))))
    assert NOTE in printed
    assert "第1页，共1页" in printed
    assert "回执编号：SH26-7K3M-9Q2D" in printed


def test_a_signature_has_its_day_only_when_somebody_signed() -> None:
    signed = form_of(box("张三", FactType.SIGNATURE), declaration="以上属实。")
    open_line = form_of(FilledBox("f", "签名", FactType.SIGNATURE, BoxState.EMPTY), declaration="以上属实。")
    day = date(2026, 11, 21)
    assert "2026年11月21日" in squashed(text_of(FormPaper(signed, signed_on=day)))
    assert "2026年" not in squashed(text_of(FormPaper(open_line, signed_on=day)))


def test_papers_are_listed_with_how_they_are_handed_in() -> None:
    papers = (box("办理时带去", FactType.DOCUMENT), box("已上传 1 个文件", FactType.DOCUMENT))
    printed = squashed(text_of(FormPaper(form_of(*papers))))
    assert "经办核对" in printed
    assert "办理时带去" in printed
    assert "已上传1个文件" in printed


def test_every_form_of_the_catalog_prints_blank_with_all_its_labels() -> None:
    rules = Catalog.load().rules("chengdu", date(2026, 11, 21))
    for form in rules.forms.values():
        empty = blank(form, rules.facts)
        printed = squashed(text_of(FormPaper(empty)))
        assert [one.label for one in empty.boxes if squashed(one.label) not in printed] == []


def test_pictures_are_one_a_page() -> None:
    boxes = tuple(box("字" * 400) for _ in range(20))
    pages = make_png(FormPaper(form_of(*boxes)))
    assert len(pages) > 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_the_receipt_shows_its_number_and_no_full_name() -> None:
    paper = ReceiptPaper(
        "SH26-7K3M-9Q2D",
        "公民身后一件事",
        datetime(2026, 11, 21, 14, 5),
        "李*",
        lines=(ReceiptLine("注销户口", "公安派出所", "已送出", "预计 5 个工作日"),),
        next_steps=("等电话。",),
        contacts=(("热线", "12345"),),
        bring=("身份证",),
        closing="请保重。",
    )
    printed = squashed(text_of(paper))
    for words in ("SH26-7K3M-9Q2D", "李*", "2026年11月21日14:05", "已送出，预计5个工作日", "12345", "请保重。"):
        assert words in printed
    assert len(make_png(paper)) == 1


def test_the_list_of_papers_says_what_need_not_be_handed_in() -> None:
    documents = (NoticeDocument("身份证", "原件", "正反面"), NoticeDocument("亲属关系证明", waived=True))
    entry = NoticeEntry("注销户口", "到派出所办理。", where="户口所在地", due="12 月 20 日", documents=documents)
    printed = squashed(text_of(NoticePaper("一次性告知单", date(2026, 11, 21), (entry,) * 12, "成都市")))
    assert printed.count("不用交，能查到") == 12
    assert "身份证（正反面）" in printed
    assert "12.注销户口" in printed
    assert "要交的钱" not in printed


def test_the_name_of_a_file_tells_nothing_and_never_comes_twice() -> None:
    paper = FormPaper(form_of(box("张三")), "SH26-7K3M-9Q2D")
    names = {file_name(paper, "pdf") for _ in range(50)}
    assert len(names) == 50
    assert all(name.startswith("sample-") and "SH26" not in name and name.endswith(".pdf") for name in names)


def test_the_same_paper_prints_the_same_bytes() -> None:
    paper = FormPaper(form_of(box("张三")))
    assert make_pdf(paper) == make_pdf(paper)


def test_chinese_signs_count_two_columns() -> None:
    assert (width_of("张三"), width_of("ab"), width_of("（）")) == (4, 2, 4)
