"""What we know without having asked is shown once, together: is this still right?"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assistant.catalog.model import Fact
from assistant.people import RESIDENT, NewAnswer
from assistant.web.core import core
from assistant.web.drafts import OpenDraft, open_draft
from assistant.web.questions import answer_words

bp = Blueprint("confirm", __name__)


@bp.get("/d/<case_id>/confirm")
def show(case_id: str) -> str | Response:
    """The list, or onwards when everything has been seen."""
    opened = open_draft(case_id)
    if not opened.unconfirmed:
        return redirect(url_for("flow.go_on", case_id=case_id), 303)
    plan = opened.plan
    rows = [(fact, answer_words(opened, fact), opened.draft.answers[fact.id]) for fact in opened.unconfirmed]
    return render_template(
        "resident/confirm.html",
        draft=opened,
        plan=plan,
        service=plan.service,
        tone=plan.service.tone,
        rows=rows,
        personal=True,
    )


@bp.post("/d/<case_id>/confirm")
def accept(case_id: str) -> Response:
    """They are right: keep them again as seen by the resident, where they came from unchanged."""
    opened = open_draft(case_id)
    given = [seen_again(opened, fact) for fact in opened.unconfirmed]
    if given:
        core().store.drafts.append_answers(case_id, given, core().now())
    return redirect(url_for("flow.go_on", case_id=case_id), 303)


def seen_again(opened: OpenDraft, fact: Fact) -> NewAnswer:
    saved = opened.draft.answers[fact.id]
    return NewAnswer(fact.id, saved.value, saved.source, RESIDENT)
