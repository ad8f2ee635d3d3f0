"""From one matter into another: the button beside an item begins its service with what was answered already."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from assistant.engine.answers import AnswerBank
from assistant.people import DraftGone
from assistant.web.beginning import begin, find_begun
from assistant.web.core import core
from assistant.web.drafts import open_any
from assistant.web.receipts import open_case
from assistant.web.services import find_service

bp = Blueprint("carrying", __name__)


@bp.post("/d/<case_id>/carry")
def carry(case_id: str) -> Response:
    """Go on in the service of ``item``; a second tap leads to the same draft."""
    city, bank = answers_of(case_id)
    item = core().library.catalog.rules(city, core().today()).items.get(request.form.get("item", ""))
    if item is None:
        abort(404)
    service = find_service(item.service).service
    begun = find_begun(service, case_id) or begin(service, city, [bank], item.item, case_id)
    return redirect(url_for("flow.go_on", case_id=begun), 303)


def answers_of(case_id: str) -> tuple[str, AnswerBank]:
    """The city and the answers of a draft or a case; raises NotHeld, and DraftGone when neither is there."""
    try:
        opened = open_any(case_id)
    except DraftGone:
        view = open_case(case_id)
        return view.case.city, view.plan.facts.bank
    return opened.draft.city, opened.bank
