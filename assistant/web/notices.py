"""Standing notices with their words chosen for these answers."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.catalog.model import NoticeAction, Status
from assistant.engine.details import choose_text
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
    return tuple(
        ShownNotice(n.level, n.title, choose_text(n.text, plan.facts) or "", n.actions, n.status is not Status.VERIFIED)
        for n in plan.notices
        if n.status is not Status.UNVERIFIED
    )
