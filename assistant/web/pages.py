"""Pages that say the same to everybody."""

from __future__ import annotations

from flask import Blueprint, render_template

from assistant.people import DRAFT_KEPT, QUESTION_KEPT
from assistant.web.core import core
from assistant.web.sessions import IDLE

bp = Blueprint("pages", __name__)


@bp.get("/privacy")
def privacy() -> str:
    """What is kept, why, for how long, and how to take it back (《个人信息保护法》第十七条)."""
    services = tuple(core().library.catalog.services.values())
    return render_template(
        "resident/privacy.html", draft_days=DRAFT_KEPT.days, question_days=QUESTION_KEPT.days,
        idle_minutes=int(IDLE.total_seconds() // 60), services=services,
    )  # fmt: skip


@bp.get("/accessibility")
def accessibility() -> str:
    """What works for whom, and what does not yet."""
    return render_template("resident/accessibility.html")
