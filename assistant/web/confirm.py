"""What we know without having asked is shown once, together and dated: is this still right?"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.catalog.messages import Message, _
from assistant.catalog.model import Fact
from assistant.engine.carrying import about_somebody
from assistant.people import RESIDENT, AnswerSource, NewAnswer
from assistant.web.beginning import brought_sensitive
from assistant.web.core import core
from assistant.web.drafts import CONSENT, OpenDraft, open_draft
from assistant.web.questions import answer_words
from assistant.web.words import gettext, say

bp = Blueprint("confirm", __name__)
ORIGINS: dict[AnswerSource, Message] = {
    AnswerSource.TEXT: _("从您的话里看出"),
    AnswerSource.PROFILE: _("从您的资料带来"),
    AnswerSource.SHARE: _("从部门记录查到"),
    AnswerSource.CARRIED: _("您以前填的"),
}


@bp.get("/d/<case_id>/confirm")
def show(case_id: str) -> str | Response:
    """The list, or onwards when everything has been seen."""
    opened = open_draft(case_id)
    if not opened.unconfirmed:
        return redirect(url_for("flow.go_on", case_id=case_id), 303)
    return _page(opened)


def _page(opened: OpenDraft, errors: tuple[tuple[str, str], ...] = ()) -> str:
    answers = opened.draft.answers
    rows = [(f, answer_words(opened, f), answers[f.id], say(ORIGINS[answers[f.id].source])) for f in opened.unconfirmed]
    return render_template(
        "resident/confirm.html", draft=opened, plan=opened.plan, service=opened.plan.service, personal=True,
        tone=opened.plan.service.tone, rows=rows, errors=errors,
        sensitive=gettext("、").join(say(fact.title) for fact in brought_sensitive(opened)),
        is_brought=any(saved.source is AnswerSource.CARRIED for _f, _w, saved, _o in rows),
        is_about_somebody=bool(of_the_other_person(opened)),
    )  # fmt: skip


@bp.post("/d/<case_id>/confirm")
def accept(case_id: str) -> Response | tuple[str, int]:
    """They are right: keep them again as seen by the resident, where they came from unchanged. Or leave some out."""
    opened = open_draft(case_id)
    if request.form.get("leave") in LEAVE:
        return _left_out(opened, LEAVE[request.form["leave"]](opened))
    sensitive = brought_sensitive(opened)
    if sensitive and "consent" not in request.form:
        return _page(opened, (("consent", gettext("请先勾选同意，或者点「这几项不带过来」。")),)), 422
    given = [seen_again(opened, fact) for fact in opened.unconfirmed]
    given += [NewAnswer(CONSENT + fact.id, True) for fact in sensitive]
    if given:
        core().store.drafts.append_answers(case_id, given, core().now())
    return redirect(url_for("flow.go_on", case_id=case_id), 303)


def seen_again(opened: OpenDraft, fact: Fact) -> NewAnswer:
    saved = opened.draft.answers[fact.id]
    return NewAnswer(fact.id, saved.value, saved.source, RESIDENT)


def of_the_other_person(opened: OpenDraft) -> tuple[Fact, ...]:
    """What was brought along about the person an earlier matter was for; another person's is asked anew."""
    return tuple(
        fact
        for fact in opened.unconfirmed
        if opened.draft.answers[fact.id].source is AnswerSource.CARRIED and about_somebody(fact)
    )


LEAVE = {"person": of_the_other_person, "sensitive": brought_sensitive}


def _left_out(opened: OpenDraft, facts: Iterable[Fact]) -> Response:
    """Take these back; they are asked like everything else."""
    taken = [NewAnswer(fact.id, None) for fact in facts]
    core().store.drafts.append_answers(opened.id, taken, core().now())
    return redirect(url_for("confirm.show", case_id=opened.id), 303)
