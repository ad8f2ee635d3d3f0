"""「我这样理解：… 对吗？」: what was found in the first sentence counts only when it has been confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.catalog.model import FactType
from assistant.catalog.values import to_json
from assistant.engine.answers import Answer, Given
from assistant.engine.consistency import would_contradict
from assistant.forms.handlers import handler_for
from assistant.people import AnswerSource, NewAnswer
from assistant.web import heard
from assistant.web.core import core
from assistant.web.drafts import OpenDraft, open_draft
from assistant.web.heard import Heard
from assistant.web.questions import circumstances
from assistant.web.words import gettext, say

bp = Blueprint("understood", __name__)
_MASKED = frozenset((FactType.PHONE, FactType.ID_NUMBER, FactType.BANK_ACCOUNT))


@bp.get("/d/<case_id>/understood")
def show(case_id: str) -> str | Response:
    """Each found fact with the words it came from, or onwards when there is none."""
    opened = open_draft(case_id)
    found = to_confirm(opened)
    if not found:
        return redirect(url_for("flow.go_on", case_id=case_id), 303)
    plan = opened.plan
    return render_template(
        "resident/understood.html", draft=opened, plan=plan, service=plan.service, tone=plan.service.tone,
        found=found, words=words_of, nominal=heard.nominal_age_of(case_id), personal=True,
    )  # fmt: skip


@bp.post("/d/<case_id>/understood")
def accept(case_id: str) -> Response:
    """Keep what is ticked; what was unticked is forgotten and asked like everything else."""
    opened = open_draft(case_id)
    confirm(opened, request.form.getlist("fact") if "none" not in request.form else ())
    return redirect(url_for("flow.go_on", case_id=case_id), 303)


def to_confirm(opened: OpenDraft) -> tuple[Heard, ...]:
    """The facts that may skip their questions once they are confirmed."""
    found = heard.heard_of(opened, partial(circumstances, opened))
    return tuple(one for one in found if one.sure)


def words_of(one: Heard) -> str:
    """The value in full words, for the person who said it; numbers that name somebody are masked."""
    handler = handler_for(one.fact)
    return say((handler.mask if one.fact.type in _MASKED else handler.display)(one.fact, one.value))


def confirm(opened: OpenDraft, ticked: Iterable[str]) -> tuple[Heard, ...]:
    """Store the ticked facts with where they came from; returns those that were stored."""
    shown, wanted = to_confirm(opened), set(ticked)
    bank, kept, clashing = opened.bank, [], []
    for one in (found for found in shown if found.fact.id in wanted):
        answer = Answer(one.fact.id, one.value, Given.TEXT, core().now(), evidence=one.evidence)
        if would_contradict(opened.rules, bank, answer):
            clashing.append(one)
            continue
        bank = bank.with_answer(answer)
        kept.append(one)
    given = [NewAnswer(one.fact.id, to_json(one.value), AnswerSource.TEXT) for one in kept]  # type: ignore[arg-type]
    if given:
        core().store.drafts.append_answers(opened.id, given, core().now())
    heard.let_go(opened.id, (one.fact.id for one in shown))
    if clashing:
        titles = "、".join(say(one.fact.title) for one in clashing)
        flash(gettext("「%(titles)s」和别的答案对不上，等会儿再问您。", titles=titles), "info")
    return tuple(kept)
