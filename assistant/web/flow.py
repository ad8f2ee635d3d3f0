"""Where a draft goes next, and where 「返回上一步」 leads."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from assistant.engine.plan import Plan
from assistant.web.drafts import OpenDraft, open_draft

bp = Blueprint("flow", __name__)
RETURNS = {"plan": "plan.show", "answers": "plan.answers", "check": "check.show"}


@bp.get("/d/<case_id>/")
@bp.get("/d/<case_id>/next")
def go_on(case_id: str) -> Response:
    """Whatever comes next for this draft."""
    opened = open_draft(case_id)
    return redirect(next_address(opened), 303)


def next_address(opened: OpenDraft) -> str:
    """What is known but not seen first, then the next question, then the check page or the list."""
    if opened.unconfirmed:
        return url_for("confirm.show", case_id=opened.id)
    return address_after(opened.id, opened.plan)


def address_after(case_id: str, plan: Plan) -> str:
    """The next question; without one the check page where forms are filed, else the list."""
    if plan.question is not None:
        return url_for("questions.show", case_id=case_id, fact_id=plan.question.fact.id)
    page = "check.show" if plan.forms and not plan.is_stopped else "plan.show"
    return url_for(page, case_id=case_id)


def address_after_answer(case_id: str, before: Plan, after: Plan, origin: str) -> str:
    """Back to where a change was asked for; else onwards, passing the list once all decisions are made."""
    if origin in RETURNS and (after.question is None or _was_open(after, before)):
        return url_for(RETURNS[origin], case_id=case_id)
    if before.is_deciding and not after.is_deciding:
        return url_for("plan.show", case_id=case_id)
    return address_after(case_id, after)


def _was_open(after: Plan, before: Plan) -> bool:
    """Whether the next question had been open before the change as well."""
    return any(need.fact.id == after.question.fact.id for need in before.needs) if after.question else True


def previous_address(opened: OpenDraft, asked: Collection[str]) -> str:
    """The question answered before these, or the page where the service begins."""
    askable = [name for name in opened.bank.latest if opened.plan.facts.can_be_told(opened.rules.facts[name])]
    first = next((place for place, name in enumerate(askable) if name in asked), len(askable))
    if first:
        return url_for("questions.show", case_id=opened.id, fact_id=askable[first - 1])
    return start_address(opened)


def start_address(opened: OpenDraft) -> str:
    """The public page where this draft was begun."""
    if opened.check is not None:
        return url_for("entitled.start_page")
    return url_for("services.show", service_id=opened.draft.service)
