"""Standing notices with their words chosen for these answers."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.catalog.figures import fill_figures, needs_hedge
from assistant.catalog.model import Notice, NoticeAction, Status
from assistant.engine.details import chosen
from assistant.engine.plan import Plan


@dataclass(frozen=True)
class ShownNotice:
    """A notice ready for the page; ``level`` is stop, urgent or info."""

    level: str
    title: str
    text: str
    actions: tuple[NoticeAction, ...]
    hedge: bool


def shown_notices(plan: Plan) -> tuple[ShownNotice, ...]:
    """The notices that hold now, most urgent first."""
    return tuple(_shown(n, plan) for n in plan.notices if n.status is not Status.UNVERIFIED)


def _shown(notice: Notice, plan: Plan) -> ShownNotice:
    text = chosen(notice.text, plan.facts) or ""
    hedge = notice.status is not Status.VERIFIED or needs_hedge(text, plan.rules)
    title = fill_figures(notice.title, plan.rules)
    return ShownNotice(notice.level, title, fill_figures(text, plan.rules), notice.actions, hedge)
