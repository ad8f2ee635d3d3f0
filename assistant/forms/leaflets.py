"""The receipt and the 一次性告知 list as data to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assistant.forms.layout import PRINT_WORDS, width_of
from assistant.forms.messages import _


@dataclass(frozen=True)
class ReceiptLine:
    """One item that was handed in: its title, who gets it, how it stands and when an answer is due."""

    title: str
    authority: str = ""
    state: str = ""
    due: str = ""


@dataclass(frozen=True)
class ReceiptPaper:
    """The receipt of one submission. ``applicant`` is masked already; ``contacts`` are (name, number)."""

    number: str
    service: str
    submitted_at: datetime
    applicant: str = field(repr=False)
    city: str = ""
    lines: tuple[ReceiptLine, ...] = ()
    next_steps: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    bring: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True)
class NoticeDocument:
    """One paper of an item: ``how`` says original or copy, or that nothing has to be handed in."""

    title: str
    how: str = ""
    note: str = ""
    waived: bool = False


@dataclass(frozen=True)
class NoticeEntry:
    """One item of the list, complete for this person's answers. Empty texts are left out."""

    title: str
    next: str = ""
    authority: str = ""
    where: str = ""
    due: str = ""
    fee: str = ""
    takes: str = ""
    phone: str = ""
    source: str = ""
    note: str = ""
    documents: tuple[NoticeDocument, ...] = ()


@dataclass(frozen=True)
class NoticePaper:
    """The list of everything to bring and do (一次性告知), in the order of doing."""

    title: str
    made_on: date
    entries: tuple[NoticeEntry, ...]
    city: str = ""
    lead: str = ""
    closing: str = ""
    receipt: str | None = None
    note: str = _("按您填写的情况列出，以窗口答复为准")


_ROWS_KEPT_TOGETHER = 14  # about a third of a page


def lay_out_receipt(paper: ReceiptPaper) -> Mapping[str, Any]:
    """The data that ``receipt.typ`` draws."""
    at = paper.submitted_at
    facts = (
        (_("办理的事"), paper.service),
        (_("地区"), paper.city),
        (_("申办人"), paper.applicant),
        (_("提交时间"), f"{at.year}年{at.month}月{at.day}日 {at.hour:02d}:{at.minute:02d}"),
    )
    return {
        "title": _("受理回执"),
        "number": paper.number,
        "number_label": _("回执编号"),
        "keep": _("查进度时要用这个编号和手机号，请保存好。"),
        "facts": [pair for pair in facts if pair[1]],
        "lines_head": [_("事项"), _("受理单位"), _("进度")],
        "lines": [[one.title, one.authority, "，".join(filter(None, (one.state, one.due)))] for one in paper.lines],
        "lists": _lists((_("接下来"), paper.next_steps), (_("去窗口时带上"), paper.bring)),
        "contacts_title": _("问事电话"),
        "contacts": paper.contacts,
        "closing": paper.closing,
        "words": PRINT_WORDS,
    }


def _lists(*lists: tuple[str, tuple[str, ...]]) -> list[Mapping[str, Any]]:
    return [{"title": title, "entries": entries} for title, entries in lists if entries]


def lay_out_notice(paper: NoticePaper) -> Mapping[str, Any]:
    """The data that ``notice.typ`` draws."""
    day = f"{paper.made_on.year}年{paper.made_on.month}月{paper.made_on.day}日"
    return {
        "title": paper.title,
        "subtitle": "　".join(part for part in (paper.city, _("%(day)s 开具", day=day)) if part),
        "lead": paper.lead,
        "closing": paper.closing,
        "receipt": paper.receipt,
        "note": paper.note,
        "entries": [_entry(entry) for entry in paper.entries],
        "documents_head": [_("要带的材料"), _("要求"), _("备好打勾")],
        "words": PRINT_WORDS,
    }


def _entry(entry: NoticeEntry) -> Mapping[str, Any]:
    facts = (
        (_("怎么办"), entry.next),
        (_("哪里办"), "　".join(part for part in (entry.authority, entry.where) if part)),
        (_("最晚哪天"), entry.due),
        (_("要交的钱"), entry.fee),
        (_("多久办好"), entry.takes),
        (_("电话"), entry.phone),
        (_("注意"), entry.note),
        (_("依据"), entry.source),
    )
    return {
        "title": entry.title,
        "facts": [pair for pair in facts if pair[1]],
        "breakable": sum(1 + width_of(words) // 80 for _name, words in facts) + len(entry.documents)
        > _ROWS_KEPT_TOGETHER,
        "documents": [
            {
                "title": one.title + (f"（{one.note}）" if one.note else ""),
                "how": _("不用交，能查到") if one.waived else one.how,
                "waived": one.waived,
            }
            for one in entry.documents
        ],
    }
