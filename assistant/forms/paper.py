"""Papers to take away: filled and blank forms, the receipt and the 一次性告知 list, as PDF and PNG.

Every text reaches typst as JSON data and is shown as text, so nothing typed by anybody can become markup. The fonts are
the ones of the package ``pylopdf-fonts-zh-cn``; no font of the machine is used.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from assistant.forms.glyphs import squared, without_glyph
from assistant.forms.layout import FormPaper, lay_out_form
from assistant.forms.leaflets import NoticePaper, ReceiptPaper, lay_out_notice, lay_out_receipt
from assistant.forms.messages import _

TEMPLATES = Path(__file__).parents[1] / "templates" / "print"
PIXELS_PER_INCH = 120.0  # small print stays readable on a phone, and a page takes under 50 ms
BY_HAND = _("「□」处是打印字库里没有的字，请手写补上。")
Ending = Literal["pdf", "png"]
Paper = FormPaper | ReceiptPaper | NoticePaper


def make_pdf(paper: Paper) -> bytes:
    """The paper as one PDF file."""
    pages = _compile(paper, "pdf")
    assert isinstance(pages, bytes)
    return pages


def make_png(paper: Paper, pixels_per_inch: float = PIXELS_PER_INCH) -> tuple[bytes, ...]:
    """The paper as pictures, one a page."""
    pages = _compile(paper, "png", pixels_per_inch)
    return (pages,) if isinstance(pages, bytes) else tuple(pages)


def file_name(paper: Paper, ending: Ending) -> str:
    """A name for the download that nobody can guess and that tells nothing about a person."""
    kind = paper.form.form if isinstance(paper, FormPaper) else _KINDS[type(paper)]
    return f"{kind}-{secrets.token_hex(6)}.{ending}"


_KINDS: Mapping[type, str] = {ReceiptPaper: "receipt", NoticePaper: "notice"}


def _compile(paper: Paper, ending: Ending, pixels_per_inch: float = PIXELS_PER_INCH) -> bytes | list[bytes]:
    template, data = _laid_out(paper)
    cleaned = _printable(data)
    by_hand = BY_HAND if without_glyph(json.dumps(cleaned, ensure_ascii=False)) else None
    text = squared(json.dumps({**cleaned, "by_hand": by_hand}, ensure_ascii=False))
    with _COMPILING:
        made: bytes | list[bytes] = _compiler().compile(
            input=str(TEMPLATES / template),
            format=ending,
            ppi=pixels_per_inch,
            sys_inputs={"paper": text},
            timestamp=0,  # the day of printing is on the paper, not in the file
        )
    return made


def _laid_out(paper: Paper) -> tuple[str, Mapping[str, Any]]:
    if isinstance(paper, FormPaper):
        return "form.typ", lay_out_form(paper)
    if isinstance(paper, ReceiptPaper):
        return "receipt.typ", lay_out_receipt(paper)
    return "notice.typ", lay_out_notice(paper)


# --- what may be printed ---------------------------------------------------------------------------------------

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONG_WORD = re.compile(r"[!-~]{25,}")
_BREAK_AFTER = 12


def _printable(data: Any) -> Any:
    """The same data with texts that a page can hold: no control signs, and long words that may break."""
    if isinstance(data, str):
        text = _UNPRINTABLE.sub("", data)
        return _LONG_WORD.sub(lambda word: re.sub(f"(.{{{_BREAK_AFTER}}})", "\\1\u200b", word[0]), text)
    if isinstance(data, Mapping):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [_printable(value) for value in data]
    return data


# --- the compiler ----------------------------------------------------------------------------------------------

_COMPILING = threading.Lock()  # one compiler a process: it keeps the fonts and is not safe to share between threads


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import pylopdf_fonts_zh_cn
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(pylopdf_fonts_zh_cn.sans_path().parent)],
    )
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)
