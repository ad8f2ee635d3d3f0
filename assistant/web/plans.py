"""The personal list: what to do, in which order, where, by when, with which papers, and what can wait."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from assistant.catalog.model import Fact
from assistant.engine.plan import Plan
from assistant.engine.timeline import turns_felt
from assistant.forms.handlers import handler_for
from assistant.web import entitled
from assistant.web.beginning import offered_beside
from assistant.web.core import core
from assistant.web.drafts import OpenDraft, open_any, open_draft
from assistant.web.notices import shown_notices
from assistant.web.words import say

bp = Blueprint("plan", __name__)


@bp.get("/d/<case_id>/plan")
def show(case_id: str) -> str:
    """The list as it stands with today's answers."""
    opened = open_draft(case_id)
    return (
        entitled.page(opened) if opened.check else page(opened, "resident/plan.html", also=offered_beside(opened.plan))
    )


@bp.get("/d/<case_id>/plan/<item_id>")
def show_item(case_id: str, item_id: str) -> str:
    """Everything about one thing to do."""
    opened = open_any(case_id)
    entry = opened.plan.entry(item_id)
    if entry is None:
        abort(404)
    places = [each.id for each in opened.plan.entries]
    after = opened.plan.entries[places.index(item_id) + 1 :] if item_id in places else ()
    return page(opened, "resident/item.html", entry=entry, following=next(iter(after), None))


@bp.get("/d/<case_id>/answers")
def answers(case_id: str) -> str:
    """What was answered, to be changed from here, and what does not fit these answers."""
    opened = open_draft(case_id)
    return page(opened, "resident/answers.html", answered=answered_rows(opened))


@bp.get("/d/<case_id>/plan/print")
def for_print(case_id: str) -> str:
    """The whole list unfolded, to print or to show; it stays readable after the draft is handed in."""
    opened = open_any(case_id)
    return entitled.page(opened) if opened.check else page(opened, "resident/plan_print.html")


def page(opened: OpenDraft, template: str, **more: object) -> str:
    """A page about the plan."""
    plan = opened.plan
    return render_template(
        template, draft=opened, plan=plan, service=plan.service, tone=plan.service.tone, personal=True,
        notices=shown_notices(plan), today=opened.rules.day, waits=asks_first(plan),
        articles=core().library.articles.by_topic, ahead=turns_felt(plan), **more,
    )  # fmt: skip


def asks_first(plan: Plan) -> int:
    """How many questions are still open that change the list."""
    return sum(1 for need in plan.needs if need.phase.name != "FILL")


def answered_rows(opened: OpenDraft) -> tuple[tuple[Fact, str], ...]:
    """What was answered and still counts, each with its masked words, to be changed from here."""
    facts = [opened.rules.facts[name] for name in opened.plan.relevant_facts]
    asked = [f for f in facts if opened.plan.facts.can_be_told(f) and not f.on_check_page]
    return tuple((f, say(handler_for(f).mask(f, opened.bank.latest[f.id].value))) for f in asked)
