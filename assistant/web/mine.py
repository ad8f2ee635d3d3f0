"""My data: see it, take it along, delete it (《个人信息保护法》第四十五条、第四十七条)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from assistant.people import DraftGone
from assistant.web.core import core
from assistant.web.drafts import OpenDraft, open_any
from assistant.web.sessions import NotHeld, forget, held
from assistant.web.words import gettext, say

bp = Blueprint("mine", __name__)


@dataclass(frozen=True)
class Held:
    """One draft or case that this browser may open, with its answers in masked words."""

    opened: OpenDraft

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        from assistant.forms.handlers import handler_for

        facts = [self.opened.rules.facts[answer.fact] for answer in self.opened.bank]
        words = {f.id: say(handler_for(f).mask(f, self.opened.bank.latest[f.id].value)) for f in facts}
        return tuple((say(f.title), words[f.id]) for f in facts)


@bp.get("/mine")
def show() -> str:
    """Everything this browser may open."""
    return render_template("resident/mine.html", drafts=tuple(_living()), personal=bool(held()))


def _living() -> list[Held]:
    found = []
    for case_id in reversed(held()):
        try:
            found.append(Held(open_any(case_id)))
        except DraftGone:
            continue
    return found


@bp.get("/d/<case_id>/data.json")
def export(case_id: str) -> Response:
    """Everything kept about the draft, as a file."""
    opened = open_any(case_id)
    data = core().store.drafts.export_draft(opened.id, core().now())
    response = Response(json.dumps(data, ensure_ascii=False, indent=1), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@bp.get("/d/<case_id>/delete")
def ask(case_id: str) -> str:
    """Ask once before deleting."""
    opened = open_any(case_id)
    service = opened.plan.service
    return render_template(
        "resident/delete.html",
        draft=opened,
        service=service,
        tone=service.tone,
        personal=True,
        back_to=url_for("mine.show"),
    )


@bp.post("/d/<case_id>/delete")
def delete(case_id: str) -> Response:
    """Delete the draft for good. A case that was handed in stays with the authorities."""
    try:
        opened = open_any(case_id)
    except (DraftGone, NotHeld):
        return redirect(url_for("mine.show"), 303)  # type: ignore[return-value]
    core().store.drafts.delete_draft(opened.id)
    core().opened.take(opened.id)  # what is deleted is not kept in memory either
    if not opened.draft.submitted:
        forget(case_id)
    flash(gettext("已经删除。"), "info")
    return redirect(url_for("mine.show"), 303)  # type: ignore[return-value]
