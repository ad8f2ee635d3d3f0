"""Where the boxes of a form go on the paper: one wide or two narrow boxes a line, people in rows, papers in a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.catalog.model import FactType
from assistant.forms.fill import BoxState, FilledBox, FilledForm, FilledSection
from assistant.forms.messages import _

PRINT_WORDS = {
    "page": _("第 {page} 页，共 {pages} 页"),
    "receipt": _("回执编号："),
    "authority": _("受理单位："),
    "number": _("序号"),
}


@dataclass(frozen=True)
class FormPaper:
    """A form to print: filled or blank, with the number of the receipt once there is one, and the day of signing."""

    form: FilledForm
    receipt: str | None = None
    signed_on: date | None = None


# Half-width columns that fit into a narrow box, into a label, and into a wide box.
_NARROW = 28
_LABEL = 15
_OPTIONS_ON_A_LINE = 66
_BLANK_ROWS = 3
_KEPT_TOGETHER = 14  # lines; a section of up to half a page is not torn apart
_TOO_MANY_OPTIONS = 12


def lay_out_form(paper: FormPaper) -> Mapping[str, Any]:
    """The data that ``form.typ`` draws."""
    form = paper.form
    return {
        "title": form.title,
        "authority": form.authority,
        "note": form.note,
        "receipt": paper.receipt,
        "words": PRINT_WORDS,
        "sections": [_section(section, form.declaration, paper.signed_on) for section in _declared(form)],
    }


def _declared(form: FilledForm) -> tuple[FilledSection, ...]:
    """The sections, with one for the declaration where no box is there to sign it."""
    if form.declaration is None or any(box.type is FactType.SIGNATURE for box in form.boxes):
        return form.sections
    signature = FilledBox("", _("申请人签名"), FactType.SIGNATURE, BoxState.EMPTY)
    return (*form.sections, FilledSection(_("承诺"), (signature,)))


def _section(section: FilledSection, declaration: str | None, signed_on: date | None) -> Mapping[str, Any]:
    papers = [box for box in section.boxes if box.type is FactType.DOCUMENT]
    signatures = [box for box in section.boxes if box.type is FactType.SIGNATURE]
    plain = [box for box in section.boxes if box not in papers and box not in signatures]
    lines = list(_lines(plain))
    if papers:
        lines.append([_papers(papers)])
    for place, box in enumerate(signatures):
        lines.append([_signature(box, declaration if place == 0 else None, signed_on)])
    height = sum(max(map(_height, line)) for line in lines)
    return {"side": _on_the_side(section.title), "lines": lines, "breakable": height > _KEPT_TOGETHER}


def _height(drawn: Mapping[str, Any]) -> int:
    """About how many lines of text a box takes on the paper."""
    if drawn["kind"] == "plain":
        words = drawn["text"] + "".join(f"□ {title}  " for title, _chosen in drawn["options"])
        return max(1 + width_of(words) // (_OPTIONS_ON_A_LINE if drawn["wide"] else _NARROW), len(drawn["label"]))
    return 2 + len(drawn.get("rows", ())) + width_of(drawn.get("declaration") or "") // _OPTIONS_ON_A_LINE


def _on_the_side(title: str) -> list[str]:
    """The signs of a section's title from top to bottom; marks become gaps, which cannot stand upright."""
    words = [part for part in re.split(r"[、，,（）()·\s]+", title) if part]
    return [sign for place, word in enumerate(words) for sign in (*([""] if place else []), *word)]


def _label_lines(label: str) -> list[str]:
    """A label in lines of about the same length, broken before a bracket where there is one."""
    if width_of(label) <= _LABEL:
        return [label]
    head, bracket, rest = label.partition("（")
    if head and bracket and width_of(head) <= _LABEL:
        return [head, *_label_lines(bracket + rest)]
    count = -(-width_of(label) // _LABEL)
    size = -(-len(label) // count)
    return [label[start : start + size] for start in range(0, len(label), size)]


def _lines(boxes: Iterable[FilledBox]) -> Iterator[list[Mapping[str, Any]]]:
    """One wide or two narrow boxes a line; a narrow box left alone becomes wide."""
    waiting: dict[str, Any] | None = None
    for box in boxes:
        drawn = _people(box) if box.columns else _plain(box)
        if waiting is not None and (drawn["wide"] or drawn["kind"] != "plain"):
            yield [{**waiting, "wide": True}]
            waiting = None
        if drawn["wide"] or drawn["kind"] != "plain":
            yield [drawn]
        elif waiting is None:
            waiting = drawn
        else:
            yield [waiting, drawn]
            waiting = None
    if waiting is not None:
        yield [{**waiting, "wide": True}]


def _plain(box: FilledBox) -> dict[str, Any]:
    options = _shown_options(box)
    room = sum(width_of(title) + 4 for title, _chosen in options) if options else width_of(box.text)
    wide = room > _NARROW or box.type in (FactType.ADDRESS, FactType.REGION) or width_of(box.label) > 24
    return {
        "kind": "plain",
        "label": _label_lines(box.label),
        "text": box.text,
        "options": options,
        "hint": _hint(box),
        "wide": wide,
    }


def _shown_options(box: FilledBox) -> list[tuple[str, bool]]:
    """Every option with its square; only the words when there are too many to print and one is chosen."""
    if box.state not in (BoxState.FILLED, BoxState.EMPTY, BoxState.MISSING, BoxState.UNDECIDED):
        return []
    chosen = any(chosen for _title, chosen in box.options)
    room = sum(width_of(title) + 4 for title, _chosen in box.options)
    crowded = room > _OPTIONS_ON_A_LINE * 2 or len(box.options) > _TOO_MANY_OPTIONS
    if box.state is BoxState.FILLED and (crowded or not chosen):
        return []
    return list(box.options)


_BLANKS = {
    FactType.DATE: _("　　　　年　　月　　日"),
    FactType.PARTIAL_DATE: _("　　　　年　　月　　日"),
}
_STATE_HINTS = {
    BoxState.OFFICE: _("由经办机构填写"),
    BoxState.NOT_NEEDED: _("／"),
}


def _hint(box: FilledBox) -> str:
    if box.state in _STATE_HINTS:
        return _STATE_HINTS[box.state]
    return _BLANKS.get(box.type) or (f"　　　　{box.unit}" if box.unit else "")


def _people(box: FilledBox) -> dict[str, Any]:
    blank = [[""] * len(box.columns)] * (0 if box.state is BoxState.FILLED else _BLANK_ROWS)
    rows = [list(row) for row in box.rows] or blank
    return {
        "kind": "people",
        "title": box.label,
        "weights": [_weight(title, kind) for title, kind in zip(box.columns, box.column_types, strict=True)],
        "text": box.text,
        "columns": list(box.columns),
        "rows": rows,
        "wide": True,
    }


_WEIGHTS = {
    FactType.ID_NUMBER: 21,
    FactType.ADDRESS: 24,
    FactType.REGION: 20,
    FactType.BANK_ACCOUNT: 20,
    FactType.PHONE: 14,
    FactType.DATE: 14,
    FactType.TEXT: 14,
}


def _weight(title: str, kind: FactType) -> int:
    """How wide a column is beside the others, in half-width signs."""
    return _WEIGHTS.get(kind, max(8, min(width_of(title), 12)))


def _papers(boxes: Iterable[FilledBox]) -> Mapping[str, Any]:
    columns = [_("序号"), _("材料"), _("怎么交"), _("经办核对")]
    rows = [[box.label, box.text or _hint(box)] for box in boxes]
    return {"kind": "papers", "columns": columns, "rows": rows, "wide": True}


def _signature(box: FilledBox, declaration: str | None, signed_on: date | None) -> Mapping[str, Any]:
    day = f"{signed_on.year} 年 {signed_on.month} 月 {signed_on.day} 日" if signed_on and box.text else None
    return {
        "kind": "signature",
        "title": box.label,
        "text": box.text,
        "declaration": declaration,
        "hint": day or _BLANKS[FactType.DATE],
        "wide": True,
    }


def width_of(text: str) -> int:
    """How many half-width columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
