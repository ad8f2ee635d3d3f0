"""Finding a case again with its receipt number and phone, and seeing it move."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant.cases.lifecycle import overall
from assistant.web.core import core
from assistant.web.limits import GUESSES, limiter
from assistant.web.receipts import CaseView, open_case
from assistant.web.sessions import grant
from assistant.web.words import gettext

bp = Blueprint("found", __name__)


@bp.get("/find")
def show() -> str:
    """Where receipt number and phone are typed."""
    return _page()


@bp.post("/find")
@limiter.limit(GUESSES, error_message="find")
def look() -> Response | tuple[str, int]:
    """Open the case when the two belong together."""
    case = core().store.cases.find_case(request.form.get("receipt", ""), request.form.get("phone", ""))
    if case is None:
        return _page(gettext("没有找到。请对照回执编号和办理时填的手机号，再看一遍。")), 422
    grant(case.case_id)
    return redirect(url_for("found.case", case_id=case.case_id), 303)


def _page(message: str = "") -> str:
    errors = (("receipt", message),) if message else ()
    form = request.form
    return render_template(
        "resident/find.html", errors=errors, receipt=form.get("receipt", "")[:40], phone=form.get("phone", "")[:30]
    )


@bp.get("/c/<case_id>")
def case(case_id: str) -> str:
    """The case with what happened so far, authority by authority."""
    view = open_case(case_id)
    state = overall(part.state for part in view.case.parts)
    return render_template(
        "resident/case.html", view=view, state=state, service=view.service, tone=view.service.tone, personal=True,
        timeline=_newest_first(view),
    )  # fmt: skip


def _newest_first(view: CaseView) -> tuple[object, ...]:
    return tuple(reversed(core().store.cases.timeline(view.case.case_id)))
